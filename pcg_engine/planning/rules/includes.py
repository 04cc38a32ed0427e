"""Headers that a candidate needs and its file does not include."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pcg_engine.domain.source import Edit, SourceText, Span

_DIRECTIVE = re.compile(
    rb"^[ \t]*#[ \t]*"
    rb"(?:(?P<opens>if)|(?P<closes>endif)|include[ \t]*<(?P<header>[^>\n]*)>)[^\n]*\n",
    re.MULTILINE,
)


def include_edit(source: SourceText, header: str) -> tuple[Edit, ...]:
    """What includes ``header``, in its alphabetical place among the file's standard headers.

    Empty if the file includes it already; at the beginning of the file if it includes none.
    Includes under a condition do not count: they may not be there.
    """
    found = list(_standard_headers(source.data))
    if any(one.name == header for one in found):
        return ()
    place = next((one.span.start for one in found if one.name > header), None)
    if place is None:
        place = found[-1].span.end if found else 0
    return (Edit(Span(place, place), f"#include <{header}>\n"),)


@dataclass(frozen=True, slots=True)
class _Header:
    name: str
    span: Span


def _standard_headers(text: bytes) -> Iterator[_Header]:
    depth = 0
    for line in _DIRECTIVE.finditer(text):
        depth += (line["opens"] is not None) - (line["closes"] is not None)
        if line["header"] is not None and depth == 0:
            yield _Header(line["header"].decode("utf-8", "replace"), Span(*line.span()))
