"""Functions as analysis reads them: what is written in many ways in one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from pcg_engine.analysis.countdown_loops import with_headers
from pcg_engine.analysis.disguised_loops import undisguised
from pcg_engine.analysis.induction_variables import InductionVariable, without_steps
from pcg_engine.analysis.iterator_loops import IndexedLoop, indexed
from pcg_engine.analysis.library_values import with_plain_values
from pcg_engine.domain.ast import Function, TranslationUnit
from pcg_engine.domain.source import SourceText


@dataclass(frozen=True, slots=True)
class NormalForm:
    """A function in normal form, the unit it is read in, and the texts of loops over iterators."""

    function: Function
    unit: TranslationUnit
    indexed: Mapping[int, IndexedLoop]
    stepped: Mapping[int, tuple[InductionVariable, ...]]


def normalised(
    function: Function, unit: TranslationUnit, source: SourceText, *, steps: bool = False
) -> NormalForm:
    """``function`` with counted loops for those that count in another way, and plain values.

    With ``steps`` variables that every iteration steps are left as they are.
    """
    plain = with_plain_values(function, unit)
    walked = indexed(plain.function, plain.unit, source)
    down = with_headers(walked.function, source)
    function = walked.function if down is None else replace(walked.function, body=down.body)
    loops = walked.loops if down is None else {**walked.loops, **down.loops}
    counted = undisguised(function, plain.unit, source)
    if steps:
        return NormalForm(counted, plain.unit, loops, {})
    plainly = without_steps(counted, plain.unit)
    return NormalForm(plainly.function, plain.unit, loops, plainly.loops)
