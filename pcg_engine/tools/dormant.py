"""OpenMP in a file that nobody compiled with OpenMP so far (pure).

Where the user's flags lack ``-fopenmp``, an offer asks for it; then every other directive of the
file comes alive too, and every ``#ifdef _OPENMP`` chooses its other branch. That is a change of
code which the candidate does not show and the checks of one function do not look at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pcg_engine.domain.facts import Assumption
from pcg_engine.domain.source import Location, SourceText, Span
from pcg_engine.tools.forbidden_text import guards_the_header
from pcg_engine.tools.tokens import Directive, Token, pieces

_LINES_SHOWN = 6


class Reach(StrEnum):
    """Whether the tests of a candidate run a piece of code."""

    TESTED = "tested"
    """In a function that changed, or in one that such a function calls."""
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Dormant:
    """A place that changes its meaning when OpenMP is switched on, by its line as written."""

    line: int
    text: str
    reach: Reach


def dormant(
    source: SourceText, changed: Sequence[Span], called: Sequence[Span]
) -> tuple[Dormant, ...]:
    """The directives and ``_OPENMP`` of ``source``, those in functions that change left out.

    ``changed`` and ``called`` are the spans of the functions under test and of those they reach.
    Headers of the user's own are not looked into.
    """
    found: list[Dormant] = []
    for line, text in _places(source.data):
        offset = source.offset(Location(line, 1))
        if any(_covers(span, offset, source) for span in changed):
            continue
        reach = Reach.OTHER
        if any(_covers(span, offset, source) for span in called):
            reach = Reach.TESTED
        found.append(Dormant(line, text, reach))
    return tuple(found)


def assumption_of(places: Iterable[Dormant]) -> Assumption | None:
    """What has to be confirmed about ``places`` that no test runs; ``None`` if there are none."""
    lines = [str(place.line) for place in places if place.reach is Reach.OTHER]
    if not lines:
        return None
    shown = ", ".join(lines[:_LINES_SHOWN])
    more = f" and {len(lines) - _LINES_SHOWN} more" if len(lines) > _LINES_SHOWN else ""
    what = "line" if len(lines) == 1 else "lines"
    return Assumption(
        "dormant-openmp",
        f"the OpenMP at {what} {shown}{more}, which switching OpenMP on brings to life as well, "
        "is right: PCG has not checked it",
    )


def _places(data: bytes) -> Iterator[tuple[int, str]]:
    found = list(pieces(data))
    for position, piece in enumerate(found):
        match piece:
            case Directive():
                wakes = _is_directive(piece) or _asks_for_openmp(piece)
                if wakes and not guards_the_header(found, position):
                    yield piece.line, piece.text
            case Token(text="_OPENMP" | "_Pragma"):
                yield piece.line, piece.text
            case Token():
                pass


def _is_directive(directive: Directive) -> bool:
    return directive.begins("pragma", "omp")


def _asks_for_openmp(directive: Directive) -> bool:
    words = [token.text for token in directive.tokens]
    return words[:1] != ["undef"] and any(w in ("_OPENMP", "_Pragma") for w in words)


def _covers(span: Span, offset: int, source: SourceText) -> bool:
    """Whether the line that begins at ``offset`` is one of ``span``'s."""
    return source.line_start(span.start) <= offset < span.end
