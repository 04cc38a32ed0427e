"""Facts and evidence in words a programmer understands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from pcg_engine.domain.facts import Assumption, LoopFacts, Parallelizability
from pcg_engine.domain.measurement import Estimate, Speedup
from pcg_engine.domain.misuse import Misuse
from pcg_engine.domain.offer import Offer
from pcg_engine.domain.project import AmdahlBound, ApplicationSpeedup, ShareSource
from pcg_engine.domain.result import FunctionResult, NestResult
from pcg_engine.domain.trial import Trial
from pcg_engine.domain.verdict import Outcome
from pcg_engine.protocol.reports import LINKED


def parallelizability(facts: LoopFacts) -> str:
    """“independent iterations”, “independent with reduction(+:s)”, “sequential: …”."""
    match facts.parallelizability:
        case Parallelizability.PARALLEL:
            return "independent iterations"
        case Parallelizability.PARALLEL_WITH:
            return f"independent with {', '.join(facts.with_)}"
        case Parallelizability.SEQUENTIAL:
            return f"sequential: {_first_reason(facts)}"
        case Parallelizability.UNKNOWN:
            return f"unknown: {_first_reason(facts)}"
        case _:
            assert_never(facts.parallelizability)


def _first_reason(facts: LoopFacts) -> str:
    return facts.reasons[0].message if facts.reasons else "no reason was recorded"


def misuse(value: Misuse) -> str:
    """“wrong OpenMP (PWD002): iterations accumulate …; right is: #pragma omp …”."""
    number = "" if value.catalog is None else f" ({value.catalog})"
    told = f"wrong OpenMP{number}: {value.message}"
    if value.repair is None:
        return f"{told}; the loop has to be rewritten for it"
    if value.repair.directive is None:
        return f"{told}; remove the directive: the loop has to run serially as it is written"
    return f"{told}; right is: {value.repair.directive}"


def estimate(value: Estimate) -> str:
    """“about 1.8× on 2 threads (estimate)”."""
    return (
        f"about {value.speedup:.1f}× [{value.low:.1f}, {value.high:.1f}] "
        f"on {value.threads} threads (estimate)"
    )


def speedup(value: Speedup | None) -> str:
    """“1.87× [1.80, 1.93] on 2 threads, n = …”."""
    if value is None:
        return "speedup not measured"
    return (
        f"{value.ratio:.2f}× [{value.low:.2f}, {value.high:.2f}] "
        f"on {value.threads} threads, {value.size}"
    )


def application(value: ApplicationSpeedup) -> str:
    """“1.42× [1.38, 1.47] on 4 threads (12 pairs; 8.1 → 5.7 seconds of wall time)”."""
    told = (
        f"{value.ratio:.2f}× [{value.low:.2f}, {value.high:.2f}] on {value.threads} threads "
        f"({value.pairs} pairs; {value.original:.4g} → {value.candidate:.4g} {value.measure})"
    )
    if value.foreign:
        told += f", while others used {value.foreign:.1f} processors"
    return told


def amdahl(value: AmdahlBound) -> str:
    """What share of the time the loops have, from what that is known, and what it bounds."""
    how = {
        ShareSource.TIMED: "of the time of its programs (timed there)",
        ShareSource.SPEEDUPS: "of what it measures (computed from both speedups, not timed)",
    }[value.source]
    share = f"{value.share:.0%} [{value.share_low:.0%}, {value.share_high:.0%}]"
    told = f"the loops take {share} {how}"
    if value.bound is None:
        return f"{told}: they may be all of it, which bounds nothing"
    high = "∞" if value.bound_high is None else f"{value.bound_high:.2f}"
    low = value.bound if value.bound_low is None else value.bound_low
    bound = f"{value.bound:.2f}× [{low:.2f}, {high}]"
    return f"{told}: no speedup of theirs can bring more than {bound}"


def trials(found: Sequence[Trial]) -> str:
    """How fast candidates were, the one that will be verified first at the front."""
    timed = [t for t in found if t.ratio is not None]
    told = ", ".join(f"{t.candidate.name} {t.ratio:.2f}×" for t in timed)
    return told or "no version could be timed"


def evidence(offer: Offer) -> list[str]:
    """One line a check, with the conditions of a proof, then the assumptions."""
    lines: list[str] = []
    for check in offer.verdict.evidence.checks:
        lines.append(f"{check.name.value}: {check.detail}")
        lines.extend(f"    {o.statement}: {o.discharged_by}" for o in check.obligations)
    for assumption in offer.assumptions:
        if assumption.needs_confirmation:
            kept = "NOT checked: confirm it yourself"
        else:
            kept = "checked at run time" if assumption.guard else LINKED
        lines.append(f"assumption: {assumption.message} ({kept})")
    return lines


def assumption(value: Assumption) -> str:
    """What analysis rests on, and whether the code can test it."""
    if value.needs_confirmation:
        return f"if you confirm that {value.message}"
    return f"assumes {value.message}"


def outcome(result: NestResult | FunctionResult) -> str:
    """One sentence on what trying a nest, or judging a function, came to."""
    match result.outcome:
        case Outcome.PASSED:
            if result.offer is None:
                raise ValueError("what passed has an offer")
            found = result.offer.verdict.evidence
            proof = "proved and tested" if found.proved else "tested"
            return f"verified ({proof}): {speedup(found.speedup)}"
        case Outcome.REFUTED | Outcome.INCONCLUSIVE | Outcome.UNAVAILABLE:
            return f"{result.outcome.value}: {result.reason}"
        case _:
            assert_never(result.outcome)
