"""Short comparisons of candidates' speeds: which of them are worth verifying first."""

from __future__ import annotations

from dataclasses import dataclass

from pcg_engine.domain.candidate import Candidate


@dataclass(frozen=True, slots=True)
class Trial:
    """How many times faster than the original ``candidate`` was, in the middle of a few runs.

    ``None``: it could not be timed. It says nothing of whether the candidate is right, and it is
    never shown as a measured speedup: too few runs, and chosen among several. ``worst`` is the
    least ratio on inputs of hostile distributions, of candidates that are about as fast.
    """

    candidate: Candidate
    ratio: float | None
    worst: float | None = None
