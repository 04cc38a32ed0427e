"""What a loop nest uses of what is around it, and what of that it may change."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from pcg_engine.analysis.uses import Loop
from pcg_engine.domain.ast import (
    ArithmeticType,
    Assignment,
    Call,
    Construct,
    Declaration,
    Expression,
    For,
    Function,
    Member,
    Name,
    PointerType,
    RangeFor,
    RecordType,
    ReferenceType,
    Return,
    Statement,
    Storage,
    This,
    Type,
    Unary,
    UnsupportedExpression,
    UnsupportedStatement,
    Variable,
    While,
)
from pcg_engine.domain.source import SourceText, Span
from pcg_engine.domain.traversal import (
    all_expressions,
    own_expressions,
    subexpressions,
    walk_statements,
)

_OUTSIDE = (Storage.GLOBAL, Storage.THREAD_LOCAL)
_CHANGING = frozenset({"++pre", "--pre", "post++", "post--", "&"})
_LEAVING = frozenset({"GotoStmt", "LabelStmt", "IndirectGotoStmt", "AsmStmt", "GCCAsmStmt"})


@dataclass(frozen=True, slots=True)
class NotOutlined:
    """Why a nest cannot become a function, as a clause for a person."""

    reason: str


@dataclass(frozen=True, slots=True)
class LiveIn:
    """A parameter of the function that a nest becomes.

    ``type`` is how it is passed: what the nest may change, and what is large, by reference.
    ``is_distinct``: it is an object that no other such one shares storage with. ``owner`` is the
    object whose field it is, as the nest names it, ``field`` which one; both empty for a variable
    and for a field of the object that a member function is called for.
    """

    name: str
    type: Type
    is_distinct: bool = False
    owner: str = ""
    field: str = ""
    through_pointer: bool = False

    @property
    def value(self) -> str:
        """What is passed, as an expression directly before the nest."""
        if not self.owner:
            return self.name
        return f"{self.owner}{'->' if self.through_pointer else '.'}{self.field}"


def nest_statement(function: Function, nest: Span) -> Loop | None:
    """The loop of ``function`` that begins where ``nest`` does."""
    if function.body is None:
        return None
    loops = (s for s in walk_statements(function.body) if isinstance(s, For | While | RangeFor))
    return next((loop for loop in loops if loop.span.start == nest.start), None)


def live_ins(
    nest: Loop,
    source: SourceText,
    can_make: Callable[[Type], bool],
    read_later: frozenset[str] | None,
    constants: frozenset[str] = frozenset(),
) -> tuple[LiveIn, ...] | NotOutlined:
    """What ``nest`` needs to be given, in the order of first use.

    ``read_later`` holds the ids of the variables whose value at its exit may matter (``None``: that
    of each). Of an object that ``can_make`` does not know how to make only the fields are given
    that the nest uses. ``constants`` are ids of variables that are declared again.
    """
    obstacle = _obstacle(nest)
    if obstacle is not None:
        return NotOutlined(obstacle)
    inside = frozenset(v.id for v in _declared(nest)) | constants
    uses = _Uses(inside, source, can_make)
    for statement in walk_statements(nest):
        for expression in own_expressions(statement):
            problem = uses.visit(expression)
            if problem is not None:
                return NotOutlined(problem)
    changed = frozenset(_changed(nest))
    found: list[LiveIn] = []
    for variable in uses.variables.values():
        if not variable.name.isidentifier():
            return NotOutlined(f"it uses the structured binding `{variable.name}`")
        fields = uses.owners.get(variable.id)
        if fields is not None and variable.id in uses.whole:
            return NotOutlined(
                f"it uses `{variable.name}` as a whole, of a type that PCG cannot make"
            )
        if fields is not None:
            continue
        is_observed = read_later is None or variable.id in read_later
        given = _variable(variable, variable.id in changed, is_observed=is_observed)
        if isinstance(given, NotOutlined):
            return given
        found.append(given)
    found += [field for owner in uses.owners.values() for field in owner.values()]
    if len({one.name for one in found}) < len(found):
        return NotOutlined("two of the things that it uses have the same name")
    return tuple(found)


class _Uses:
    """Collects variables and fields; fields of objects that PCG may not be able to make."""

    def __init__(
        self, inside: frozenset[str], source: SourceText, can_make: Callable[[Type], bool]
    ) -> None:
        self._inside = inside
        self._source = source
        self._can_make = can_make
        self.variables: dict[str, Variable] = {}
        self.whole: set[str] = set()
        self.owners: dict[str, dict[str, LiveIn]] = {}

    def visit(self, expression: Expression) -> str | None:
        match expression:
            case Member(base=This(), field=field, type=type_, span=span):
                if self._source.data[span.start : span.end].startswith(b"this"):
                    return "it writes `this->`, which only a member function can"
                self._field("this", field, _field_of(field, type_, is_distinct=True))
                return None
            case Member(base=Name(variable=variable), field=field, arrow=arrow, type=type_) if (
                self._is_outside(variable)
                and field.isidentifier()
                and self._is_taken_apart(variable.type)
            ):
                self.variables[variable.id] = variable
                is_object = isinstance(variable.type, RecordType)
                owned = replace(
                    _field_of(f"{variable.name}_{field}", type_, is_distinct=is_object),
                    owner=variable.name,
                    field=field,
                    through_pointer=arrow,
                )
                self._field(variable.id, field, owned)
                return None
            case This():
                return "it uses the object that its function is a member of"
            case Name(variable=variable) if self._is_outside(variable):
                self.variables[variable.id] = variable
                self.whole.add(variable.id)
                return None
            case _:
                problems = (self.visit(one) for one in subexpressions(expression))
                return next((problem for problem in problems if problem is not None), None)

    def _field(self, owner: str, field: str, value: LiveIn) -> None:
        self.owners.setdefault(owner, {}).setdefault(field, value)

    def _is_taken_apart(self, type_: Type) -> bool:
        inner = type_
        match type_:
            case ReferenceType(referent=target) | PointerType(pointee=target):
                inner = target
            case _:
                pass
        return isinstance(inner, RecordType) and not self._can_make(inner)

    def _is_outside(self, variable: Variable) -> bool:
        return variable.id not in self._inside and variable.storage not in _OUTSIDE


def _variable(variable: Variable, is_changed: bool, *, is_observed: bool) -> LiveIn | NotOutlined:
    type_ = variable.type
    is_object = not isinstance(type_, PointerType | ReferenceType)
    match type_:
        case ReferenceType(referent=referent):
            return LiveIn(variable.name, ReferenceType(referent))
        case PointerType():
            if is_changed and is_observed:
                return NotOutlined(f"it moves the pointer `{variable.name}`")
            return LiveIn(variable.name, type_)
        case ArithmeticType() if not (is_changed and is_observed):
            return LiveIn(variable.name, type_)
        case _:
            return LiveIn(variable.name, ReferenceType(type_), is_distinct=is_object)


def _field_of(name: str, type_: Type, *, is_distinct: bool) -> LiveIn:
    """How a field is passed: pointers by value, everything else by reference.

    ``is_distinct``: its object is no other that the nest uses.
    """
    match type_:
        case PointerType():
            return LiveIn(name, replace(type_, const=False))
        case ReferenceType(referent=referent):
            return LiveIn(name, ReferenceType(referent))
        case _:
            return LiveIn(name, ReferenceType(type_), is_distinct)


def _obstacle(nest: Statement) -> str | None:
    for statement in walk_statements(nest):
        match statement:
            case Return():
                return "it returns from its function"
            case UnsupportedStatement(construct=construct) if construct in _LEAVING:
                return "it jumps out of structured control flow"
            case _:
                pass
    if any(
        isinstance(e, UnsupportedExpression) and e.construct == "LambdaExpr"
        for e in all_expressions(nest)
    ):
        return "it holds a lambda, which may capture anything"
    return None


def _declared(nest: Statement) -> Iterator[Variable]:
    for statement in walk_statements(nest):
        match statement:
            case Declaration(declarators=declarators):
                yield from (one.variable for one in declarators)
            case RangeFor(variable=variable):
                yield variable
            case _:
                pass


def _changed(nest: Statement) -> Iterator[str]:
    """Ids of the variables that may be assigned, or whose address may be known elsewhere."""
    for expression in all_expressions(nest):
        match expression:
            case Assignment(target=Name(variable=variable)):
                yield variable.id
            case Unary(operator=operator, operand=Name(variable=variable)) if operator in _CHANGING:
                yield variable.id
            case Call(arguments=arguments) | Construct(arguments=arguments):
                # It may be bound to a reference.
                yield from (one.variable.id for one in arguments if isinstance(one, Name))
            case UnsupportedExpression(children=children):
                yield from (one.variable.id for one in children if isinstance(one, Name))
            case _:
                pass
    for statement in walk_statements(nest):
        if isinstance(statement, Declaration):
            for one in statement.declarators:
                initialiser = one.initialiser
                if isinstance(one.variable.type, ReferenceType) and isinstance(initialiser, Name):
                    yield initialiser.variable.id
