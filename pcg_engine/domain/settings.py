"""What a request asks for, parsed once and passed down."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pcg_engine.domain.loops import LoopId


class FloatingPoint(StrEnum):
    """Whether floating-point reductions may be reordered."""

    STRICT = "strict"
    REASSOCIATE = "reassociate"


@dataclass(frozen=True, slots=True)
class Settings:
    """The knobs of one ``parallelize`` request.

    ``budget_seconds`` bounds the whole request; ``threads`` is the team size benchmarked and
    offered for; ``threshold`` is what the lower end of the speedup's interval must exceed;
    ``function``, ``line`` and ``loop`` choose loop nests. Without ``benchmark`` nothing is timed:
    only ``verify`` can do without.
    """

    threads: int
    budget_seconds: float = 60.0
    floating_point: FloatingPoint = FloatingPoint.REASSOCIATE
    threshold: float = 1.05
    function: str | None = None
    line: int | None = None
    loop: LoopId | None = None
    benchmark: bool = True
