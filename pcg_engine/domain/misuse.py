"""Certain faults of the OpenMP directives that a program has already, and what repairs them."""

from __future__ import annotations

from dataclasses import dataclass

from pcg_engine.domain.loops import LoopId
from pcg_engine.domain.source import Edit, Span


@dataclass(frozen=True, slots=True)
class Repair:
    """Edits of the file that make the loop right again.

    ``directive`` is the directive afterwards, ``None`` if the edits remove it: then the loop runs
    serially.
    """

    edits: tuple[Edit, ...]
    directive: str | None


@dataclass(frozen=True, slots=True)
class Misuse:
    """A certain fault of the directive at ``directive``, which applies to ``loop``.

    ``code`` is stable; ``catalog`` is the number under which Codee's Open Catalog of code
    guidelines describes the same fault, where it does. All faults of one directive have the same
    ``repair``; ``None`` if only a rewritten loop can be right.
    """

    code: str
    catalog: str | None
    message: str
    directive: Span
    loop: LoopId
    repair: Repair | None
