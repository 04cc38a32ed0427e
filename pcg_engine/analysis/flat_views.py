"""Pointers to the first row of an array of arrays, which programs use for the whole array.

By the standard ``p[i * 8 + j]`` with ``double* p = &a[0][0]`` stays in the first row. Nobody means
that who writes it, and what compilers do with it is what is meant: there the indices of both
dimensions count as one, so that it meets ``a[i][j]``.
"""

from __future__ import annotations

from pcg_engine.analysis.modification import stripped
from pcg_engine.analysis.place import Index, Place, RootKind, Selector
from pcg_engine.domain.ast import ArrayType, ContainerKind, ContainerType, Type
from pcg_engine.domain.polynomial import Polynomial

_LED_TO = (RootKind.POINTER, RootKind.FRESH)


def as_one_index(source: Place, sink: Place) -> tuple[tuple[Selector, ...], tuple[Selector, ...]]:
    """The selectors of two places, with indices joined where one of them sees rows as one array."""
    joined = max(_seen_as_one(source), _seen_as_one(sink))
    if joined == 0:
        return source.selectors, sink.selectors
    first = max(_first_of_run(source, joined), _first_of_run(sink, joined))
    return _joined(source, first, joined), _joined(sink, first, joined)


def _seen_as_one(place: Place) -> int:
    """The position of the last index that a pointer to a first row was moved by; 0 if none."""
    for position in range(len(place.selectors) - 1, 0, -1):
        match place.selectors[position - 1], place.selectors[position]:
            case Index(value=Polynomial() as row), Index(is_walked=True) if (
                row.as_constant is not None
            ):
                return position
            case _:
                pass
    return 0


def _first_of_run(place: Place, last: int) -> int:
    """Where the indices begin of which the one at ``last`` is the last."""
    first = min(last, len(place.selectors))
    while first > 0 and isinstance(place.selectors[first - 1], Index):
        first -= 1
    return first


def _joined(place: Place, first: int, last: int) -> tuple[Selector, ...]:
    """The selectors with the indices from ``first`` to ``last`` as one, which may be unknown."""
    selectors, extents = place.selectors, _extents(place)
    total: Polynomial | None = Polynomial()
    for position in range(first, last + 1):
        selector = selectors[position] if position < len(selectors) else None
        value = selector.value if isinstance(selector, Index) else None
        extent = 1 if position == first or selector is None else extents[position]
        if total is None or value is None or extent is None:
            total = None
        else:
            total = total * Polynomial.constant(extent) + value
    return (*selectors[:first], Index(total), *selectors[last + 1 :])


def _extents(place: Place) -> list[int | None]:
    """How many elements there are where each selector chooses one, if that is known."""
    found: list[int | None] = []
    inside: Type | None = place.root.type
    led = place.root.pointers + 1 if place.root.kind in _LED_TO else 0
    for selector in place.selectors:
        extent: int | None = None
        if not isinstance(selector, Index):
            inside = None
        elif led > 0:
            led -= 1
        else:
            match None if inside is None else stripped(inside):
                case (
                    ArrayType(element=element, extent=count)
                    | ContainerType(container=ContainerKind.ARRAY, element=element, extent=count)
                ):
                    inside, extent = element, count
                case _:
                    inside = None
        found.append(extent)
    return found
