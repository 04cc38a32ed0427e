"""What came of one way of building one program."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never, cast


class Way(StrEnum):
    """A way of making a program parallel, or of leaving it as it is."""

    GCC = "gcc"
    CLANG = "clang"
    AUTOPAR = "autopar"
    AUTOPAR_ALL = "autopar-all"
    POLLY_SERIAL = "polly-serial"
    POLLY = "polly"
    EXPERT = "expert"
    PCG = "pcg"


@dataclass(frozen=True, slots=True)
class Timed:
    """Right results in every round; seconds, round by round."""

    seconds: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Same:
    """The compiler made the same code as in another way, so it was not timed again."""

    way: Way


@dataclass(frozen=True, slots=True)
class Wrong:
    """It ran, and its results differ from the original's."""

    difference: str


@dataclass(frozen=True, slots=True)
class Unavailable:
    """It could not be built or run."""

    reason: str


@dataclass(frozen=True, slots=True)
class NoOffer:
    """PCG leaves the program as it is."""

    reason: str


Outcome = Timed | Same | Wrong | Unavailable | NoOffer


def to_json(outcome: Outcome) -> dict[str, object]:
    """For keeping."""
    match outcome:
        case Timed(seconds):
            return {"seconds": list(seconds)}
        case Same(way):
            return {"same": way.value}
        case Wrong(difference):
            return {"wrong": difference}
        case Unavailable(reason):
            return {"unavailable": reason}
        case NoOffer(reason):
            return {"no-offer": reason}
        case _:
            assert_never(outcome)


def from_json(kept: Mapping[str, object]) -> Outcome:
    """What ``to_json`` made. Raises ``ValueError`` for anything else."""
    match kept:
        case {"seconds": list()}:
            return Timed(tuple(cast("list[float]", kept["seconds"])))
        case {"same": str(way)}:
            return Same(Way(way))
        case {"wrong": str(text)}:
            return Wrong(text)
        case {"unavailable": str(text)}:
            return Unavailable(text)
        case {"no-offer": str(text)}:
            return NoOffer(text)
        case _:
            raise ValueError(f"not an outcome: {kept}")
