"""How a speedup changes with the team, and on inputs smaller than the one that was timed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from pcg_engine.domain.measurement import Scaling
from pcg_engine.ports import Cancellation
from pcg_engine.tools.benchmark.sampling import (
    Pairing,
    Sample,
    time_once,
    typical,
    undisturbed_ratio,
)
from pcg_engine.tools.benchmark.sizing import smaller
from pcg_engine.tools.harness.cases import Case
from pcg_engine.tools.harness.timing import Timing
from pcg_engine.tools.subject import Instruments

_SMALLER = (4, 16, 64, 256, 1024, 4096)


def sweep(
    pairing: Pairing, sample: Sample, instruments: Instruments, cancellation: Cancellation
) -> tuple[Scaling, ...]:
    """Ratios over team sizes on the timed input, then over smaller inputs with the whole team.

    The former are of one launch each, but for the whole team, of which ``sample`` tells. On a busy
    machine there are none of the latter.
    """
    points: list[Scaling] = []
    case = pairing.case
    for threads in _teams(pairing.threads):
        if threads == pairing.threads:
            ratio = median(sample.ratios)
            points.append(Scaling(threads, case.description, ratio, case.lengths))
            continue
        timed = time_once(
            pairing.candidate, replace(pairing, threads=threads), instruments, cancellation
        )
        if isinstance(timed, Timing):
            ratio = sample.original_seconds / typical(timed)
            points.append(Scaling(threads, case.description, ratio, case.lengths))
    for factor in () if sample.foreign else _SMALLER:
        little = smaller(case, factor, pairing.original)
        if little is None or little.lengths == case.lengths:
            continue
        small = replace(pairing, case=little, seconds=pairing.seconds / factor)
        ratio = undisturbed_ratio(small, instruments, cancellation)
        if ratio is None:
            break
        points.append(Scaling(small.threads, little.description, ratio, little.lengths))
    return tuple(points)


def smaller_words(points: Sequence[Scaling], usual: Case) -> str:
    """“; on smaller inputs 1.52× (n = 4,096), 0.47× (n = 256)”: what a sweep found there."""
    sizes = dict(usual.lengths)
    told: list[str] = []
    for point in points:
        changed = [(n, v) for n, v in point.lengths if v != sizes.get(n)]
        if not changed:
            continue
        scalars = [(n, v) for n, v in changed if not n.endswith(".size()")]
        names = {value: name for name, value in reversed(scalars or changed)}  # one of each
        shown = ", ".join(f"{name} = {value:,}" for value, name in reversed(names.items()))
        told.append(f"{point.ratio:.2f}× ({shown})")
    return f"; on smaller inputs {', '.join(told)}" if told else ""


def _teams(threads: int) -> Sequence[int]:
    """1, 2, 4 … and ``threads``."""
    counts = [1]
    while counts[-1] * 2 < threads:
        counts.append(counts[-1] * 2)
    return list(dict.fromkeys((*counts, threads)))
