"""Values that tests need again and again, built with sensible defaults."""

from __future__ import annotations

from pcg_engine.domain.candidate import RULES_ORIGIN, Candidate
from pcg_engine.domain.facts import LoopFacts, Parallelizability
from pcg_engine.domain.loops import EnclosingFunction, Loop, LoopId, LoopKind
from pcg_engine.domain.measurement import Speedup
from pcg_engine.domain.offer import Offer
from pcg_engine.domain.source import Edit, Span
from pcg_engine.domain.verdict import CheckName, CheckResult, Evidence, Outcome, Verified
from pcg_engine.tools.decide import REQUIRED

LOOP_ID = LoopId("f", 0, "0123456789abcdef")


def loop(start: int = 10, end: int = 50) -> Loop:
    """A ``for`` loop of a function ``f``."""
    function = EnclosingFunction("f", Span(0, end + 2), Span(8, end + 2), is_template=False)
    return Loop(LOOP_ID, LoopKind.FOR, Span(start, end), Span(start, end), 0, None, function)


def facts(parallelizability: Parallelizability = Parallelizability.PARALLEL) -> LoopFacts:
    """Facts of ``loop()``."""
    return LoopFacts(loop(), "f", parallelizability)


def candidate(
    workflow: str = "parallel-for", text: str = "#pragma omp parallel for\n"
) -> Candidate:
    """A candidate that inserts ``text`` before the loop."""
    edit = Edit(Span(10, 10), text)
    return Candidate(LOOP_ID, RULES_ORIGIN, workflow, (edit,), "iterations are independent")


def speedup(ratio: float = 1.8, low: float = 1.7, high: float = 1.9) -> Speedup:
    """A measured speedup on two threads."""
    return Speedup(ratio, low, high, 2, 20, 0.95, "n = 1,000", 0.02, 0.01)


def check(
    name: CheckName, outcome: Outcome = Outcome.PASSED, code: str = "", detail: str = "fine"
) -> CheckResult:
    """One check's result; a passed benchmark carries a speedup."""
    measured = speedup() if name is CheckName.BENCHMARK else None
    return CheckResult(name, outcome, detail, 0.1, code, speedup=measured)


def all_passed() -> list[CheckResult]:
    """Every required check, passed."""
    return [check(name) for name in REQUIRED]


def offer(ratio: float = 1.8, low: float = 1.7, high: float = 1.9, text: str = "#p\n") -> Offer:
    """An offer with this measured speedup."""
    evidence = Evidence(tuple(all_passed()), True, speedup(ratio, low, high), 0.0)
    return Offer(candidate(text=text), Verified(evidence, ()), "--- a\n+++ b\n", "void f() {}")
