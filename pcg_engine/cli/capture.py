"""``pcg capture``: record what a function is given in a run of the user's program."""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pcg_engine.adapters.capture_files import write_capture
from pcg_engine.adapters.compile_reach import program_environment
from pcg_engine.captured_programs import built_program, single_file_program
from pcg_engine.cli.arguments import Arguments
from pcg_engine.cli.capture_arguments import CaptureArguments
from pcg_engine.cli.contract import capture_object, print_json
from pcg_engine.cli.exit_codes import ExitCode
from pcg_engine.cli.inputs import CompileCommands, read_source
from pcg_engine.cli.session import Session
from pcg_engine.domain.errors import UsageError
from pcg_engine.domain.settings import Settings
from pcg_engine.domain.source import SourceText
from pcg_engine.domain.toolchain import CompileCommand
from pcg_engine.wiring import header_units, kept_captures, laboratory

if TYPE_CHECKING:
    from pcg_engine.action.capture import CaptureResult
    from pcg_engine.tools.capture.program import ProgramSource


def run(arguments: Arguments, session: Session) -> int:
    """Capture; nothing of the user's is changed."""
    asked = arguments.capture
    if asked is None or (arguments.function is None and arguments.line is None):
        raise UsageError(
            "usage", "which function?", "name it with --function, or one of its loops with --line"
        )
    source = read_source(arguments.paths[0])
    # A file that cannot be read is refused at once: the rest takes a second to load.
    from pcg_engine.action.capture import CaptureRequest, capture
    from pcg_engine.tools.capture.instrument import Bounds

    command = CompileCommands(arguments, os.environ, session.note).of(arguments.paths[0])
    request = CaptureRequest(
        source,
        command,
        arguments.function,
        arguments.line,
        _program(asked, source, command, session),
        _words(asked, arguments.paths[0]),
        Bounds(asked.calls, asked.megabytes << 20, asked.megabytes << 22),
        asked.seconds,
        program_environment(os.environ),
    )
    settings = Settings(threads=1)
    with _progress(quiet=arguments.json) as tell:
        with laboratory(
            command, settings, session.note, session.scratch, session.cancellation, captured=None
        ) as lab:
            units = header_units(source, command, session.scratch.path, tell, session.cancellation)
            result = capture(replace(request, units=units), lab, session.cancellation, tell)
        folder = _keep(result, asked, session)
    if arguments.json:
        print_json(capture_object(result, folder))
    else:
        _print(result, folder, arguments.paths[0], named=asked.out is not None)
    return ExitCode.DONE


def _program(
    asked: CaptureArguments, source: SourceText, command: CompileCommand, session: Session
) -> ProgramSource:
    folder = Path.cwd()
    if asked.build is None:
        _require_alone(asked, folder)
        for path in asked.files:
            if not (folder / path).exists():
                raise UsageError(
                    "no-such-file", f"{path} does not exist", "name a file with --file"
                )
        return single_file_program(asked.words, folder, asked.files)
    if not asked.words:
        raise UsageError(
            "usage",
            "how is the program run?",
            "name the command behind “--”, as in: -- ./app input",
        )
    root = folder / (asked.tree or Path())
    return built_program(
        asked.build, asked.words, root, folder, Path(source.path), command, session.cancellation
    )


def _require_alone(asked: CaptureArguments, folder: Path) -> None:
    """Whoever names a program that is there already means another way to use this command."""
    if asked.tree is not None:
        raise UsageError("usage", "--tree goes with --build", "see pcg capture --help")
    first = folder / asked.words[0] if asked.words else None
    if first is not None and first.is_file() and os.access(first, os.X_OK):
        raise UsageError(
            "usage",
            f"`{asked.words[0]}` is a program, but what follows “--” are arguments of the one that "
            "the file alone makes",
            f"name how it is built, as in: --build make -- {shlex.join(asked.words)}",
        )


def _words(asked: CaptureArguments, path: Path) -> tuple[str, ...]:
    return asked.words if asked.build is not None else (path.stem, *asked.words)


def _keep(result: CaptureResult, asked: CaptureArguments, session: Session) -> Path:
    if asked.out is None:
        return kept_captures(session.note, session.scratch.path).keep(result.capture)
    write_capture(asked.out, result.capture)
    return asked.out


@contextmanager
def _progress(*, quiet: bool) -> Generator[Callable[[str], None]]:
    if quiet:
        yield lambda _text: None
        return
    from rich.console import Console
    from rich.markup import escape

    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda text: console.print(text, markup=False, highlight=False, soft_wrap=True)
        return
    with console.status("reading …") as status:
        yield lambda text: status.update(escape(text))


def _print(result: CaptureResult, folder: Path, path: Path, *, named: bool) -> None:
    from rich.console import Console

    console = Console(highlight=False, soft_wrap=True)

    from pcg_engine.domain.qualified_names import without_arguments

    def say(text: str) -> None:
        console.print(text, markup=False)

    taken = result.capture
    most = "" if taken.is_whole else "at least "
    say(
        f"{taken.function_name}, line {result.line}: {most}{taken.total_calls:,} calls, "
        f"{taken.total_seconds:.3g} s in them; {len(taken.calls)} captured and replayed:"
    )
    for call, description in zip(taken.calls, result.descriptions, strict=True):
        say(f"  • {call.seconds:.3g} s: {description}")
    for dropped in result.dropped:
        say(f"  ! call {dropped.number:,} is left out: {dropped.reason}")
    if result.refused:
        say(f"  ! {result.refused:,} calls could not be recorded: {result.refusal}")
    if result.note:
        say(f"  ! {result.note}")
    option = f" --captured {shlex.quote(str(folder))}" if named else ""
    name = without_arguments(taken.function)
    which = f"--line {result.line}" if taken.is_nest else f"--function {name}"
    say(f"kept in {folder}; now: pcg parallelize {path} {which}{option}")
