"""What of a run of the project's benchmark is compared (pure)."""

from __future__ import annotations

import math
import re

from pcg_engine.domain.project import BenchMeasure
from pcg_engine.tools.project.commands import Succeeded

_LEAST_WALL_SECONDS = 0.2
"""Below it, starting the program is too much of what is timed."""


def cost_of(ran: Succeeded, measure: BenchMeasure) -> float | str:
    """What the run cost: the less the better, in units of its own; or why it cannot be told.

    A number of which more is better is taken as its reciprocal.
    """
    if not measure.pattern:
        if ran.seconds < _LEAST_WALL_SECONDS:
            return (
                f"it takes {ran.seconds:.2f} s, of which starting it is too much: let it work for "
                f"at least {_LEAST_WALL_SECONDS:g} s, or print what it measures and name "
                "bench_pattern"
            )
        return ran.seconds
    found = re.findall(measure.pattern, ran.output)
    if not found:
        return f"bench_pattern `{measure.pattern}` matches nothing that it prints"
    last = found[-1]
    text = last if isinstance(last, str) else last[0]
    try:
        value = float(text.replace(",", ""))
    except ValueError:
        value = math.nan
    if not 0 < value < math.inf:
        return f"bench_pattern `{measure.pattern}` finds `{text}`, which is no number above 0"
    return 1 / value if measure.higher_is_better else value


def as_printed(cost: float, measure: BenchMeasure) -> float:
    """The number that ``cost`` was made of."""
    return 1 / cost if measure.pattern and measure.higher_is_better else cost


def measure_in_words(measure: BenchMeasure) -> str:
    """What the numbers are."""
    if not measure.pattern:
        return "seconds of wall time"
    return f"`{measure.pattern}`" + (", more is better" if measure.higher_is_better else "")
