"""Which inputs a capture gives."""

from __future__ import annotations

import struct
from dataclasses import replace

import numpy as np

from pcg_engine.domain.capture import Capture, CapturedCall
from pcg_engine.tools.capture.specs import (
    affordable,
    captured_only,
    captured_specs,
    checked_specs,
    layout_digest,
    with_captured,
)
from pcg_engine.tools.harness.cases import Case, CaseSpec, RecordedInput, Style
from pcg_engine.tools.harness.layout import ScalarLayout
from pcg_engine.tools.harness.recorded import recorded_case
from pcg_engine.tools.harness.signature import (
    Passing,
    Result,
    ResultKind,
    Signature,
    Slot,
    SlotKind,
)

_INT = ScalarLayout("int", "<i4")
_DOUBLE = ScalarLayout("double", "<f8")
_SIGNATURE = Signature(
    "f",
    (
        Slot("index", SlotKind.POINTER, Passing.VALUE, "int*", _INT),
        Slot("x", SlotKind.POINTER, Passing.VALUE, "double*", _DOUBLE),
    ),
    (),
    Result(ResultKind.VOID, "void", None),
)


def _data(count: int) -> bytes:
    return (
        struct.pack("<BQ", 0, count)
        + np.arange(count, dtype="<i4").tobytes()
        + struct.pack("<BQ", 0, count)
        + np.full(count, 2.5).tobytes()
    )


def _capture(*calls: tuple[int, float, int]) -> Capture:
    recorded = tuple(CapturedCall(number, seconds, _data(n)) for number, seconds, n in calls)
    return Capture("/a.cpp", "f", "", ("./app", "7"), 40, 2.0, True, recorded)


def _numbers(specs: tuple[CaseSpec, ...]) -> list[tuple[str, str]]:
    found = [spec.recorded for spec in specs]
    return [(one.words.split("call ")[1], one.changed) for one in found if one is not None]


def test_the_longest_call_is_first_for_the_benchmark() -> None:
    capture = _capture((3, 0.1, 5), (9, 0.3, 50), (4, 0.2, 7))

    specs = captured_specs(capture, _SIGNATURE)

    assert _numbers(specs) == [("9 of 40", ""), ("4 of 40", ""), ("3 of 40", "")]
    assert [spec.size for spec in specs] == [50, 7, 5]


def test_checks_get_what_is_quick_then_variations() -> None:
    capture = _capture((3, 0.01, 5), (9, 3.0, 50), (4, 0.02, 7))

    specs = checked_specs(capture, _SIGNATURE)

    assert [one for one in _numbers(specs) if not one[1]] == [("3 of 40", ""), ("4 of 40", "")]
    styles = [spec.style for spec in specs[2:6]]
    assert styles == [Style.EXACT, Style.RANDOM, Style.SIGNED, Style.TIES]
    assert len(specs) == 10
    # The slow one alone would be there all the same.
    alone = checked_specs(_capture((9, 3.0, 50)), _SIGNATURE)
    assert _numbers(alone)[0] == ("9 of 40", "")
    alike = checked_specs(_capture(*((n, 0.001, 5) for n in range(1, 6))), _SIGNATURE)
    assert sum(not changed for _, changed in _numbers(alike)) == 3


def test_variations_change_floating_point_numbers_alone() -> None:
    specs = checked_specs(_capture((3, 0.1, 5)), _SIGNATURE)
    original, varied = specs[0].recorded, specs[1].recorded
    assert original is not None
    assert varied is not None

    start = 9 + 20 + 9
    assert varied.encoded[:start] == original.encoded[:start]
    assert varied.encoded[start:] != original.encoded[start:]
    assert len(varied.encoded) == len(original.encoded)
    assert checked_specs(_capture((3, 0.1, 5)), _SIGNATURE) == specs


def test_damaged_calls_give_nothing() -> None:
    capture = _capture((3, 0.1, 5))
    cut = replace(capture, calls=(replace(capture.calls[0], data=capture.calls[0].data[:-1]),))

    assert captured_specs(cut, _SIGNATURE) == ()
    assert checked_specs(cut, _SIGNATURE) == ()


def test_the_layout_changes_with_every_type_and_name() -> None:
    first, second = _SIGNATURE.parameters
    others = [
        replace(_SIGNATURE, parameters=(second, first)),
        replace(_SIGNATURE, parameters=(first, replace(second, name="y"))),
        replace(_SIGNATURE, parameters=(first, replace(second, element=_INT))),
        replace(_SIGNATURE, globals=(first,)),
    ]
    digests = {layout_digest(one) for one in (_SIGNATURE, *others)}
    assert len(digests) == 5
    assert layout_digest(replace(_SIGNATURE)) == layout_digest(_SIGNATURE)


def test_the_assumption_names_the_run() -> None:
    found = captured_only(_capture((3, 0.1, 5)))
    assert found.code == "captured-inputs"
    assert found.guard is None
    assert found.message == (
        "`f` is always called with values like those that were captured from `./app 7`: PCG could "
        "make no other inputs to check it on"
    )


def _case(count: int, changed: str = "") -> Case:
    recorded = RecordedInput(_data(count), "captured", changed)
    spec = CaseSpec(count, Style.RANDOM, 0, recorded=recorded)
    case = recorded_case(_SIGNATURE, spec, recorded)
    assert case is not None
    return case


def test_slow_checks_get_the_smallest() -> None:
    small, large, again, varied = _case(5), _case(500), _case(5), _case(4, "varied")
    made_up = replace(_case(1000), spec=CaseSpec(1000, Style.EXACT, 0))

    assert affordable([large, small, varied, made_up], 3, 100) == [small]
    assert affordable([small, again, large], 3, 10_000) == [small, large]
    assert with_captured([made_up], [made_up, large, small], 1, 100) == [made_up, small]
    # Where nothing else says anything, the smallest is taken whatever it costs.
    trivial = replace(_case(1), spec=CaseSpec(1, Style.EXACT, 0))
    assert with_captured([trivial], [trivial, large], 1, 100) == [trivial, large]
    assert with_captured([made_up], [made_up, large], 1, 100) == [made_up]
