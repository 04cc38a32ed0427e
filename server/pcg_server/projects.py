"""The user's project, which may have to accept a version of a loop."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import assert_never

from pcg_engine.adapters.command_consents import Purpose
from pcg_engine.adapters.project_configuration import find_project
from pcg_engine.domain.errors import UsageError
from pcg_engine.domain.project import ProjectCommands
from pcg_engine.domain.source import SourceText
from pcg_engine.protocol.messages import InProject
from pcg_server.command_consent import CommandConsenting, CommandPlan, shown
from pcg_server.consent import Agreed, Withheld
from pcg_server.refusal import Refusal
from pcg_server.settings import ProjectMode, ServerSettings

NO_PROJECT = "no-project"


@dataclass(frozen=True, slots=True)
class FoundProject:
    """The commands of a file's project; where there are none to use, ``problem`` says why.

    A file that is in no project at all has neither.
    """

    commands: ProjectCommands | None = None
    problem: str = ""


Consult = Callable[[Callable[[str], None]], Awaitable[InProject | Withheld]]
"""Finds out whether the commands may be run; what it is given is told of a question to the user."""


@dataclass(frozen=True, slots=True)
class Acceptance:
    """The project that is to accept a version, and whoever finds out whether it may be run."""

    project: InProject
    consult: Consult = field(compare=False)


class Projects:
    """Puts together what projects name, the settings and the user's consent. Runs nothing."""

    def __init__(self, consenting: CommandConsenting) -> None:
        self._consenting = consenting

    async def found(self, file: Path, settings: ServerSettings) -> FoundProject:
        """The project of ``file``, if the settings allow to look for it."""
        if settings.project is ProjectMode.OFF:
            return FoundProject()
        return await asyncio.to_thread(_find, file)

    async def acceptance(self, source: SourceText, settings: ServerSettings) -> Acceptance:
        """How the project of ``source`` is had to accept a version of a loop of it.

        Raises ``Refusal`` if there is none, it could say nothing, or the text is not saved: a
        project is built from what is on disk.
        """
        if settings.project is ProjectMode.OFF:
            raise Refusal("pcg.project is off: set it to ask first")
        file = Path(source.path)
        found = await asyncio.to_thread(_find, file)
        commands = found.commands
        if commands is None:
            raise Refusal(
                found.problem
                or "this file is in no project that PCG knows how to build: name build and test in "
                "[project] of a .pcg.toml at its root"
            )
        if not (commands.test or commands.bench):
            raise Refusal(
                f"neither tests nor a benchmark of the project are known ({commands.origin}): name "
                'test = "…" or bench = "…" in [project] of its .pcg.toml'
            )
        if not await asyncio.to_thread(_is_saved, source):
            raise Refusal("save the file first: the project is built from what is on disk")
        asked = InProject(commands.root, commands.digest)
        plan = _plan(commands)

        async def consult(waiting: Callable[[str], None]) -> InProject | Withheld:
            agreement = await self._consenting.obtain(plan, waiting)
            match agreement:
                case Agreed():
                    return asked
                case Withheld():
                    return agreement
                case _:
                    assert_never(agreement)

        return Acceptance(asked, consult)

    async def close(self) -> None:
        """Ask the user nothing any more."""
        await self._consenting.close()


def _find(file: Path) -> FoundProject:
    try:
        return FoundProject(find_project(file))
    except UsageError as error:
        return FoundProject(None, "" if error.code == NO_PROJECT else error.sentence)


def _is_saved(source: SourceText) -> bool:
    try:
        return Path(source.path).read_bytes() == source.data
    except OSError:
        return False


def _plan(commands: ProjectCommands) -> CommandPlan:
    named = (
        ("build", commands.build),
        ("build with OpenMP", commands.openmp_build),
        ("test", commands.test),
        ("bench", commands.bench),
    )
    parts = [f"{name}: {shown(line)}" for name, line in named if line]
    parts += [f"with {name} = {shown(value)}" for name, value in commands.environment]
    if commands.readable:
        parts.append(f"which may also read {', '.join(map(shown, commands.readable))}")
    if commands.left_out:
        parts.append(f"without {', '.join(map(shown, commands.left_out))}")
    place = f"in a copy of {shown(commands.root)} ({commands.origin})"
    return CommandPlan(
        Purpose.PROJECT,
        Path(commands.root),
        commands.digest,
        f"{'; '.join(parts)}; {place}.",
        "your project's commands",
        "the loop is verified without your project",
        "`pcg parallelize --project` runs them",
    )
