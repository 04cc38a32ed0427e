"""The arguments of ``pcg cache``."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from typing import Any

from pcg_engine.domain.errors import UsageError

_USUAL_DAYS = 30
_MOST_DAYS = 100_000
_MOST_MEGABYTES = 1 << 30

_EPILOG = f"""\
Without an option: where it is, and how much of what is in it. --prune alone removes what was not
used for {_USUAL_DAYS} days; with --max-megabytes, what was not used for longest goes, until so
much is left.

Captures are a record of runs of your programs: they stay unless --captures says otherwise."""


@dataclass(frozen=True, slots=True)
class CacheArguments:
    """What ``pcg cache`` was asked for; nothing is removed without ``clear`` or ``prune``."""

    clear: bool = False
    prune: bool = False
    days: int | None = None
    megabytes: int | None = None
    captures: bool = False


def add_cache(commands: Any) -> None:
    """Add ``cache`` to argparse's ``commands``."""
    command = commands.add_parser(
        "cache",
        help="show how much PCG keeps for later runs, and where; remove it",
        description="What PCG keeps from one run to the next, by content: builds, what was read, "
        "checked and measured, answers of language models. All of it can be made again.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    what = command.add_mutually_exclusive_group()
    what.add_argument("--clear", dest="cache_clear", action="store_true", help="remove everything")
    what.add_argument("--prune", dest="cache_prune", action="store_true", help="remove what is old")
    command.add_argument(
        "--days",
        dest="cache_days",
        type=_days,
        metavar="N",
        help=f"for --prune: what was not used for N days (default: {_USUAL_DAYS}, or any age with "
        "--max-megabytes)",
    )
    command.add_argument(
        "--max-megabytes",
        dest="cache_megabytes",
        type=_megabytes,
        metavar="N",
        help="for --prune: until so much is left",
    )
    command.add_argument(
        "--captures",
        dest="cache_captures",
        action="store_true",
        help="what pcg capture recorded may go as well",
    )
    command.add_argument("--json", action="store_true", help="print one JSON object")


def take_cache(values: dict[str, Any]) -> CacheArguments | None:
    """Remove what ``add_cache`` made from argparse's ``values``.

    Raises ``UsageError`` for options that say what to remove where nothing is to be.
    """
    own = {key: values.pop(key) for key in tuple(values) if key.startswith("cache_")}
    if not own:
        return None
    asked = CacheArguments(**{key.removeprefix("cache_"): value for key, value in own.items()})
    if not asked.prune and (asked.days is not None or asked.megabytes is not None):
        raise UsageError("usage", "--days and --max-megabytes go with --prune", "add --prune")
    if asked.captures and not (asked.prune or asked.clear):
        raise UsageError("usage", "--captures goes with --clear or --prune", "add one of them")
    if asked.prune and asked.days is None and asked.megabytes is None:
        return CacheArguments(prune=True, days=_USUAL_DAYS, captures=asked.captures)
    return asked


def _days(text: str) -> int:
    return _whole(text, _MOST_DAYS)


def _megabytes(text: str) -> int:
    return _whole(text, _MOST_MEGABYTES)


def _whole(text: str, most: int) -> int:
    if not (text.isascii() and text.isdigit()) or int(text) > most:
        raise argparse.ArgumentTypeError(f"`{text}` is no whole number from 0 to {most}")
    return int(text)
