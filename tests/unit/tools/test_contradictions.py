"""What captured calls say of memory that a person would be asked to call apart."""

from __future__ import annotations

import pytest

from pcg_engine.domain.facts import Assumption
from pcg_engine.tools.contradictions import contradiction
from pcg_engine.tools.harness.cases import Case, CaseSpec, RecordedInput, Style

_NAMES = ("x", "y", "n")
_ASKED = Assumption("no-overlap", "`x` and `y` do not overlap")


def _case(owners: tuple[str, ...], *, captured: bool = True) -> Case:
    recorded = RecordedInput(b"", "call 3") if captured else None
    spec = CaseSpec(9, Style.RANDOM, 0, recorded=recorded)
    return Case(spec, b"", "call 3 of 5", 72, owners, 9)


def test_memory_that_the_program_shares_is_not_asked_about() -> None:
    found = contradiction((_ASKED,), _NAMES, [_case(_NAMES), _case(("x", "x", "n"))])
    assert found is not None
    assert found.code == "overlap-in-program"
    assert "`x` and `y`" in found.reason
    assert "call 3 of 5" in found.reason


@pytest.mark.parametrize(
    "assumption",
    [
        Assumption("no-overlap", "`x` and `y` do not overlap", "x + n <= y"),
        Assumption("no-overlap", "`x` and `z` do not overlap"),
        Assumption("stack-suffices", "`x` and `y` do not overlap"),
    ],
)
def test_other_assumptions_stay(assumption: Assumption) -> None:
    assert contradiction((assumption,), _NAMES, [_case(("x", "x", "n"))]) is None


def test_made_up_inputs_say_nothing_of_the_program() -> None:
    shared = _case(("x", "x", "n"), captured=False)
    assert contradiction((_ASKED,), _NAMES, [shared]) is None
