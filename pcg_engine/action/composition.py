"""Several offers of one file applied together are themselves verified before they are written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from pcg_engine.action.checks import Laboratory, composition_plan
from pcg_engine.action.other_instances import further_checks
from pcg_engine.action.survey import Survey
from pcg_engine.action.verification import run_checks
from pcg_engine.domain.candidate import Candidate
from pcg_engine.domain.events import Event
from pcg_engine.domain.result import NestResult
from pcg_engine.domain.source import Edit, SourceText
from pcg_engine.domain.verdict import Outcome
from pcg_engine.ports import Cancellation
from pcg_engine.syntax.splice import apply_edits
from pcg_engine.tools.subject import Subject


@dataclass(frozen=True, slots=True)
class Composition:
    """``text``: the file with the offers that hold together (``None``: no offer)."""

    text: bytes | None
    nests: tuple[NestResult, ...]


def compose(
    found: Survey,
    nests: tuple[NestResult, ...],
    laboratory: Laboratory,
    cancellation: Cancellation,
    emit: Callable[[Event], None],
) -> Composition:
    """Apply all offers of ``nests`` to the file of ``found``.

    A single offer was verified as this very text. Of two that change the same text, the faster is
    kept. Several are verified again as one: if that does not pass, only the fastest is kept. The
    others become ``inconclusive`` (``composition``).
    """
    offered = compatible([n for n in nests if n.offer is not None])
    if not offered:
        return Composition(None, nests)
    nests = tuple(n if n.offer is None or n in offered else _withdrawn(n) for n in nests)
    if len(offered) > 1 and not _hold_together(found, offered, laboratory, cancellation, emit):
        fastest = max(offered, key=_speedup)
        nests = tuple(n if n.offer is None or n is fastest else _withdrawn(n) for n in nests)
        offered = [fastest]
    return Composition(_applied(found, offered).data, nests)


def compatible(offered: list[NestResult]) -> list[NestResult]:
    """Those that leave each other's text alone, the faster ones first to choose."""
    kept: list[NestResult] = []
    for nest in sorted(offered, key=_speedup, reverse=True):
        if not any(_in_conflict(nest, other) for other in kept):
            kept.append(nest)
    return [nest for nest in offered if nest in kept]


def _in_conflict(one: NestResult, other: NestResult) -> bool:
    return any(
        mine != theirs and mine.span.start < theirs.span.end and theirs.span.start < mine.span.end
        for mine in _edits(one)
        for theirs in _edits(other)
    )


def _edits(nest: NestResult) -> tuple[Edit, ...]:
    return nest.offer.candidate.edits if nest.offer is not None else ()


def _speedup(nest: NestResult) -> float:
    return nest.offer.speedup.ratio if nest.offer else 0.0


def _withdrawn(nest: NestResult) -> NestResult:
    reason = "verified alone, but not together with the file's other offers; apply it by itself"
    return replace(
        nest, outcome=Outcome.INCONCLUSIVE, code="composition", reason=reason, offer=None
    )


def _applied(found: Survey, offered: list[NestResult]) -> SourceText:
    return apply_edits(found.source, _merged(offered).edits)


def _merged(offered: list[NestResult]) -> Candidate:
    """All offers' edits as one candidate."""
    candidates = [n.offer.candidate for n in offered if n.offer is not None]
    # Two offers may add the same line: an `#include`, for instance.
    edits = sorted({e for c in candidates for e in c.edits}, key=lambda e: (e.span, e.data))
    assumptions = tuple(dict.fromkeys(a for c in candidates for a in c.assumptions))
    return replace(
        candidates[0],
        workflow=" + ".join(dict.fromkeys(c.workflow for c in candidates)),
        edits=tuple(edits),
        reassociates=any(c.reassociates for c in candidates),
        reassociates_serially=any(c.reassociates_serially for c in candidates),
        assumptions=assumptions,
    )


def _hold_together(
    found: Survey,
    offered: list[NestResult],
    laboratory: Laboratory,
    cancellation: Cancellation,
    emit: Callable[[Event], None],
) -> bool:
    merged = _merged(offered)
    source = apply_edits(found.source, merged.edits)
    by_function: dict[str, list[NestResult]] = {}
    for nest in offered:
        by_function.setdefault(nest.facts.function_key or "", []).append(nest)
    for members in by_function.values():
        function = found.function_of(members[0].facts)
        if function is None:
            return False
        own = [m.facts.of_each_instance[0] for m in members]
        edited = sorted(own, key=lambda facts: facts.loop.span)
        original = found.original(function, tuple(edited))
        plan = composition_plan(
            original,
            laboratory,
            whole=len(members) > 1,
            further=further_checks(found, laboratory),
        )
        results = run_checks(Subject(original, merged, source), plan, cancellation, emit)
        if len(results) < plan.total or any(r.outcome is not Outcome.PASSED for r in results):
            return False
    return True
