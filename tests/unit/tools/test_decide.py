"""A verdict is closed against everything that is missing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pcg_engine.domain.facts import Assumption
from pcg_engine.domain.verdict import (
    CheckName,
    Inconclusive,
    Outcome,
    Refuted,
    Unavailable,
    Verified,
)
from pcg_engine.tools.decide import REQUIRED, decide
from tests.builders import all_passed, check


def test_everything_passed_is_verified_with_the_evidence() -> None:
    assumption = Assumption("no-overlap", "x and y must not overlap", "x != y")
    results = all_passed()
    results[2] = replace(results[2], proved=True, assumptions=(assumption,))
    results[4] = replace(results[4], max_relative_error=3e-15)

    verdict = decide(results)

    assert isinstance(verdict, Verified)
    assert verdict.evidence.proved
    assert verdict.evidence.max_relative_error == 3e-15
    assert verdict.assumptions == (assumption,)


@pytest.mark.parametrize("missing", REQUIRED)
def test_a_check_that_was_not_run_never_counts_as_passed(missing: CheckName) -> None:
    verdict = decide([result for result in all_passed() if result.name is not missing])

    assert isinstance(verdict, Inconclusive)
    assert (verdict.code, str(missing) in verdict.reason) == ("not-run", True)


@pytest.mark.parametrize("name", REQUIRED)
@pytest.mark.parametrize(
    ("outcome", "kind"),
    [
        (Outcome.REFUTED, Refuted),
        (Outcome.INCONCLUSIVE, Inconclusive),
        (Outcome.UNAVAILABLE, Unavailable),
    ],
)
def test_one_check_that_did_not_pass_decides(
    name: CheckName, outcome: Outcome, kind: type[Refuted | Inconclusive | Unavailable]
) -> None:
    results = [
        check(r.name, outcome, "why", "because") if r.name is name else r for r in all_passed()
    ]

    verdict = decide(results)

    assert isinstance(verdict, kind)
    assert (verdict.code, verdict.reason) == ("why", "because")


def test_a_refutation_outranks_a_broken_tool_and_the_cheapest_is_named() -> None:
    results = [
        check(CheckName.RACES, Outcome.REFUTED, "race", "a race"),
        check(CheckName.COMPILE, Outcome.UNAVAILABLE, "no-clang", "no clang"),
        check(CheckName.ELISION, Outcome.REFUTED, "different-result", "differs"),
    ]

    verdict = decide(results)

    assert isinstance(verdict, Refuted)
    assert verdict.code == "different-result"


def test_a_passed_benchmark_without_a_measurement_is_open() -> None:
    results = all_passed()
    results[-1] = replace(results[-1], speedup=None)

    verdict = decide(results)

    assert isinstance(verdict, Inconclusive)
    assert verdict.code == "no-measurement"


def test_no_result_at_all_is_open() -> None:
    assert decide([]) == Inconclusive(
        "not-run",
        "the check “compile” was not run; raise --budget, and see what the checks before it say",
        (),
    )


def test_only_who_did_not_want_a_benchmark_can_do_without() -> None:
    results = [result for result in all_passed() if result.name is not CheckName.BENCHMARK]

    verdict = decide(results, timed=False)

    assert isinstance(verdict, Verified)
    assert verdict.evidence.speedup is None
    assert isinstance(decide(results[1:], timed=False), Inconclusive)


def test_what_extraction_found_comes_first() -> None:
    results = [
        replace(check(CheckName.COMPILE), outcome=Outcome.REFUTED, code="compile-error"),
        replace(check(CheckName.EXTRACT), outcome=Outcome.REFUTED, code="edit-outside-function"),
    ]
    verdict = decide(results)
    assert isinstance(verdict, Refuted)
    assert verdict.code == "edit-outside-function"
