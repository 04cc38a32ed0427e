"""How many elements behind a pointer a loop combines values into.

An array section of a ``reduction`` clause is read and written whole (OpenMP 5.2, section 5.5.5),
whatever the iterations do. So the number is given only if the loop, once it runs, surely touches
the last of these elements: then all of them are there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pcg_engine.analysis.accesses import Condition, MemoryAccess
from pcg_engine.analysis.place import Index
from pcg_engine.analysis.reach import cpp_text
from pcg_engine.analysis.scope import Iteration, Symbol
from pcg_engine.domain.polynomial import Polynomial


def touched_section(
    accesses: Sequence[MemoryAccess], carrier: Iteration, symbols: Mapping[str, Symbol]
) -> str | None:
    """The C++ text of ``n`` if ``accesses`` of one pointer cover ``[0, n)`` where ``n`` is not 0.

    The elements must be counted by loops inside ``carrier`` that run from 0 to one bound, and one
    access must be made in each iteration of these, unconditionally, directly inside ``carrier``.
    """
    bounds: set[Polynomial] = set()
    is_sure = False
    for access in accesses:
        if not access.selectors and not access.is_write:
            continue  # the pointer's own value
        inside = [i for i in access.iterations if i.depth > carrier.depth]
        bound = _counted_to(access, inside)
        if bound is None or bound.names & {carrier.key, *(i.key for i in inside)}:
            return None
        bounds.add(bound)
        is_sure |= len(inside) == 1 and access.condition is Condition.ALWAYS
    if len(bounds) != 1 or not is_sure:
        return None
    return cpp_text(bounds.pop(), symbols)


def _counted_to(access: MemoryAccess, inside: Sequence[Iteration]) -> Polynomial | None:
    match access.selectors:
        case (Index(value=Polynomial() as index),):
            pass
        case _:
            return None
    counter = next((i for i in inside if index == Polynomial.name(i.key)), None)
    if counter is None or not counter.exact or counter.step != 1 or len(counter.upper) != 1:
        return None
    return counter.upper[0] if counter.lower == (Polynomial(),) else None
