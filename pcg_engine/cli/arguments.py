"""The arguments of each command, parsed into a typed value."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from pcg_engine import __version__
from pcg_engine.cli.cache_arguments import CacheArguments, add_cache, take_cache
from pcg_engine.cli.capture_arguments import (
    CaptureArguments,
    add_capture,
    add_captured,
    take_capture,
)
from pcg_engine.cli.memory_arguments import MemoryArguments, add_memory, take_memory
from pcg_engine.cli.model_arguments import ModelArguments, add_model, take_model
from pcg_engine.domain.errors import UsageError
from pcg_engine.domain.settings import DEFAULT_THRESHOLD

DEFAULT_BUDGET_SECONDS = 60.0
MODEL_BUDGET_SECONDS = 240.0
_MOST_SECONDS = 1e6
_MOST_SPEEDUP = 1e3
_MOST_THREADS = 1024

_FLAGS_NOTE = """\
The compiler flags of the file follow “--”, as in: pcg %(prog)s FILE -- -std=c++20 -I include
Without them it is compiled as the nearest compile_commands.json or compile_flags.txt says, else
with -std=c++20 -O2. The compiler is the one named there, else $CXX, else g++."""


@dataclass(frozen=True, slots=True)
class Arguments:
    """What the user asked for; fields that a command does not have keep their defaults."""

    command: str
    paths: tuple[Path, ...] = ()
    candidate: Path | None = None
    flags: tuple[str, ...] | None = None
    format: str = "text"
    json: bool = False
    function: str | None = None
    line: int | None = None
    threads: int = 1
    floating_point: str = "reassociate"
    threshold: float = DEFAULT_THRESHOLD
    budget_seconds: float | None = None
    project: bool = False
    project_action: str = ""
    apply: bool = False
    output: Path | None = None
    benchmark: bool = True
    stdio: bool = False
    tcp: str | None = None
    log_level: str = "warning"
    memory: MemoryArguments | None = None
    model: ModelArguments = ModelArguments()
    capture: CaptureArguments | None = None
    captured: tuple[Path, ...] = ()
    use_captured: bool = True
    also: tuple[Path, ...] = ()
    cache: CacheArguments | None = None


def parse_arguments(argv: Sequence[str]) -> Arguments:
    """Parse ``argv``; ``--help`` and ``--version`` exit with 0; wrong usage is a ``UsageError``."""
    own, flags = _split_flags(argv)
    values = vars(_parser().parse_args(own))
    named = values.pop("paths", ()) or ()
    paths = tuple(map(Path, (named,) if isinstance(named, str) else named))
    as_json = values.pop("json", False) or values.get("format") == "json"
    captured = tuple(values.pop("captured", None) or ())
    also = tuple(values.pop("also", None) or ())
    capture = None
    if values["command"] == "capture":
        capture, flags = take_capture(values, flags)
    memory = take_memory(values)
    cache = take_cache(values)
    model = take_model(values) or ModelArguments()
    return Arguments(
        paths=paths,
        flags=flags,
        json=as_json,
        memory=memory,
        model=model,
        capture=capture,
        captured=captured,
        also=also,
        cache=cache,
        **values,
    )


def wants_json(argv: Sequence[str]) -> bool:
    """Whether ``argv``, which may not be well-formed, asks for JSON."""
    own, _ = _split_flags(argv)
    return "--json" in own or "json" in own or "--format=json" in own


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """Raise what ``main`` reports, rather than print and exit."""
        raise UsageError("usage", message, f"see {self.prog} --help")


def _split_flags(argv: Sequence[str]) -> tuple[list[str], tuple[str, ...] | None]:
    if "--" not in argv:
        return list(argv), None
    position = list(argv).index("--")
    return list(argv[:position]), tuple(argv[position + 1 :])


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="pcg",
        description="Turn serial C++ loops into OpenMP code that is checked before it is shown.",
    )
    parser.add_argument("--version", action="version", version=f"pcg {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_analyze(commands)
    _add_parallelize(commands)
    _add_verify(commands)
    add_capture(commands)
    add_memory(commands)
    _add_project(commands)
    add_cache(commands)
    doctor = commands.add_parser(
        "doctor", help="say which tools PCG found, and what a missing one costs"
    )
    doctor.add_argument("--json", action="store_true", help="print one JSON object")
    serve = commands.add_parser("serve", help="serve an editor (Language Server Protocol)")
    way = serve.add_mutually_exclusive_group()
    way.add_argument("--stdio", action="store_true", help="on standard input and output (default)")
    way.add_argument("--tcp", metavar="[HOST:]PORT", help="on a TCP port, for debugging")
    serve.add_argument("--log-level", default="warning", help="debug, info, warning or error")
    return parser


def _add_analyze(commands: argparse._SubParsersAction[_Parser]) -> None:  # pyright: ignore[reportPrivateUsage]  # argparse gives the type no public name
    analyze = commands.add_parser(
        "analyze",
        help="say of each loop whether it can be parallelised, and why not",
        epilog=_FLAGS_NOTE % {"prog": "analyze"},
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    analyze.add_argument("paths", nargs="+", metavar="PATH", help="a C++ file, or a folder of them")
    analyze.add_argument("--format", choices=("text", "json", "sarif"), default="text")
    _add_also(analyze)


def _add_parallelize(commands: argparse._SubParsersAction[_Parser]) -> None:  # pyright: ignore[reportPrivateUsage]  # argparse gives the type no public name
    command = commands.add_parser(
        "parallelize",
        help="propose OpenMP code for a file's loops, check it, and show what held",
        epilog=_FLAGS_NOTE % {"prog": "parallelize"},
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument("paths", nargs=1, metavar="FILE")
    command.add_argument("--function", metavar="NAME", help="only loops of this function")
    command.add_argument(
        "--line", type=_positive_integer, metavar="N", help="only the loop nest at this line"
    )
    _add_settings(command)
    command.add_argument(
        "--budget",
        dest="budget_seconds",
        type=_seconds,
        metavar="SECONDS",
        help="time for the whole request (default: "
        f"{DEFAULT_BUDGET_SECONDS:g}, with a model {MODEL_BUDGET_SECONDS:g})",
    )
    command.add_argument(
        "--project",
        action="store_true",
        help="have the project accept the result as well: run its build, tests and benchmark, "
        "which [project] in the nearest .pcg.toml names (what it does not name is looked for), in "
        "a copy, in the sandbox; what fails there is not offered (docs/projects.md)",
    )
    command.add_argument("--json", action="store_true", help="print one JSON object")
    command.add_argument("--apply", action="store_true", help="write the verified code to FILE")
    command.add_argument(
        "--output", type=Path, metavar="FILE", help="write the verified code to another file"
    )
    add_model(command)


def _add_verify(commands: argparse._SubParsersAction[_Parser]) -> None:  # pyright: ignore[reportPrivateUsage]  # argparse gives the type no public name
    command = commands.add_parser(
        "verify",
        help="judge a changed version of a file, whoever wrote it",
        description="Compile, test and time every function that differs between two versions of a "
        "file, and say whether the candidate may replace the original.",
        epilog=_FLAGS_NOTE % {"prog": "verify"},
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument("paths", nargs=1, metavar="ORIGINAL", help="the file as it is")
    command.add_argument(
        "candidate", type=Path, metavar="CANDIDATE", help="the whole file, changed"
    )
    command.add_argument(
        "--function", metavar="NAME", help="only this function, and no other may differ"
    )
    _add_settings(command)
    command.add_argument(
        "--no-benchmark",
        dest="benchmark",
        action="store_false",
        help="judge whether it is right, not whether it is faster",
    )
    command.add_argument("--json", action="store_true", help="print one JSON object")


def _add_project(commands: argparse._SubParsersAction[_Parser]) -> None:  # pyright: ignore[reportPrivateUsage]  # argparse gives the type no public name
    project = commands.add_parser(
        "project",
        help="how a project is built, tested and timed (for parallelize --project)",
        description="How a project is built, tested and timed: [project] in its .pcg.toml.",
    )
    actions = project.add_subparsers(dest="project_action", required=True, metavar="ACTION")
    for name, told in (
        ("init", "write [project] into .pcg.toml, from what is found; run nothing"),
        ("show", "show the commands that parallelize --project would run; run nothing"),
    ):
        action = actions.add_parser(name, help=told)
        action.add_argument(
            "paths", nargs="?", metavar="FOLDER", help="the project's root (default: here)"
        )
        action.add_argument("--json", action="store_true", help="print one JSON object")


def _add_settings(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--threads",
        type=_number_of_threads,
        default=_available_threads(),
        metavar="N",
        help="threads to measure with (default: all, here %(default)s)",
    )
    command.add_argument(
        "--fp",
        dest="floating_point",
        choices=("strict", "reassociate"),
        default="reassociate",
        help="whether floating-point sums may be reordered (default: %(default)s)",
    )
    command.add_argument(
        "--min-speedup",
        dest="threshold",
        type=_speedup,
        default=DEFAULT_THRESHOLD,
        metavar="X",
        help="what the lower end of a measured speedup must reach (default: %(default)s)",
    )
    _add_also(command)
    add_captured(command)


def _add_also(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--also",
        action="append",
        type=Path,
        metavar="FILE",
        help="another source file of the program, which defines functions that FILE calls; it is "
        "read, built and tested with it, with the same flags unless the compilation database has "
        "others; may be given several times (the files of the database are looked at anyway)",
    )


def _available_threads() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _positive_integer(text: str) -> int:
    try:
        value = int(text)
    except ValueError:
        value = 0
    if value < 1:
        raise argparse.ArgumentTypeError(f"`{text}` is no whole number from 1")
    return value


def _number_of_threads(text: str) -> int:
    value = _positive_integer(text)
    if value > _MOST_THREADS:
        raise argparse.ArgumentTypeError(f"must be at most {_MOST_THREADS}")
    return value


def _speedup(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= _MOST_SPEEDUP:
        raise argparse.ArgumentTypeError(f"`{text}` is no number from 0 to {_MOST_SPEEDUP:g}")
    return value


def _seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value <= _MOST_SECONDS:
        raise argparse.ArgumentTypeError(
            f"`{text}` is no number of seconds above 0 and up to {_MOST_SECONDS:.0f}"
        )
    return value
