"""How a file is compiled: its compilation database, else the settings."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pcg_engine.adapters.compilation_database import (
    Databases,
    FoundCommand,
    NoCommand,
    find_command,
)
from pcg_engine.domain.source import is_c
from pcg_engine.domain.toolchain import CompileCommand
from pcg_server.settings import ServerSettings

DEFAULT_FLAGS = ("-std=c++20", "-O2")
DEFAULT_C_FLAGS = ("-std=gnu17", "-O2")


@dataclass(frozen=True, slots=True)
class Compilation:
    """The command for a file, where it comes from in words, and what is wrong, if something is."""

    command: CompileCommand
    origin: str
    complaint: str = ""
    found: FoundCommand | None = None


def compilation_of(
    path: Path,
    settings: ServerSettings,
    databases: Databases,
    folder: Path,
    environment: Mapping[str, str] = os.environ,
) -> Compilation:
    """How ``path`` is compiled. Reads files: not for the keystroke path.

    Paths in the settings that are relative start at ``folder``.
    """
    found = _own(path, settings, databases, environment)
    also = dict.fromkeys(os.path.normpath(folder / one) for one in settings.also)
    missing = next((one for one in also if not Path(one).is_file()), None)
    complaint = found.complaint
    if missing is not None and not complaint:
        complaint = f"the setting pcg.also names {missing}, and there is no such file"
    others = tuple(one for one in also if one not in (missing, str(path)))
    return replace(found, command=replace(found.command, also=others), complaint=complaint)


def _own(
    path: Path, settings: ServerSettings, databases: Databases, environment: Mapping[str, str]
) -> Compilation:
    explicit = Path(settings.compilation_database) if settings.compilation_database else None
    own = settings.compiler or environment.get("CXX") or "g++"
    found = find_command(path, explicit, databases, compiler=own)
    match found:
        case FoundCommand(command=command, origin=origin):
            compiler = settings.compiler or command.compiler
            listing = None if found.database is None else str(found.database)
            own_command = CompileCommand(
                compiler, command.flags, command.directory, command.units, database=listing
            )
            return Compilation(own_command, origin, "", found)
        case NoCommand(reason=reason):
            default = DEFAULT_C_FLAGS if is_c(str(path)) else DEFAULT_FLAGS
            flags = settings.compile_flags or default
            told = "pcg.compileFlags" if settings.compile_flags else "no compilation database"
            command = CompileCommand(own, flags, str(path.parent))
            return Compilation(command, told, reason)
