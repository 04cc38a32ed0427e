"""Programs that do the same work, run in turn, round after round."""

from __future__ import annotations

import hashlib
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
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

    A program that takes over ``limit`` seconds is not run again; see ``take_turns``.
    """

    def run(way: Way) -> Run | Unavailable:
        return _run(executables[way], reader, environment, limit)

    return take_turns(tuple(executables), run, reader.difference, seconds)


def take_turns(
    ways: Sequence[Way],
    run: Callable[[Way], Run | Unavailable],
    difference: Callable[[str, str], str | None],
    seconds: float,
) -> dict[Way, Outcome]:
    """Time all ``ways`` for about ``seconds``, after a first round that is not counted.

    There are between ``LEAST_ROUNDS`` and ``MOST_ROUNDS`` rounds, whatever ``seconds`` says. Each
    round runs every way once, every other round in reverse order. The results of every run are
    compared with the first results of the original (``Way.GCC``); a way whose results differ or
    that fails is not run again.
    """
    series = {way: _Series() for way in ways}
    order = [Way.GCC, *(way for way in ways if way is not Way.GCC)]
    expected = ""
    began = time.monotonic()
    for number in range(MOST_ROUNDS + 1):
        if number > LEAST_ROUNDS and time.monotonic() - began > seconds:
            break
        for way in order if number % 2 == 0 else reversed(order):
            one = series[way]
            if one.end is not None:
                continue
            done = run(way)
            if isinstance(done, Unavailable):
                one.end = done
                continue
            expected = expected or done.results
            one.end = _judge(one.seen, difference, expected, done.results)
            if number > 0:
                one.seconds.append(done.seconds)
        if series[Way.GCC].end is not None:
            break
    return {
        way: Timed(tuple(one.seconds)) if one.end is None else one.end
        for way, one in series.items()
    }


def _judge(
    seen: set[str],
    difference: Callable[[str, str], str | None],
    expected: str,
    results: str,
) -> Wrong | None:
    name = hashlib.sha256(results.encode()).hexdigest()
    if name not in seen:
        found = difference(expected, results)
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
