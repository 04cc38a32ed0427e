"""What a model is told of a loop nest: facts in words, and of the file only what it needs."""

from __future__ import annotations

from collections.abc import Iterator

from pcg_engine.action.survey import Survey
from pcg_engine.analysis.surroundings import surroundings
from pcg_engine.domain.ast import Function
from pcg_engine.domain.facts import Assumption, LoopFacts, flatten
from pcg_engine.domain.settings import FloatingPoint, Settings
from pcg_engine.planning.prompts.task import Task
from pcg_engine.protocol import words
from pcg_engine.syntax.definitions import definition_at
from pcg_engine.syntax.parse import parse
from pcg_engine.tools.subject import Instruments

_TELLING_FLAGS = ("-std=", "-O", "-m", "-f")
"""How the compiler's flags begin that concern the code; others may hold names of the user's."""


def brief(
    found: Survey,
    nest: LoopFacts,
    function: Function,
    settings: Settings,
    instruments: Instruments,
) -> Task:
    """The task of making ``nest`` of ``function`` faster."""
    source, span = found.source, nest.loop.span
    tree = parse(source)
    definition = definition_at(tree, function.span)
    # With its `template <…>`, which the compiler does not count in.
    whole = function.span if definition is None else definition.whole
    first = source.location(whole.start).line
    compiler = instruments.toolchain.user_compiler
    flags = [f for f in found.command.flags if f.startswith(_TELLING_FLAGS)]
    return Task(
        name=function.name,
        code=source.slice(whole),
        first_line=source.location(span.start).line - first + 1,
        last_line=source.location(max(span.start, span.end - 1)).line - first + 1,
        surroundings=surroundings(tree, function.span, found.unit).text,
        findings=tuple(dict.fromkeys(_findings(found, nest, first))),
        assumptions=tuple(dict.fromkeys(_told(a) for f in flatten((nest,)) for a in f.assumptions)),
        hotness=nest.hotness,
        compiler=" ".join(["" if compiler is None else compiler.version, *flags]).strip(),
        cores=settings.threads,
        exact=settings.floating_point is FloatingPoint.STRICT,
    )


def _told(assumption: Assumption) -> str:
    if assumption.guard is None:
        return assumption.message
    if assumption.inspection is not None:
        first, *rest = assumption.inspection.lines(assumption.guard, is_c=False)
        return f"{assumption.message}, which this tells before the loop: `{first} {' '.join(rest)}`"
    return f"{assumption.message}: so it is where `{assumption.guard}`"


def _findings(found: Survey, nest: LoopFacts, first: int) -> Iterator[str]:
    for facts in flatten((nest,)):
        line = found.source.location(facts.loop.span.start).line - first + 1
        yield f"the loop at line {line}: {words.parallelizability(facts)}"
        for reason in facts.reasons[1:]:
            yield f"the loop at line {line}: {reason.message}"
        for call in facts.calls_unknown:
            yield f"the loop at line {line} calls `{call}`, of which nothing is known"
    if nest.estimate is not None:
        yield f"in parallel, this nest is expected to run at {words.estimate(nest.estimate)}"
