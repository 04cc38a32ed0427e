"""What analysis says of a recursive function, in the words used for loops."""

from __future__ import annotations

from dataclasses import replace

from pcg_engine.analysis.cost import ASSUMED_SINGLE_TRIPS, body_operations, estimate
from pcg_engine.analysis.recursion import NotParallel, Recursion, examine_recursion
from pcg_engine.domain.ast import Function, TranslationUnit
from pcg_engine.domain.facts import Cost, LoopFacts, Parallelizability
from pcg_engine.domain.loops import Loop
from pcg_engine.domain.measurement import MachineModel
from pcg_engine.domain.source import SourceText

TASKS = "tasks"
"""What calls need in order to run at the same time."""


def recursion_facts(
    loop: Loop,
    function: Function,
    unit: TranslationUnit,
    source: SourceText,
    machine: MachineModel,
) -> LoopFacts:
    """The facts of ``loop``, which stands for the calls of ``function`` by itself.

    An iteration is one call; how many there are is assumed.
    """
    operations = 0.0 if function.body is None else body_operations(function.body, unit)
    cost = Cost(operations, 0.0, ASSUMED_SINGLE_TRIPS, uniform=False)
    facts = LoopFacts(
        loop,
        function.key,
        Parallelizability.UNKNOWN,
        cost=cost,
        estimate=estimate(cost, machine),
    )
    return _decided(facts, examine_recursion(function, unit, source))


def _decided(facts: LoopFacts, found: Recursion | NotParallel) -> LoopFacts:
    match found:
        case Recursion(assumptions=assumptions, obligations=obligations):
            return replace(
                facts,
                parallelizability=Parallelizability.PARALLEL_WITH,
                with_=(TASKS,),
                assumptions=assumptions,
                obligations=obligations,
                proved=True,
            )
        case NotParallel(reason=reason, certain=certain):
            verdict = Parallelizability.SEQUENTIAL if certain else Parallelizability.UNKNOWN
            return replace(facts, parallelizability=verdict, reasons=(reason,))
