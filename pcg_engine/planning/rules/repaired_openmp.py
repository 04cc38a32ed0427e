"""Wrong OpenMP made right: the directives that a function has, with what they lack.

The original against which such a candidate is held is the program without OpenMP, for results and
for speed: what the wrong directives compute is no measure of anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pcg_engine.domain.ast import Function, TranslationUnit
from pcg_engine.domain.candidate import RULES_ORIGIN, Candidate
from pcg_engine.domain.facts import LoopFacts, Role, flatten
from pcg_engine.domain.misuse import Misuse
from pcg_engine.domain.source import Edit, SourceText, Span
from pcg_engine.planning.rules.propose import propose
from pcg_engine.planning.rules.worksharing import needs_an_iteration
from pcg_engine.syntax.pragmas import find_pragmas

ID = "repaired-openmp"

_DIRECTIVE = re.compile(rb"^[ \t]*#[ \t]*pragma[ \t]+omp\b", re.MULTILINE)


def propose_repairs(
    facts: LoopFacts,
    misuses: Sequence[Misuse],
    source: SourceText,
    unit: TranslationUnit,
    function: Function,
) -> tuple[Candidate, ...]:
    """Candidates for a function of which ``misuses`` are all that is wrong.

    The first repairs each directive, since one that stays wrong would spoil the whole function.
    Where the only directive cannot be right as the loop is written, the candidates are those of
    the loop without it. ``facts`` are those of the nest that holds one of the ``misuses``.
    """
    if function.is_template_instance or not misuses:
        return ()
    found: list[Candidate] = []
    repaired = _repaired(facts, misuses, source)
    if repaired is not None:
        found.append(repaired)
    if all(one.repair is None or one.repair.directive is None for one in misuses):
        found += _rewritten(facts, misuses, source, unit, function)
    return tuple(found)


def _repaired(facts: LoopFacts, misuses: Sequence[Misuse], source: SourceText) -> Candidate | None:
    """The edits of all repairs; ``None`` if one is missing, or if no directive would be left."""
    repairs = [one.repair for one in misuses]
    edits: list[Edit] = []
    for repair in repairs:
        if repair is None:
            return None
        edits += repair.edits
    if all(repair is None or repair.directive is None for repair in repairs):
        return None
    wrong = {one.loop for one in misuses}
    loops = [one for one in flatten((facts,)) if one.loop.id in wrong]
    if any(needs_an_iteration(one) for one in loops):
        return None  # ``lastprivate`` would take the value from a loop that runs no iteration
    # Whoever wrote the directive said that what it rests on holds: no guard is added to it.
    assumptions = [replace(a, guard=None) for one in loops for a in one.assumptions]
    return Candidate(
        loop_id=loops[0].loop.id,
        origin=RULES_ORIGIN,
        workflow=ID,
        edits=tuple(sorted(set(edits), key=lambda e: (e.span.start, e.span.end))),
        rationale=_rationale(misuses, source),
        reassociates=any(
            v.reassociates for one in loops for v in one.variables if v.role is Role.REDUCTION
        ),
        assumptions=tuple(dict.fromkeys(assumptions)),
    )


def _rewritten(
    facts: LoopFacts,
    misuses: Sequence[Misuse],
    source: SourceText,
    unit: TranslationUnit,
    function: Function,
) -> Iterator[Candidate]:
    """What rules propose for the loop without its directive, if it is the function's only one."""
    body = source.data[function.span.start : function.span.end]
    directive = misuses[0].directive
    if len(_DIRECTIVE.findall(body)) != 1 or not function.span.contains(directive):
        return
    # Blanks in its place: every offset stays.
    blank = source.data[: directive.start] + b" " * len(directive) + source.data[directive.end :]
    removal = _line_of(source, directive)
    for one in propose(_bare(facts, blank), SourceText(source.path, blank), unit, function):
        if any(_overlap(edit.span, removal) for edit in one.edits):
            continue
        edits = sorted((Edit(removal, ""), *one.edits), key=lambda e: (e.span.start, e.span.end))
        rationale = f"{_rationale(misuses, source)} {one.rationale}"
        yield replace(one, edits=tuple(edits), rationale=rationale)


def _rationale(misuses: Sequence[Misuse], source: SourceText) -> str:
    told = [f"line {source.location(one.directive.start).line}: {one.message}" for one in misuses]
    return f"The OpenMP of this function is wrong ({'; '.join(told)})."


def _bare(facts: LoopFacts, text: bytes) -> LoopFacts:
    """``facts`` of loops before which no directive stands in ``text``."""
    pragmas = find_pragmas(text, Span(0, len(text)))
    return replace(
        facts,
        loop=replace(facts.loop, pragmas=pragmas.before(facts.loop.span.start)),
        children=tuple(_bare(child, text) for child in facts.children),
    )


def _line_of(source: SourceText, directive: Span) -> Span:
    """The lines of the directive, or the directive alone if something else stands on them."""
    start = source.line_start(directive.start)
    end = source.data.find(b"\n", directive.end)
    if source.data[start : directive.start].strip() or end == -1:
        return directive
    return Span(start, end + 1)


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
