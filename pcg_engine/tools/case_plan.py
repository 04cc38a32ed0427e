"""Which inputs an equivalence test asks for."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from pcg_engine.tools.harness.cases import CaseSpec, Special, Style
from pcg_engine.tools.harness.inputs import alias_partitions, drivers
from pcg_engine.tools.harness.prepare import Harness
from pcg_engine.tools.harness.signature import SlotKind
from pcg_engine.tools.harness.values import value_scalars

_CONTAINERS = (SlotKind.VECTOR, SlotKind.NESTED_VECTOR, SlotKind.SPAN)
_MAXIMUM_PARTITIONS = 24
_MAXIMUM_UNEVEN = 4
_MOST_PINNED = 4
_MOST_RELATED = 3
_RELATED = ((8, 8), (9, 9), (6, 10), (5, 9), (4, 12), (12, 4))


def base_specs(harness: Harness, threads: int) -> tuple[CaseSpec, ...]:
    """Sizes around every border (empty, one, odd, threads, a cache line, a tile), all styles."""
    return tuple(
        dict.fromkeys(
            (
                *_exact(threads),
                *_styles(),
                *_floating(harness),
                *_uneven(harness),
                *_degenerate(harness),
                *_related(harness),
                *_aliased(harness),
            )
        )
    )


def further_specs(round_: int) -> tuple[CaseSpec, ...]:
    """More of the same with other seeds, for branches that were not reached."""
    seed = 100 + 10 * round_
    usual = (
        CaseSpec(size, style, seed + turn, nan=False)
        for turn in range(4)
        for size in (17, 200)
        for style in (Style.EXACT, Style.RANDOM, Style.SIGNED, Style.TIES)
    )
    large = (CaseSpec(size, Style.EXACT, seed, nan=False) for size in (4100, 40_000))
    return (*usual, *large)


def searching_specs(harness: Harness) -> Iterator[tuple[CaseSpec, ...]]:
    """Inputs for what the usual ones do not reach, the cheap ones first, a round at a time.

    The first round has counts below zero, on which a candidate need not be right.
    """
    names = drivers(harness)
    odd = (0, 1, 2, 3, 5, 16, 100, -1)
    yield tuple(
        CaseSpec(size, Style.EXACT, 0, pinned=((name, value),))
        for name in names[:_MOST_PINNED]
        for value in odd
        for size in (6, 40)
    )
    yield tuple(
        CaseSpec(size, style, seed, nan=False)
        for size, seed in ((17, 50), (200, 51), (999, 52), (2500, 53))
        for style in Style
        if style is not Style.OFFSET
    )
    yield tuple(
        CaseSpec(size, style, 3)
        for size in (10_000, 100_000)
        for style in (Style.EXACT, Style.SIGNED, Style.WIDE, Style.RANDOM)
    )
    yield tuple(
        CaseSpec(size, style, 0)
        for size in (300_000, 1 << 20)
        for style in (Style.EXACT, Style.RANDOM)
    )


def _exact(threads: int) -> Iterator[CaseSpec]:
    # All small sizes: every remainder of a division among 2 to 8 threads.
    around = {t + d for t in (16, 32, 64, 128, 257, threads) for d in (-1, 0, 1)}
    sizes = sorted({*range(20), 31, 63, 1000, *around})
    for position, size in enumerate(sizes):
        yield CaseSpec(size, Style.EXACT, position % 4)
    # What happens only in a loop's single iteration has to be seen more than once.
    for seed in range(3):
        yield CaseSpec(1, Style.RANDOM, seed)
    for seed in range(4):
        yield CaseSpec(65, Style.EXACT, seed)
    yield CaseSpec(4100, Style.EXACT, 2)


def _styles() -> Iterator[CaseSpec]:
    for size, seed in ((3, 0), (65, 0), (65, 3), (1000, 0), (1000, 1)):
        yield CaseSpec(size, Style.RANDOM, seed)
    for style in (Style.SIGNED, Style.SORTED, Style.REVERSED, Style.EQUAL, Style.TIES):
        yield CaseSpec(66, style, 0)
        yield CaseSpec(67, style, 1)
    for seed in range(2):
        yield CaseSpec(130, Style.WIDE, seed)
        yield CaseSpec(17, Style.SPECIAL, seed)
        yield CaseSpec(66, Style.SPECIAL, seed)
        yield CaseSpec(66, Style.SPECIAL, seed, nan=False)
    yield CaseSpec(33, Style.CANCELLING, 0)


def _floating(harness: Harness) -> Iterator[CaseSpec]:
    """Special values one kind at a time, since one may hide another; small spreads."""
    scalars = [scalar for slot in harness.signature.slots for scalar in value_scalars(slot.layout)]
    if not any(scalar.code[1:2] == "f" for scalar in scalars):
        return
    for kind in Special:
        for seed in range(2):
            yield CaseSpec(17, Style.SPECIAL, seed, nan=kind is Special.NAN, only=kind)
    # Not large: what an original subtracts itself may then be rounded, but not to nothing.
    yield CaseSpec(66, Style.OFFSET, 0)
    yield CaseSpec(67, Style.OFFSET, 1)


def _degenerate(harness: Harness) -> Iterator[CaseSpec]:
    """One of several sizes is zero or one while the others are not."""
    names = drivers(harness)
    for name in names[:_MOST_PINNED] if len(names) > 1 else ():
        for value in (0, 1):
            yield CaseSpec(30, Style.EXACT, 0, pinned=((name, value),))


def _related(harness: Harness) -> Iterator[CaseSpec]:
    """Two sizes that are equal, both even, both odd, or one a multiple of the other.

    The usual ones differ by one, and have no common divisor: the middle of a matrix is never an
    element of it, and its diagonal never ends in a corner.
    """
    for first, second in combinations(drivers(harness)[:_MOST_RELATED], 2):
        for position, sizes in enumerate(_RELATED):
            pinned = ((first, sizes[0]), (second, sizes[1]))
            yield CaseSpec(30, Style.EXACT, position % 4, pinned=pinned)


def _uneven(harness: Harness) -> Iterator[CaseSpec]:
    """Containers that bring their own sizes, one of them longer than the others."""
    containers = [
        s.name for s in harness.signature.slots if s.kind in _CONTAINERS and s.extent is None
    ]
    if len(containers) > 1:
        for name in containers[:_MAXIMUM_UNEVEN]:
            yield CaseSpec(17, Style.EXACT, 1).with_extent(name, 20)
            yield CaseSpec(17, Style.EXACT, 1, pinned=((name, 9),))


def _aliased(harness: Harness) -> Iterator[CaseSpec]:
    for partition in alias_partitions(harness)[:_MAXIMUM_PARTITIONS]:
        yield CaseSpec(6, Style.EXACT, 0, partition)
        yield CaseSpec(65, Style.EXACT, 2, partition)
