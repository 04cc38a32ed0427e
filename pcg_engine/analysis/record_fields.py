"""Fields of local records that a loop uses as if they were variables (scalar replacement)."""

from __future__ import annotations

from collections.abc import Sequence

from pcg_engine.analysis.effects import EffectAnalysis
from pcg_engine.analysis.initial_values import is_finite_number, is_initialised, value_before
from pcg_engine.analysis.replaced_places import ReplacedPlace, expressions_of
from pcg_engine.analysis.scope import declared_in
from pcg_engine.analysis.variable_uses import escaping_variables
from pcg_engine.domain.ast import (
    ArithmeticType,
    Assignment,
    Construct,
    Expression,
    For,
    Function,
    Member,
    Name,
    RangeFor,
    RecordType,
    Statement,
    Storage,
    TranslationUnit,
    Unary,
    Variable,
)


def find_written_fields(
    loop: For | RangeFor, unit: TranslationUnit, function: Function
) -> tuple[ReplacedPlace, ...]:
    """The fields of numbers of local records that the loop writes, in the order of their mention.

    Nothing else may refer to the record, and the loop uses it by its fields alone.
    """
    escaping = escaping_variables(function, EffectAnalysis(unit), unit)
    inside = frozenset(v.id for v, _ in declared_in(loop))
    expressions = expressions_of(loop)
    written = _written(expressions)
    grouped: dict[tuple[str, str], list[Member]] = {}
    for expression in expressions:
        match expression:
            case Member(base=Name(variable=record), field=field, arrow=False):
                grouped.setdefault((record.id, field), []).append(expression)
            case _:
                pass
    found: list[ReplacedPlace] = []
    for (record_id, field), members in grouped.items():
        base = members[0].base
        assert isinstance(base, Name)
        record = base.variable
        if (record_id, field) not in written or record_id in escaping or record_id in inside:
            continue
        if not _is_plain_local(record, unit) or not is_initialised(record, loop, function):
            continue
        if _count(expressions, record) != sum(
            len(g) for (key, _), g in grouped.items() if key == record_id
        ):
            continue
        if not isinstance(members[0].type, ArithmeticType) or members[0].type.const:
            continue
        name = f"{record.name}_{field}"
        if not name.isidentifier():
            continue  # a part of a tuple, or what structured bindings name
        variable = Variable(
            f"{record_id}.{field}", name, members[0].type, Storage.LOCAL, record.span
        )
        start = _start(members[0], loop, unit, function)
        mentions = tuple(m.span for m in members)
        found.append(ReplacedPlace(members[0], variable, mentions, start))
    return tuple(found)


def _start(
    member: Member, loop: Statement, unit: TranslationUnit, function: Function
) -> Expression:
    record = _record(member)
    before = value_before(record, loop, function)
    known = unit.records.get(record.type.name) if isinstance(record.type, RecordType) else None
    if not isinstance(before, Construct) or before.callee_key is not None or known is None:
        return member
    names = [field.name for field in known.fields]
    if len(before.arguments) != len(names) or member.field not in names:
        return member
    value = before.arguments[names.index(member.field)]
    return value if is_finite_number(value) else member


def _written(expressions: Sequence[Expression]) -> frozenset[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    for expression in expressions:
        match expression:
            case Assignment(target=Member(base=Name(variable=record), field=field, arrow=False)):
                found.add((record.id, field))
            case Unary(
                operator="++pre" | "--pre" | "post++" | "post--",
                operand=Member(base=Name(variable=record), field=field, arrow=False),
            ):
                found.add((record.id, field))
            case _:
                pass
    return frozenset(found)


def _is_plain_local(variable: Variable, unit: TranslationUnit) -> bool:
    if not isinstance(variable.type, RecordType) or variable.volatile:
        return False
    record = unit.records.get(variable.type.name)
    is_own = variable.storage in (Storage.LOCAL, Storage.PARAMETER)
    return (
        is_own
        and record is not None
        and record.is_plain
        and not record.is_union
        and record.has_distinct_fields
    )


def _count(expressions: Sequence[Expression], variable: Variable) -> int:
    return sum(isinstance(e, Name) and e.variable.id == variable.id for e in expressions)


def _record(member: Member) -> Variable:
    assert isinstance(member.base, Name)
    return member.base.variable
