"""Sums of whole records: local variables to which the iterations of a loop only add.

Each thread may add to a record of its own that begins with zeros, and the records of the threads
are joined by the function that adds (OpenMP 5.2, section 5.5.11).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pcg_engine.analysis.effects import EffectAnalysis, own_variables
from pcg_engine.analysis.initial_values import is_initialised
from pcg_engine.analysis.library_values import is_complex
from pcg_engine.analysis.modification import stripped
from pcg_engine.analysis.record_updates import (
    RecordUpdate,
    bare_type,
    match_record_update,
    plain_record,
)
from pcg_engine.analysis.remainder import with_replaced
from pcg_engine.analysis.scope import declared_in
from pcg_engine.analysis.variable_uses import escaping_variables
from pcg_engine.domain.ast import (
    ArithmeticKind,
    ArithmeticType,
    Block,
    Construct,
    Declaration,
    Declarator,
    For,
    Function,
    Name,
    RangeFor,
    RecordType,
    Statement,
    Storage,
    TranslationUnit,
    Variable,
)
from pcg_engine.domain.source import Span
from pcg_engine.domain.traversal import (
    all_expressions,
    own_expressions,
    walk_expression,
    walk_statements,
)


@dataclass(frozen=True, slots=True)
class RecordSum:
    """A variable to which the iterations of a loop only add.

    ``type_name`` is the C++ name of its type, ``combiner`` the expression that adds ``omp_in`` to
    ``omp_out``, ``neutral`` the zero that a thread's own record begins with. ``replaced`` maps the
    spans of the updates to statements that compute what is added, and drop it.
    """

    variable: Variable
    type_name: str
    combiner: str
    neutral: str
    reassociates: bool
    replaced: Mapping[Span, Statement]


def find_record_sums(
    loop: For | RangeFor, unit: TranslationUnit, function: Function
) -> tuple[RecordSum, ...]:
    """The sums of ``loop`` in records of ``function`` that it names nowhere else.

    They are in order of mention. Nothing else refers to such a record, and it has a value.
    """
    grouped: dict[str, list[RecordUpdate]] = {}
    # Statements of one macro have one span, by which they cannot be told apart.
    spans = Counter(statement.span for statement in walk_statements(loop.body))
    for statement in walk_statements(loop.body):
        update = match_record_update(statement, unit)
        if update is not None and spans[update.span] == 1:
            grouped.setdefault(update.variable.id, []).append(update)
    if not grouped or function.body is None:
        return ()
    inside = frozenset(v.id for v, _ in declared_in(loop))
    mentions = _mentions(loop)
    own = own_variables(function)
    sums: list[RecordSum] = []
    for key, updates in grouped.items():
        variable = updates[0].variable
        named = {id(m) for m in mentions if m.variable.id == key}
        is_own = key in own and key not in inside and _is_local(variable, loop, function)
        if is_own and named == {id(o) for u in updates for o in u.occurrences}:
            found = _sum(updates, unit)
            sums += [] if found is None else [found]
    return _that_nothing_refers_to(sums, unit, function)


def _mentions(loop: For | RangeFor) -> list[Name]:
    """Every use of a name in the condition, increment and body of ``loop``."""
    parts = [e for own in own_expressions(loop) for e in walk_expression(own)]
    parts += all_expressions(loop.body)
    return [e for e in parts if isinstance(e, Name)]


def _is_local(variable: Variable, loop: Statement, function: Function) -> bool:
    return (
        variable.storage in (Storage.LOCAL, Storage.PARAMETER)
        and isinstance(variable.type, RecordType)
        and not variable.type.const
        and not variable.volatile
        and variable.name.isidentifier()
        # Complex numbers begin with zero.
        and (is_complex(variable.type) or is_initialised(variable, loop, function))
    )


def _sum(updates: Sequence[RecordUpdate], unit: TranslationUnit) -> RecordSum | None:
    """The sum that all of ``updates`` make, if they add to the same fields in the same way."""
    first = updates[0]
    type_ = bare_type(first.variable.type)
    if any((u.combiner, u.fields) != (first.combiner, first.fields) for u in updates):
        return None
    neutral = _neutral(type_, unit) if isinstance(type_, RecordType) else None
    if neutral is None or not isinstance(type_, RecordType):
        return None
    return RecordSum(
        first.variable,
        type_.name,
        first.combiner,
        neutral,
        _reassociates(type_, first.fields, unit),
        {u.span: _evaluated(u) for u in updates},
    )


def _neutral(type_: RecordType, unit: TranslationUnit) -> str | None:
    """The C++ expression of a record of zeros."""
    if is_complex(type_):
        return f"{type_.name}(0)"
    record = plain_record(type_, unit)
    if record is None or not _is_aggregate(type_, len(record.fields), unit):
        return None
    return f"{type_.name}{{{', '.join('0' for _ in record.fields)}}}"


def _is_aggregate(type_: RecordType, fields: int, unit: TranslationUnit) -> bool:
    """Whether the text shows that braces around numbers set the fields, one after the other."""
    return any(
        isinstance(e, Construct)
        and bare_type(e.type) == type_
        and e.callee_key is None
        and len(e.arguments) == fields
        and all(isinstance(bare_type(a.type), ArithmeticType) for a in e.arguments)
        for function in unit.functions.values()
        if function.body is not None
        for e in all_expressions(function.body)
    )


def _reassociates(type_: RecordType, fields: frozenset[str], unit: TranslationUnit) -> bool:
    if is_complex(type_):
        return True
    record = plain_record(type_, unit)
    return record is not None and any(
        isinstance(f.type, ArithmeticType) and f.type.kind is ArithmeticKind.FLOATING
        for f in record.fields
        if f.name in fields
    )


def _evaluated(update: RecordUpdate) -> Statement:
    """What is added, computed for variables that nothing reads."""
    declared = tuple(
        Declarator(
            Variable(
                f"{update.variable.id}.{number}@{update.span.start}",
                f"{update.variable.name}_{number}",
                stripped(operand.type),
                Storage.LOCAL,
                operand.span,
            ),
            operand,
            operand.span,
        )
        for number, operand in enumerate(update.operands)
    )
    return Declaration(declared, update.span)


def _that_nothing_refers_to(
    sums: Sequence[RecordSum], unit: TranslationUnit, function: Function
) -> tuple[RecordSum, ...]:
    """Those whose variables nothing refers to but the updates (which return references)."""
    assert function.body is not None
    if not sums:
        return ()
    replaced = {span: s for sum_ in sums for span, s in sum_.replaced.items()}
    body = with_replaced(function.body, replaced)
    assert isinstance(body, Block)
    rest = replace(function, body=body)
    escaping = escaping_variables(rest, EffectAnalysis(unit), unit)
    return tuple(s for s in sums if s.variable.id not in escaping)
