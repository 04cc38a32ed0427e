"""The user's project, for a request that has it accept the result."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pcg_engine import wiring
from pcg_engine.domain.errors import UsageError
from pcg_engine.protocol.messages import InProject

if TYPE_CHECKING:
    from pcg_engine.action.project_site import Project


def agreed_project(asked: InProject | None, file: Path) -> Project | None:
    """The project of ``file``, if it is to accept the result.

    It is read now, and may not be what it was when the user was asked: raises ``UsageError`` if its
    commands are not those that the user agreed to, or if there are none any more.
    """
    if asked is None:
        return None
    project = wiring.project_of(file)
    commands = project.commands
    if (commands.root, commands.digest) != (asked.root, asked.digest):
        raise UsageError(
            "project-changed",
            f"the commands of the project {commands.root} ({commands.origin}) are not those that "
            "you agreed to any more, and were not run",
            "ask again: you are then shown those of now",
        )
    return project
