"""Programs that do the same work, run in turn, round after round."""

from __future__ import annotations

import hashlib
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.peers.outcomes import Outcome, Timed, Unavailable, Way, Wrong

LEAST_ROUNDS = 7
MOST_ROUNDS = 15


@dataclass(frozen=True, slots=True)
class Run:
    """What one run of a program gave: seconds by its own clock, and its results as text."""

    seconds: float
    results: str


@dataclass(frozen=True, slots=True)
class Reader:
    """How a run's output is read, and when two results are the same.

    ``difference`` says how the second differs from the first, or nothing; ``read`` raises
    ``ValueError`` if the output is not a complete run's.
    """

    read: Callable[[str, str], Run]
    difference: Callable[[str, str], str | None]


@dataclass(slots=True)
class _Series:
    seconds: list[float] = field(default_factory=list[float])
    seen: set[str] = field(default_factory=set[str])
    end: Wrong | Unavailable | None = None


def run_in_turn(
    executables: Mapping[Way, Path],
    reader: Reader,
    environment: Mapping[str, str],
    seconds: float,
    limit: float,
) -> dict[Way, Outcome]:
    """Time all programs for about ``seconds``, after a first round that is not counted.

    There are between ``LEAST_ROUNDS`` and ``MOST_ROUNDS`` rounds, whatever ``seconds`` says. Each
    round runs every program once, every other round in reverse order. The results of every run are
    compared with the first results of the original (``Way.GCC``); a program whose results differ,
    that fails, or that takes over ``limit`` seconds is not run again.
    """
    series = {way: _Series() for way in executables}
    order = [Way.GCC, *(way for way in executables if way is not Way.GCC)]
    expected = ""
    began = time.monotonic()
    for number in range(MOST_ROUNDS + 1):
        if number > LEAST_ROUNDS and time.monotonic() - began > seconds:
            break
        for way in order if number % 2 == 0 else reversed(order):
            one = series[way]
            if one.end is not None:
                continue
            done = _run(executables[way], reader, environment, limit)
            if isinstance(done, Unavailable):
                one.end = done
                continue
            expected = expected or done.results
            one.end = _judge(one.seen, reader, expected, done.results)
            if number > 0:
                one.seconds.append(done.seconds)
        if series[Way.GCC].end is not None:
            break
    return {
        way: Timed(tuple(one.seconds)) if one.end is None else one.end
        for way, one in series.items()
    }


def _judge(seen: set[str], reader: Reader, expected: str, results: str) -> Wrong | None:
    name = hashlib.sha256(results.encode()).hexdigest()
    if name not in seen:
        found = reader.difference(expected, results)
        if found is not None:
            return Wrong(found)
        seen.add(name)
    return None


def _run(
    executable: Path, reader: Reader, environment: Mapping[str, str], limit: float
) -> Run | Unavailable:
    try:
        done = subprocess.run(
            [str(executable)],
            cwd=executable.parent,
            env=environment,
            capture_output=True,
            text=True,
            timeout=limit,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Unavailable(f"took more than {limit:g} s")
    if done.returncode != 0:
        return Unavailable(f"ended with status {done.returncode}")
    try:
        return reader.read(done.stdout, done.stderr)
    except ValueError as error:
        return Unavailable(f"its output cannot be read: {error}")
