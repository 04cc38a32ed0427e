"""The translation units that include a header, and the header's own text as each compiles it.

Of a unit, what comes before the header is included in front of the header's text (``-include``),
and what comes after it behind: so the header's text is compiled as in that unit, and all its
offsets and lines stay what they are. The text is one and the same for every unit; only the commands
differ.
"""

from __future__ import annotations

from dataclasses import dataclass

from pcg_engine.domain.source import SourceText
from pcg_engine.domain.toolchain import CompileCommand

BEFORE_NAME, REST_NAME = "pcg-before-header.hpp", "pcg-rest-of-unit.hpp"
"""What the parts of a unit are called, in a folder that only the unit's command names."""

NOT_AGAIN_NAME = "pcg-not-again"
"""The folder of empty files that stand for those in which the header is included: what they say is
there already, and they may tell that by ``#pragma once`` alone."""

_REST = f"\n#include <{REST_NAME}>\n".encode()


@dataclass(frozen=True, slots=True)
class UnitContext:
    """How the text of ``HeaderUnits.source`` is compiled as in the translation unit ``unit``.

    ``files`` are the user's own files that the unit consists of; ``uses`` are those of the header's
    functions that are named behind it.
    """

    unit: str
    command: CompileCommand
    files: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitNotSeen:
    """A unit that includes the header, or may, and was not looked at: ``reason`` is a clause."""

    unit: str
    reason: str


@dataclass(frozen=True, slots=True)
class HeaderUnits:
    """The units at hand that include ``header``, the one to begin with first; at least one.

    ``database`` names them. ``is_saved`` is false if the header's text is not that on disk, from
    which the units were put together.
    """

    header: SourceText
    contexts: tuple[UnitContext, ...]
    not_seen: tuple[UnitNotSeen, ...] = ()
    database: str = ""
    is_saved: bool = True

    @property
    def source(self) -> SourceText:
        """The header's text with what leads to the rest of the unit behind it."""
        return SourceText(self.header.path, self.header.data + _REST)

    @property
    def files(self) -> tuple[str, ...]:
        """All files of the user's that results rest on, but for the header."""
        own = (file for one in self.contexts for file in one.files)
        return tuple(dict.fromkeys((*own, *((self.database,) if self.database else ()))))


def header_part(source: SourceText) -> SourceText | None:
    """The header's own text of a changed ``HeaderUnits.source``; ``None`` if the end changed."""
    if not source.data.endswith(_REST):
        return None
    return SourceText(source.path, source.data.removesuffix(_REST))
