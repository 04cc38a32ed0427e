"""What an instrumented program left behind: read in bounds, and nothing of it is believed."""

from __future__ import annotations

import stat
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pcg_engine.domain.capture import CapturedCall
from pcg_engine.tools.capture.instrument import Bounds
from pcg_engine.tools.harness.signature import Signature

_MAGIC = b"PCGCALL1"
_HEAD = struct.Struct("<8sQQQ")
_MOST_FILES = 4096
_SUMMARY_BYTES = 4096
_FIELDS = 6
_OF_GRAPHS = {
    2: (
        "leads to an array whose length cannot be told, since its memory is not from `malloc` or "
        "`new`: allocate it, or capture a function that is given the array itself"
    ),
    3: "leads to text without an end: let a zero follow it",
    6: (
        "leads to memory that is taken for two different types, which PCG cannot make again: give "
        "each type memory of its own"
    ),
}
"""Reasons that are others where objects lead there; see ``_told``."""


@dataclass(frozen=True, slots=True)
class Recording:
    """All processes of a run together.

    ``refused`` calls could not be recorded, the first of them for ``refusal``. ``is_whole`` is
    false if some process did not come to its end.
    """

    calls: tuple[CapturedCall, ...]
    total_calls: int
    total_seconds: float
    is_whole: bool
    processes: int
    refused: int
    refusal: str


@dataclass(frozen=True, slots=True)
class _Summary:
    calls: int
    seconds: float
    refused: int
    why: int
    slot: int
    is_end: bool


def read_recording(folder: Path, signature: Signature, bounds: Bounds) -> Recording:
    """What lies in ``folder``: of the calls as many as ``bounds`` allow, the longest among them."""
    is_there = folder.is_dir() and not folder.is_symlink()
    inside = folder.iterdir() if is_there else ()
    paths = sorted(path for path in inside if _is_plain(path))[:_MOST_FILES]
    summaries = [s for p in paths if p.suffix == ".summary" if (s := _summary(p)) is not None]
    calls = [c for p in paths if p.suffix == ".call" if (c := _call(p, bounds)) is not None]
    first = next((s for s in summaries if s.refused), None)
    return Recording(
        _chosen(calls, bounds),
        sum(s.calls for s in summaries),
        sum(s.seconds for s in summaries),
        bool(summaries) and all(s.is_end for s in summaries),
        sum(s.calls > 0 for s in summaries),
        sum(s.refused for s in summaries),
        "" if first is None else _told(first, signature, bounds),
    )


def _is_plain(path: Path) -> bool:
    return stat.S_ISREG(path.lstat().st_mode)


def _summary(path: Path) -> _Summary | None:
    if path.stat().st_size > _SUMMARY_BYTES:
        return None
    words = path.read_bytes().split()
    if len(words) != _FIELDS or not all(word.isdigit() for word in words):
        return None
    calls, nanoseconds, refused, why, slot, is_end = map(int, words)
    return _Summary(calls, nanoseconds / 1e9, refused, why, slot, is_end == 1)


def _call(path: Path, bounds: Bounds) -> CapturedCall | None:
    """A call that was written whole."""
    if path.stat().st_size > bounds.call_bytes + _HEAD.size:
        return None
    data = path.read_bytes()
    if len(data) < _HEAD.size:
        return None
    magic, number, nanoseconds, size = _HEAD.unpack_from(data)
    if magic != _MAGIC or size != len(data) - _HEAD.size:
        return None
    return CapturedCall(number, nanoseconds / 1e9, data[_HEAD.size :])


def _chosen(calls: Sequence[CapturedCall], bounds: Bounds) -> tuple[CapturedCall, ...]:
    """The longest ones, and of the others some from all over the run; equal ones once."""
    by_data: dict[bytes, CapturedCall] = {}
    for call in sorted(calls, key=lambda call: (-call.seconds, call.number)):
        by_data.setdefault(call.data, call)
    different = list(by_data.values())
    longest, rest = different[: bounds.longest], different[bounds.longest :]
    rest.sort(key=lambda call: call.number)
    room = bounds.calls - len(longest)
    step = max(1.0, len(rest) / room) if room else 1.0
    others = [rest[int(i * step)] for i in range(min(room, len(rest)))]
    kept: list[CapturedCall] = []
    size = 0
    for call in (*longest, *others):
        size += len(call.data)
        if size > bounds.total_bytes:
            break
        kept.append(call)
    return tuple(sorted(kept, key=lambda call: (-call.seconds, call.number)))


def _told(summary: _Summary, signature: Signature, bounds: Bounds) -> str:
    """Why a call could not be recorded, with what to do."""
    slots = signature.slots
    name = slots[summary.slot].name if summary.slot < len(slots) else "?"
    if summary.slot < len(slots) and slots[summary.slot].is_graph and summary.why in _OF_GRAPHS:
        return f"`{name}` {_OF_GRAPHS[summary.why]}"
    match summary.why:  # `refusal_type` of runtime/recorder.hpp
        case 1:
            return f"`{name}` is a null pointer, which PCG gives to no function"
        case 2:
            return (
                f"how many elements are behind `{name}` cannot be told, since the memory is "
                "neither from `malloc` or `new` nor a variable that PCG knows of; state it in a "
                f"comment above the function, as in `// pcg: {name}.size() == n`"
            )
        case 3:
            return (
                f"not as many elements can be read behind `{name}` as the loops seem to use; state "
                f"how many there are in a comment above the function, as in "
                f"`// pcg: {name}.size() == n`"
            )
        case 4:
            return (
                f"`{name}` shares memory with another parameter in a way that PCG cannot make "
                "again; call the function with data of its own"
            )
        case 5:
            return (
                f"its arguments have more than {bounds.call_bytes >> 20} MiB; run the program on "
                "less data, or raise --max-megabytes"
            )
        case 6:
            return (
                f"`{name}` lies in the memory of another parameter of another type, which PCG "
                "cannot make again; call the function with data of its own"
            )
        case 8:
            return (
                f"`{name}` leads to an object of another class than PCG would make; call the "
                "function with one of the class that it declares, or capture a loop inside it"
            )
        case _:
            return (
                f"all calls together have more than {bounds.total_bytes >> 20} MiB; ask for fewer "
                "with --calls"
            )
