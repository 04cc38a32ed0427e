"""Inputs that somebody names for a candidate: run on original and candidate, with real tools."""

from __future__ import annotations

from pathlib import Path

import pytest

from pcg_engine.domain.verdict import CheckName, CheckResult, Outcome
from pcg_engine.ports import Cancellation
from pcg_engine.tools import suggested
from pcg_engine.tools.experiment import Experiment
from pcg_engine.tools.harness.cases import CaseSpec, Style
from pcg_engine.tools.suggested import Suggestion
from tests.integration.tools.instruments import make_instruments
from tests.integration.tools.originals import read_original, rewritten

pytestmark = [
    pytest.mark.needs("gxx"),
    pytest.mark.needs("clang"),
    pytest.mark.needs("llvm-tools"),
]

_TEXT = b"""#include <vector>
void kernel(std::vector<int>& a) {
  const int share = 120 / (static_cast<int>(a.size()) - 5);
  for (std::size_t i = 0; i < a.size(); ++i) {
    a[i] = a[i] * 3 + share;
  }
}
"""
_RIGHT = _TEXT.replace(b"  for (", b"  #pragma omp parallel for\n  for (")
_LEAVES_OUT = _RIGHT.replace(b"i < a.size()", b"i < a.size() / 4 * 4")
_SHARES = _TEXT.replace(b"  for (", b"  int k = 0;\n  #pragma omp parallel for\n  for (").replace(
    b"    a[i] =", b"    k = i;\n    a[i] ="
)


def test_what_was_named_decides(tmp_path: Path) -> None:
    instruments = make_instruments(tmp_path / "instruments")
    original = read_original(_TEXT, tmp_path, instruments)
    experiment = Experiment(original, instruments)

    def tried(text: bytes, *specs: CaseSpec, doubt: str = "") -> CheckResult:
        subject = rewritten(original, text)
        named = Suggestion(specs, doubt)
        return suggested.check(subject, experiment, named, instruments, Cancellation())

    passed = tried(_RIGHT, CaseSpec(8, Style.EXACT, 700), doubt="it may leave some out")
    assert (passed.name, passed.outcome) == (CheckName.SUGGESTED, Outcome.PASSED)
    assert "on 1 inputs" in passed.detail
    assert "it may leave some out" in passed.detail

    refuted = tried(_LEAVES_OUT, CaseSpec(8, Style.EXACT, 700), CaseSpec(9, Style.EXACT, 701))
    assert (refuted.name, refuted.outcome) == (CheckName.SUGGESTED, Outcome.REFUTED)
    assert refuted.code == "different-result"
    assert "9 elements" in refuted.counterexample

    shared = tried(_SHARES, CaseSpec(40, Style.EXACT, 700))
    assert (shared.name, shared.outcome, shared.code) == (
        CheckName.SUGGESTED,
        Outcome.REFUTED,
        "conflict",
    )

    nothing = tried(_RIGHT, CaseSpec(5, Style.EXACT, 700))
    assert nothing.outcome is Outcome.INCONCLUSIVE
    assert nothing.code in suggested.NO_INPUT
