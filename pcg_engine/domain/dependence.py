"""Dependences between the iterations of a loop."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pcg_engine.domain.source import Location, Span


class DependenceKind(StrEnum):
    """Flow (write then read), anti (read then write), output (write then write)."""

    FLOW = "flow"
    ANTI = "anti"
    OUTPUT = "output"


@dataclass(frozen=True, slots=True)
class Access:
    """One reference to memory in the source: ``variable`` is the base, ``text`` the expression."""

    variable: str
    text: str
    is_write: bool
    span: Span
    location: Location


@dataclass(frozen=True, slots=True)
class Dependence:
    """A conflict between two accesses in different iterations of one loop.

    ``distance`` counts iterations of that loop from source to sink where it is constant.
    """

    kind: DependenceKind
    source: Access
    sink: Access
    distance: int | None = None
