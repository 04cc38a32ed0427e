"""The object files that checks compare."""

from __future__ import annotations

from pcg_engine.domain.ast import TranslationUnit, sample_text
from pcg_engine.domain.source import SourceText
from pcg_engine.domain.toolchain import CompileCommand
from pcg_engine.ports import CompileRequest, CompilerRole, OutputKind

OPENMP_FLAG = "-fopenmp"

_TOLD_WARNINGS = (
    # Those that the compile check reads: they must not depend on what the user's flags ask for,
    # and must not become errors that the user's own build does not have.
    *("-Wunknown-pragmas", "-Wno-error=unknown-pragmas"),
    *("-Wuninitialized", "-Wno-error=uninitialized"),
)
_AS_WRITTEN = (
    # Every function and variable in a section of its own, nothing inlined, nothing left out.
    *("-O0", "-ffunction-sections", "-fdata-sections", "-fno-lto", "-g0", "-w"),
    *("-U_FORTIFY_SOURCE", "-fno-sanitize=all", "-fno-profile-arcs", "-fno-test-coverage"),
    *("-fno-stack-protector", "-fno-common"),
)


def has_openmp(command: CompileCommand) -> bool:
    """Whether the user's own flags switch OpenMP on."""
    return any(flag.partition("=")[0] == OPENMP_FLAG for flag in command.flags)


def with_samples(source: SourceText, unit: TranslationUnit) -> SourceText:
    """``source``, with the instances of templates that ``unit`` has beyond those of the file."""
    return SourceText(source.path, source.data + sample_text(unit.samples))


def object_request(source: SourceText, command: CompileCommand) -> CompileRequest:
    """The build of ``source`` as the user's object, with OpenMP switched on.

    The original and the candidate are built alike, so that what differs is the candidate's doing;
    equal requests of several checks share one run.
    """
    return _request(source, command, _TOLD_WARNINGS)


def as_written_request(source: SourceText, command: CompileCommand) -> CompileRequest:
    """The build whose sections are the functions of ``source`` as they are written."""
    return _request(source, command, _AS_WRITTEN)


def _request(
    source: SourceText, command: CompileCommand, further: tuple[str, ...]
) -> CompileRequest:
    openmp = () if has_openmp(command) else (OPENMP_FLAG,)
    return CompileRequest(
        text=source.data,
        origin=source.path,
        role=CompilerRole.USER,
        flags=(*command.flags, *openmp, "-fno-lto", *further),
        output=OutputKind.OBJECT,
        directory=command.directory,
    )
