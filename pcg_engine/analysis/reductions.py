"""Reductions of a loop: variables that its iterations only combine values into.

A variable qualifies if every mention of it in the loop, inner loops and conditions included,
belongs to updates with one and the same operator (OpenMP 5.2, section 5.5.5). What is combined
through memory (``*sum += e``, ``this->total += e``) cannot stand in a clause and is reported.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pcg_engine.analysis.effects import EffectAnalysis, declared_variables, own_variables
from pcg_engine.analysis.initial_values import is_finite_number, value_before
from pcg_engine.analysis.reduction_updates import (
    FINITE_START,
    ReductionUpdate,
    is_reducible_type,
    match_flag,
    match_update,
)
from pcg_engine.analysis.uses import Loop, UseKind, Uses
from pcg_engine.analysis.variable_uses import escaping_variables, iteration_uses
from pcg_engine.domain.ast import (
    ArithmeticType,
    ArrayType,
    ContainerKind,
    ContainerType,
    Expression,
    Function,
    Name,
    PointerType,
    ReferenceType,
    Statement,
    Storage,
    Subscript,
    TranslationUnit,
    Type,
    Variable,
)
from pcg_engine.domain.facts import Assumption, Reason
from pcg_engine.domain.source import SourceText, Span
from pcg_engine.domain.traversal import (
    all_expressions,
    own_expressions,
    substatements,
    walk_expression,
)


@dataclass(frozen=True, slots=True)
class ScalarReduction:
    """A reduction into a named variable.

    ``is_visible_elsewhere``: a reference parameter, a global or an escaped local, to whose
    storage other accesses of the loop may lead unless aliasing is excluded.
    """

    variable: Variable
    operator: str
    reassociates: bool
    updates: tuple[Span, ...]
    assumptions: tuple[Assumption, ...] = ()
    is_visible_elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class ArrayReduction:
    """A reduction into the elements of a one-dimensional array, pointer or container.

    ``section`` is the C++ text of the number of elements (``None``: not known), ``uses`` are the
    spans of the variable's name in the loop.
    """

    variable: Variable
    operator: str
    reassociates: bool
    section: str | None
    is_pointer: bool
    updates: tuple[Span, ...]
    uses: tuple[Span, ...]
    assumptions: tuple[Assumption, ...] = ()


@dataclass(frozen=True, slots=True)
class Reductions:
    """What was found; ``through_memory`` explains updates that no clause can name."""

    scalars: tuple[ScalarReduction, ...] = ()
    arrays: tuple[ArrayReduction, ...] = ()
    through_memory: tuple[Reason, ...] = ()

    @property
    def variable_ids(self) -> frozenset[str]:
        """Ids of all reduction variables."""
        return frozenset(r.variable.id for r in (*self.scalars, *self.arrays))


def find_reductions(
    loop: Loop,
    function: Function,
    unit: TranslationUnit,
    source: SourceText,
    effects: EffectAnalysis | None = None,
) -> Reductions:
    """The reductions over the iterations of ``loop``, a loop of ``function``."""
    effects = effects or EffectAnalysis(unit)
    search = _Search(loop, function, unit, source, effects)
    return search.result()


class _Search:
    def __init__(
        self,
        loop: Loop,
        function: Function,
        unit: TranslationUnit,
        source: SourceText,
        effects: EffectAnalysis,
    ) -> None:
        self._source = source
        self._loop = loop
        self._function = function
        self._uses: Uses = iteration_uses(loop, effects, unit)
        self._escaping = escaping_variables(function, effects, unit)
        self._own = own_variables(function)
        self._inner = frozenset(v.id for v in _declared_by(loop))
        self._mentions = list(_mentions(loop))
        self._updates = list(_updates(loop.body, effects))

    def result(self) -> Reductions:
        scalars: list[ScalarReduction] = []
        arrays: list[ArrayReduction] = []
        through_memory: list[Reason] = []
        seen: set[str] = set()
        for update in self._updates:
            root = _root(update.target)
            if root is None:
                through_memory.extend(self._through_memory(update))
                continue
            if root.id in seen or root.id in self._inner:
                continue
            seen.add(root.id)
            updates = [u for u in self._updates if _root(u.target) == root]
            if isinstance(update.target, Name):
                scalars.extend(self._scalar(root, updates))
            else:
                arrays.extend(self._array(root, updates))
                through_memory.extend(self._through_memory(update))
        return Reductions(tuple(scalars), tuple(arrays), tuple(through_memory))

    def _scalar(self, variable: Variable, updates: list[ReductionUpdate]) -> list[ScalarReduction]:
        first = updates[0]
        if variable.volatile or variable.storage is Storage.THREAD_LOCAL:
            return []
        if not is_reducible_type(variable.type) or not self._only_updated(variable, updates):
            return []
        visible = (
            variable.storage in (Storage.GLOBAL, Storage.STATIC_LOCAL)
            or isinstance(variable.type, ReferenceType)
            or variable.id not in self._own
            or variable.id in self._escaping
        )
        if visible and (self._uses.opaque_calls or self._uses.irregular):
            return []
        return [
            ScalarReduction(
                variable=variable,
                operator=first.operator,
                reassociates=any(u.reassociates for u in updates),
                updates=tuple(u.span for u in updates),
                assumptions=self._open(variable, _distinct(updates)),
                is_visible_elsewhere=visible,
            )
        ]

    def _open(
        self, variable: Variable, assumptions: tuple[Assumption, ...]
    ) -> tuple[Assumption, ...]:
        """``assumptions`` without what the value that the loop begins with settles."""
        before = value_before(variable, self._loop, self._function)
        if before is None or not is_finite_number(before):
            return assumptions
        return tuple(a for a in assumptions if a.code != FINITE_START)

    def _array(self, variable: Variable, updates: list[ReductionUpdate]) -> list[ArrayReduction]:
        if variable.volatile or variable.storage is Storage.THREAD_LOCAL:
            return []
        if not self._only_updated(variable, updates):
            return []
        if not all(isinstance(u.target, Subscript) for u in updates):
            return []
        return [
            ArrayReduction(
                variable=variable,
                operator=updates[0].operator,
                reassociates=any(u.reassociates for u in updates),
                section=_section(variable),
                is_pointer=isinstance(_bare(variable.type), PointerType | ArrayType),
                updates=tuple(u.span for u in updates),
                uses=tuple(m.span for m in self._mentions if m.variable.id == variable.id),
                assumptions=_distinct(updates),
            )
        ]

    def _only_updated(self, variable: Variable, updates: list[ReductionUpdate]) -> bool:
        """Whether the loop names ``variable`` in these updates of one operator and nowhere else."""
        if len({u.operator for u in updates}) != 1 or variable.id in self._uses.captured:
            return False
        covered = {id(_root_name(o)) for u in updates for o in u.occurrences}
        mentions = [m for m in self._mentions if m.variable.id == variable.id]
        if {id(m) for m in mentions} != covered:
            return False
        spans = {m.span for m in mentions}
        return all(
            u.span in spans and u.kind is not UseKind.ESCAPE for u in self._uses.of(variable)
        )

    def _through_memory(self, update: ReductionUpdate) -> Iterator[Reason]:
        """An update of one place in memory, the same in every iteration."""
        # The update itself changes a member's object, not where the member is.
        own = [o.span for o in update.occurrences]
        written = {
            u.variable.id
            for u in self._uses.uses
            if u.kind in (UseKind.WRITE, UseKind.UPDATE, UseKind.MODIFY)
            and not any(span.contains(u.span) for span in own)
        }
        names = [e for e in walk_expression(update.target) if isinstance(e, Name)]
        if any(n.variable.id in written | self._inner for n in names):
            return
        text = self._source.slice(update.target.span)
        yield Reason(
            code="reduction-through-memory",
            message=(
                f"every iteration updates `{text}`, which no reduction clause can name: "
                "sum into a local variable in the loop and store it afterwards"
            ),
            locations=(self._source.location(update.span.start),),
        )


def _updates(statement: Statement, effects: EffectAnalysis) -> Iterator[ReductionUpdate]:
    update = match_update(statement, effects) or match_flag(statement)
    if update is not None:
        yield update
        return
    for inner in substatements(statement):
        yield from _updates(inner, effects)


def _mentions(loop: Loop) -> Iterator[Name]:
    """Every use of a name in the condition, increment and body of ``loop``."""
    for own in own_expressions(loop):
        yield from (e for e in walk_expression(own) if isinstance(e, Name))
    yield from (e for e in all_expressions(loop.body) if isinstance(e, Name))


def _declared_by(loop: Loop) -> Iterator[Variable]:
    yield from declared_variables(loop)


def _root(target: Expression) -> Variable | None:
    """The variable of a scalar target, or of a one-dimensional array's element."""
    name = _root_name(target)
    return None if name is None else name.variable


def _root_name(target: Expression) -> Name | None:
    match target:
        case Name():
            return target
        case Subscript(base=Name() as name) if isinstance(target.type, ArithmeticType):
            return name
        case _:
            return None


def _section(variable: Variable) -> str | None:
    match _bare(variable.type):
        case ArrayType(extent=int() as extent):
            return str(extent)
        case ContainerType(container=ContainerKind.ARRAY, extent=int() as extent):
            return str(extent)
        case ContainerType(container=ContainerKind.VECTOR | ContainerKind.SPAN):
            return f"{variable.name}.size()"
        case _:
            return None


def _bare(value_type: Type) -> Type:
    return value_type.referent if isinstance(value_type, ReferenceType) else value_type


def _distinct(updates: list[ReductionUpdate]) -> tuple[Assumption, ...]:
    return tuple(dict.fromkeys(a for u in updates for a in u.assumptions))
