"""Data-sharing attributes of variables in a construct (OpenMP 5.2, section 5.1)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pcg_engine.domain.ast import (
    Declaration,
    Name,
    RangeFor,
    Statement,
    Storage,
    UnsupportedStatement,
    Variable,
)
from pcg_engine.domain.traversal import all_expressions, walk_statements
from pcg_engine.tools.openmp.directive import (
    Attribute,
    DefaultClause,
    Directive,
    ListItem,
    ReductionClause,
    SharingClause,
)


@dataclass(frozen=True, slots=True)
class Sharing:
    """How a construct treats one variable.

    Several attributes at a time come from ``firstprivate`` with ``lastprivate``. ``operator`` and
    ``item`` are set for a reduction. ``explicit`` tells a clause from a rule.
    """

    attributes: frozenset[Attribute]
    operator: str | None = None
    item: ListItem | None = None
    explicit: bool = False

    @property
    def is_reduction(self) -> bool:
        """Whether the variable is listed in a ``reduction`` clause."""
        return self.operator is not None

    @property
    def is_shared(self) -> bool:
        """Whether all threads use the one original."""
        return self.attributes == frozenset((Attribute.SHARED,)) and not self.is_reduction

    @property
    def is_copied_in(self) -> bool:
        """Whether a copy starts with the original's value."""
        return Attribute.FIRSTPRIVATE in self.attributes

    @property
    def is_copied_out(self) -> bool:
        """Whether the original gets the last iteration's value."""
        return Attribute.LASTPRIVATE in self.attributes


_SHARED = Sharing(frozenset((Attribute.SHARED,)))
_PRIVATE = Sharing(frozenset((Attribute.PRIVATE,)))


@dataclass(frozen=True, slots=True)
class DataEnvironment:
    """The sharing of every variable by id, and the names in clauses that mean no such variable."""

    sharing: Mapping[str, Sharing]
    unresolved: tuple[str, ...] = ()
    undetermined: tuple[str, ...] = field(default=())
    """Names of variables without an attribute under ``default(none)``."""

    def of(self, variable: Variable) -> Sharing:
        """How ``variable`` is treated; a variable that was not met is shared."""
        return self.sharing.get(variable.id, _SHARED)


def data_environment(
    directive: Directive,
    body: Statement,
    associated: tuple[Variable, ...],
    enclosing: DataEnvironment | None = None,
) -> DataEnvironment:
    """The attributes that ``directive`` gives the variables of ``body``.

    ``associated`` are the iteration variables of the loops that belong to the directive
    (predetermined private, 5.1.1). A construct that starts no team of its own (``enclosing`` is
    the region around it) leaves what it does not name as it is outside.
    """
    used = {v.id: v for v in _used_variables(body)}
    inside = {v.id for v in declared_inside(body)}
    outer = {key: v for key, v in used.items() if key not in inside}
    by_name: dict[str, Variable] = {v.name: v for v in outer.values()}
    listed: dict[str, Sharing] = {}
    unresolved: list[str] = []
    default: str | None = None
    for clause in directive.clauses:
        match clause:
            case SharingClause(attribute=attribute, names=names):
                for name in names:
                    _add(listed, name, Sharing(frozenset((attribute,)), explicit=True))
                    if name not in by_name:
                        unresolved.append(name)
            case ReductionClause(operator=operator, items=items):
                for item in items:
                    sharing = Sharing(frozenset(), operator, item, explicit=True)
                    _add(listed, item.name, sharing)
                    if item.name not in by_name:
                        unresolved.append(item.name)
            case DefaultClause(kind=kind):
                default = kind
            case _:
                pass
    induction = {v.id for v in associated}
    result: dict[str, Sharing] = {key: _inside(used[key]) for key in inside & used.keys()}
    undetermined: list[str] = []
    for key, variable in outer.items():
        if variable.name in listed:
            result[key] = listed[variable.name]
        elif key in induction:
            result[key] = _PRIVATE
        elif enclosing is not None and not _starts_team(directive):
            result[key] = _inherited(enclosing.of(variable))
        else:
            result[key] = _implicit(variable, default)
            if default == "none" and not _is_predetermined(variable):
                undetermined.append(variable.name)
    return DataEnvironment(result, tuple(unresolved), tuple(undetermined))


def orphaned_environment(statement: Statement) -> DataEnvironment:
    """The sharing in a function that the threads of a region elsewhere call (5.2, 5.1.2)."""
    own = (Storage.LOCAL, Storage.PARAMETER)
    return DataEnvironment({v.id: _PRIVATE for v in _used_variables(statement) if v.storage in own})


def declared_inside(statement: Statement) -> Iterator[Variable]:
    """The variables that ``statement`` declares."""
    for inner in walk_statements(statement):
        match inner:
            case Declaration(declarators=declarators):
                yield from (declarator.variable for declarator in declarators)
            case RangeFor(variable=variable):
                yield variable
            case _:
                pass


def has_unseen_declarations(statement: Statement) -> bool:
    """Whether a construct without a node of its own may declare variables inside."""
    return any(isinstance(inner, UnsupportedStatement) for inner in walk_statements(statement))


def _used_variables(statement: Statement) -> Iterator[Variable]:
    yield from declared_inside(statement)
    for expression in all_expressions(statement):
        if isinstance(expression, Name):
            yield expression.variable


def _add(listed: dict[str, Sharing], name: str, sharing: Sharing) -> None:
    known = listed.get(name)
    if known is None:
        listed[name] = sharing
        return
    listed[name] = Sharing(
        known.attributes | sharing.attributes,
        known.operator or sharing.operator,
        known.item or sharing.item,
        explicit=True,
    )


def _inside(variable: Variable) -> Sharing:
    # Automatic variables of the region are each thread's own; static ones are one for all.
    return _SHARED if variable.storage is Storage.STATIC_LOCAL else _PRIVATE


def _inherited(outside: Sharing) -> Sharing:
    """A thread's private copy, of whatever kind, is just private to what runs inside."""
    return _SHARED if outside.is_shared else _PRIVATE


def _implicit(variable: Variable, default: str | None) -> Sharing:
    if _is_predetermined(variable):
        return _PRIVATE if variable.storage is Storage.THREAD_LOCAL else _SHARED
    match default:
        case "private":
            return _PRIVATE
        case "firstprivate":
            return Sharing(frozenset((Attribute.FIRSTPRIVATE,)))
        case _:
            return _SHARED


def _is_predetermined(variable: Variable) -> bool:
    return variable.storage in (Storage.THREAD_LOCAL, Storage.STATIC_LOCAL)


def _starts_team(directive: Directive) -> bool:
    return "parallel" in directive.words
