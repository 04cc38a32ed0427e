"""Which inputs a capture gives: those of the checks, their variations, the one that is timed."""

from __future__ import annotations

import hashlib
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

import numpy as np

from pcg_engine.domain.capture import Capture, CapturedCall
from pcg_engine.domain.facts import Assumption
from pcg_engine.tools.harness.cases import (
    AliasPartition,
    AliasShape,
    Case,
    CaseSpec,
    RecordedInput,
    Style,
)
from pcg_engine.tools.harness.elements import ElementStyle, ValueRange, make_elements
from pcg_engine.tools.harness.inputs import alias_partitions
from pcg_engine.tools.harness.prepare import Harness
from pcg_engine.tools.harness.recorded import (
    DamagedRecord,
    float_runs,
    largest_of,
    shared_wholly,
    slots_of,
)
from pcg_engine.tools.harness.signature import Signature
from pcg_engine.tools.subject import Instruments, Original

_LAYOUT_VERSION = 1
_MOST_SECONDS = 0.1
_MOST_BYTES = 16 << 20
"""Of all captured inputs that checks run on: they call them hundreds of times, some slowly."""
_MOST_ALIKE = 3
"""So many captured inputs of the same number of bytes."""
_MOST_VARIED = 3
_VARIED_BYTES = 4 << 20
_MOST_ALIASED = 6
_STYLES = (Style.EXACT, Style.RANDOM, Style.SIGNED, Style.TIES)


def layout_digest(signature: Signature) -> str:
    """Changes with every type, name and order that an encoded input depends on."""
    text = f"{_LAYOUT_VERSION} {signature!r}".encode()
    return hashlib.sha256(text).hexdigest()


def find_capture(harness: Harness, instruments: Instruments) -> Capture | None:
    """What is known of the calls of the function that ``harness`` drives."""
    if instruments.captures is None:
        return None
    return instruments.captures.find(
        harness.original.source.path,
        harness.original.function.label,
        layout_digest(harness.signature),
    )


def nest_key(original: Original) -> str:
    """The name under which the one loop nest of ``original`` is kept: its function and its text."""
    span = original.nests[0].loop.span
    digest = hashlib.sha256(original.source.data[span.start : span.end]).hexdigest()
    return f"{original.function.name}@{digest[:16]}"


def find_nest_capture(
    harness: Harness, original: Original, instruments: Instruments
) -> Capture | None:
    """What is known of the nest of ``original`` that ``harness`` drives alone."""
    if instruments.captures is None:
        return None
    return instruments.captures.find(
        original.source.path, nest_key(original), layout_digest(harness.signature)
    )


def captured_spec(capture: Capture, call: CapturedCall, signature: Signature) -> CaseSpec | None:
    """The input that ``call`` was; ``None`` if it is damaged."""
    try:
        size = largest_of(slots_of(signature, call.data))
    except DamagedRecord:
        return None
    return CaseSpec(size, Style.RANDOM, 0, recorded=RecordedInput(call.data, capture.words(call)))


def captured_specs(capture: Capture, signature: Signature) -> tuple[CaseSpec, ...]:
    """All inputs of ``capture``, those of the longest calls first."""
    found = (captured_spec(capture, call, signature) for call in _by_time(capture.calls)[::-1])
    return tuple(spec for spec in found if spec is not None)


def checked_specs(capture: Capture, signature: Signature) -> tuple[CaseSpec, ...]:
    """Those that are cheap enough for every check, the cheapest first, one at least.

    After them, variations: the recorded structure with other floating-point numbers.
    """
    chosen: list[CaseSpec] = []
    alike: Counter[int] = Counter()
    seconds, size = 0.0, 0
    for call in _by_time(capture.calls):
        alike[len(call.data)] += 1
        if alike[len(call.data)] > _MOST_ALIKE:
            continue
        spec = captured_spec(capture, call, signature)
        seconds, size = seconds + call.seconds, size + len(call.data)
        if chosen and (seconds > _MOST_SECONDS or size > _MOST_BYTES):
            break
        if spec is not None:
            chosen.append(spec)
    return (*chosen, *_variations(chosen, signature))


def affordable(cases: Sequence[Case], most: int, most_bytes: int) -> list[Case]:
    """Captured ones of ``cases`` for a check that is slow: the smallest, of different sizes."""
    different: dict[int, Case] = {}
    for case in sorted((c for c in cases if c.is_captured), key=lambda c: c.total_bytes):
        if case.total_bytes <= most_bytes:
            different.setdefault(case.total_bytes, case)
    return list(different.values())[:most]


def with_captured(
    chosen: Sequence[Case], cases: Sequence[Case], most: int, most_bytes: int
) -> list[Case]:
    """``chosen`` with affordable captured ones of ``cases``; never empty if those are not."""
    more = [case for case in affordable(cases, most, most_bytes) if case not in chosen]
    found = [*chosen, *more]
    smallest = sorted((c for c in cases if c.is_captured), key=lambda c: c.total_bytes)[:1]
    is_trivial = all(case.spec.size <= 1 for case in found)
    return [*found, *(c for c in smallest if c not in found)] if is_trivial else found


_NO_OTHERS = "PCG could make no other inputs to check it on"


def captured_only(capture: Capture, why: str = _NO_OTHERS) -> Assumption:
    """What a verdict rests on where PCG could make no, or not enough, inputs of its own."""
    if capture.is_nest:
        what = f"the loop nest of `{capture.function_name}` is always reached"
    else:
        what = f"`{capture.function}` is always called"
    return Assumption(
        "captured-inputs",
        f"{what} with values like those that were {_source(capture)}: {why}",
    )


def _source(capture: Capture) -> str:
    return capture.words(capture.calls[0]).rpartition(", call")[0]


def _by_time(calls: Sequence[CapturedCall]) -> list[CapturedCall]:
    return sorted(calls, key=lambda call: (call.seconds, len(call.data), call.number))


def _variations(specs: Sequence[CaseSpec], signature: Signature) -> Iterator[CaseSpec]:
    """Other values where floating-point numbers lie in arrays; indices and sizes as they were."""
    small = [
        spec
        for spec in specs
        if spec.recorded is not None and len(spec.recorded.encoded) <= _VARIED_BYTES
    ]
    for spec in small[:_MOST_VARIED]:
        assert spec.recorded is not None
        encoded = spec.recorded.encoded
        runs = float_runs(signature, encoded)
        for style in _STYLES if runs else ():
            rng = np.random.default_rng([zlib.crc32(encoded), _STYLES.index(style)])
            how = ElementStyle(style, small=1, signed=style is Style.SIGNED, nan=False)
            data = bytearray(encoded)
            for layout, start, count in runs:
                values = make_elements(layout, count, how, ValueRange(), rng)
                made = values.tobytes()
                data[start : start + len(made)] = made
            changed = f"{style} values in place of its floating-point numbers"
            recorded = RecordedInput(bytes(data), spec.recorded.words, changed)
            yield CaseSpec(spec.size, style, 1, nan=False, recorded=recorded)


def _aliased(specs: Sequence[CaseSpec], harness: Harness) -> Iterator[CaseSpec]:
    """The smallest recorded input with two parameters in the same storage, where that is legal.

    Run-time guards against overlap are to be seen from both sides.
    """
    first = min(
        (one for one in specs if one.recorded is not None and not one.recorded.changed),
        key=lambda one: one.size,
        default=None,
    )
    if first is None or first.recorded is None:
        return
    recorded = first.recorded
    same = (one for one in alias_partitions(harness) if one.shape is AliasShape.SAME)
    for partition in islice(same, _MOST_ALIASED):
        for onto, guest in (
            (partition.onto, partition.parameter),
            (partition.parameter, partition.onto),
        ):
            data = shared_wholly(harness.signature, recorded.encoded, onto, guest)
            if data is not None:
                alias = AliasPartition(onto, guest, AliasShape.SAME)
                made = RecordedInput(data, recorded.words, str(alias))
                yield CaseSpec(first.size, Style.RANDOM, 2, alias=alias, recorded=made)
                break


def recorded_of(harness: Harness, capture: Capture | None) -> tuple[CaseSpec, ...]:
    """What the checks add to their own inputs."""
    if capture is None:
        return ()
    specs = checked_specs(capture, harness.signature)
    return (*specs, *_aliased(specs, harness))
