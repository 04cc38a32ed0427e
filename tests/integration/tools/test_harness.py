"""Functions of all supported kinds, driven through the real compilers and sandbox."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pcg_engine.ports import Cancellation, Exited, LimitReached, Limits
from pcg_engine.tools.harness import timing, variants
from pcg_engine.tools.harness.build import Program, build
from pcg_engine.tools.harness.cases import Case, CaseSpec, Style
from pcg_engine.tools.harness.inputs import make_case
from pcg_engine.tools.harness.observation import Observation
from pcg_engine.tools.harness.prepare import Harness, prepare
from pcg_engine.tools.harness.probing import validate
from pcg_engine.tools.harness.run import CallMode, run
from pcg_engine.tools.harness.variants import Variant
from pcg_engine.tools.subject import Instruments
from tests.integration.tools.instruments import make_instruments
from tests.integration.tools.originals import COMMAND, read_original

pytestmark = [pytest.mark.needs("gxx"), pytest.mark.needs("clang")]

EVERYTHING = b"""#include <array>
#include <stdexcept>
#include <vector>
#define data nothing of the glue's business
#define create(x) ]
namespace physics {
namespace {
struct Inner { char tag; double d[2]; };
struct Particle { float x; Inner inner; std::array<int, 2> ids; bool alive; };
double gain = 2.0;
static std::vector<long> seen;
int kernel(double) { return 0; }
double kernel(int n, const double (*rows)[3], std::vector<Particle>& particles, double& sum,
              const std::vector<std::vector<int>>& jagged, std::array<float, 2> weights) {
  if (n == 5) throw std::out_of_range("five");
  for (int i = 0; i < n; ++i) sum += gain * rows[i][2];
  for (auto& p : particles) { p.inner.d[1] += weights[1]; p.alive = !p.alive; }
  long total = 0;
  for (const auto& row : jagged) for (int v : row) total += v;
  seen.push_back(total);
  gain = 3.0;
  return -sum;
}
}
}
int main() { return 0; }"""


OVERLOADS = b"""#include <array>
#include <cstddef>
#include <type_traits>
template <typename T, std::size_t N>
typename std::enable_if<!std::is_unsigned<T>::value, T>::type kernel(const std::array<T, N>& a) {
  T sum = T();
  for (std::size_t i = 0; i < N; ++i) sum += a[i] * a[i];
  return sum;
}
template <typename T, std::size_t N>
typename std::enable_if<std::is_unsigned<T>::value, T>::type kernel(const std::array<T, N>& a) {
  T sum = T();
  for (std::size_t i = 0; i < N; ++i) sum += a[i] + 1;
  return sum;
}
float length(const std::array<float, 3>& a) { return kernel(a); }
"""


@pytest.fixture(scope="module")
def instruments(tmp_path_factory: pytest.TempPathFactory) -> Instruments:
    return make_instruments(tmp_path_factory.mktemp("instruments"))


def driven(
    text: bytes, folder: Path, instruments: Instruments, variant: Variant, function: str = "kernel"
) -> tuple[Harness, Program]:
    """The harness and the built program of ``function``."""
    harness = prepare(read_original(text, folder, instruments, function))
    assert isinstance(harness, Harness), harness
    program = build(harness, text, variant, instruments, Cancellation())
    assert isinstance(program, Program), program
    return harness, program


def case_of(harness: Harness, size: int, style: Style = Style.EXACT) -> Case:
    case = make_case(harness, CaseSpec(size, style, 1))
    assert case is not None
    return case


def values(observation: Observation | None) -> dict[str, np.ndarray[Any, np.dtype[Any]]]:
    assert observation is not None
    return {output.name: output.array() for output in observation.values}


def test_everything_at_once(tmp_path: Path, instruments: Instruments) -> None:
    """Anonymous namespace, overloads, nested structs, arrays, jagged vectors, globals, macros."""
    variant = variants.user_strict(COMMAND, openmp=True)
    harness, program = driven(EVERYTHING, tmp_path, instruments, variant, "physics::kernel")
    cases = [case_of(harness, size) for size in (4, 5)]
    assert harness.writes_globals
    # Two calls at once would race on the globals, as the function itself is written.
    for mode in (mode for mode in CallMode if mode is not CallMode.CONCURRENT):
        execution = run(program, cases, mode, {}, Limits(), instruments, Cancellation())
        assert execution.finished, (mode, execution.outcome)
        thrown = execution.observations[1]
        assert thrown is not None
        assert thrown.exception == "std::out_of_range: five"
        found = values(execution.observations[0])
        assert found["return value"].tolist() == (-found["sum"]).tolist()
        assert found["gain"].tolist() == [3.0]
        assert found["seen"][-1] == found["jagged"].sum()
    fresh = values(
        run(
            program, cases, CallMode.ISOLATED, {}, Limits(), instruments, Cancellation()
        ).observations[0]
    )
    assert fresh["particles"]["inner"]["d"].shape == (4, 2)
    assert fresh["rows"].shape == (4, 3)


def test_instances_of_overloads_are_called_by_their_own_arguments(
    tmp_path: Path, instruments: Instruments
) -> None:
    """One overload has an instance in the text; of the other, PCG asks for one of its own."""
    original = read_original(OVERLOADS, tmp_path, instruments)
    instances = [f for f in original.unit.functions.values() if f.is_template_instance]
    assert {f.template_arguments[0].text for f in instances} == {"double", "float"}
    for function in instances:
        harness = prepare(replace(original, function=function))
        assert isinstance(harness, Harness), harness
        given = ", ".join(one.text for one in function.template_arguments)
        assert f"&::kernel< {given} >".encode() in harness.glue
        is_sample = any(a.code == "sample-types" for a in harness.assumptions)
        assert is_sample is (given == "double, 4")


def test_two_calls_at_once_have_storage_of_their_own(
    tmp_path: Path, instruments: Instruments
) -> None:
    text = b"""#include <vector>
void kernel(std::vector<double>& x) {
  for (double& v : x) v = 2.0 * v + 1.0;
}"""
    variant = variants.user_strict(COMMAND, openmp=True)
    harness, program = driven(text, tmp_path, instruments, variant)
    cases = [case_of(harness, size) for size in (4, 100)]

    alone, together = (
        run(program, cases, mode, {}, Limits(), instruments, Cancellation())
        for mode in (CallMode.ONCE, CallMode.CONCURRENT)
    )

    assert not harness.writes_globals
    assert alone.finished
    assert together.observations == together.twins == alone.observations


def test_a_crash_keeps_what_came_before(tmp_path: Path, instruments: Instruments) -> None:
    """Case by case; an isolated crash costs one case only."""
    text = b"""void kernel(int n, double* x) {
  for (int i = 0; i < n; ++i) x[i] += 1.0;
  if (n == 2) __builtin_trap();
}"""
    harness, program = driven(
        text, tmp_path, instruments, variants.user_release(COMMAND, openmp=False)
    )
    cases = [case_of(harness, size) for size in (1, 2, 3)]
    once = run(program, cases, CallMode.ONCE, {}, Limits(), instruments, Cancellation())
    assert [o is not None for o in once.observations] == [True, False, False]
    assert isinstance(once.outcome, Exited)
    assert once.outcome.code < 0
    alone = run(program, cases, CallMode.ISOLATED, {}, Limits(), instruments, Cancellation())
    assert [o is not None for o in alone.observations] == [True, False, True]
    assert "signal 4" in alone.reports[1]
    assert not alone.finished


def test_endless_calls_meet_the_limit(tmp_path: Path, instruments: Instruments) -> None:
    """The sandbox ends them, and what was seen before stays."""
    text = b"""void kernel(int n, double* x) {
  for (volatile int i = 0; n == 2 && i < 1;) x[0] = 1.0;
}"""
    harness, program = driven(
        text, tmp_path, instruments, variants.user_release(COMMAND, openmp=False)
    )
    cases = [case_of(harness, size) for size in (1, 2)]
    limits = Limits(wall_seconds=1.0)
    execution = run(program, cases, CallMode.ONCE, {}, limits, instruments, Cancellation())
    assert isinstance(execution.outcome, LimitReached)
    assert [o is not None for o in execution.observations] == [True, False]


def test_writes_next_to_a_buffer_are_noticed(tmp_path: Path, instruments: Instruments) -> None:
    """On either side."""
    text = b"""void kernel(int n, double* x, double* y) {
  for (int i = -1; i < n; ++i) x[i] = 1.0;
  for (int i = 0; i <= n; ++i) y[i] = 1.0;
}"""
    harness, program = driven(
        text, tmp_path, instruments, variants.user_release(COMMAND, openmp=False)
    )
    case = case_of(harness, 3)
    execution = run(program, [case], CallMode.ONCE, {}, Limits(), instruments, Cancellation())
    observation = execution.observations[0]
    assert observation is not None
    assert {o.name: o.intact for o in observation.values} == {"x": False, "y": False}


def test_timing_refills_the_inputs(tmp_path: Path, instruments: Instruments) -> None:
    """However often it is called, the function sees the case."""
    text = b"""#include <vector>
void kernel(std::vector<double>& x, std::vector<double> by_value) {
  for (unsigned i = 0; i < x.size(); ++i) x[i] += by_value[i];
}"""
    harness, program = driven(
        text, tmp_path, instruments, variants.user_release(COMMAND, openmp=True)
    )
    case = case_of(harness, 100)
    once = run(program, [case], CallMode.ONCE, {}, Limits(), instruments, Cancellation())
    timed = timing.time(program, case, 7, {"OMP_NUM_THREADS": "2"}, instruments, Cancellation())
    assert isinstance(timed, timing.Timing)
    assert len(timed.seconds) == 7
    assert min(timed.seconds) > 0.0
    assert timed.observation == once.observations[0]


def test_probing_finds_extents_and_discards_the_invalid(
    tmp_path: Path, instruments: Instruments
) -> None:
    """`x` needs twice n and three more; a size of 4 overflows, which no input can help."""
    text = b"""int kernel(int n, const int* x) {
  int sum = 0;
  for (int i = 0; i < n; ++i) sum += x[2 * i + 3] != 0;
  if (n == 4) sum += 2147483647 - (x[0] < 1000000) + 2 * n;
  return sum;
}"""
    _, program = driven(text, tmp_path, instruments, variants.address_sanitizer(COMMAND))
    specs = [CaseSpec(size, Style.EXACT, 0) for size in (0, 1, 4, 10)]
    validation = validate(program, specs, instruments, Cancellation())
    found = [(c.spec.size, dict(c.spec.minimum_extents).get("x", 0)) for c in validation.cases]
    assert [size for size, _ in found] == [0, 1, 10]
    assert all(extent >= 2 * size + 2 for size, extent in found if size)
    assert len(validation.discarded) == 1
    assert "signed integer overflow" in validation.discarded[0].reason


def test_what_lies_far_behind_an_argument_is_nobody_elses(
    tmp_path: Path, instruments: Instruments
) -> None:
    """Not that of another argument: the buffer grows, or the input is left out."""
    text = b"""double kernel(int n, const double* x, const double* z, int far) {
  double sum = 0;
  for (int i = 0; i < n; ++i) sum += x[40 * (i + 1)] * z[i];
  return far == 1 ? sum + x[3000000] : sum;
}"""
    _, program = driven(text, tmp_path, instruments, variants.address_sanitizer(COMMAND))
    pinned = [(size, far) for size in range(1, 9) for far in (0, 1)]
    specs = [
        CaseSpec(size, Style.EXACT, 0, pinned=(("n", size), ("far", far))) for size, far in pinned
    ]

    validation = validate(program, specs, instruments, Cancellation())

    found = {c.spec.pinned: dict(c.spec.minimum_extents).get("x", 0) for c in validation.cases}
    assert list(found) == [spec.pinned for spec in specs if dict(spec.pinned)["far"] == 0]
    assert all(extent > 40 * dict(sizes)["n"] for sizes, extent in found.items())
    assert {one.reason for one in validation.discarded} == {"SEGV"}
