"""Which offers of one file can be applied together."""

from __future__ import annotations

from dataclasses import replace

from pcg_engine.action.composition import compatible
from pcg_engine.domain.offer import Offer
from pcg_engine.domain.result import NestResult
from pcg_engine.domain.source import Edit, Span
from pcg_engine.domain.verdict import Evidence, Outcome, Verified
from tests.builders import all_passed, candidate, facts, speedup


def _offered(ratio: float, *edits: Edit) -> NestResult:
    measured = speedup(ratio, ratio - 0.1, ratio + 0.1)
    verdict = Verified(Evidence(tuple(all_passed()), True, measured, 0.0), ())
    offer = Offer(replace(candidate("rule", ""), edits=edits), verdict, "diff", "text")
    return NestResult(facts(), Outcome.PASSED, "", "", offer, ())


def _insertion(at: int, text: str) -> Edit:
    return Edit(Span(at, at), text)


def test_of_two_that_change_the_same_text_the_faster_is_kept() -> None:
    slow = _offered(1.2, _insertion(50, "#pragma omp parallel for\n"))
    fast = _offered(1.9, Edit(Span(40, 90), "{}"))
    apart = _offered(1.1, _insertion(100, "#pragma omp parallel for\n"))

    assert compatible([slow, fast, apart]) == [fast, apart]


def test_the_same_line_may_be_added_by_two() -> None:
    include = _insertion(0, "#include <algorithm>\n")
    first = _offered(1.2, include, _insertion(50, "x"))
    second = _offered(1.9, include, _insertion(60, "y"))

    assert compatible([first, second]) == [first, second]
