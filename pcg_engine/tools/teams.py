"""The team matrix: with how many threads, and in which surroundings, a candidate is called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pcg_engine.tools.harness.run import CallMode


@dataclass(frozen=True, slots=True)
class Team:
    """One configuration; ``few`` asks for a handful of cases, ``words`` describe it."""

    words: str
    mode: CallMode
    environment: Mapping[str, str]
    few: bool = False


SMALL_STACK = "512k"
_LARGE_TEAMS = (64, 257)


def team_matrix(threads: int, concurrent: bool) -> tuple[Team, ...]:
    """All configurations, likely refutations first; two calls at once only if ``concurrent``."""
    counts = dict.fromkeys((2, 1, 3, threads))
    teams = [
        Team(
            f"{count} thread{'s' if count > 1 else ''}",
            CallMode.ISOLATED if count == 2 else CallMode.ONCE,
            _threads(count),
        )
        for count in counts
    ]
    teams.append(Team("repeated calls in one process", CallMode.REPEATED, _threads(2)))
    teams.append(
        Team(
            "a thread limit below the request",
            CallMode.ONCE,
            {**_threads(4), "OMP_THREAD_LIMIT": "3"},
        )
    )
    teams.append(
        Team("OMP_DYNAMIC=true", CallMode.ONCE, {**_threads(4), "OMP_DYNAMIC": "true"}, few=True)
    )
    teams.append(
        Team(
            "a call from inside a parallel region",
            CallMode.NESTED,
            {**_threads(3), "OMP_MAX_ACTIVE_LEVELS": "2"},
            few=True,
        )
    )
    teams.append(
        Team(
            f"stacks of {SMALL_STACK.upper()}iB",
            CallMode.ONCE,
            {**_threads(3), "OMP_STACKSIZE": SMALL_STACK},
            few=True,
        )
    )
    if concurrent:
        teams.append(Team("two calls at once", CallMode.CONCURRENT, _threads(2), few=True))
    teams.extend(
        Team(f"{count} threads", CallMode.ONCE, _threads(count), few=True) for count in _LARGE_TEAMS
    )
    return tuple(teams)


def _threads(count: int) -> Mapping[str, str]:
    return {"OMP_NUM_THREADS": str(count)}
