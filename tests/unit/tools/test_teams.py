"""The team matrix."""

from __future__ import annotations

from pcg_engine.tools.harness.run import CallMode
from pcg_engine.tools.teams import team_matrix


def test_the_matrix_holds_what_design_asks_for() -> None:
    """1, 2, 3, all, 7, 64 and 257 threads, limits, schedules, nesting, small stacks, two calls."""
    teams = team_matrix(8, concurrent=True)
    counts = {team.environment["OMP_NUM_THREADS"] for team in teams}
    assert counts == {"1", "2", "3", "4", "7", "8", "64", "257", "2,3"}
    assert {team.mode for team in teams} == set(CallMode)
    settings = {name for team in teams for name in team.environment}
    assert settings == {
        "OMP_NUM_THREADS",
        "OMP_THREAD_LIMIT",
        "OMP_DYNAMIC",
        "OMP_SCHEDULE",
        "OMP_MAX_ACTIVE_LEVELS",
        "OMP_STACKSIZE",
    }


def test_functions_with_shared_state_are_not_called_twice_at_once() -> None:
    """Neither is anything built twice for the same number of threads."""
    teams = team_matrix(2, concurrent=False)
    assert CallMode.CONCURRENT not in {team.mode for team in teams}
    assert [t.words for t in teams][:3] == ["2 threads", "1 thread", "3 threads"]
