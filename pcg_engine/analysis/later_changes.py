"""What a function may change, without naming it, after a variable was set from it.

``double* q = gp;`` leads where the global ``gp`` does until something else sets that. What a
function sets by its name is known (see ``modification``); here is told what its calls set, and
what is set through pointers and references. Containers count as well: whoever moves or swaps them
makes what led into one lead into another one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pcg_engine.analysis.effects import HARMLESS_EXPRESSIONS, EffectAnalysis, argument_of
from pcg_engine.analysis.iterator_values import element_behind
from pcg_engine.analysis.library_functions import RECEIVER
from pcg_engine.analysis.modification import passes_handle_by_value, stripped
from pcg_engine.analysis.strict_aliasing import may_alias
from pcg_engine.domain.ast import (
    ArithmeticType,
    ArrayType,
    Assignment,
    Call,
    Cast,
    Construct,
    ContainerKind,
    ContainerType,
    Declaration,
    Expression,
    For,
    Function,
    Member,
    Name,
    OpaqueType,
    PointerType,
    RangeFor,
    Record,
    RecordType,
    ReferenceType,
    Statement,
    Storage,
    Subscript,
    TranslationUnit,
    Type,
    Unary,
    UnsupportedExpression,
    UnsupportedStatement,
    Variable,
    While,
)
from pcg_engine.domain.facts import EffectSummary
from pcg_engine.domain.traversal import (
    own_expressions,
    subexpressions,
    substatements,
    walk_expression,
    walk_statements,
)

_STEPPING = frozenset(("++pre", "--pre", "post++", "post--"))
_ONLY_VALUES = HARMLESS_EXPRESSIONS | frozenset(
    "CXXNewExpr CXXDeleteExpr CXXThrowExpr sizeof LambdaExpr ValueLambda".split()
    + "FunctionDecl CXXMethodDecl".split()
)
"""Constructs that set nothing themselves: what a lambda does, it does where it is called."""
_JUMPS = frozenset(("LabelStmt", "GotoStmt", "IndirectGotoStmt"))
_OPAQUE_CODE = frozenset(("GCCAsmStmt", "MSAsmStmt", "TooDeeplyNested", "Error"))
_LIVES_ON = (Storage.GLOBAL, Storage.THREAD_LOCAL, Storage.STATIC_LOCAL)


@dataclass(frozen=True, slots=True)
class _Object:
    """What an lvalue designates: of a type, and part of ``owner`` if that is known."""

    type: Type
    owner: Variable | None


@dataclass(frozen=True, slots=True)
class _Change:
    """Something that a statement may set without naming it, by the numbers of what it is in."""

    first: int
    last: int
    anything: bool = False
    variables: frozenset[str] = frozenset()
    objects: tuple[_Object, ...] = ()


@dataclass(frozen=True, slots=True)
class _Repetition:
    """A loop, by the numbers of its statements; those of ``body`` run anew each time."""

    first: int
    last: int
    body: int


class LaterChanges:
    """The changes of one function, found once.

    ``exposed`` are the variables to which something else may refer.
    """

    def __init__(
        self,
        function: Function,
        unit: TranslationUnit,
        effects: EffectAnalysis,
        exposed: frozenset[str],
    ) -> None:
        self._unit = unit
        self._effects = effects
        self._shared = set(exposed)
        self._numbers: dict[int, tuple[int, int]] = {}
        self._declared: dict[str, int] = {}
        self._loops: list[_Repetition] = []
        self._changes: list[_Change] = []
        self._jumps = False
        if function.body is not None:
            self._number(function.body)
            for statement in walk_statements(function.body):
                self._note(statement)

    def may_change(self, part: Expression, variable: Variable, loop: Statement) -> bool:
        """Whether ``part`` may have another value in ``loop`` than where ``variable`` was set.

        What the loop itself changes is not asked for, nor what changes the part by its name.
        """
        value_type = stripped(part.type)
        if not _has_content(value_type):
            return False
        owner = _owner(part)
        if owner is not None and owner.constant is not None:
            return False
        if variable.storage in _LIVES_ON:
            # It was set when the function was called for the first time.
            return owner is None or self._is_shared(owner)
        return any(
            self._reaches(change, value_type, owner) and self._comes_between(change, variable, loop)
            for change in self._changes
        )

    def _is_shared(self, owner: Variable) -> bool:
        """Whether anything but its name leads to the variable, or to what it designates."""
        return (
            owner.storage in _LIVES_ON
            or isinstance(owner.type, ReferenceType)
            or owner.id in self._shared
        )

    def _reaches(self, change: _Change, value_type: Type, owner: Variable | None) -> bool:
        if owner is not None and owner.id in change.variables:
            return True
        if owner is not None and not self._is_shared(owner):
            return False
        return change.anything or any(
            self._may_be_one(one.owner, owner)
            and _may_set(one.type, value_type, self._unit, self._unit.records)
            for one in change.objects
        )

    def _may_be_one(self, written: Variable | None, owner: Variable | None) -> bool:
        """Whether what is no more than a part of the one may be a part of the other."""
        if written is None:
            return True
        if not self._is_shared(written):
            return False
        if owner is None or owner.id == written.id:
            return True
        return isinstance(written.type, ReferenceType) or isinstance(owner.type, ReferenceType)

    def _comes_between(self, change: _Change, variable: Variable, loop: Statement) -> bool:
        """Whether the change may happen after ``variable`` was set, and before or between runs."""
        declared = self._declared.get(variable.id)
        numbers = self._numbers.get(id(loop))
        if declared is None or numbers is None or self._jumps:
            return True
        first, last = numbers
        if first <= change.first <= last:
            return False
        if change.first < first:
            return change.last >= declared
        return any(
            one.first < first
            and one.last >= change.first
            and not (one.body <= declared <= one.last)
            for one in self._loops
        )

    def _number(self, statement: Statement) -> int:
        """Number the statements, parents first; the last number inside ``statement``."""
        first = len(self._numbers)
        self._numbers[id(statement)] = (first, first)
        bodies: dict[int, int] = {}
        last = first
        for inner in substatements(statement):
            bodies[id(inner)] = len(self._numbers)
            last = self._number(inner)
        self._numbers[id(statement)] = (first, last)
        match statement:
            case For(body=body) | RangeFor(body=body) | While(body=body):
                self._loops.append(_Repetition(first, last, bodies[id(body)]))
            case UnsupportedStatement(construct=construct):
                self._jumps |= construct in _JUMPS
            case _:
                pass
        return last

    def _note(self, statement: Statement) -> None:
        first, last = self._numbers[id(statement)]
        match statement:
            case Declaration(declarators=declarators):
                self._declared.update((one.variable.id, first) for one in declarators)
            case RangeFor(variable=variable):
                self._declared[variable.id] = first
            case UnsupportedStatement(construct=construct) if construct in _OPAQUE_CODE:
                self._changes.append(_Change(first, last, anything=True))
            case _:
                pass
        for expression in own_expressions(statement):
            for part in walk_expression(expression):
                change = self._changed_by(part, first, last)
                if change is not None:
                    self._changes.append(change)

    def _changed_by(self, expression: Expression, first: int, last: int) -> _Change | None:
        match expression:
            case Assignment(target=target):
                return _Change(first, last, objects=(_designated(target),))
            case Unary(operator=operator, operand=target) if operator in _STEPPING:
                return _Change(first, last, objects=(_designated(target),))
            case Call():
                effect = self._effects.of_call(expression)
                given = {
                    index: argument
                    for index in range(RECEIVER, len(expression.arguments))
                    if (argument := argument_of(expression, index)) is not None
                }
                copied = {
                    index
                    for index in given
                    if index == RECEIVER or passes_handle_by_value(expression, index, self._unit)
                }
                return self._by_effect(effect, given, copied, first, last)
            case Construct(arguments=arguments):
                effect = self._effects.of_construction(expression)
                return self._by_effect(effect, dict(enumerate(arguments)), set(), first, last)
            case UnsupportedExpression(construct=construct) if construct not in _ONLY_VALUES:
                return _Change(first, last, anything=True)
            case _:
                return None

    def _by_effect(
        self,
        effect: EffectSummary,
        given: Mapping[int, Expression],
        copied: set[int],
        first: int,
        last: int,
    ) -> _Change | None:
        """What a call with ``effect`` sets, of whose pointers those in ``copied`` are by value."""
        anything = bool(effect.unknown_calls) or effect.writes_unnamed_memory
        if anything or effect.writes_globals:
            # It may have kept what it was given, and come back to it later.
            roots = (_owner(part) for one in given.values() for part in walk_expression(one))
            self._shared.update(root.id for root in roots if root is not None)
        objects = tuple(
            written
            for index, argument in given.items()
            if index in effect.writes_parameters
            for written in self._behind(argument, is_copied=index in copied)
        )
        if not (anything or effect.writes_globals or objects):
            return None
        return _Change(first, last, anything, frozenset(effect.writes_globals), objects)

    def _behind(self, argument: Expression, *, is_copied: bool) -> Iterator[_Object]:
        """The objects that a callee may set which writes what it is given."""
        while isinstance(argument, Cast):
            argument = argument.operand
        match argument:
            case Unary(operator="&", operand=operand):
                yield _designated(operand)
                return
            case _:
                pass
        element = element_behind(argument.type, self._unit)
        if isinstance(stripped(argument.type), ArrayType) or element is None:
            yield _designated(argument)
        else:
            yield _Object(element, None)
            if isinstance(stripped(argument.type), PointerType) and not is_copied:
                yield _designated(argument)


def values_in(expression: Expression, *, designated: bool = False) -> Iterator[Expression]:
    """The parts of ``expression`` whose values it rests on: numbers, pointers, and containers.

    With ``designated`` it is an lvalue whose own value is not asked for. Numbers and pointers that
    are members or elements are left out: what is loaded from memory counts as another one later.
    """
    match expression:
        case Name():
            if not designated:
                yield expression
        case Member(base=base, arrow=arrow):
            if not designated and isinstance(stripped(expression.type), ContainerType):
                yield expression
            yield from values_in(base, designated=not arrow)
        case Subscript(base=base, index=index):
            if not designated and isinstance(stripped(expression.type), ContainerType):
                yield expression
            in_place = isinstance(stripped(base.type), ArrayType)
            yield from values_in(base, designated=in_place)
            yield from values_in(index)
        case Unary(operator="&", operand=operand):
            yield from values_in(operand, designated=True)
        case Cast(operand=operand):
            yield from values_in(operand, designated=designated)
        case _:
            if not designated and isinstance(stripped(expression.type), ContainerType):
                yield expression
            for part in subexpressions(expression):
                yield from values_in(part)


def _designated(target: Expression) -> _Object:
    return _Object(stripped(target.type), _owner(target))


def _owner(lvalue: Expression) -> Variable | None:
    """The variable that ``lvalue`` is, or is a part of; none if it is behind a pointer."""
    while True:
        match lvalue:
            case Name(variable=variable):
                return variable
            case Member(base=base, arrow=False):
                lvalue = base
            case Subscript(base=base) if _is_within(stripped(base.type)):
                lvalue = base
            case _:
                return None


def _is_within(value_type: Type) -> bool:
    """Whether the elements are the object's own."""
    match value_type:
        case ArrayType():
            return True
        case ContainerType():
            return not value_type.is_view
        case _:
            return False


def _has_content(value_type: Type) -> bool:
    """Whether naming it gives a value that is stored somewhere, or leads to one that may move."""
    match value_type:
        case ArithmeticType() | PointerType() | OpaqueType():
            return True
        case ContainerType(container=container):
            return container is not ContainerKind.ARRAY
        case _:
            return False


def _may_set(
    written: Type,
    value_type: Type,
    unit: TranslationUnit,
    records: Mapping[str, Record],
    within: frozenset[str] = frozenset(),
) -> bool:
    """Whether who sets an object of type ``written`` may set one of ``value_type`` in it."""
    match written:
        case ArithmeticType() | PointerType():
            is_number = isinstance(value_type, ArithmeticType | PointerType)
            return is_number and may_alias(written, value_type, strict=unit.strict_aliasing)
        case ArrayType(element=element):
            return _may_set(element, value_type, unit, records, within)
        case ContainerType(element=element):
            return isinstance(value_type, ContainerType | OpaqueType) or _may_set(
                element, value_type, unit, records, within
            )
        case RecordType(name=name) if name in within:
            return False
        case RecordType(name=name) if name in records:
            return any(
                _may_set(stripped(part), value_type, unit, records, within | {name})
                for part in records[name].parts
            )
        case _:
            return True
