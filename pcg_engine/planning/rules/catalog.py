"""All rules, simplest first: the order in which candidates are tried."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pcg_engine.domain.candidate import Candidate
from pcg_engine.planning.rules import (
    arg_reduction,
    array_privatization,
    array_reduction,
    declared_reduction,
    field_reduction,
    fission,
    fusion,
    index_set_splitting,
    interchange,
    invariant_call,
    last_match,
    ordered_append,
    ordered_section,
    parallel_for,
    parallel_for_collapse,
    parallel_for_dynamic,
    parallel_for_simd,
    parallel_region_hoisted,
    private_histogram,
    scan,
    search,
    tiling,
    wavefront,
)
from pcg_engine.planning.rules.situation import Situation


def _no_variants(situation: Situation) -> Iterable[Candidate]:  # noqa: ARG001 -- a signature
    return ()


@dataclass(frozen=True, slots=True)
class Rule:
    """A transformation: ``id`` is stable, ``propose`` gives ``None`` where it does not apply.

    ``variants`` are what it proposes with other parameters, which their ``variant`` names.
    ``takes_condition`` tells that the iterations of the loop itself are what it shares out, so that
    their number says whether a team is worth it.
    """

    id: str
    propose: Callable[[Situation], Candidate | None]
    variants: Callable[[Situation], Iterable[Candidate]] = _no_variants
    takes_condition: bool = True


FOR_PARALLEL_LOOPS = (
    # First: where it applies, the others leave most of the time to waiting for memory.
    Rule(interchange.ID, interchange.propose, interchange.variants, takes_condition=False),
    Rule(tiling.ID, tiling.propose, tiling.variants),
    Rule(parallel_for.ID, parallel_for.propose),
    Rule(parallel_for_dynamic.ID, parallel_for_dynamic.propose, parallel_for_dynamic.variants),
    Rule(parallel_for_simd.ID, parallel_for_simd.propose),
    Rule(parallel_for_collapse.ID, parallel_for_collapse.propose, parallel_for_collapse.variants),
    Rule(array_reduction.ID, array_reduction.propose),
    Rule(invariant_call.ID, invariant_call.propose, invariant_call.variants),
    Rule(fusion.ID, fusion.propose),
)
"""Rules for loops whose iterations are independent."""

FOR_SEQUENTIAL_LOOPS = (
    Rule(parallel_region_hoisted.ID, parallel_region_hoisted.propose, takes_condition=False),
    Rule(array_privatization.ID, array_privatization.propose),
    Rule(field_reduction.ID, field_reduction.propose),
    Rule(declared_reduction.ID, declared_reduction.propose),
    Rule(arg_reduction.ID, arg_reduction.propose),
    Rule(scan.ID, scan.propose),
    Rule(scan.COMPACTION, scan.propose_compaction),
    Rule(ordered_append.ID, ordered_append.propose),
    Rule(private_histogram.ID, private_histogram.propose),
    Rule(search.ID, search.propose),
    Rule(last_match.ID, last_match.propose),
    Rule(fission.ID, fission.propose),
    Rule(ordered_section.ID, ordered_section.propose, takes_condition=False),
    Rule(index_set_splitting.ID, index_set_splitting.propose),
    Rule(wavefront.ID, wavefront.propose, wavefront.variants, takes_condition=False),
    Rule(invariant_call.ID, invariant_call.propose, invariant_call.variants),
)
"""Rules for loops whose iterations depend on each other as they are written: loops with independent
loops inside, and loops of which a known idiom is the only dependence."""
