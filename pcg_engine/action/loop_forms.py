"""Calls of standard algorithms, judged as the loops that they stand for.

A file with such calls is read a second time, with loops in their places. The facts of these loops
are the facts of the calls.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from pcg_engine.analysis.algorithms.loop_form import LoopForm, loop_form, reassociated
from pcg_engine.domain.ast import Function, TranslationUnit
from pcg_engine.domain.candidate import Candidate
from pcg_engine.domain.facts import LoopFacts, Parallelizability, Reason
from pcg_engine.domain.loops import Loop, LoopId, LoopKind
from pcg_engine.domain.source import Location, Span
from pcg_engine.domain.toolchain import CompileCommand
from pcg_engine.ports import AstReader, Cancellation
from pcg_engine.syntax.loops import find_loops
from pcg_engine.syntax.parse import SyntaxTree, parse

_TRIES = 3
_ERRORS = ("error", "fatal error")
Analysed = Callable[[tuple[Loop, ...], TranslationUnit, LoopForm], tuple[LoopFacts, ...]]


@dataclass(frozen=True, slots=True)
class WithLoops:
    """A file with loops for its calls: its text, trees and loops."""

    form: LoopForm
    unit: TranslationUnit
    loops: tuple[Loop, ...]

    def facts(self, group: Sequence[Loop], analysed: Analysed) -> tuple[Judged, ...]:
        """The outermost loops of one function; none if nothing of it was rewritten."""
        function = group[0].function
        if function is None or not any(
            function.span.contains(r.edit.span) for r in self.form.rewritings
        ):
            return ()
        start = self.form.offset(function.span.start)
        own = tuple(
            x for x in self.loops if x.function is not None and x.function.span.start == start
        )
        partners = self._partners(group, own)
        ids = {x.id: partners[x.span.start].id for x in own if x.span.start in partners}
        return tuple(
            Judged(mapped, nest, self, ids)
            for nest in analysed(own, self.unit, self.form)
            if (mapped := _mapped(nest, partners, self.form)) is not None
        )

    def _partners(self, group: Sequence[Loop], own: Sequence[Loop]) -> Mapping[int, Loop]:
        """The loop of the original for every loop of the text with loops, by its offset."""
        partners: dict[int, Loop] = {}
        starts = {loop.span.start for loop in own}
        for loop in group:
            at = self.form.offset(loop.span.start)
            if at in starts:
                partners[at] = loop
        for call in group:
            if call.kind is not LoopKind.ALGORITHM:
                continue
            outer = next((x for x in own if partners.get(x.span.start) is call), None)
            if outer is None or outer.kind is LoopKind.ALGORITHM:
                continue
            inside = [x for x in group if x is not call and call.span.contains(x.span)]
            there = [x for x in own if x is not outer and outer.span.contains(x.span)]
            if len(inside) == len(there):
                partners.update({x.span.start: y for x, y in zip(there, inside, strict=True)})
        return partners


@dataclass(frozen=True, slots=True)
class Judged:
    """A nest of the original with the facts of its loops, and the nest that these are facts of."""

    nest: LoopFacts
    loops: LoopFacts
    text: WithLoops
    ids: Mapping[LoopId, LoopId]

    @property
    def function(self) -> Function | None:
        """The function with loops."""
        key = self.loops.function_key
        return None if key is None else self.text.unit.functions.get(key)

    def candidate(self, candidate: Candidate) -> Candidate:
        """``candidate`` for the text with loops as one for the original."""
        form = self.text.form
        edits = form.original_edits(candidate.edits, self.loops.loop.span)
        reassociates = reassociated(form, edits)
        return replace(
            candidate,
            loop_id=self.ids.get(candidate.loop_id, self.nest.loop.id),
            edits=edits,
            rationale=f"{_WRITTEN} {candidate.rationale}",
            reassociates=candidate.reassociates or reassociates,
            reassociates_serially=candidate.reassociates_serially or reassociates,
        )


_WRITTEN = "The call of the library is written as the loop that it stands for."


@dataclass(frozen=True, slots=True)
class Written:
    """How the calls of a file are written as loops; ``trees`` is unset if none of them is."""

    form: LoopForm
    trees: WithLoops | None


def with_loops(
    tree: SyntaxTree,
    loops: Sequence[Loop],
    unit: TranslationUnit,
    command: CompileCommand,
    reader: AstReader,
    cancellation: Cancellation,
) -> Written | None:
    """The form of the file with loops, and its trees.

    ``None`` if it calls no algorithm, or does not compile.

    What the compiler does not take is not rewritten. Raises what the reader raises.
    """
    broken = any(d.severity in _ERRORS for d in unit.diagnostics)
    if broken or not any(loop.kind is LoopKind.ALGORITHM for loop in loops):
        return None
    form = loop_form(unit, loops, tree, tree.source)
    for _ in range(_TRIES):
        if not form.rewritings:
            break
        source = form.source
        found = find_loops(parse(source))
        names = sorted({x.function.name for x in found if x.function is not None})
        read = reader.read(source, command, names, cancellation)
        errors = [d for d in read.diagnostics if d.severity in _ERRORS]
        if not errors:
            return Written(form, WithLoops(form, read, found))
        lines = [d.line for d in errors if d.line is not None]
        wrong = [one for one, span in form.placed() if _holds(span, lines, form)]
        form = form.without(wrong or form.rewritings, _NOT_COMPILED)
    return Written(form.without(form.rewritings, _NOT_COMPILED), None)


_NOT_COMPILED = Reason(
    "algorithm-form",
    "the call stays one of the library: written as a loop it does not compile",
)


def refused(nests: Sequence[LoopFacts], form: LoopForm) -> tuple[LoopFacts, ...]:
    """``nests`` with the reasons why their calls are not written as loops."""
    return tuple(_with_reason(nest, form) for nest in nests)


def _with_reason(facts: LoopFacts, form: LoopForm) -> LoopFacts:
    children = refused(facts.children, form)
    reason = form.refused.get(facts.loop.span.start)
    if reason is None or facts.loop.kind is not LoopKind.ALGORITHM:
        return replace(facts, children=children) if children != facts.children else facts
    judged = facts.parallelizability
    if reason.code == "algorithm-sort":
        judged = Parallelizability.SEQUENTIAL
    return replace(facts, parallelizability=judged, reasons=(reason,), children=children)


def _holds(span: Span, lines: Sequence[int], form: LoopForm) -> bool:
    first = form.source.location(span.start).line
    last = form.source.location(span.end).line
    return any(first <= line <= last for line in lines)


def _mapped(facts: LoopFacts, partners: Mapping[int, Loop], form: LoopForm) -> LoopFacts | None:
    loop = partners.get(facts.loop.span.start)
    if loop is None:
        return None
    children = (_mapped(child, partners, form) for child in facts.children)
    return replace(
        facts,
        loop=loop,
        reasons=tuple(replace(r, locations=_places(r.locations, form)) for r in facts.reasons),
        children=tuple(child for child in children if child is not None),
        instances=(),
    )


def _places(locations: Sequence[Location], form: LoopForm) -> tuple[Location, ...]:
    return tuple(form.original_location(one) for one in locations)
