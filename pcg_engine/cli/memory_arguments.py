"""The arguments of ``pcg memory``."""

from __future__ import annotations

import argparse
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_ACTION = "memory_action"
_LARGEST_SPEEDUP = 1e6


@dataclass(frozen=True, slots=True)
class MemoryArguments:
    """What ``pcg memory`` was asked for; ``action`` is ``build``, ``add``, ``search`` or ``stats``.

    ``speedup`` 0 means that nobody measured it.
    """

    action: str
    fast: Path | None = None
    category: str = ""
    title: str = ""
    speedup: float = 0.0
    count: int = 2
    self_match: bool = True
    embedder: str = "structural"
    model: str = ""


def add_memory(commands: Any) -> None:
    """Add ``memory`` to argparse's ``commands``."""
    memory = commands.add_parser(
        "memory",
        help="the examples of slow code made fast that language models are shown",
        description="The examples of slow code made fast that PCG shows to language models: those "
        "it comes with, and your own.",
    )
    actions = memory.add_subparsers(dest=_ACTION, required=True, metavar="ACTION")
    build = actions.add_parser("build", help="make the index that examples are searched with")
    _add_embedder(build)
    add = actions.add_parser("add", help="keep a pair of your own")
    add.add_argument("paths", nargs=1, metavar="SLOW", help="a file with the code as it was")
    add.add_argument("memory_fast", type=Path, metavar="FAST", help="a file with the faster code")
    add.add_argument(
        "--category", dest="memory_category", required=True, metavar="NAME", help="as in: reduction"
    )
    add.add_argument(
        "--title", dest="memory_title", required=True, metavar="TEXT", help="what the code does"
    )
    add.add_argument(
        "--speedup",
        dest="memory_speedup",
        type=_speedup,
        metavar="FACTOR",
        help="how many times as fast you measured it to be",
    )
    search = actions.add_parser("search", help="show the examples that are most like a file's code")
    search.add_argument("paths", nargs=1, metavar="FILE")
    search.add_argument("--function", metavar="NAME", help="only this function's code")
    search.add_argument(
        "--count",
        dest="memory_count",
        type=int,
        choices=(1, 2, 3),
        help="how many (default: 2)",
    )
    search.add_argument(
        "--no-self-match",
        dest="memory_self_match",
        action="store_const",
        const=False,
        help="let several examples have the same slow code",
    )
    _add_embedder(search)
    stats = actions.add_parser("stats", help="say what there is")
    _add_embedder(stats)
    for action in (build, add, search, stats):
        action.add_argument("--json", action="store_true", help="print one JSON object")


def take_memory(values: dict[str, Any]) -> MemoryArguments | None:
    """Remove the fields that ``add_memory`` made from argparse's ``values``."""
    own = {key: values.pop(key) for key in tuple(values) if key.startswith("memory_")}
    given = {key.removeprefix("memory_"): one for key, one in own.items() if one is not None}
    return MemoryArguments(**given) if given else None


def _add_embedder(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--embedder",
        dest="memory_embedder",
        choices=("structural", "semantic", "hybrid"),
        help="how code is compared: by what its loops do (default), by a model, or by both",
    )
    command.add_argument(
        "--embedding-model",
        dest="memory_model",
        metavar="MODEL",
        help="a folder with a sentence-transformers model, or the name of a downloaded one",
    )


def _speedup(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 < value <= _LARGEST_SPEEDUP:
        raise argparse.ArgumentTypeError(f"`{text}` is no factor above 0")
    return value
