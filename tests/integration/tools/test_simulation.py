"""The recording check where only simulated orders can decide, with the real tools."""

from __future__ import annotations

import pytest

from pcg_engine.domain.verdict import CheckResult, Outcome
from pcg_engine.ports import Cancellation
from pcg_engine.tools.experiment import Experiment
from pcg_engine.tools.recording import check as recording
from pcg_engine.tools.subject import Instruments
from tests.integration.tools.instruments import make_instruments
from tests.integration.tools.originals import read_original, rewritten

pytestmark = [
    pytest.mark.needs("gxx"),
    pytest.mark.needs("clang"),
    pytest.mark.needs("llvm-tools"),
]

_ORIGINAL = b"""#include <omp.h>
#include <vector>
long kernel(const std::vector<int>& a) {
  long sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    sum += a[i];
  }
  return sum;
}
"""


def _candidate(body: bytes) -> bytes:
    begin, end = _ORIGINAL.index(b"  long sum"), _ORIGINAL.index(b"}\n", -2)
    return _ORIGINAL[:begin] + body + _ORIGINAL[end:]


_CHUNKS = b"""  std::vector<long> sums(omp_get_max_threads());
#pragma omp parallel
  {
    const std::size_t t = omp_get_thread_num(), size = omp_get_num_threads();
    for (std::size_t i = a.size() * t / size; i < END; ++i) {
      sums[t] += a[i];
    }
  }
  long sum = 0;
  for (long one : sums) sum += one;
  return sum;
"""
_RIGHT_CHUNKS = _CHUNKS.replace(b"END", b"a.size() * (t + 1) / size")
_SHORT_CHUNKS = _CHUNKS.replace(b"END", b"(a.size() / size) * (t + 1)")
_TASKS = b"""  long sum = 0;
#pragma omp parallel
#pragma omp single
  for (std::size_t i = 0; i < a.size(); ++i) {
#pragma omp task firstprivate(i)
    {
#pragma omp PROTECTED
      sum += a[i];
    }
  }
  return sum;
"""
_SELF_LOCKED = b"""  long sum = 0;
#pragma omp parallel for
  for (std::size_t i = 0; i < a.size(); ++i) {
#pragma omp critical
    {
      sum += a[i];
      if (i == 2 && omp_get_num_threads() > 1) {
#pragma omp critical
        sum += 0;
      }
    }
  }
  return sum;
"""
_TARGET = b"""  long sum = 0;
#pragma omp teams distribute parallel for reduction(+ : sum)
  for (std::size_t i = 0; i < a.size(); ++i) {
    sum += a[i];
  }
  return sum;
"""


@pytest.fixture(scope="module")
def instruments(tmp_path_factory: pytest.TempPathFactory) -> Instruments:
    return make_instruments(tmp_path_factory.mktemp("instruments"))


@pytest.fixture(scope="module")
def experiment(instruments: Instruments, tmp_path_factory: pytest.TempPathFactory) -> Experiment:
    original = read_original(_ORIGINAL, tmp_path_factory.mktemp("original"), instruments)
    return Experiment(original, instruments)


def _check(body: bytes, experiment: Experiment, instruments: Instruments) -> CheckResult:
    subject = rewritten(experiment.original, _candidate(body))
    return recording.check(subject, experiment, instruments, Cancellation())


@pytest.mark.parametrize(
    "body", [_RIGHT_CHUNKS, _TASKS.replace(b"PROTECTED", b"atomic")], ids=["chunks", "tasks"]
)
def test_right_candidates_pass(
    body: bytes, experiment: Experiment, instruments: Instruments
) -> None:
    result = _check(body, experiment, instruments)
    assert (result.outcome, result.code) == (Outcome.PASSED, ""), result.detail
    assert "in 13 simulated orders with up to 257 threads" in result.detail


@pytest.mark.parametrize(
    ("body", "code", "words"),
    [
        (_SHORT_CHUNKS, "order-dependent", "with 3 simulated threads"),
        (_TASKS.replace(b"PROTECTED", b"flush"), "conflict", "a task of line 8 and a task of"),
        (_SELF_LOCKED, "deadlock", "waits for a critical section (line 11)"),
    ],
    ids=["chunks", "tasks", "lock"],
)
def test_wrong_candidates_are_refuted(
    body: bytes, code: str, words: str, experiment: Experiment, instruments: Instruments
) -> None:
    result = _check(body, experiment, instruments)
    assert (result.outcome, result.code) == (Outcome.REFUTED, code), result.detail
    assert words in result.detail
    assert "elements" in result.counterexample


def test_what_is_not_simulated_is_named(experiment: Experiment, instruments: Instruments) -> None:
    result = _check(_TARGET, experiment, instruments)
    assert (result.outcome, result.code) == (Outcome.INCONCLUSIVE, "not-simulated")
    assert "`__kmpc_" in result.detail


def test_the_seed_decides(experiment: Experiment, instruments: Instruments) -> None:
    first = _check(_SHORT_CHUNKS, experiment, instruments)
    second = _check(_SHORT_CHUNKS, experiment, instruments)
    assert (first.detail, first.counterexample) == (second.detail, second.counterexample)
