"""The object files that checks compare: built with the user's own flags and OpenMP."""

from __future__ import annotations

from pcg_engine.domain.source import SourceText
from pcg_engine.domain.toolchain import CompileCommand
from pcg_engine.ports import CompileRequest, CompilerRole, OutputKind

OPENMP_FLAG = "-fopenmp"


def object_request(source: SourceText, command: CompileCommand) -> CompileRequest:
    """The build of ``source`` as the user's object, with OpenMP switched on.

    The original and the candidate are built alike, so that what differs is the candidate's doing;
    equal requests of several checks share one run.
    """
    flags = command.flags if OPENMP_FLAG in command.flags else (*command.flags, OPENMP_FLAG)
    return CompileRequest(
        text=source.data,
        origin=source.path,
        role=CompilerRole.USER,
        flags=flags,
        output=OutputKind.OBJECT,
        directory=command.directory,
    )
