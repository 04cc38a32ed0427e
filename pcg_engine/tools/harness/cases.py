"""What is asked of an input, and the input itself."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum


class Style(StrEnum):
    """How the elements of an input are chosen."""

    EXACT = "exact"
    """Small integers and a few powers of two: sums and products of a few are exact."""
    RANDOM = "random"
    """Floats in [0.5, 2), so that the terms of a plain sum have one sign; integers at random."""
    SIGNED = "signed"
    """Floats of both signs over several magnitudes."""
    SORTED = "sorted"
    REVERSED = "reversed"
    EQUAL = "equal"
    TIES = "ties"
    """Few distinct values, in random order."""
    WIDE = "wide"
    """Odd integers that need half of their type's mantissa: products of two are exact in the type,
    and nothing is in a narrower one. Integers near the ends of a narrower type."""
    CANCELLING = "cancelling"
    """Large values of both signs among ones: what is added first decides what is left."""
    SPECIAL = "special"
    """Random with infinities, NaN, signed zeros, denormals and extremes among them."""
    OFFSET = "offset"
    """Floats of a small spread around a large number: what subtracts afterwards cancels."""


class Stress(StrEnum):
    """How the work of a loop is made uneven, or its data hostile, at the same sizes and ranges.

    After the performance-stressing inputs of WEDGE (Yang et al., 2025): what decides about speed
    is not the size alone.
    """

    SKEWED = "a few rows have most of the work"
    LATE = "the work comes last"
    EQUAL = "all values are equal"
    UNIQUE = "keys are as different as can be"
    BRANCHY = "signs are random"
    SORTED = "values are sorted"
    """The values of ``BRANCHY``, so that a condition on them changes once."""


class Special(StrEnum):
    """One kind of special floating-point value."""

    NAN = "NaN"
    NEGATIVE_ZERO = "-0.0"
    INFINITY = "infinity"
    NEGATIVE_INFINITY = "-infinity"
    DENORMAL = "denormal"


class AliasShape(StrEnum):
    """How two parameters share storage."""

    SAME = "same"
    SHIFTED = "shifted"
    """The second begins one element after the first."""
    HALF = "half"
    """The second begins in the middle of the first."""
    TOUCHING = "touching"
    """The second begins with the last element of the first: the least that they can share."""
    ELEMENT = "element"
    """The second, a reference to a scalar, is an element of the first."""


@dataclass(frozen=True, slots=True)
class AliasPartition:
    """``parameter`` lies in the storage of ``onto``."""

    onto: str
    parameter: str
    shape: AliasShape

    def __str__(self) -> str:
        match self.shape:
            case AliasShape.SAME:
                return f"`{self.parameter}` is the same storage as `{self.onto}`"
            case AliasShape.SHIFTED:
                return f"`{self.parameter}` begins one element after `{self.onto}`"
            case AliasShape.HALF:
                return f"`{self.parameter}` begins in the middle of `{self.onto}`"
            case AliasShape.TOUCHING:
                return f"`{self.parameter}` begins with the last element of `{self.onto}`"
            case AliasShape.ELEMENT:
                return f"`{self.parameter}` refers to an element of `{self.onto}`"


@dataclass(frozen=True, slots=True)
class RecordedInput:
    """What the function was given in a run of the user's program.

    ``encoded`` is in the case format; ``words`` say where it comes from, ``changed`` what was made
    of it besides (empty: it is as it was).
    """

    encoded: bytes = field(repr=False)
    words: str
    changed: str = ""


@dataclass(frozen=True, slots=True)
class CaseSpec:
    """What is asked of an input; equal specs give equal cases.

    ``size`` is one knob that all sizes follow. ``minimum_extents`` are element counts by
    parameter that probing found necessary beyond what analysis knew. ``nan`` lets special values
    be NaN; with ``only`` the special values are of that kind, among ordinary positive ones (among
    ones of both signs if ``seed`` is odd). ``planted`` values stand among the elements, wherever
    their type and range permit. ``pinned`` integer parameters and container sizes have just these
    values, whatever the knob. With ``recorded`` the input is that; ``size`` is then its largest
    element count or integer parameter. ``stress`` rearranges what is made up (``stress.stressed``).
    """

    size: int
    style: Style
    seed: int
    alias: AliasPartition | None = None
    minimum_extents: tuple[tuple[str, int], ...] = ()
    nan: bool = True
    planted: tuple[float, ...] = ()
    pinned: tuple[tuple[str, int], ...] = ()
    only: Special | None = None
    recorded: RecordedInput | None = None
    stress: Stress | None = None

    def with_extent(self, name: str, count: int) -> CaseSpec:
        """The same request with at least ``count`` elements for ``name``."""
        extents = dict(self.minimum_extents)
        extents[name] = max(count, extents.get(name, 0))
        return replace(self, minimum_extents=tuple(sorted(extents.items())))


@dataclass(frozen=True, slots=True)
class Case:
    """An input: ``encoded`` for the host, ``description`` for people ("n = 65, exact values").

    ``total_bytes`` is the size of all argument storage; ``owners`` names, in signature order, the
    parameter whose storage each slot uses (itself, but for aliases); ``largest`` is the largest
    element count or integer parameter; ``scalars`` holds the integer parameters' values, and
    ``lengths`` those with the element counts of all storage (``x.size()``).
    """

    spec: CaseSpec
    encoded: bytes
    description: str
    total_bytes: int
    owners: tuple[str, ...]
    largest: int
    scalars: tuple[tuple[str, int], ...] = ()
    lengths: tuple[tuple[str, int], ...] = ()

    @property
    def is_captured(self) -> bool:
        """Whether this is what the user's own program gave, unchanged."""
        return self.spec.recorded is not None and not self.spec.recorded.changed
