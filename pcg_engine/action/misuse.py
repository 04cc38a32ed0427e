"""What is certainly wrong with the OpenMP directives of a surveyed file."""

from __future__ import annotations

from pcg_engine.action.survey import Survey, flatten
from pcg_engine.domain.facts import LoopFacts
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
    faults = [one for key, nests in wanted.items() for one in misuse_in(program, key, nests)]
    return tuple(sorted(faults, key=lambda one: one.directive.start))
