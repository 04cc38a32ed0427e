"""Builds the user's program with a recorder in it, and runs it once."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import assert_never

from pcg_engine.domain.errors import UsageError
from pcg_engine.domain.header_units import header_part
from pcg_engine.domain.source import SourceText
from pcg_engine.ports import (
    Cancellation,
    Compiled,
    CompileRequest,
    CompilerRole,
    Exited,
    LimitReached,
    Limits,
    OutputKind,
    Rejected,
    RunOutcome,
    RunRequest,
)
from pcg_engine.tools.capture.c_recorder import LIBRARY
from pcg_engine.tools.capture.header_text import in_header
from pcg_engine.tools.capture.instrument import Bounds, Entry, Instrumented, instrument
from pcg_engine.tools.capture.outcome import Recording, read_recording
from pcg_engine.tools.harness.prepare import Harness, NoHarness
from pcg_engine.tools.subject import Instruments

FOLDER = ".pcg-capture"
"""Where the recorder writes to, in a tree or a scratch folder."""
_BUILD_SECONDS = 600.0
_MEMORY_BYTES = 16 << 30
_DISK_BYTES = 16 << 30
_OUTPUT_BYTES = 64 << 20
_TOLD_LINES = 12
_PRELOADED = 'LD_PRELOAD="$0${LD_PRELOAD:+:$LD_PRELOAD}" exec "$@"'
_IN_FOLDER = 'cd "$0" && exec "$@"'


@dataclass(frozen=True, slots=True)
class SingleFile:
    """The file alone makes the program; ``arguments`` are given to it.

    ``files`` are what it reads: those below ``folder`` are found under the same relative path.
    """

    arguments: tuple[str, ...]
    folder: Path
    files: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Tree:
    """The program is built by ``build`` (for the shell) in a copy of the tree at ``root``.

    ``copy`` puts the copy into a folder. ``command`` is run in it; both in ``folder``, which lies
    in the tree. ``readable`` is what both need besides.
    """

    root: Path
    folder: Path
    build: str
    command: tuple[str, ...]
    copy: Callable[[Path], None]
    readable: tuple[Path, ...] = ()


ProgramSource = SingleFile | Tree


@dataclass(frozen=True, slots=True)
class Ran:
    """A run that came to an end, and what was recorded in it; ``note``: if it went wrong."""

    recording: Recording
    note: str


@dataclass(frozen=True, slots=True)
class RecordedRun:
    """What is recorded, and in which run: ``harness`` says what a call is given.

    The recorder enters at ``entry``. ``program`` may run for ``seconds``; ``environment`` is all
    that it gets of one.
    """

    harness: Harness
    entry: Entry
    program: ProgramSource
    bounds: Bounds
    seconds: float
    environment: Mapping[str, str]


def record(
    run: RecordedRun,
    instruments: Instruments,
    cancellation: Cancellation,
    tell: Callable[[str], None],
) -> Ran:
    """Build the program of ``run`` with a recorder in it, and run it.

    Everything happens in the sandbox; the user's files stay as they are. Raises ``UsageError`` if
    the function cannot be captured or the program not be built.
    """
    with _folder(instruments) as scratch:
        site = _Site(run, scratch, instruments, cancellation, tell)
        match run.program:
            case SingleFile():
                outcome = _run_alone(run.program, site)
            case Tree():
                outcome = _run_in_tree(run.program, site)
            case _:
                assert_never(run.program)
        recording = read_recording(scratch / FOLDER, run.harness.signature, run.bounds)
    return Ran(recording, _note(outcome))


@dataclass(frozen=True, slots=True)
class _Site:
    """Where a run takes place: its folder, what it is built and run with, who hears of it."""

    run: RecordedRun
    scratch: Path
    instruments: Instruments
    cancellation: Cancellation
    tell: Callable[[str], None]

    def instrumented(self, folder: Path) -> Instrumented:
        """The file with a recorder that writes to ``folder``."""
        run = self.run
        made = instrument(run.harness, run.entry, str(folder), run.bounds)
        if isinstance(made, NoHarness):
            raise UsageError(made.code, made.reason, "see docs/capture.md for what can be captured")
        if any(flag.startswith("-fsanitize") for flag in run.harness.original.command.flags):
            raise UsageError(
                "sanitized-build",
                "the file is compiled with a sanitizer, which has an allocator of its own",
                "capture a build without -fsanitize",
            )
        is_header = header_part(run.harness.original.source) is not None
        return in_header(made) if is_header else made


@contextmanager
def _folder(instruments: Instruments) -> Generator[Path]:
    with tempfile.TemporaryDirectory(
        prefix="capture-", dir=instruments.workspace.absolute(), ignore_cleanup_errors=True
    ) as folder:
        path = Path(folder)
        path.chmod(0o777)
        yield path


def _run_alone(program: SingleFile, site: _Site) -> RunOutcome:
    original = site.run.harness.original
    place = site.scratch / FOLDER
    place.mkdir()
    place.chmod(0o777)
    made = site.instrumented(place)
    text = made.whole(original.source.path)
    site.tell("building the program …")
    preloaded = _library(made, site)
    flags = original.command.flags
    level = () if any(flag.startswith("-O") for flag in flags) else ("-O2",)
    built = site.instruments.compiler.compile(
        CompileRequest(
            text=text,
            origin=original.source.path,
            role=CompilerRole.USER,
            flags=(*flags, *level, "-w", "-pthread"),
            output=OutputKind.EXECUTABLE,
            directory=original.command.directory,
            timeout=_BUILD_SECONDS,
        ),
        site.cancellation,
    )
    match built:
        case Rejected():
            raise _not_linked(built, original.source.path)
        case Compiled(path=path):
            pass
    _show_files(program, site.scratch)
    site.tell("running it …")
    return site.instruments.sandbox.run(
        RunRequest(
            argv=_with_library(preloaded, (str(path), *program.arguments)),
            scratch=site.scratch,
            readable=(path, *program.files, *(() if preloaded is None else (preloaded,))),
            environment=site.run.environment,
            limits=_limits(site.run.seconds),
        ),
        site.cancellation,
    )


def _library(made: Instrumented, site: _Site) -> Path | None:
    """The recorder of a C file, built."""
    if not made.library:
        return None
    built = site.instruments.compiler.compile(
        CompileRequest(
            text=made.library,
            origin="pcg_recorder.cpp",
            role=CompilerRole.USER,
            flags=("-std=c++17", "-O2", "-w", "-fPIC", "-fvisibility=hidden", "-pthread"),
            output=OutputKind.SHARED,
            timeout=_BUILD_SECONDS,
        ),
        site.cancellation,
    )
    match built:
        case Rejected(output=output):
            raise UsageError(
                "not-built",
                f"the recorder is not built: {_end(output)}",
                "PCG needs a C++ compiler besides that of the file; pcg doctor shows what it finds",
            )
        case Compiled(path=path):
            return path


def _with_library(library: Path | str | None, command: Sequence[str]) -> tuple[str, ...]:
    """``command`` with ``library`` loaded before all others."""
    if library is None:
        return tuple(command)
    return ("/bin/sh", "-c", _PRELOADED, str(library), *command)


def _show_files(program: SingleFile, scratch: Path) -> None:
    """What the program names relatively is found in the folder that it runs in."""
    for file in program.files:
        if not file.is_relative_to(program.folder):
            continue
        link = scratch / file.relative_to(program.folder)
        link.parent.mkdir(parents=True, exist_ok=True)
        if not link.exists():
            link.symlink_to(file)


def _not_linked(rejected: Rejected, path: str) -> UsageError:
    if "undefined reference to `main'" in rejected.output or "symbol: main" in rejected.output:
        return UsageError(
            "no-program",
            f"{path} alone makes no program: it has no `main`",
            'name how the program is built and run: --build "make" -- ./app',
        )
    undefined = "undefined reference" in rejected.output or "undefined symbol" in rejected.output
    hint = (
        'it needs other files: name how the program is built, as in --build "make" -- ./app'
        if undefined
        else "give the flags that compile it with --flags"
    )
    return UsageError(
        "not-built", f"{path} is not built with a recorder: {_end(rejected.output)}", hint
    )


def _run_in_tree(program: Tree, site: _Site) -> RunOutcome:
    site.tell("copying the tree …")
    program.copy(site.scratch)
    site.cancellation.check()
    preloaded = _put_recorder(program, site)
    site.tell("building the program in a copy of the tree …")
    built = _run_there(("/bin/sh", "-c", program.build), _limits(_BUILD_SECONDS), program, site)
    if not isinstance(built, Exited) or built.code != 0:
        raise UsageError(
            "not-built",
            f"`{program.build}` does not build the program in a copy of {program.root}: "
            f"{_ended(built)}",
            "see that it does so by itself; --tree names the folder that is copied",
        )
    site.tell("running it …")
    command = _with_library(preloaded, program.command)
    return _run_there(command, _limits(site.run.seconds), program, site)


def _put_recorder(program: Tree, site: _Site) -> Path | None:
    """Write the file with a recorder in it into the copy, and what it includes for that.

    Of a C file there is a library besides: where the program sees it.
    """
    source = site.run.harness.original.source
    path = Path(source.path).absolute()
    seen = program.root / FOLDER
    made = site.instrumented(seen)
    # Of a header its own text: what its units have besides is in the tree.
    own = header_part(SourceText(source.path, made.text))
    text = made.text if own is None else own.data
    place = site.scratch / FOLDER
    place.mkdir()
    # What is included from there is no code of the user's that warnings would be about.
    quiet = b"#pragma GCC system_header\n"
    (place / "before.hpp").write_bytes(quiet + made.before + b"\n")
    (place / "after.hpp").write_bytes(quiet + made.after)
    library = _library(made, site)
    if library is not None:
        shutil.copyfile(library, place / LIBRARY)
        (place / LIBRARY).chmod(0o755)
    spelled = str(path).replace("\\", "\\\\").replace('"', '\\"')
    first = f'#include "{seen}/before.hpp"\n#line 1 "{spelled}"\n'
    last = f'\n#include "{seen}/after.hpp"\n'
    target = site.scratch / path.relative_to(program.root)
    target.unlink()
    target.write_bytes(
        b"".join(
            (
                first.encode("utf-8", "surrogateescape"),
                text,
                last.encode("utf-8", "surrogateescape"),
            )
        )
    )
    place.chmod(0o777)
    return None if library is None else seen / LIBRARY


def _run_there(words: Sequence[str], limits: Limits, program: Tree, site: _Site) -> RunOutcome:
    """Run ``words`` in the copy, which they see in the place of the tree."""
    return site.instruments.sandbox.run(
        RunRequest(
            argv=("/bin/sh", "-c", _IN_FOLDER, str(program.folder), *words),
            scratch=site.scratch,
            seen_as=program.root,
            readable=program.readable,
            environment=site.run.environment,
            limits=limits,
        ),
        site.cancellation,
    )


def _limits(seconds: float) -> Limits:
    return Limits(
        wall_seconds=seconds,
        cpu_seconds=64 * seconds,
        memory_bytes=_MEMORY_BYTES,
        file_bytes=_DISK_BYTES,
        disk_bytes=_DISK_BYTES,
        output_bytes=_OUTPUT_BYTES,
        address_space=False,
    )


def _note(outcome: RunOutcome) -> str:
    match outcome:
        case Exited(code=0):
            return ""
        case _:
            return f"the program did not end well: {_ended(outcome)}"


def _ended(outcome: RunOutcome) -> str:
    match outcome:
        case LimitReached(limit=limit, wall_seconds=taken):
            return f"it reached the {limit} limit after {taken:.0f} s"
        case Exited(code=code, stdout=stdout, stderr=stderr):
            text = (stderr or stdout).decode("utf-8", "replace")
            how = f"killed by signal {-code}" if code < 0 else f"exit code {code}"
            return f"{how}: {_end(text)}" if text.strip() else how
        case _:
            assert_never(outcome)


def _end(output: str) -> str:
    """The lines that say most: the errors, else the last ones."""
    lines = [line.rstrip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if "error" in line.lower() or "undefined" in line]
    return "\n".join((errors or lines)[-_TOLD_LINES:])
