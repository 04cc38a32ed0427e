"""Headers that a candidate needs and its file does not include."""

from __future__ import annotations

import re

from pcg_engine.domain.source import Edit, SourceText, Span

_INCLUDE = re.compile(rb"^#[ \t]*include[ \t]*<([^>\n]*)>[^\n]*\n", re.MULTILINE)


def include_edit(source: SourceText, header: str) -> tuple[Edit, ...]:
    """What includes ``header``, in its alphabetical place among the file's standard headers.

    Empty if the file includes it already; at the beginning of the file if it includes none.
    """
    wanted = header.encode()
    found = list(_INCLUDE.finditer(source.data))
    if any(one[1] == wanted for one in found):
        return ()
    place = next((one.start() for one in found if one[1] > wanted), None)
    if place is None:
        place = found[-1].end() if found else 0
    return (Edit(Span(place, place), f"#include <{header}>\n"),)
