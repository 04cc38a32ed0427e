"""Memory that calls keep, counted beside the real OpenMP run-time, which keeps some itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from pcg_engine.domain.verdict import Outcome
from pcg_engine.ports import Cancellation
from pcg_engine.tools import equivalence
from pcg_engine.tools.experiment import Experiment
from tests.integration.tools.instruments import make_instruments
from tests.integration.tools.originals import read_original, rewritten

pytestmark = [
    pytest.mark.needs("gxx"),
    pytest.mark.needs("clang"),
    pytest.mark.needs("llvm-tools"),
]

_ORIGINAL = b"""#include <vector>
void kernel(std::vector<double>& a) {
  for (std::size_t i = 0; i < a.size(); ++i) a[i] = 2.0 * a[i] + 1.0;
}
"""
_TASKS = _ORIGINAL.replace(
    b"  for (std::size_t i = 0; i < a.size(); ++i) a[i] = 2.0 * a[i] + 1.0;\n",
    b"""  double* data = a.data();
#pragma omp parallel
#pragma omp single
  for (std::size_t i = 0; i < a.size(); ++i) {
    double* next = new double(2.0 * a[i]);
#pragma omp task firstprivate(next, i) shared(data) depend(inout : data[i])
    {
      data[i] = *next + 1.0;
      delete next;
    }
  }
""",
)
_KEEPING = _TASKS.replace(b"      delete next;\n", b"")


@pytest.mark.parametrize(
    ("text", "outcome", "code"),
    [(_TASKS, Outcome.PASSED, ""), (_KEEPING, Outcome.REFUTED, "leaks-memory")],
    ids=["tasks-that-give-back", "tasks-that-keep"],
)
def test_only_what_the_candidate_keeps_is_a_leak(
    tmp_path: Path, text: bytes, outcome: Outcome, code: str
) -> None:
    instruments = make_instruments(tmp_path)
    folder = tmp_path / "original"
    folder.mkdir()
    original = read_original(_ORIGINAL, folder, instruments)
    experiment = Experiment(original, instruments)
    subject = rewritten(original, text)

    result = equivalence.check(subject, experiment, instruments, Cancellation())

    assert (result.outcome, result.code) == (outcome, code), result.detail
