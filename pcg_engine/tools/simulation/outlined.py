"""Which functions clang outlined from constructs, and where in the text they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pcg_engine.ports import Cancellation, Exited, Limits, RunRequest
from pcg_engine.tools.harness.scratch import BASE_ENVIRONMENT, scratch_folder
from pcg_engine.tools.recording.symbols import resolve
from pcg_engine.tools.subject import Instruments

_LIMITS = Limits(wall_seconds=20.0, address_space=False)
_REGION = re.compile(r"\.omp_outlined(?:\.\d+)?$")
_TASK = re.compile(r"^\.omp_task_entry\.(?:\.\d+)?$")


@dataclass(frozen=True, slots=True)
class Outlined:
    """The body of a construct: its offset in the library, and the line of its text (0: unknown)."""

    code: int
    is_task: bool
    line: int


def outlined(
    library: Path, instruments: Instruments, cancellation: Cancellation
) -> tuple[Outlined, ...] | None:
    """The bodies of parallel regions and tasks in ``library``; ``None`` if nm does not tell."""
    nm = instruments.toolchain.nm
    if nm is None:
        return None
    with scratch_folder(instruments) as scratch:
        outcome = instruments.sandbox.run(
            RunRequest(
                argv=(nm.path, "-P", str(library)),
                scratch=scratch,
                readable=(library,),
                environment=BASE_ENVIRONMENT,
                limits=_LIMITS,
            ),
            cancellation,
        )
    if not isinstance(outcome, Exited) or outcome.code != 0:
        return None
    found = dict(parse_listing(outcome.stdout.decode("utf-8", "replace")))
    places = resolve(library, tuple(found), instruments, cancellation)
    lines: Mapping[int, int] = {offset: place.line for offset, place in places.items()}
    return tuple(Outlined(code, is_task, lines.get(code, 0)) for code, is_task in found.items())


def parse_listing(listing: str) -> Iterator[tuple[int, bool]]:
    """Offset and whether it is a task's, of each outlined body in the output of ``nm -P``."""
    for line in listing.splitlines():
        match line.split():
            case [name, "t" | "T", value, *_]:
                is_task = _TASK.search(name) is not None
                if is_task or _REGION.search(name):
                    yield int(value, 16), is_task
            case _:
                pass
