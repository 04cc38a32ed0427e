"""The host's stream, decoded."""

from __future__ import annotations

import struct

import numpy as np
from hypothesis import given, strategies as st
from hypothesis.extra import numpy as npst

from pcg_engine.domain.ast import ContainerKind, ContainerType, ReferenceType
from pcg_engine.tools.harness.observation import Observation, Output
from pcg_engine.tools.harness.stream import RESULT_NAME, decode_stream
from tests.unit.tools.harness.kernels import DOUBLE, INT, harness, pointer

ROW = ContainerType(ContainerKind.VECTOR, INT)
SIGNATURE = harness(
    {
        "n": INT,
        "x": pointer(DOUBLE),
        "rows": ReferenceType(ContainerType(ContainerKind.VECTOR, ROW)),
    },
    result=DOUBLE,
).signature
F8 = SIGNATURE.slots[1].element
I4 = SIGNATURE.slots[2].element


def record(tag: bytes, index: int, payload: bytes) -> bytes:
    """One record as the host frames it."""
    return tag + struct.pack("<IQ", index, len(payload)) + payload


def observed(
    x: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
    rows: list[list[int]],
    result: float,
    damaged: tuple[int, ...] = (),
) -> bytes:
    """An observation as the driver encodes it."""
    parts = [struct.pack("<I", len(damaged)), *(struct.pack("<I", d) for d in damaged)]
    parts.append(struct.pack("<I", 0xFFFFFFFF))
    parts.append(b"\0")
    parts.append(struct.pack("<BQ", 1, len(x)) + x.tobytes())
    parts.append(struct.pack("<BQ", 1, len(rows)))
    parts.extend(struct.pack("<Q", len(r)) + np.array(r, "<i4").tobytes() for r in rows)
    parts.append(struct.pack("<BQd", 1, 1, result))
    return b"".join(parts)


@given(
    npst.arrays("<f8", st.integers(0, 9)),
    st.lists(st.lists(st.integers(-(2**31), 2**31 - 1), max_size=4), max_size=4),
    st.integers(0, 400),
)
def test_observations_survive_the_way(
    x: np.ndarray[tuple[int, ...], np.dtype[np.float64]], rows: list[list[int]], cut: int
) -> None:
    """Values, row lengths and damage come back; a record cut short is no record."""
    whole = record(b"O", 1, observed(x, rows, 2.5, damaged=(1,)))
    flat = [v for row in rows for v in row]
    expected = Observation(
        (
            Output("x", F8, x.tobytes(), intact=False),
            Output("rows", I4, np.array(flat, "<i4").tobytes(), tuple(map(len, rows))),
            Output(RESULT_NAME, F8, struct.pack("<d", 2.5)),
        )
    )
    assert decode_stream(SIGNATURE, whole, 2).observations == (None, expected)
    shortened = whole[: min(cut, len(whole) - 1)]
    assert decode_stream(SIGNATURE, shortened, 2).observations == (None, None)


def test_what_the_program_wrote_over_is_missing_and_told() -> None:
    whole = observed(np.array([1.5, 2.5]), [[1], [2, 3]], 2.5)
    stream = record(b"O", 0, whole[:-4]) + record(b"O", 1, whole)
    decoded = decode_stream(SIGNATURE, stream, 2)
    assert [one is None for one in decoded.observations] == [True, False]
    assert decoded.reports == ("it wrote over memory that is not its own", "")


def test_ranges_reports_and_seconds_come_back() -> None:
    """The other records."""
    stream = (
        record(b"R", 0, struct.pack("<IQQ", 1, 100, 108))
        + record(b"E", 0, b"boom")
        + record(b"S", 0, struct.pack("<2d", 0.5, 0.25))
    )
    decoded = decode_stream(SIGNATURE, stream, 1)
    assert decoded.ranges == ({"x": (100, 108)},)
    assert decoded.reports == ("boom",)
    assert decoded.seconds == (0.5, 0.25)
