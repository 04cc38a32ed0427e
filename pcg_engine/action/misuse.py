"""What is certainly wrong with the OpenMP directives of a surveyed file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from pcg_engine.action.containment import Fault, contained
from pcg_engine.action.survey import Survey
from pcg_engine.domain.facts import LoopFacts, flatten
from pcg_engine.domain.loops import LoopId
from pcg_engine.domain.misuse import Misuse
from pcg_engine.ports import AstReader, Cancellation
from pcg_engine.syntax.loops import find_loops
from pcg_engine.syntax.parse import parse


def misuses(found: Survey, reader: AstReader, cancellation: Cancellation) -> tuple[Misuse, ...]:
    """The faults in source order; the file is read once more if any loop has a directive.

    A file that does not compile without OpenMP gives none. Raises what the reader raises.
    """
    by_function: dict[str, list[LoopFacts]] = {}
    for nest in found.nests:
        if nest.function_key is not None:
            by_function.setdefault(nest.function_key, []).append(nest)
    wanted = {
        key: tuple(nests)
        for key, nests in by_function.items()
        if any(one.loop.is_openmp for one in flatten(tuple(nests)))
    }
    if not wanted or found.errors:
        return ()
    from pcg_engine.tools.misuse.find import Program, misuse_in

    functions = [found.unit.functions[key] for key in wanted if key in found.unit.functions]
    names = sorted({function.name for function in functions})
    parallel = reader.read(found.source, found.command, names, cancellation, openmp=True)
    program = Program(found.source, find_loops(parse(found.source)), found.unit, parallel)
    faults: list[Misuse] = []
    for key, nests in wanted.items():
        judging = partial(misuse_in, program, key, nests)
        judged = contained(f"judging the directives of {key}", judging)
        faults += () if isinstance(judged, Fault) else judged
    return tuple(sorted(faults, key=lambda one: one.directive.start))


def repaired_at(found: Survey, nests: Sequence[LoopFacts]) -> Mapping[LoopId, tuple[Misuse, ...]]:
    """All faults of a function, at the first of ``nests`` that holds one of them.

    They are repaired together: a directive that stays wrong spoils what the function computes.
    """
    repairs: dict[LoopId, tuple[Misuse, ...]] = {}
    functions: set[str] = set()
    for nest in nests:
        key = nest.function_key
        if key is None or key in functions or not misuses_of(nest, found):
            continue
        functions.add(key)
        loops = [one for one in found.nests if one.function_key == key]
        repairs[nest.loop.id] = tuple(fault for one in loops for fault in misuses_of(one, found))
    return repairs


def misuses_of(nest: LoopFacts, found: Survey) -> tuple[Misuse, ...]:
    """The faults of the directives of ``nest``."""
    loops = {one.loop.id for one in flatten((nest,))}
    return tuple(one for one in found.misuses if one.loop in loops)
