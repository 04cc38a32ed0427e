"""The team matrix: with how many threads, and in which surroundings, a candidate is called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pcg_engine.tools.harness.cases import Style
from pcg_engine.tools.harness.run import CallMode
from pcg_engine.tools.trial import Expectation


@dataclass(frozen=True, slots=True)
class Team:
    """One configuration; ``few`` asks for a handful of cases, ``words`` describe it."""

    words: str
    mode: CallMode
    environment: Mapping[str, str]
    few: bool = False

    @property
    def threads(self) -> str:
        """How many threads are asked for."""
        return self.environment["OMP_NUM_THREADS"]


SMALL_STACK = "512k"
_MANY_THREADS = (7, 64, 257)
_FEW_SIZES = (0, 1, 5, 65, 129, 1000)
_MOST_RANDOM = 3
LARGE = 60_000
"""Elements that are more than a cache holds."""


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
    teams.append(_few("OMP_DYNAMIC=true", {**_threads(4), "OMP_DYNAMIC": "true"}))
    # What a schedule(runtime) means is the user's to say: iterations one by one, or in pieces.
    teams.append(
        _few("OMP_SCHEDULE=dynamic,1", {**_threads(3), "OMP_SCHEDULE": "dynamic,1"}),
    )
    teams.append(_few("OMP_SCHEDULE=static,7", {**_threads(3), "OMP_SCHEDULE": "static,7"}))
    nested = "a call from inside a parallel region"
    teams.append(
        _few(nested, {"OMP_NUM_THREADS": "2,3", "OMP_MAX_ACTIVE_LEVELS": "2"}, CallMode.NESTED)
    )
    teams.append(
        _few(
            f"{nested} that allows no other",
            {**_threads(3), "OMP_MAX_ACTIVE_LEVELS": "1"},
            CallMode.NESTED,
        )
    )
    teams.append(
        _few(f"stacks of {SMALL_STACK.upper()}iB", {**_threads(3), "OMP_STACKSIZE": SMALL_STACK})
    )
    if concurrent:
        teams.append(_few("two calls at once", _threads(2), CallMode.CONCURRENT))
    teams.extend(_few(f"{count} threads", _threads(count)) for count in _MANY_THREADS)
    return tuple(teams)


def memory_teams() -> tuple[Team, ...]:
    """The configurations of the sanitized build: a usual team, and more threads than processors."""
    return Team("3 threads", CallMode.ONCE, _threads(3)), _few("64 threads", _threads(64))


def few(expectations: Sequence[Expectation], team: Team) -> list[Expectation]:
    """A handful: exact values around the borders, some random ones, and a large input.

    More threads than processors take turns at every barrier: they get no large input.
    """
    crowded = team.threads in {str(count) for count in _MANY_THREADS}
    chosen: dict[int, Expectation] = {}
    random = 0
    for position, expectation in enumerate(expectations):
        spec = expectation.case.spec
        if spec.alias is not None or spec.pinned:
            continue
        if spec.style is Style.EXACT and spec.size in _FEW_SIZES:
            chosen[position] = expectation
        elif spec.style is Style.RANDOM and random < _MOST_RANDOM:
            random += 1
            chosen[position] = expectation
        elif (
            not crowded
            and spec.size >= LARGE
            and not any(e.case.spec.size >= LARGE for e in chosen.values())
        ):
            chosen[position] = expectation
    return list(chosen.values()) or list(expectations)[:_MOST_RANDOM]


def _few(words: str, environment: Mapping[str, str], mode: CallMode = CallMode.ONCE) -> Team:
    return Team(words, mode, environment, few=True)


def _threads(count: int) -> Mapping[str, str]:
    return {"OMP_NUM_THREADS": str(count)}
