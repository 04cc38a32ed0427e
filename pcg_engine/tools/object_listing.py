"""Builds the object files of original and candidate, and reads what is in them."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pcg_engine.domain.errors import EnvironmentUnavailable
from pcg_engine.ports import (
    Cancellation,
    Compiled,
    CompileRequest,
    Exited,
    Limits,
    RunRequest,
)
from pcg_engine.tools.object_file import UnknownFormat, read_object
from pcg_engine.tools.object_graph import ObjectGraph
from pcg_engine.tools.objects import as_written_request, object_request, with_samples
from pcg_engine.tools.subject import Instruments, Subject
from pcg_engine.tools.symbols import Symbol, parse_symbol_lines, parse_symbols

_NM_LIMITS = Limits(wall_seconds=30.0, cpu_seconds=30.0, output_bytes=64 << 20)


class Demangler:
    """Names of one object file as people read them; ``nm`` runs when a C++ name is asked for."""

    def __init__(self, list_names: Callable[[tuple[str, ...]], str]) -> None:
        self._list_names = list_names
        self._names: dict[str, str] | None = None

    def __call__(self, name: str) -> str:
        """The name as people read it; ``name`` itself if the file does not have it."""
        if not name.startswith("_Z"):
            return name
        if self._names is None:
            before = parse_symbol_lines(self._list_names(()))
            after = parse_symbol_lines(self._list_names(("-C",)))
            if len(before) != len(after):
                raise EnvironmentUnavailable(
                    "nm-failed", "nm lists a file differently with -C", "run `pcg doctor`"
                )
            pairs = zip(before, after, strict=True)
            self._names = {one.name: other.name for one, other in pairs}
        return self._names.get(name, name)


@dataclass(frozen=True, slots=True)
class ObjectListings:
    """Both files as the user builds them, and built as they are written.

    Symbols are demangled, ``symbols_as_written`` are the original's; graphs name things as the
    object file does, and ``readable`` gives what people call a thing of the candidate's.
    """

    symbols_before: frozenset[Symbol]
    symbols_after: frozenset[Symbol]
    symbols_as_written: frozenset[Symbol]
    built_before: ObjectGraph
    built_after: ObjectGraph
    written_before: ObjectGraph
    written_after: ObjectGraph
    readable: Demangler


def list_objects(
    subject: Subject, instruments: Instruments, cancellation: Cancellation
) -> ObjectListings | None:
    """The listings; ``None`` if one of the files does not compile.

    Raises ``EnvironmentUnavailable`` if ``nm`` is missing or fails, or writes what is not read.
    """
    command = subject.original.command
    before = with_samples(subject.original.source, subject.original.unit)
    after = with_samples(subject.source, subject.original.unit)
    paths: list[Path] = []
    for request in (
        object_request(before, command),
        object_request(after, command),
        as_written_request(before, command),
        as_written_request(after, command),
    ):
        path = _built(request, instruments, cancellation)
        if path is None:
            return None
        paths.append(path)
    built_before, built_after, written_before, written_after = paths
    return ObjectListings(
        parse_symbols(_nm(built_before, ("-C",), instruments, cancellation)),
        parse_symbols(_nm(built_after, ("-C",), instruments, cancellation)),
        parse_symbols(_nm(written_before, ("-C",), instruments, cancellation)),
        _graph(built_before),
        _graph(built_after),
        _graph(written_before),
        _graph(written_after),
        Demangler(lambda options: _nm(written_after, options, instruments, cancellation)),
    )


def _built(
    request: CompileRequest, instruments: Instruments, cancellation: Cancellation
) -> Path | None:
    built = instruments.compiler.compile(request, cancellation)
    return built.path if isinstance(built, Compiled) else None


def _graph(path: Path) -> ObjectGraph:
    try:
        return ObjectGraph(read_object(path.read_bytes()))
    except UnknownFormat as error:
        raise EnvironmentUnavailable(
            "unknown-object-format",
            f"PCG cannot read the object file that the compiler wrote ({error})",
            "use a compiler for 64-bit Linux",
        ) from error


def _nm(
    path: Path, options: tuple[str, ...], instruments: Instruments, cancellation: Cancellation
) -> str:
    nm = instruments.toolchain.nm
    if nm is None:
        raise EnvironmentUnavailable("no-nm", "nm was not found", "install binutils or llvm")
    with tempfile.TemporaryDirectory(prefix="nm-", dir=instruments.workspace) as scratch:
        outcome = instruments.sandbox.run(
            RunRequest(
                argv=(nm.path, *options, "-p", "-P", str(path)),
                scratch=Path(scratch),
                readable=(path,),
                environment={"LC_ALL": "C"},
                limits=_NM_LIMITS,
            ),
            cancellation,
        )
    if not isinstance(outcome, Exited) or outcome.code != 0:
        message = outcome.stderr.decode("utf-8", "replace").strip()
        raise EnvironmentUnavailable(
            "nm-failed", f"{nm.path} failed on the object file: {message}", "run `pcg doctor`"
        )
    return outcome.stdout.decode("utf-8", "replace")
