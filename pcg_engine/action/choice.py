"""Which loop nests a request is about."""

from __future__ import annotations

from pcg_engine.action.survey import Survey
from pcg_engine.domain.errors import UsageError
from pcg_engine.domain.facts import LoopFacts, flatten
from pcg_engine.domain.loops import Loop
from pcg_engine.domain.settings import Settings
from pcg_engine.domain.source import SourceText


def chosen_nests(found: Survey, settings: Settings) -> tuple[LoopFacts, ...]:
    """The nests to try, hottest first; raises ``UsageError`` if what was chosen holds none."""
    nests = found.nests
    if settings.function is not None:
        wanted = settings.function
        nests = tuple(n for n in nests if _is_named(n.loop.id.function, wanted))
    if settings.line is not None:
        line = settings.line
        nests = tuple(n for n in nests if _covers(found.source, n.loop, line))
    if settings.loop is not None:
        wanted_loop = settings.loop
        nests = tuple(n for n in nests if any(f.loop.id == wanted_loop for f in flatten((n,))))
    if not nests and (settings.function, settings.line, settings.loop) != (None, None, None):
        names = sorted({n.loop.id.function for n in found.nests})
        raise UsageError(
            "no-such-loop",
            "no loop there",
            f"functions with loops: {', '.join(names) or 'none'}; see pcg analyze",
        )
    return tuple(sorted(nests, key=lambda n: -n.hotness))


def is_chosen(loop: Loop, source: SourceText, settings: Settings) -> bool:
    """Whether the settings choose ``loop``, or a nest that may hold it."""
    if settings.function is not None and not _is_named(loop.id.function, settings.function):
        return False
    if settings.loop is not None and loop.id != settings.loop:
        return False
    return settings.line is None or _covers(source, loop, settings.line)


def _is_named(function: str, wanted: str) -> bool:
    return function == wanted or function.endswith(f"::{wanted}")


def _covers(source: SourceText, loop: Loop, line: int) -> bool:
    first = source.location(loop.span.start).line
    last = source.location(loop.span.end).line
    return first <= line <= last
