"""Which pointers among the data members of objects nobody uses: they need not lead anywhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from pcg_engine.analysis.effects import EffectAnalysis
from pcg_engine.domain.ast import (
    Expression,
    Field,
    Function,
    Member,
    PointerType,
    Record,
    TranslationUnit,
)


def with_unused(
    records: Mapping[str, Record],
    function: Function,
    unit: TranslationUnit,
    reached: Iterable[Expression],
) -> Mapping[str, Record]:
    """``records``, their pointers marked that ``function`` and what it calls never name.

    ``reached`` are the expressions of these. Plain structs are objects with pointers (``graphs``)
    whatever is used of them. Where PCG does not see all that is called, every
    member may be used. What a destructor does with them shows when the function is called.
    """
    if not any(isinstance(f.type, PointerType) for r in records.values() for f in r.fields):
        return records
    if EffectAnalysis(unit).of_function(function).unknown_calls:
        return records
    used = {one.field for one in reached if isinstance(one, Member)}
    return {
        key: one if one.is_plain else replace(one, fields=_marked(one.fields, used))
        for key, one in records.items()
    }


def _marked(fields: tuple[Field, ...], used: set[str]) -> tuple[Field, ...]:
    return tuple(
        replace(one, is_unused=True)
        if isinstance(one.type, PointerType) and one.name and one.name not in used
        else one
        for one in fields
    )
