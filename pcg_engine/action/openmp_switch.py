"""How the build of a project's copy gets OpenMP."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import assert_never

from pcg_engine.domain.errors import UsageError
from pcg_engine.domain.project import ProjectCommands
from pcg_engine.domain.source import Edit
from pcg_engine.planning.openmp_build.proposal import AlreadyOn, BuildEdit, ByHand
from pcg_engine.planning.openmp_build.propose import BuildQuestion, propose_openmp
from pcg_engine.ports import ProjectFiles


@dataclass(frozen=True, slots=True)
class OpenMPSwitch:
    """How the copy's build gets OpenMP: by ``edits`` of its files, or by the command ``build``.

    ``told`` says it in words; ``edits`` have paths relative to the root. ``awakened`` are the
    directives elsewhere that come alive.
    """

    told: str
    build: str
    edits: Mapping[Path, tuple[Edit, ...]] = field(default_factory=dict[Path, tuple[Edit, ...]])
    awakened: tuple[str, ...] = ()


def find_switch(
    commands: ProjectCommands, question: BuildQuestion, files: ProjectFiles
) -> OpenMPSwitch:
    """How copies of the project are built with OpenMP; ``question`` and ``files`` are of one.

    Raises ``UsageError`` if nobody knows how: what is built without it would be no test.
    """
    if commands.openmp_build:
        return OpenMPSwitch(f"built by `{commands.openmp_build}`", commands.openmp_build)

    def told(text: str) -> str:
        """``text`` with the user's paths instead of the copy's."""
        return text.replace(files.root, commands.root)

    proposal = propose_openmp(question, files)
    match proposal:
        case AlreadyOn(because=because):
            return OpenMPSwitch(told(f"the build has it: {because}"), commands.build)
        case BuildEdit(title=title, awakened=awakened):
            edits: dict[Path, tuple[Edit, ...]] = {}
            for one in proposal.edits:
                path = Path(one.path).relative_to(files.root)
                edits[path] = (*edits.get(path, ()), one.edit)
            alive = tuple(told(f"{one.path}:{one.line}: {one.text}") for one in awakened)
            return OpenMPSwitch(told(title), commands.build, edits, alive)
        case ByHand(reason=reason, instruction=instruction):
            raise UsageError(
                "no-openmp-build",
                "without OpenMP in its build the project would test nothing, and PCG cannot "
                f"switch it on: {told(reason)}",
                f"{told(instruction)}; or name the command that builds with OpenMP: "
                'openmp_build = "…" in [project] of .pcg.toml',
            )
        case _:
            assert_never(proposal)
