"""Fields of local records that a loop uses as if they were variables (scalar replacement)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pcg_engine.analysis.effects import EffectAnalysis
from pcg_engine.analysis.initial_values import is_finite_number, is_initialised, value_before
from pcg_engine.analysis.remainder import with_expressions
from pcg_engine.analysis.scope import declared_in
from pcg_engine.analysis.variable_uses import escaping_variables
from pcg_engine.domain.ast import (
    ArithmeticType,
    Assignment,
    Block,
    Construct,
    Declaration,
    Declarator,
    Expression,
    ExpressionStatement,
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
from pcg_engine.domain.source import Span
from pcg_engine.domain.traversal import all_expressions, own_expressions, walk_expression


@dataclass(frozen=True, slots=True)
class ReplacedField:
    """A field that the loop writes, with the variable that stands for it and all its places.

    ``start`` is its value before the loop: the field, or the number that it is initialised with.
    """

    member: Member
    variable: Variable
    places: tuple[Span, ...]
    start: Expression


def find_written_fields(
    loop: For | RangeFor, unit: TranslationUnit, function: Function
) -> tuple[ReplacedField, ...]:
    """The fields of numbers of local records that the loop writes, in the order of their mention.

    Nothing else may refer to the record, and the loop uses it by its fields alone.
    """
    escaping = escaping_variables(function, EffectAnalysis(unit), unit)
    inside = frozenset(v.id for v, _ in declared_in(loop))
    expressions = [e for own in own_expressions(loop) for e in walk_expression(own)]
    expressions += all_expressions(loop.body)
    written = _written(expressions)
    grouped: dict[tuple[str, str], list[Member]] = {}
    for expression in expressions:
        match expression:
            case Member(base=Name(variable=record), field=field, arrow=False):
                grouped.setdefault((record.id, field), []).append(expression)
            case _:
                pass
    found: list[ReplacedField] = []
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
        variable = Variable(
            f"{record_id}.{field}", name, members[0].type, Storage.LOCAL, record.span
        )
        start = _start(members[0], loop, unit, function)
        places = tuple(m.span for m in members)
        found.append(ReplacedField(members[0], variable, places, start))
    return tuple(found)


def with_variables(loop: For | RangeFor, fields: Sequence[ReplacedField]) -> dict[Span, Statement]:
    """The loop over variables, which are set before it and stored after it."""
    by_key = {(_record(f.member).id, f.member.field): f.variable for f in fields}

    def replaced(part: Expression) -> Expression | None:
        match part:
            case Member(base=Name(variable=record), field=field, arrow=False):
                variable = by_key.get((record.id, field))
                return None if variable is None else Name(variable, part.type, part.span)
            case _:
                return None

    before = tuple(
        Declaration((Declarator(f.variable, f.start, f.member.span),), f.member.span)
        for f in fields
    )
    after = tuple(
        ExpressionStatement(
            Assignment(
                "=",
                f.member,
                Name(f.variable, f.variable.type, f.member.span),
                f.variable.type,
                f.variable.type,
                f.member.span,
            ),
            f.member.span,
        )
        for f in fields
    )
    return {loop.span: Block((*before, with_expressions(loop, replaced), *after), loop.span)}


def _start(
    member: Member, loop: Statement, unit: TranslationUnit, function: Function
) -> Expression:
    record = _record(member)
    before = value_before(record, loop, function)
    known = unit.records.get(record.type.name) if isinstance(record.type, RecordType) else None
    if not isinstance(before, Construct) or before.callee_key is not None or known is None:
        return member
    names = [field.name for field in known.fields]
    if len(before.arguments) != len(names):
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
    return is_own and record is not None and record.is_plain and not record.is_union


def _count(expressions: Sequence[Expression], variable: Variable) -> int:
    return sum(isinstance(e, Name) and e.variable.id == variable.id for e in expressions)


def _record(member: Member) -> Variable:
    assert isinstance(member.base, Name)
    return member.base.variable
