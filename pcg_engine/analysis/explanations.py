"""Dependences in words: what two iterations do to each other, where, and how far apart."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pcg_engine.analysis.accesses import Accesses, Condition, MemoryAccess
from pcg_engine.analysis.dependence import Conflict
from pcg_engine.analysis.place import Index
from pcg_engine.analysis.scope import BOUNDED, Iteration
from pcg_engine.domain.ast import ArithmeticType
from pcg_engine.domain.dependence import Access, Dependence, DependenceKind
from pcg_engine.domain.facts import Reason
from pcg_engine.domain.source import SourceText

_MOST_TELLING = (
    "ordered-io",
    "static-state",
    "early-exit",
    "bit-packed-container",
    "flow-dependence",
    "carried-scalar",
    "carried-condition",
    "may-throw",
)
"""What a person would name first; the others follow as they were found."""


def most_telling_first(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """``reasons`` with those in front that explain the others.

    Of dependences the one with a known distance says most. A stream that two iterations use, for
    instance, is carried from one to the next, but the point is that output has an order.
    """

    def rank(reason: Reason) -> tuple[int, bool]:
        known = reason.code in _MOST_TELLING
        place = _MOST_TELLING.index(reason.code) if known else len(_MOST_TELLING)
        return place, reason.distance is None

    return tuple(sorted(reasons, key=rank))


def dependence_of(conflict: Conflict, source: SourceText) -> Dependence:
    """``conflict`` as a value of the domain."""
    return Dependence(
        conflict.kind,
        _access(conflict.source, source),
        _access(conflict.sink, source),
        conflict.distance,
    )


def conflict_reason(
    conflict: Conflict, iteration: Iteration, collected: Accesses, source: SourceText
) -> Reason:
    """Why ``conflict`` forbids parallel iterations, or why PCG cannot exclude that it does."""
    places = (conflict.source, conflict.sink)
    written = [a.span.start for a in places if a.text]
    locations = tuple(dict.fromkeys(source.location(start) for start in written))
    if conflict.certain:
        return Reason(
            f"{conflict.kind.value}-dependence",
            _sentence(conflict, iteration, source),
            locations,
            conflict.distance,
        )
    doubt = _doubt(conflict, collected, source)
    return Reason(doubt.code, doubt.message, locations, conflict.distance)


def _sentence(conflict: Conflict, iteration: Iteration, source: SourceText) -> str:
    earlier, later = conflict.source, conflict.sink
    if conflict.distance is None:
        verb = "writes" if later.is_write else "reads"
        done = "writes" if earlier.is_write else "reads"
        tail = "the distance varies"
        return (
            f"one iteration {verb} {_shown(later, source)}, "
            f"which an earlier one {done} as {_shown(earlier, source)}: {tail}"
        )
    name = iteration.text or "k"
    sign = "-" if iteration.direction > 0 else "+"
    step = (iteration.step or 1) * conflict.distance
    other = f"{name}{sign}{step}"
    distance = f"distance {conflict.distance}"
    match conflict.kind:
        case DependenceKind.FLOW:
            return (
                f"iteration {name} reads {_shown(later, source)}, "
                f"which iteration {other} writes as {_shown(earlier, source)}: {distance}"
            )
        case DependenceKind.ANTI:
            return (
                f"iteration {name} overwrites {_shown(later, source)}, "
                f"which iteration {other} still reads as {_shown(earlier, source)}: {distance}"
            )
        case DependenceKind.OUTPUT:
            return (
                f"iteration {name} writes {_shown(later, source)}, "
                f"as iteration {other} does: {distance}"
            )


@dataclass(frozen=True, slots=True)
class _Doubt:
    code: str
    message: str


def _doubt(conflict: Conflict, collected: Accesses, source: SourceText) -> _Doubt:
    pair = (conflict.source, conflict.sink)
    write = conflict.sink if conflict.sink.is_write else conflict.source
    for access in (write, *pair):
        if _is_scattered(access):
            return _scattered(access, collected, source)
    if conflict.fixed:
        message = (
            f"every iteration writes {_shown(write, source)}; "
            "declare it inside the loop if it is only a temporary"
        )
        return _Doubt("shared-temporary", message)
    both = f"{_shown(conflict.source, source)} and {_shown(conflict.sink, source)}"
    if any(a.condition is Condition.CONTROL for a in pair):
        message = (
            f"{both} may be the same element in different iterations, "
            "unless the conditions around them exclude it"
        )
        return _Doubt("conditional-dependence", message)
    return _Doubt("possible-dependence", f"{both} may be the same element in different iterations")


def _scattered(access: MemoryAccess, collected: Accesses, source: SourceText) -> _Doubt:
    shown = _shown(access, source)
    if _wraps(access, collected):
        message = (
            f"the index of {shown} is computed in a type in which it may wrap around; "
            "compute it in `std::size_t` or `int`"
        )
        return _Doubt("index-may-wrap", message)
    if access.is_write and access.text.isidentifier() and isinstance(access.type, ArithmeticType):
        message = (
            f"a function that is called with {shown} may write any of its elements, "
            "in every iteration the same; give each iteration an array of its own"
        )
        return _Doubt("written-by-callee", message)
    if access.is_write and (re.search(r"\[[^\]]*\[", access.text) or "(" in access.text):
        message = (
            f"{shown} is written at an index that data decide: "
            "iterations with the same index would collide"
        )
        return _Doubt("indirect-write", message)
    message = (
        f"PCG cannot tell which element {shown} is: "
        "the index is not a sum of multiples of loop counters"
    )
    return _Doubt("index-not-affine", message)


def _wraps(access: MemoryAccess, collected: Accesses) -> bool:
    """Whether the index was given up because it, or what a local it names holds, may wrap."""
    if any(access.span.contains(e.span) for e in collected.wrapping):
        return True
    return bool(collected.wrapping) and re.search(r"\[\w+\]$", access.text) is not None


def _is_scattered(access: MemoryAccess) -> bool:
    return any(
        isinstance(s, Index)
        and (s.value is None or any(name.startswith(BOUNDED) for name in s.value.names))
        for s in access.selectors
    )


def _shown(access: MemoryAccess, source: SourceText) -> str:
    if not access.text:
        return f"{_holder(access)}, in a function that is called"
    return f"`{access.text}` (line {source.location(access.span.start).line})"


def _holder(access: MemoryAccess) -> str:
    """What the access goes to, for people, where the function does not say it itself."""
    return f"`{access.root.text}`" if access.root.text else "memory"


def _access(access: MemoryAccess, source: SourceText) -> Access:
    return Access(
        access.root.text or access.root.key,
        access.text,
        access.is_write,
        access.span,
        source.location(access.span.start),
    )
