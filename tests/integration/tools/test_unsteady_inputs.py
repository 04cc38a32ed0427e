"""Inputs on which the original gives other results each time, made up and captured."""

from __future__ import annotations

from pathlib import Path

import pytest

from pcg_engine.ports import Cancellation
from pcg_engine.tools.experiment import Experiment, Reference
from pcg_engine.tools.obstacle import Obstacle
from tests.integration.tools.recorded_runs import recorded

pytestmark = [pytest.mark.needs("gxx"), pytest.mark.needs("clang")]

_TOKEN = Cancellation()

_UNSTEADY = """\
#include <cstdlib>
double kernel(const double* x, int n) {
  double* volatile fresh = static_cast<double*>(std::malloc(16));
  fresh[0] = 1;
  double sum = n % 5 == 3 ? fresh[1] : 0;
  for (int i = 0; i < n; ++i) sum += x[i] * fresh[0];
  std::free(fresh);
  return sum;
}
int main() {
  double x[20];
  for (int i = 0; i < 20; ++i) x[i] = i;
  return kernel(x, 10) + kernel(x, LAST) > 1e9;
}
"""


def _unsteady(last: int, folder: Path) -> tuple[Experiment, Experiment]:
    """Without and with what was recorded; results differ where n is 3, 8, 13…"""
    found = recorded(_UNSTEADY.replace("LAST", str(last)), folder)
    original, instruments = found.harness.original, found.instruments
    alone = Experiment(original, instruments, found.harness)
    return alone, Experiment(original, instruments, found.harness, found.capture())


def test_made_up_inputs_that_are_not_deterministic_do_not_count_beside_captured_ones(
    tmp_path: Path,
) -> None:
    alone, beside = _unsteady(20, tmp_path)

    refused = alone.reference(_TOKEN)
    reference = beside.reference(_TOKEN)

    assert isinstance(refused, Obstacle), refused
    assert refused.code == "non-deterministic"
    assert isinstance(reference, Reference), reference
    made = alone.cases(_TOKEN)
    assert not isinstance(made, Obstacle), made
    kept = {case.spec for case in reference.cases}
    left_out = {dict(case.scalars)["n"] for case in made if case.spec not in kept}
    assert {size % 5 for size in left_out} == {3}
    assert sum(case.spec in kept for case in made) > 40
    assert sum(case.is_captured for case in reference.cases) == 2
    (assumption,) = beside.assumptions(_TOKEN)
    assert assumption.code == "captured-inputs"
    assert assumption.message.endswith("it gives different results each time")


def test_captured_inputs_that_are_not_deterministic_end_the_verification(tmp_path: Path) -> None:
    refused = _unsteady(18, tmp_path)[1].reference(_TOKEN)

    assert isinstance(refused, Obstacle), refused
    assert refused.code == "non-deterministic"
