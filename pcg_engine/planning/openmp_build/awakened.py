"""OpenMP that lies dormant in the files of a target."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from pcg_engine.planning.openmp_build.proposal import Awakened
from pcg_engine.ports import ProjectFiles
from pcg_engine.syntax.lexemes import Directive, directives
from pcg_engine.syntax.own_headers import included_paths

_HEADER = re.compile(rb"#include ?[<\"]omp\.h[>\"]")
_MOST_FILES = 2000


def awakened_in(
    files: ProjectFiles, sources: Iterable[str], folders: Sequence[str], besides: str
) -> tuple[Awakened, ...]:
    """The OpenMP directives and ``_OPENMP`` in ``sources`` and in the project's headers they use.

    ``folders`` are searched for headers; the file ``besides`` is left out, but not its headers.
    """
    found: list[Awakened] = []
    pending = list(sources)
    seen = set(pending)
    while pending and len(seen) < _MOST_FILES:
        path = pending.pop()
        text = files.read(path)
        if text is None:
            continue
        lines = list(directives(text))
        if path != besides:
            found += _in(path, text, lines)
        for line in lines:
            for header in included_paths(line, path, folders):
                if header in seen:
                    break
                if files.read(header) is not None:
                    seen.add(header)
                    pending.append(header)
                    break
    return tuple(sorted(found, key=lambda one: (one.path, one.line)))


def _in(path: str, text: bytes, lines: Sequence[Directive]) -> Iterator[Awakened]:
    for position, line in enumerate(lines):
        wakes = line.text.startswith(b"#pragma omp") or b"_OPENMP" in line.words
        if wakes and line.keyword != b"undef" and not _guards_the_header(lines, position):
            number = text.count(b"\n", 0, line.start) + 1
            yield Awakened(path, number, line.text.decode("utf-8", "replace"))


def _guards_the_header(lines: Sequence[Directive], position: int) -> bool:
    """Whether ``#ifdef _OPENMP`` is about ``#include <omp.h>`` alone."""
    following = lines[position + 1 : position + 3]
    return (
        len(following) == 2
        and lines[position].keyword in (b"ifdef", b"if")
        and _HEADER.fullmatch(following[0].text) is not None
        and following[1].keyword == b"endif"
    )
