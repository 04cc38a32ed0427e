"""What decides that a project's commands are the same."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pcg_engine.domain.project import BenchMeasure, ProjectCommands, TimeLimits

COMMANDS = ProjectCommands("/p", "make", "make check", "make bench", origin="/p/.pcg.toml")


@pytest.mark.parametrize(
    "other",
    [
        replace(COMMANDS, root="/q"),
        replace(COMMANDS, build="make all"),
        replace(COMMANDS, test=""),
        replace(COMMANDS, bench="make check", test="make bench"),
        replace(COMMANDS, openmp_build="make OMP=1"),
        replace(COMMANDS, environment=(("A", "1"),)),
        replace(COMMANDS, readable=("/opt",)),
        replace(COMMANDS, left_out=("/p/data",)),
        replace(COMMANDS, build="make\udcff"),
    ],
)
def test_whatever_is_run_or_seen_otherwise_has_another_digest(other: ProjectCommands) -> None:
    assert other.digest != COMMANDS.digest


def test_how_long_it_may_take_and_what_is_read_from_it_matter_to_nobody() -> None:
    other = replace(
        COMMANDS,
        limits=TimeLimits(build=1.0),
        measure=BenchMeasure("time ([0-9.]+)"),
        origin="elsewhere",
    )
    assert other.digest == COMMANDS.digest
