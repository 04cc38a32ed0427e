"""When growth of the heap is a leak, and on which inputs it is measured."""

from __future__ import annotations

import pytest

from pcg_engine.tools.harness.cases import Case, CaseSpec, Style
from pcg_engine.tools.harness.observation import Observation
from pcg_engine.tools.leaks import chosen, grows
from pcg_engine.tools.trial import Expectation


@pytest.mark.parametrize(
    ("growth", "is_leak"),
    [
        ((512, 512, 512, 512), True),
        ((256, 300, 10_000, 256), True),
        # Kept once, kept up to some amount, given back in between, not measured at all.
        ((4096, 0, 0, 0), False),
        ((512, 512, 512, 0), False),
        ((512, -512, 512, 512), False),
        ((), False),
    ],
)
def test_a_leak_grows_each_time(growth: tuple[int, ...], is_leak: bool) -> None:
    assert grows(growth) is is_leak


def test_small_inputs_are_measured_and_one_that_throws() -> None:
    def expected(spec: CaseSpec, exception: str | None = None) -> Expectation:
        return Expectation(Case(spec, b"", str(spec), 0, (), spec.size), Observation((), exception))

    small = expected(CaseSpec(65, Style.EXACT, 0))
    large = expected(CaseSpec(4100, Style.EXACT, 0))
    pinned = expected(CaseSpec(3, Style.EXACT, 0, pinned=(("n", 0),)))
    throwing = expected(CaseSpec(66, Style.SIGNED, 0), "std::domain_error")
    assert chosen([large, pinned, throwing, small]) == [small.case, throwing.case]
