"""Which variables a piece of code may modify, by themselves (not what they point to)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from pcg_engine.analysis.effects import EffectAnalysis
from pcg_engine.analysis.library_functions import RECEIVER, canonical_name
from pcg_engine.analysis.owners import ACCESSES
from pcg_engine.analysis.reference_members import holds_references
from pcg_engine.domain.ast import (
    ArithmeticKind,
    ArithmeticType,
    ArrayType,
    Assignment,
    Call,
    Cast,
    Conditional,
    Construct,
    ContainerType,
    Declaration,
    Expression,
    IntegerLiteral,
    Member,
    Name,
    PointerType,
    RangeFor,
    RecordType,
    ReferenceType,
    Statement,
    Subscript,
    This,
    TranslationUnit,
    Type,
    Unary,
    UnsupportedExpression,
)
from pcg_engine.domain.traversal import (
    all_expressions,
    subexpressions,
    walk_expression,
    walk_statements,
)

_STEPPING = frozenset(("++pre", "--pre", "post++", "post--"))
_TAKES_POINTERS_BY_VALUE = frozenset(
    "memcpy memmove memset memcmp strlen strcpy strncpy strcmp strncmp free".split()
)
_TAKES_VALUES = frozenset(("CXXNewExpr", "CXXDeleteExpr", "UnaryExprOrTypeTraitExpr"))
"""Constructs that only use the values of what they name."""
_VALUE_LAMBDA = "ValueLambda"
"""A lambda that gives out no reference: only what its body does counts."""
_READING_MEMBERS = frozenset(
    "size empty data begin end cbegin cend rbegin rend front back at operator[] capacity "
    "size_bytes first last subspan length".split()
)


def modified_variables(
    statement: Statement, unit: TranslationUnit, effects: EffectAnalysis
) -> frozenset[str]:
    """Ids of the variables whose own value ``statement`` may change.

    Writing an element of an array or container, a field, or through a pointer does not modify the
    variable itself. Over-approximates: a variable handed to code that may write it counts.
    """
    found: set[str] = set()
    for expression in all_expressions(statement):
        found.update(v for target in _targets(expression, unit, effects) for v in _roots(target))
    return frozenset(found)


def literals_assigned_once(
    statement: Statement, unit: TranslationUnit, effects: EffectAnalysis
) -> dict[str, IntegerLiteral]:
    """By id, the number that a variable is set to where nothing else may ever set it."""
    times: Counter[str] = Counter()
    literals: dict[str, IntegerLiteral] = {}
    for expression in all_expressions(statement):
        for target in _targets(expression, unit, effects):
            times.update(_roots(target))
        match expression:
            case Assignment(operator="=", target=Name(variable=variable), value=value):
                literal = value.operand if isinstance(value, Cast) else value
                if isinstance(literal, IntegerLiteral) and _holds(variable.type, literal.value):
                    literals[variable.id] = literal
            case _:
                pass
    return {key: value for key, value in literals.items() if times[key] == 1}


def _holds(type_: Type, value: int) -> bool:
    """Whether an integer of the type is ``value`` once it is set to it."""
    return (
        isinstance(type_, ArithmeticType)
        and type_.kind is ArithmeticKind.INTEGER
        and 0 <= value < 1 << (type_.bits - 1)
    )


def exposed_variables(statement: Statement, unit: TranslationUnit) -> frozenset[str]:
    """Ids of variables that something else may refer to: address taken, captured, or bound."""
    found: set[str] = set()
    captured: set[str] = set()
    for expression in all_expressions(statement):
        match expression:
            case Unary(operator="&", operand=operand):
                found.update(_roots(operand))
            case UnsupportedExpression(construct=construct):
                if construct == _VALUE_LAMBDA:
                    captured.update(_names(expression))
                elif construct not in _TAKES_VALUES:
                    found.update(_names(expression))
            case Construct() if _keeps_references(expression.type, unit):
                for argument in _referred_arguments(expression, unit):
                    found.update(_roots(argument))
            case _:
                pass
    for inner in walk_statements(statement):
        match inner:
            case Declaration(declarators=declarators):
                for declarator in declarators:
                    if (
                        isinstance(declarator.variable.type, ReferenceType)
                        and declarator.initialiser is not None
                    ):
                        found.update(_roots(declarator.initialiser))
            case RangeFor(variable=variable, range=range_):
                if isinstance(variable.type, ReferenceType):
                    found.update(_roots(range_))
            case _:
                pass
    if captured:
        # What a lambda refers to matters as far as it changes, in the lambda or elsewhere.
        found |= captured & modified_variables(statement, unit, EffectAnalysis(unit))
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class NamedPart:
    """A variable (or ``this``), or the one member of it through which an expression goes."""

    root: str
    member: str | None

    def meets(self, other: NamedPart) -> bool:
        """Whether the same memory may be meant, going by names."""
        return self.root == other.root and (
            self.member is None or other.member is None or self.member == other.member
        )


def written_parts(
    statement: Statement, unit: TranslationUnit, effects: EffectAnalysis
) -> frozenset[NamedPart]:
    """Through which variables, or members of them, ``statement`` may write memory, by name."""
    found: set[NamedPart] = set()
    for expression in all_expressions(statement):
        for target in _targets(expression, unit, effects):
            found.update(named_parts(target))
    return frozenset(found)


def restructured_parts(
    statement: Statement, unit: TranslationUnit, effects: EffectAnalysis
) -> frozenset[NamedPart]:
    """Through which variables ``statement`` may change whole objects, and so a container's size."""
    found: set[NamedPart] = set()
    for expression in all_expressions(statement):
        for target in _targets(expression, unit, effects):
            if not isinstance(stripped(target.type), ArithmeticType | PointerType):
                found.update(named_parts(target))
    return frozenset(found)


def named_parts(expression: Expression, member: str | None = None) -> Iterator[NamedPart]:
    """The variables and members that lead to what ``expression`` designates or points to."""
    match expression:
        case Name(variable=variable):
            yield NamedPart(variable.id, member)
        case This():
            yield NamedPart("this", member)
        case Member(base=base, field=field):
            yield from named_parts(base, field)
        case Subscript(base=base):
            # What a pointer points to is no part of the pointer.
            if not isinstance(stripped(base.type), PointerType):
                yield from named_parts(base)
        case Unary(operator="*"):
            return
        case Call(callee=str(callee), receiver=receiver) if (
            receiver is not None and canonical_name(callee) in ACCESSES
        ):
            yield from named_parts(receiver)
        case Unary(operand=operand) | Cast(operand=operand):
            yield from named_parts(operand, member)
        case _:
            for part in subexpressions(expression):
                yield from named_parts(part)


def _targets(
    expression: Expression, unit: TranslationUnit, effects: EffectAnalysis
) -> Iterator[Expression]:
    """The lvalues that evaluating ``expression`` itself may write or hand out for writing."""
    match expression:
        case Assignment(target=target):
            yield target
        case Unary(operator=operator, operand=operand) if operator in _STEPPING:
            yield operand
        case Call():
            yield from _call_targets(expression, unit, effects)
        case UnsupportedExpression(construct=construct):
            if construct in _TAKES_VALUES or construct == _VALUE_LAMBDA:
                return
            for part in walk_expression(expression):
                if isinstance(part, Name):
                    yield part
        case Construct() if _keeps_references(expression.type, unit):
            yield from _referred_arguments(expression, unit)
        case _:
            pass


def _call_targets(
    call: Call, unit: TranslationUnit, effects: EffectAnalysis
) -> Iterator[Expression]:
    effect = effects.of_call(call)
    everything = bool(effect.unknown_calls)
    for index, argument in enumerate(call.arguments):
        may_write = everything or index in effect.writes_parameters
        if may_write and not passes_handle_by_value(call, index, unit):
            yield argument
    if (
        call.receiver is not None
        and not _reads_receiver(call)
        and (everything or RECEIVER in effect.writes_parameters)
    ):
        yield call.receiver


def passes_handle_by_value(call: Call, index: int, unit: TranslationUnit) -> bool:
    """Whether only what the argument points to can be written, not the pointer itself."""
    argument = call.arguments[index]
    if isinstance(argument.type, ArrayType):
        return True
    if not isinstance(argument.type, PointerType):
        return False
    callee = unit.functions.get(call.callee_key) if call.callee_key is not None else None
    if callee is not None and index < len(callee.parameters):
        return not isinstance(callee.parameters[index].type, ReferenceType)
    name = canonical_name(call.callee) if call.callee is not None else ""
    return name.removeprefix("std::") in _TAKES_POINTERS_BY_VALUE


def _reads_receiver(call: Call) -> bool:
    receiver = call.receiver
    return (
        receiver is not None
        and isinstance(stripped(receiver.type), ContainerType)
        and call.callee is not None
        and call.callee.rsplit("::", 1)[-1] in _READING_MEMBERS
    )


def _keeps_references(value_type: Type, unit: TranslationUnit) -> bool:
    """Whether constructing such an object may keep or write through references to arguments."""
    match value_type:
        case ArithmeticType() | PointerType() | ArrayType() | ContainerType():
            return False
        case RecordType(name=name):
            record = unit.records.get(name)
            return record is None or not record.is_plain or holds_references(value_type, unit)
        case _:
            return True


def _referred_arguments(construct: Construct, unit: TranslationUnit) -> Iterator[Expression]:
    """The arguments that the constructor may keep or write through a reference to.

    Numbers and pointers that its parameters are by value are copied.
    """
    callee = unit.functions.get(construct.callee_key or "")
    parameters = () if callee is None else callee.parameters
    for index, argument in enumerate(construct.arguments):
        given = parameters[index].type if index < len(parameters) else None
        if not isinstance(given, ArithmeticType | PointerType):
            yield argument


def _roots(target: Expression) -> Iterator[str]:
    """The variables whose own value changes when the lvalue ``target`` is written."""
    match target:
        case Name(variable=variable):
            yield variable.id
        case Assignment(target=inner):
            yield from _roots(inner)
        case Unary(operator=operator, operand=operand) if operator in _STEPPING:
            yield from _roots(operand)
        case Cast(operand=operand):
            yield from _roots(operand)
        case Conditional(then=then, otherwise=otherwise):
            yield from _roots(then)
            yield from _roots(otherwise)
        case Member() | Subscript():
            return
        case UnsupportedExpression():
            yield from _names(target)
        case _:
            return


def _names(expression: Expression) -> Iterator[str]:
    for part in walk_expression(expression):
        if isinstance(part, Name):
            yield part.variable.id


def stripped(value_type: Type) -> Type:
    """``value_type`` without a reference."""
    return value_type.referent if isinstance(value_type, ReferenceType) else value_type
