"""Faults of PCG itself stay with the loop where they show: they are told, and cost no other one."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from pcg_engine.domain.errors import PcgError
from pcg_engine.domain.facts import LoopFacts, Parallelizability, Reason
from pcg_engine.domain.internal_error import INTERNAL_ERROR, internal_error
from pcg_engine.domain.loops import Loop
from pcg_engine.domain.result import NestResult
from pcg_engine.domain.source import SourceText
from pcg_engine.domain.verdict import Outcome

log = logging.getLogger(__name__)

_TOLD_AT_THE_BOUNDARIES = (PcgError, OSError, MemoryError, RecursionError)
"""What is no fault of PCG."""

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Fault:
    """What a person is told of an exception that PCG did not expect."""

    sentence: str


def contained(work: str, compute: Callable[[], Value]) -> Value | Fault:
    """What ``compute`` gives, or that PCG itself failed at it, which is written to the log.

    ``work`` says what it does, as in “analysing this loop”. Cancellation, wrong input and a broken
    environment are raised as they are.
    """
    try:
        return compute()
    except _TOLD_AT_THE_BOUNDARIES:
        raise
    except Exception as error:  # the boundary of one loop: its fault costs no other one
        log.exception("PCG itself failed while %s", work)
        return Fault(internal_error(error, work))


def unanalysed(
    loops: tuple[Loop, ...], source: SourceText, function_key: str | None, fault: Fault
) -> tuple[LoopFacts, ...]:
    """The outermost of ``loops`` as unknown, those inside them nested."""

    def facts_of(loop: Loop) -> LoopFacts:
        inner = tuple(facts_of(child) for child in loops if child.parent == loop.id.ordinal)
        place = source.location(loop.span.start)
        reason = Reason(INTERNAL_ERROR, fault.sentence, (place,))
        return LoopFacts(
            loop, function_key, Parallelizability.UNKNOWN, reasons=(reason,), children=inner
        )

    roots = sorted((x for x in loops if x.parent is None), key=lambda x: x.span.start)
    return tuple(facts_of(loop) for loop in roots)


def unjudged(nest: LoopFacts, fault: Fault) -> NestResult:
    """What trying ``nest`` came to: nothing is known of any candidate."""
    return NestResult(nest, Outcome.UNAVAILABLE, INTERNAL_ERROR, fault.sentence, None, ())
