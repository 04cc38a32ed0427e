"""Regions of memory as C++ gives their bounds, and the C++ that says that two are apart."""

from __future__ import annotations

from dataclasses import dataclass

from pcg_engine.analysis.places import unqualified
from pcg_engine.domain.ast import ArrayType, OpaqueType, Type


@dataclass(frozen=True, slots=True)
class Region:
    """Pointers to the first elements and behind the last ones of a region."""

    firsts: tuple[str, ...]
    lasts: tuple[str, ...]
    element: Type


def apart(one: Region, other: Region) -> str:
    """C++ that is true only if the regions have nothing in common."""
    same = unqualified(one.element) == unqualified(other.element) and not (
        _has_unknown_part(one.element)
    )
    return f"({_before(one, other, same)} || {_before(other, one, same)})"


def _before(one: Region, other: Region, same_type: bool) -> str:
    """C++ that is true only if all of ``one`` lies before all of ``other``."""
    tests: list[str] = []
    for last in one.lasts:
        for first in other.firsts:
            if same_type:
                tests.append(f"{last} <= {first}")
            else:
                tests.append(f"(const void *)({last}) <= (const void *)({first})")
    return tests[0] if len(tests) == 1 else f"({' && '.join(tests)})"


def _has_unknown_part(element: Type) -> bool:
    """Whether two types that look the same may differ: arrays of variable length, bare names."""
    match element:
        case ArrayType(element=inner, extent=extent):
            return extent is None or _has_unknown_part(inner)
        case OpaqueType():
            return True
        case _:
            return False
