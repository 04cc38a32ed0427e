"""The arguments of ``pcg capture``, and those of other commands about what was captured."""

from __future__ import annotations

import argparse
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_MOST_CALLS = 64
_MOST_MEGABYTES = 1024
_MOST_SECONDS = 86_400.0

_EPILOG = """\
What follows “--” are the arguments of the program, if FILE alone makes it:

  pcg capture spmv.cpp --function multiply -- 2000 8

A program of several files is built by the command that --build names, in a copy of the tree in
which FILE has a recorder in it; what follows “--” is then the command that runs it:

  pcg capture src/spmv.cpp --function multiply --build "cmake --build build" -- build/solver a.mtx

FILE is compiled as for pcg analyze; --flags gives other flags. Nothing in the tree is changed, and
build and program run in PCG's sandbox: without network, and writing only to the copy."""


@dataclass(frozen=True, slots=True)
class CaptureArguments:
    """What ``pcg capture`` was asked for; ``words`` are those behind “--”."""

    words: tuple[str, ...] = ()
    build: str | None = None
    tree: Path | None = None
    files: tuple[Path, ...] = ()
    out: Path | None = None
    calls: int = 8
    seconds: float = 120.0
    megabytes: int = 64


_DEFAULTS = CaptureArguments()


def add_capture(commands: Any) -> None:
    """Add ``capture`` to argparse's ``commands``."""
    command = commands.add_parser(
        "capture",
        help="record what a function is given in a run of your program, as inputs for the checks",
        description="Run your program once, with a recorder at the beginning of one function. What "
        "it is given in its longest calls, and in some others, is kept for later: parallelize and "
        "verify check and time candidates on it.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument("paths", nargs=1, metavar="FILE", help="the file that has the function")
    command.add_argument("--function", metavar="NAME", help="the function")
    command.add_argument("--line", type=_positive, metavar="N", help="a loop of the function")
    command.add_argument(
        "--build", dest="capture_build", metavar="COMMAND", help="how the program is built"
    )
    command.add_argument(
        "--tree",
        dest="capture_tree",
        type=Path,
        metavar="DIR",
        help="the folder that is copied for --build (default: the current one)",
    )
    command.add_argument(
        "--flags", dest="capture_flags", metavar="WORDS", help="the compiler flags of FILE"
    )
    command.add_argument(
        "--file",
        dest="capture_files",
        type=Path,
        action="append",
        metavar="PATH",
        help="a file or folder that the program reads, without --build; those that are arguments "
        "need not be named",
    )
    command.add_argument(
        "--out",
        dest="capture_out",
        type=Path,
        metavar="DIR",
        help="keep what is captured in this folder, for --captured DIR (default: in PCG's cache, "
        "where parallelize and verify find it)",
    )
    command.add_argument(
        "--calls",
        dest="capture_calls",
        type=_calls,
        metavar="K",
        help=f"how many calls to keep (default: {_DEFAULTS.calls})",
    )
    command.add_argument(
        "--seconds",
        dest="capture_seconds",
        type=_seconds,
        metavar="S",
        help=f"how long the program may run (default: {_DEFAULTS.seconds:g})",
    )
    command.add_argument(
        "--max-megabytes",
        dest="capture_megabytes",
        type=_megabytes,
        metavar="N",
        help="what one call may be given (default: "
        f"{_DEFAULTS.megabytes}; all together four times that)",
    )
    command.add_argument("--json", action="store_true", help="print one JSON object")


def take_capture(
    values: dict[str, Any], words: tuple[str, ...] | None
) -> tuple[CaptureArguments, tuple[str, ...] | None]:
    """Remove what ``add_capture`` made from argparse's ``values``: it, and the compiler's flags."""
    own = {key: values.pop(key) for key in tuple(values) if key.startswith("capture_")}
    given = {key.removeprefix("capture_"): one for key, one in own.items() if one is not None}
    flags = given.pop("flags", None)
    files = tuple(given.pop("files", ()))
    compiled = None if flags is None else tuple(shlex.split(flags))
    return CaptureArguments(words=words or (), files=files, **given), compiled


def add_captured(command: argparse.ArgumentParser) -> None:
    """Add what the commands that check candidates take."""
    which = command.add_mutually_exclusive_group()
    which.add_argument(
        "--captured",
        type=Path,
        action="append",
        default=None,
        metavar="DIR",
        help="check and time on what pcg capture --out DIR recorded, too",
    )
    which.add_argument(
        "--no-captured",
        dest="use_captured",
        action="store_false",
        help="leave out what was captured earlier",
    )


def _positive(text: str) -> int:
    return _whole(text, 1, 1 << 30)


def _calls(text: str) -> int:
    return _whole(text, 1, _MOST_CALLS)


def _megabytes(text: str) -> int:
    return _whole(text, 1, _MOST_MEGABYTES)


def _whole(text: str, least: int, most: int) -> int:
    value = int(text) if text.isascii() and text.isdigit() else 0
    if not least <= value <= most:
        raise argparse.ArgumentTypeError(f"`{text}` is no whole number from {least} to {most}")
    return value


def _seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value <= _MOST_SECONDS:
        raise argparse.ArgumentTypeError(f"`{text}` is no number of seconds above 0")
    return value
