"""Which memory an expression designates or points to, flow-insensitively, within one function.

The answer is an over-approximation: a pointer variable may point to whatever was ever assigned to
it in the function, and anything loaded from memory or returned by a call points to ``Unnamed``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import assert_never

from pcg_engine.analysis.iterator_values import (
    is_arrow,
    is_element,
    is_search,
    iterator_operation,
    stepped,
)
from pcg_engine.analysis.library_functions import RECEIVER, canonical_name, library_function
from pcg_engine.analysis.reference_members import is_reference_member
from pcg_engine.domain.ast import (
    ArithmeticType,
    ArrayType,
    Assignment,
    Binary,
    Call,
    Cast,
    Conditional,
    Construct,
    ContainerType,
    Declaration,
    Declarator,
    Expression,
    FloatingLiteral,
    Function,
    IntegerLiteral,
    Member,
    Name,
    OpaqueType,
    PointerType,
    RangeFor,
    RecordType,
    ReferenceType,
    Subscript,
    This,
    TranslationUnit,
    Type,
    Unary,
    UnsupportedExpression,
    Variable,
    VoidType,
)
from pcg_engine.domain.source import Span
from pcg_engine.domain.traversal import all_expressions, walk_expression, walk_statements


@dataclass(frozen=True, slots=True)
class Object:
    """The storage of a variable itself."""

    variable: Variable


@dataclass(frozen=True, slots=True)
class Behind:
    """The memory behind parameter ``index`` (-1: ``this``): pointee, referent or elements."""

    index: int


@dataclass(frozen=True, slots=True)
class Unnamed:
    """Memory that was reached in a way that is not followed."""


Place = Object | Behind | Unnamed
Places = frozenset[Place]

_NOWHERE: Places = frozenset()
_UNNAMED: Places = frozenset((Unnamed(),))

_REFERS_TO_RECEIVER = frozenset(
    f"std::{owner}::{name}"
    for owner in ("vector", "array", "basic_string")
    for name in ("front", "back", "at", "operator[]", "data", "begin", "end")
) | frozenset(f"std::optional::{name}" for name in ("operator*", "operator->", "value"))
_REFERS_TO_VIEWED = frozenset(
    f"std::{owner}::{name}"
    for owner in ("span", "basic_string_view")
    for name in ("front", "back", "at", "operator[]", "data", "begin", "end")
) | frozenset(f"std::span::{name}" for name in ("first", "last", "subspan"))
_REFERS_TO_ARGUMENTS = frozenset(
    ("std::min", "std::max", "std::clamp", "std::move", "std::forward", "std::as_const")
)


@dataclass(frozen=True, slots=True, eq=False)
class _Scanned:
    """A function of a unit, as a key: the same objects, which are large, rather than equal ones."""

    function: Function
    unit: TranslationUnit

    def __eq__(self, other: object) -> bool:
        """By identity of both."""
        return (
            isinstance(other, _Scanned)
            and other.function is self.function
            and other.unit is self.unit
        )

    def __hash__(self) -> int:
        """By identity of both."""
        return hash((id(self.function), id(self.unit)))


def places_in(function: Function, unit: TranslationUnit) -> MemoryPlaces:
    """The answers for ``function``, whose body is scanned once for all its loops."""
    return _scan(_Scanned(function, unit))


@lru_cache(maxsize=64)
def _scan(scanned: _Scanned) -> MemoryPlaces:
    return MemoryPlaces(scanned.function, scanned.unit)


class MemoryPlaces:
    """Answers for one function; the function's body is scanned once, at construction."""

    def __init__(self, function: Function, unit: TranslationUnit) -> None:
        self._unit = unit
        self._parameters = {p.id: i for i, p in enumerate(function.parameters)}
        self._bindings: dict[str, Places] = {}
        self._collect(function)

    def designated(self, expression: Expression) -> Places:
        """The objects that the lvalue ``expression`` may designate; empty for a temporary."""
        match expression:
            case Name(variable=variable):
                if isinstance(variable.type, ReferenceType):
                    return self._behind(variable)
                return frozenset((Object(variable),))
            case Subscript(base=base):
                return self.behind(base) if is_handle(base.type) else self.designated(base)
            case Member(base=base, arrow=arrow):
                if is_reference_member(expression, self._unit):
                    return _UNNAMED
                return self.behind(base) if arrow else self.designated(base)
            case Unary(operator="*", operand=operand):
                return self.behind(operand)
            case Unary(operand=operand) | Cast(operand=operand):
                return self.designated(operand)
            case Assignment(target=target):
                return self.designated(target)
            case Binary(operator=",", right=right):
                return self.designated(right)
            case Conditional(then=then, otherwise=otherwise):
                return self.designated(then) | self.designated(otherwise)
            case Call():
                return _NOWHERE if self._gives_value(expression) else self._returned(expression)
            case Binary() | Construct() | IntegerLiteral() | FloatingLiteral() | This():
                return _NOWHERE
            case UnsupportedExpression():
                return _UNNAMED
            case _:
                assert_never(expression)

    def behind(self, expression: Expression) -> Places:
        """The objects that the value of ``expression`` (a pointer, span …) may point into."""
        match expression:
            case This():
                return frozenset((Behind(RECEIVER),))
            case Name(variable=variable):
                if isinstance(
                    _stripped(variable.type), ArrayType | ContainerType
                ) and not is_handle(_stripped(variable.type)):
                    return self.designated(expression)
                if isinstance(variable.type, ReferenceType):
                    return _UNNAMED  # a pointer that is itself loaded through a reference
                return self._behind(variable)
            case Unary(operator="&", operand=operand):
                return self.designated(operand)
            case Unary(operator="*"):
                if isinstance(expression.type, ArrayType):
                    return self.designated(expression)
                return _UNNAMED
            case Unary(operand=operand):
                return self.behind(operand)
            case Binary(left=left, right=right):
                pointers = [o for o in (left, right) if not _is_plain_number(o.type)]
                return frozenset[Place]().union(*(self.behind(o) for o in pointers))
            case Assignment(target=target, value=value, operator=operator):
                return self.behind(value if operator == "=" else target)
            case Conditional(then=then, otherwise=otherwise):
                return self.behind(then) | self.behind(otherwise)
            case Cast(operand=operand):
                return _UNNAMED if _is_integer(operand) else self.behind(operand)
            case Subscript() | Member():
                if isinstance(expression.type, ArrayType):
                    return self.designated(expression)
                return _UNNAMED
            case Call():
                return self._returned(expression)
            case Construct(arguments=arguments):
                return frozenset[Place]().union(
                    *(self.behind(a) | self.designated(a) for a in arguments)
                )
            case IntegerLiteral() | FloatingLiteral():
                return _NOWHERE
            case UnsupportedExpression():
                return _UNNAMED
            case _:
                assert_never(expression)

    def _behind(self, variable: Variable) -> Places:
        known = self._bindings.get(variable.id)
        return _UNNAMED if known is None else known

    def _gives_value(self, call: Call) -> bool:
        """Whether the call makes an object of its own instead of referring to another."""
        key = call.callee_key
        callee = self._unit.functions.get(key) if key is not None else None
        if callee is None:
            return False
        match callee.return_type:
            case ArithmeticType() | RecordType():
                return True
            case ContainerType() as container:
                return not container.is_view
            case _:
                return False

    def _returned(self, call: Call) -> Places:
        name = canonical_name(call.callee) if call.callee else ""
        if name in _REFERS_TO_RECEIVER and call.receiver is not None:
            return self.designated(call.receiver)
        if is_search(call):
            return self.behind(call.arguments[0])
        if (is_element(call) or is_arrow(call)) and call.receiver is not None:
            return self.behind(call.receiver)
        moved = stepped(call)
        if moved is not None:
            return self.behind(moved)
        if name in _REFERS_TO_VIEWED and call.receiver is not None:
            return self.behind(call.receiver)
        if name in _REFERS_TO_ARGUMENTS:
            return frozenset[Place]().union(*(self.designated(a) for a in call.arguments))
        return _UNNAMED

    def _collect(self, function: Function) -> None:
        assignments: list[tuple[Variable, Expression | None]] = []
        for parameter in function.parameters:
            self._bindings[parameter.id] = frozenset((Behind(self._parameters[parameter.id]),))
        if function.body is None:
            return
        for statement in walk_statements(function.body):
            match statement:
                case Declaration(declarators=declarators):
                    for declarator in declarators:
                        self._bindings.setdefault(declarator.variable.id, _NOWHERE)
                        assignments.append((declarator.variable, declarator.initialiser))
                        assignments.extend(_exposed_by_reference(declarator))
                case RangeFor(variable=variable, range=range_):
                    self._bindings.setdefault(variable.id, _NOWHERE)
                    assignments.append((variable, range_))
                case _:
                    pass
        for expression in all_expressions(function.body):
            assignments.extend(_rebindings(expression, self._unit))
        changed = True
        while changed:
            changed = False
            for variable, value in assignments:
                if variable.id not in self._bindings:
                    continue
                found = self._bindings[variable.id] | self._bound(variable, value)
                if found != self._bindings[variable.id]:
                    self._bindings[variable.id] = found
                    changed = True

    def _bound(self, variable: Variable, value: Expression | None) -> Places:
        if value is None:
            return _UNNAMED if isinstance(variable.type, ReferenceType) else _NOWHERE
        if isinstance(variable.type, ReferenceType):
            return self.designated(value)
        if is_handle(variable.type):
            return self.behind(value) | (
                self.designated(value) if not is_handle(value.type) else _NOWHERE
            )
        return _NOWHERE


def _rebindings(
    expression: Expression, unit: TranslationUnit
) -> Iterator[tuple[Variable, Expression | None]]:
    """Assignments to pointer variables; an unknown one where the variable itself is exposed."""
    match expression:
        case Assignment(operator="=", target=Name(variable=variable), value=value):
            yield variable, value
        case Assignment(operator="=", target=Conditional() | Binary() | Assignment() as target):
            yield from _exposed(target)
        case Unary(operator="&", operand=Name(variable=variable)) if is_handle(variable.type):
            yield variable, _UNKNOWN_VALUE
        case UnsupportedExpression():
            yield from _exposed(expression)
        case Call(arguments=arguments):
            for index, argument in enumerate(arguments):
                if isinstance(argument, Name) and not _is_passed_by_value(expression, index, unit):
                    yield from _exposed(argument)
        case _:
            pass


def _exposed_by_reference(declarator: Declarator) -> Iterator[tuple[Variable, Expression]]:
    variable_type, bound = declarator.variable.type, declarator.initialiser
    if bound is not None and isinstance(variable_type, ReferenceType) and is_handle(variable_type):
        yield from _exposed(bound)


def _exposed(expression: Expression) -> Iterator[tuple[Variable, Expression]]:
    for inner in walk_expression(expression):
        if isinstance(inner, Name) and is_handle(inner.variable.type):
            yield inner.variable, _UNKNOWN_VALUE


def _is_passed_by_value(call: Call, index: int, unit: TranslationUnit) -> bool:
    """Whether the callee surely gets a copy of a pointer argument, which it cannot redirect."""
    callee = unit.functions.get(call.callee_key) if call.callee_key is not None else None
    if callee is not None and index < len(callee.parameters):
        return not isinstance(callee.parameters[index].type, ReferenceType)
    if iterator_operation(call, unit) is not None:
        return True  # or by a constant reference, which nothing keeps
    name = canonical_name(call.callee) if call.callee is not None else ""
    return library_function(call) is not None and name not in ("std::swap", "std::exchange")


_UNKNOWN_VALUE = UnsupportedExpression("unknown", (), VoidType(), Span(0, 0))


def _stripped(value_type: Type) -> Type:
    return value_type.referent if isinstance(value_type, ReferenceType) else value_type


def is_handle(value_type: Type) -> bool:
    """Whether copies of such a value refer to the same elements; types not seen into may."""
    match value_type:
        case PointerType() | OpaqueType():
            return True
        case ContainerType():
            return value_type.is_view
        case ReferenceType(referent=referent):
            return is_handle(referent)
        case _:
            return False


def _is_plain_number(value_type: Type) -> bool:
    return isinstance(value_type, ArithmeticType)


def _is_integer(expression: Expression) -> bool:
    return _is_plain_number(expression.type) and not isinstance(expression, IntegerLiteral)
