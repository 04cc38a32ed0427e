"""Which shapes an input is timed in."""

from __future__ import annotations

from pcg_engine.domain.facts import ExtentFact, InputFacts
from pcg_engine.domain.polynomial import Polynomial
from pcg_engine.tools.benchmark.sizing import other_shapes
from pcg_engine.tools.harness.cases import CaseSpec, Style
from pcg_engine.tools.harness.inputs import make_case
from pcg_engine.tools.harness.prepare import Harness
from tests.unit.tools.harness.kernels import DOUBLE, INT, harness, pointer, vector

_EXTENT = ExtentFact("x", (Polynomial.name("frame") * Polynomial.name("n"),), complete=True)


def _shapes(prepared: Harness, size: int) -> tuple[object, ...]:
    case = make_case(prepared, CaseSpec(size, Style.RANDOM, 8))
    assert case is not None
    return other_shapes(case, prepared)


def test_a_large_parameter_is_small_in_another_shape() -> None:
    inputs = InputFacts(extents=(_EXTENT,))
    frames = harness({"x": pointer(DOUBLE), "frame": INT, "n": INT}, inputs=inputs)

    assert _shapes(frames, 1 << 16) == ((("frame", 16),), (("n", 16),))


def test_what_is_small_already_or_a_container_is_left_alone() -> None:
    window = harness({"x": vector(DOUBLE), "window": INT})

    assert _shapes(window, 1 << 16) == ()


def test_another_shape_keeps_what_was_pinned() -> None:
    inputs = InputFacts(extents=(_EXTENT,))
    frames = harness({"x": pointer(DOUBLE), "frame": INT, "n": INT}, inputs=inputs)
    case = make_case(frames, CaseSpec(1 << 16, Style.RANDOM, 8, pinned=(("frame", 16),)))

    assert case is not None
    assert dict(case.scalars)["frame"] == 16
    assert all(name != "frame" for ((name, _),) in other_shapes(case, frames))
