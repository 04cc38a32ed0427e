"""Which commands a capture runs: what the user names, else what the project does."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pcg_engine.adapters.command_consents import Purpose
from pcg_engine.protocol.messages import ProgramRun
from pcg_server.command_consent import CommandPlan, shown
from pcg_server.projects import FoundProject
from pcg_server.refusal import Refusal
from pcg_server.workspace_folder import folder_around

_SHELL = "/bin/sh"
_OF_THE_SHELL = re.compile(r"[|&;<>()$`*?\[\]{}~#!\n]")
_NO_COMMAND = (
    "how is your program run? Name the command (`run`), or write it into [project] of a .pcg.toml "
    'as bench = "build/app 300 400"'
)


@dataclass(frozen=True, slots=True)
class CaptureWish:
    """What a command names; ``None`` is as the project does.

    ``run`` is the command line that runs the program, or, with an empty ``build``, the arguments of
    the program that the file alone makes. ``tree`` is the folder that is copied, and run in.
    """

    run: str | None = None
    build: str | None = None
    tree: str | None = None


def planned(
    wish: CaptureWish, found: FoundProject, file: Path, folders: Sequence[Path]
) -> ProgramRun:
    """The run that ``wish`` means for a function of ``file``; ``folders`` are those of the editor.

    Looks at files: not for the event loop. Raises ``Refusal`` if something is missing.
    """
    commands = found.commands
    if wish.build is None and commands is None and found.problem:
        raise Refusal(found.problem)
    usual_build = "" if commands is None else commands.build
    build = usual_build if wish.build is None else wish.build.strip()
    run = wish.run
    if run is None and build and commands is not None:
        run = commands.bench or None
    if run is None or (build and not run.strip()):
        raise Refusal(_NO_COMMAND)
    if not build:
        return ProgramRun(_arguments(run, file), str(file.parent))
    usual_tree = folder_around(file, folders) if commands is None else Path(commands.root)
    tree = usual_tree if wish.tree is None else Path(os.path.normpath(usual_tree / wish.tree))
    if not file.is_relative_to(tree):
        raise Refusal(f"{file} does not lie in {tree}, which would be copied: name its project")
    return ProgramRun(_words(run), str(tree), build, str(tree))


def plan_of(program: ProgramRun, file: Path) -> CommandPlan:
    """``program`` as it is shown to the user before it is run."""
    decisive = json.dumps((*program.words, program.folder, program.build, program.tree, str(file)))
    if program.build:
        where = f"in a copy of {shown(program.tree)}"
        told = f"build: {shown(program.build)}; run: {shown(_line(program))}; {where}."
    else:
        told = f"{shown(str(file))} is built alone, and run with: {shown(_line(program))}."
    return CommandPlan(
        Purpose.CAPTURE,
        Path(program.folder),
        hashlib.sha256(decisive.encode("ascii")).hexdigest(),
        told,
        "the commands of this capture",
        "nothing was captured",
        "`pcg capture` runs them",
    )


def _line(program: ProgramRun) -> str:
    is_shell = program.words[:2] == (_SHELL, "-c")
    return program.words[2] if is_shell else shlex.join(program.words)


def _words(line: str) -> tuple[str, ...]:
    """The words of a command line; one that is more than words is left to the shell."""
    if _OF_THE_SHELL.search(line):
        return (_SHELL, "-c", line)
    return _split(line)


def _arguments(line: str, file: Path) -> tuple[str, ...]:
    words = _split(line)
    first = file.parent / words[0] if words else None
    if first is not None and first.is_file() and os.access(first, os.X_OK):
        raise Refusal(
            f"`{words[0]}` is a program, but what is named are arguments of the one that the file "
            "alone makes: name how it is built as well (`build`)"
        )
    return words


def _split(line: str) -> tuple[str, ...]:
    try:
        return tuple(shlex.split(line))
    except ValueError as error:
        raise Refusal(f"this is no command line ({error}): {line}") from error
