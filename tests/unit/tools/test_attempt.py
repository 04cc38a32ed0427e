"""How many cases one process is given."""

from __future__ import annotations

import pytest

from pcg_engine.tools.attempt import portions
from pcg_engine.tools.harness.cases import Case, CaseSpec, Style
from pcg_engine.tools.harness.observation import Observation
from pcg_engine.tools.harness.run import CallMode
from pcg_engine.tools.trial import Expectation

_MB = 1 << 20


def _expected(megabytes: int) -> Expectation:
    spec = CaseSpec(megabytes, Style.EXACT, 0)
    return Expectation(
        Case(spec, b"", str(spec), megabytes * _MB, (), spec.size), Observation((), None)
    )


@pytest.mark.parametrize("mode", [CallMode.ISOLATED, CallMode.ONCE])
def test_large_cases_are_shared_out_in_order(mode: CallMode) -> None:
    cases = [_expected(n) for n in (100, 100, 100, 1, 300, 1, 1)]
    found = list(portions(cases, mode))
    assert [e for portion in found for e in portion] == cases
    assert [len(portion) for portion in found] == [2, 2, 1, 2]


@pytest.mark.parametrize("mode", [CallMode.REPEATED, CallMode.CONCURRENT, CallMode.NESTED])
def test_calls_that_depend_on_one_another_stay_together(mode: CallMode) -> None:
    cases = [_expected(n) for n in (200, 200, 200)]
    assert list(portions(cases, mode)) == [cases]


def test_nothing_to_call_is_one_process_all_the_same() -> None:
    assert list(portions([], CallMode.ISOLATED)) == [[]]
