"""The statements by which a loop adds a value to a record: a complex number, or a structure.

``s += value`` on a class type is a call of a function that somebody wrote. It is a sum if the
library's complex numbers do it, or if the visible body does nothing but add each field of its
argument to the same field of the object.
"""

from __future__ import annotations

from dataclasses import dataclass

from pcg_engine.analysis.library_values import is_complex
from pcg_engine.analysis.modification import stripped
from pcg_engine.analysis.places import unqualified
from pcg_engine.analysis.reduction_updates import is_reducible_type
from pcg_engine.domain.ast import (
    ArithmeticKind,
    ArithmeticType,
    Assignment,
    Binary,
    Call,
    Construct,
    Expression,
    ExpressionStatement,
    Function,
    Member,
    Name,
    Record,
    RecordType,
    Return,
    Statement,
    This,
    TranslationUnit,
    Type,
    Unary,
    Variable,
)
from pcg_engine.domain.source import Span


@dataclass(frozen=True, slots=True)
class RecordUpdate:
    """One update ``variable += operands``.

    ``occurrences`` are the names of the variable in it, ``fields`` those that are added to.
    ``combiner`` is the C++ expression that adds ``omp_in`` to ``omp_out`` in the same way.
    """

    occurrences: tuple[Name, ...]
    operands: tuple[Expression, ...]
    combiner: str
    fields: frozenset[str]
    span: Span

    @property
    def variable(self) -> Variable:
        """What is added to."""
        return self.occurrences[0].variable


def match_record_update(statement: Statement, unit: TranslationUnit) -> RecordUpdate | None:
    """The addition to a record that ``statement`` as a whole is, or ``None``."""
    if not isinstance(statement, ExpressionStatement):
        return None
    span = statement.span
    match statement.expression:
        case Assignment(operator="+=" | "-=", target=Name() as target, value=value) if is_complex(
            target.type
        ):
            return RecordUpdate((target,), (value,), _ADDED, _PARTS, span)
        case Assignment(operator="=", target=Name() as target, value=value) if is_complex(
            target.type
        ):
            terms = _terms(value, target.variable, positive=True)
            if terms is None:
                return None
            return RecordUpdate((target, terms.own), terms.others, _ADDED, _PARTS, span)
        case Assignment(operator="=", target=Name() as target, value=Call() as call):
            return _from_sum(target, call, unit, span)
        case Call() as call:
            return _from_call(call, unit, span)
        case _:
            return None


def plain_record(type_: Type, unit: TranslationUnit) -> Record | None:
    """The record of that type, if it holds nothing but numbers that can be summed."""
    bare = bare_type(type_)
    record = unit.records.get(bare.name) if isinstance(bare, RecordType) else None
    if record is None or not record.is_plain or record.is_union or not record.fields:
        return None
    return record if all(_is_number(f.type) for f in record.fields) else None


def bare_type(type_: Type) -> Type:
    """``type_`` without reference and ``const``."""
    return unqualified(stripped(type_))


_ADDED = "omp_out += omp_in"
_PARTS = frozenset(("real", "imag"))


@dataclass(frozen=True, slots=True)
class _Terms:
    """A sum in which a variable stands once, with positive sign, and what else is in it."""

    own: Name
    others: tuple[Expression, ...]


def _terms(value: Expression, variable: Variable, *, positive: bool) -> _Terms | None:
    match value:
        case Name(variable=own) if own.id == variable.id:
            return _Terms(value, ()) if positive else None
        case Binary(operator="+" | "-" as operator, left=left, right=right):
            first = _terms(left, variable, positive=positive)
            second = _terms(right, variable, positive=positive and operator == "+")
            if first is not None and second is None:
                return _Terms(first.own, (*first.others, right))
            if second is not None and first is None:
                return _Terms(second.own, (left, *second.others))
            return None
        case _:
            return None


def _from_call(call: Call, unit: TranslationUnit, span: Span) -> RecordUpdate | None:
    """``s += v`` and ``s.add(v)``, by a function that adds field by field."""
    callee = _visible(call, unit)
    if callee is None or call.callee is None:
        return None
    name = call.callee.rpartition("::")[2]
    match call.receiver, call.arguments:
        case Name() as target, (value,) if name == "operator+=":
            combiner = _ADDED
        case Name() as target, (value,) if name.isidentifier():
            combiner = f"omp_out.{name}(omp_in)"
        case None, (Name() as target, value) if name == "operator+=":
            combiner = _ADDED
        case _:
            return None
    record = plain_record(target.type, unit)
    fields = frozenset[str]() if record is None else _added_fields(callee, target.type)
    return RecordUpdate((target,), (value,), combiner, fields, span) if fields else None


def _from_sum(target: Name, call: Call, unit: TranslationUnit, span: Span) -> RecordUpdate | None:
    """``s = s + v`` and ``s = v + s``, by an operator that makes a record of the fields' sums."""
    callee = _visible(call, unit)
    if callee is None or call.callee is None or call.callee.rpartition("::")[2] != "operator+":
        return None
    given = call.arguments if call.receiver is None else (call.receiver, *call.arguments)
    own = [e for e in map(_uncopied, given) if _is(e, target.variable)]
    others = tuple(e for e in given if not _is(_uncopied(e), target.variable))
    if len(own) != 1 or len(others) != 1 or not isinstance(own[0], Name):
        return None
    record = plain_record(target.type, unit)
    if record is None or not _sums_all_fields(callee, record, target.type):
        return None
    fields = frozenset(f.name for f in record.fields)
    return RecordUpdate((target, own[0]), others, "omp_out = omp_out + omp_in", fields, span)


def _visible(call: Call, unit: TranslationUnit) -> Function | None:
    if call.callee_key is None or call.is_virtual:
        return None
    callee = unit.functions.get(call.callee_key)
    return callee if callee is not None and callee.body is not None else None


def _is(expression: Expression, variable: Variable) -> bool:
    return isinstance(expression, Name) and expression.variable.id == variable.id


def _uncopied(expression: Expression) -> Expression:
    """What ``expression`` is a plain copy of, or itself."""
    match expression:
        case Construct(arguments=(value,), callee_key=None, type=type_) if bare_type(
            value.type
        ) == bare_type(type_):
            return value
        case _:
            return expression


def _added_fields(callee: Function, type_: Type) -> frozenset[str]:
    """The fields that ``callee`` adds, if it does nothing else (none if it does)."""
    assert callee.body is not None
    sides = _sides(callee, type_)
    if sides is None:
        return frozenset()
    statements = list(callee.body.statements)
    if statements and _returns_object(statements[-1], sides.own):
        statements.pop()
    found: set[str] = set()
    for statement in statements:
        field = _added_field(statement, sides)
        if field is None or field in found:
            return frozenset()
        found.add(field)
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class _Sides:
    """The two records of a function: ``own`` is ``None`` for the object of a member function."""

    own: Variable | None
    other: Variable


def _sides(callee: Function, type_: Type) -> _Sides | None:
    if any(bare_type(p.type) != bare_type(type_) for p in callee.parameters):
        return None
    is_object = callee.is_member and not callee.is_static_member
    match callee.parameters:
        case (other,) if is_object:
            return _Sides(None, other)
        case (own, other) if not is_object:
            return _Sides(own, other)
        case _:
            return None


def _returns_object(statement: Statement, own: Variable | None) -> bool:
    match statement:
        case Return(value=None):
            return True
        case Return(value=Unary(operator="*", operand=This())):
            return own is None
        case Return(value=Name(variable=variable)):
            return own is not None and variable.id == own.id
        case _:
            return False


def _added_field(statement: Statement, sides: _Sides) -> str | None:
    """The field of the one record to which ``statement`` adds that of the other."""
    if not isinstance(statement, ExpressionStatement):
        return None
    match statement.expression:
        case Assignment(operator="+=", target=target, value=value, computation_type=computed):
            name = _field_of(target, sides.own)
            is_added = name is not None and name == _field_of(value, sides.other)
        case Assignment(operator="=", target=target, value=Binary(operator="+") as sum_):
            name, computed = _field_of(target, sides.own), sum_.type
            is_added = name is not None and _is_sum_of(sum_, name, sides)
        case _:
            return None
    # A number that is added in another type is rounded or cut off at every step.
    same = bare_type(computed) == bare_type(target.type)
    return name if is_added and same and _is_number(target.type) else None


def _is_sum_of(sum_: Binary, name: str, sides: _Sides) -> bool:
    """Whether ``sum_`` is that of both records' fields ``name``."""
    return any(
        _field_of(one, sides.own) == name and _field_of(other, sides.other) == name
        for one, other in ((sum_.left, sum_.right), (sum_.right, sum_.left))
    )


def _field_of(expression: Expression, record: Variable | None) -> str | None:
    """The field that ``expression`` is, of ``record`` (``None``: of ``this``)."""
    match expression:
        case Member(base=This(), field=field, arrow=True) if record is None:
            return field
        case Member(base=Name(variable=variable), field=field, arrow=False):
            return field if record is not None and variable.id == record.id else None
        case _:
            return None


def _sums_all_fields(callee: Function, record: Record, type_: Type) -> bool:
    """Whether ``callee`` returns nothing but a record of the sums of all fields."""
    assert callee.body is not None
    sides = _sides(callee, type_)
    if sides is None or bare_type(callee.return_type) != bare_type(type_):
        return False
    match callee.body.statements:
        case (Return(value=Construct(arguments=sums, callee_key=None) as made),) if len(
            sums
        ) == len(record.fields) and bare_type(made.type) == bare_type(type_):
            return all(
                isinstance(sum_, Binary)
                and sum_.operator == "+"
                and bare_type(sum_.type) == bare_type(field.type)
                and _is_sum_of(sum_, field.name, sides)
                for sum_, field in zip(sums, record.fields, strict=True)
            )
        case _:
            return False


def _is_number(type_: Type) -> bool:
    bare = bare_type(type_)
    return (
        isinstance(bare, ArithmeticType)
        and bare.kind is not ArithmeticKind.BOOLEAN
        and is_reducible_type(bare)
        and not (isinstance(type_, ArithmeticType) and type_.const)
    )
