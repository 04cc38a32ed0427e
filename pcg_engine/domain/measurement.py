"""Measured and estimated times, and what calibration knows of the machine."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MachineModel:
    """What one calibration run measured; all that the cost model knows of the machine.

    ``operation_seconds``: one dependent floating-point operation; ``bandwidth``: bytes per second
    of one thread and of all threads; ``fork_join_seconds``: an empty parallel region.
    ``calibrated`` is false for the built-in defaults, used before anything has been measured.
    """

    threads: int
    operation_seconds: float
    bandwidth_one: float
    bandwidth_all: float
    fork_join_seconds: float
    calibrated: bool


@dataclass(frozen=True, slots=True)
class Estimate:
    """An estimated speedup (ratio original / parallel) with its range, for ``threads``."""

    speedup: float
    low: float
    high: float
    threads: int


@dataclass(frozen=True, slots=True)
class Speedup:
    """A *measured* speedup: median of paired ratios, with a confidence interval.

    ``confidence`` is the level of ``[low, high]``; ``pairs`` the number of paired ratios;
    ``size`` describes the input ("n = 4,000,000"); seconds are medians of one call.
    """

    ratio: float
    low: float
    high: float
    threads: int
    pairs: int
    confidence: float
    size: str
    original_seconds: float
    candidate_seconds: float


@dataclass(frozen=True, slots=True)
class Scaling:
    """One point of a sweep over threads or sizes.

    ``ratio`` is that of the original's time to the candidate's; ``lengths`` holds the values of
    integer parameters and (``x.size()``) the lengths of containers in that input, by name.
    """

    threads: int
    size: str
    ratio: float
    lengths: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Stressed:
    """A ratio as in ``Scaling`` on an input whose distribution is hostile.

    ``distribution`` is a clause ("all values are equal"); a call of the original took ``seconds``
    there.
    """

    distribution: str
    ratio: float
    seconds: float
