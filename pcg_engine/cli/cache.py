"""``pcg cache``: how much is kept for later runs, and where; removing it."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pcg_engine.adapters.user_folders import cache_folder
from pcg_engine.cli.arguments import Arguments
from pcg_engine.cli.cache_arguments import CacheArguments
from pcg_engine.cli.contract import SCHEMA, JsonObject, print_json
from pcg_engine.cli.exit_codes import ExitCode
from pcg_engine.wiring import cache_contents

if TYPE_CHECKING:
    from pcg_engine.adapters.cache_contents import CachePart

_DAY = 86_400.0


def run(arguments: Arguments) -> int:
    """Remove what is asked for, and tell what there is then."""
    asked = arguments.cache or CacheArguments()
    contents = cache_contents()
    before = _total(contents.parts())
    if asked.clear:
        contents.clear(captures=asked.captures)
    elif asked.prune:
        from pcg_engine.adapters.cache_contents import Pruning

        oldest = None if asked.days is None else time.time() - asked.days * _DAY
        most = None if asked.megabytes is None else asked.megabytes << 20
        contents.prune(Pruning(oldest, most, asked.captures))
    parts = contents.parts()
    removed = before - _total(parts) if asked.clear or asked.prune else None
    folder = str(cache_folder(os.environ))
    if arguments.json:
        print_json(_object(folder, parts, removed))
    else:
        _print(folder, parts, removed)
    return ExitCode.DONE


def _total(parts: tuple[CachePart, ...]) -> int:
    return sum(part.bytes for part in parts)


def _object(folder: str, parts: tuple[CachePart, ...], removed: int | None) -> JsonObject:
    return {
        "schema": SCHEMA,
        "folder": folder,
        "bytes": _total(parts),
        "removed_bytes": removed,
        "parts": [
            {
                "name": part.name,
                "meaning": part.meaning,
                "bytes": part.bytes,
                "entries": part.entries,
                "last_used": None if part.used is None else _moment(part.used),
            }
            for part in parts
        ],
    }


def _print(folder: str, parts: tuple[CachePart, ...], removed: int | None) -> None:
    if removed is not None:
        print(f"removed {_megabytes(max(removed, 0))}")
    print(f"{folder}: {_megabytes(_total(parts))}")
    now = time.time()
    for part in parts:
        used = "" if part.used is None else f", last used {_age(now - part.used)}"
        entries = "1 entry" if part.entries == 1 else f"{part.entries:,} entries"
        print(f"  {_megabytes(part.bytes):>10}  {part.name}: {part.meaning} ({entries}{used})")


def _megabytes(size: int) -> str:
    return f"{size / (1 << 20):,.1f} MB"


def _age(seconds: float) -> str:
    days = int(max(seconds, 0.0) / _DAY)
    return "today" if days == 0 else "a day ago" if days == 1 else f"{days} days ago"


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
