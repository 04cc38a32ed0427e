"""Amdahl's law, from measurements to the share of the time that loops take (pure)."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import harmonic_mean, median

from pcg_engine.domain.measurement import Speedup
from pcg_engine.domain.project import AmdahlBound, ApplicationSpeedup, ShareSource

_CLEARLY_FASTER = 1.02
"""A loop that is not faster by more than this says nothing of its share."""


def timed_bound(shares: Sequence[float]) -> AmdahlBound:
    """What the shares of several runs imply; raises ``ValueError`` without one."""
    return AmdahlBound(ShareSource.TIMED, median(shares), min(shares), max(shares))


def computed_bound(application: ApplicationSpeedup, loops: Sequence[Speedup]) -> AmdahlBound | None:
    """What the speedups of ``loops`` and of the program with all of them faster imply.

    With a share ``p`` of the time in loops that become ``s`` times faster, the program becomes
    ``a = 1 / (1 - p + p / s)`` times faster: so ``p = (1 - 1 / a) / (1 - 1 / s)``, and no speedup
    of those loops can bring more than ``1 / (1 - p)``. Of several loops, the slowest and the
    fastest bound ``s``. ``None`` if a loop is not clearly faster.
    """
    if not loops or min(loop.low for loop in loops) <= _CLEARLY_FASTER:
        return None
    typical = harmonic_mean([loop.ratio for loop in loops])
    share = _share(application.ratio, typical)
    low = _share(application.low, max(loop.high for loop in loops))
    high = _share(application.high, min(loop.low for loop in loops))
    return AmdahlBound(ShareSource.SPEEDUPS, share, low, high)


def _share(application: float, loop: float) -> float:
    return min(1.0, max(0.0, (1 - 1 / application) / (1 - 1 / loop)))
