"""Edits that put one directive before a loop, with what OpenMP's own traps make necessary.

``lastprivate`` of a loop that runs no iteration leaves the variable undefined (OpenMP 5.2,
section 5.4.5), so such a loop is put under a condition that it runs. A counter that is declared
outside the loop and read after it is set again there: in the construct it is private.
"""

from __future__ import annotations

from pcg_engine.analysis.induction_variables import InductionVariable
from pcg_engine.domain.ast import ArithmeticType, For, RangeFor
from pcg_engine.domain.facts import CanonicalForm, LoopFacts, Role
from pcg_engine.domain.source import Edit, SourceText, Span
from pcg_engine.planning.rules.counter_after import counter_after
from pcg_engine.planning.rules.inspections import with_inspections
from pcg_engine.planning.rules.own_values import own_values
from pcg_engine.planning.rules.pragma import all_of, directive
from pcg_engine.planning.rules.situation import (
    Situation,
    clauses_of,
    directive_edit,
    header_edits,
    stands_in_block,
    starts_its_line,
)
from pcg_engine.syntax.splice import apply_edits

STEP = "    "


def worksharing_edits(
    situation: Situation,
    construct: str,
    extra: list[str],
    associated: tuple[For | RangeFor, ...] | None = None,
    guards: tuple[str, ...] | None = None,
) -> tuple[Edit, ...] | None:
    """Edits for ``#pragma omp construct`` with the loop's clauses and ``extra`` ones.

    ``associated`` and ``guards`` are the loop alone and its own guards unless given.
    ``None`` where the directive would not mean what the loop does.
    """
    edits = _shared_out(situation, construct, extra, associated, guards)
    return None if edits is None else with_inspections(situation, edits)


def _shared_out(
    situation: Situation,
    construct: str,
    extra: list[str],
    associated: tuple[For | RangeFor, ...] | None,
    guards: tuple[str, ...] | None,
) -> tuple[Edit, ...] | None:
    if situation.array_reductions:
        return None
    associated = associated or (situation.statement,)
    clauses = [*extra, *clauses_of(situation, associated, guards)]
    in_block = stands_in_block(situation) and starts_its_line(situation)
    after = ""
    if counter_is_live(situation.facts):
        counter = counter_after(situation) if in_block else None
        if counter is None:
            return None
        after = f"\n{situation.indentation}{counter}"
    branch = list(dict.fromkeys(situation.branch_guards))
    stepped = situation.stepped.get(situation.facts.loop.span.start, ())
    if stepped:
        plain = in_block and not needs_an_iteration(situation.facts)
        if len(associated) > 1 or not plain:
            return None
        if branch:
            chosen = _own_values_in_branch(
                situation, stepped, directive(construct, clauses, ""), all_of(branch)
            )
            if chosen is None:
                return None
            return (Edit(situation.facts.loop.span, chosen + after),)
        return _with_own_values(
            situation, stepped, directive_edit(situation, construct, clauses), after
        )
    if not needs_an_iteration(situation.facts) and not branch:
        end = situation.facts.loop.span.end
        set_counter = (Edit(Span(end, end), after),) if after else ()
        begin = directive_edit(situation, construct, clauses)
        return (begin, *header_edits(situation), *set_counter)
    if len(associated) > 1 or not in_block:
        return None
    if not needs_an_iteration(situation.facts):
        condition, otherwise = all_of(branch), True
    else:
        runs = runs_condition(situation.facts.canonical)
        if runs is None or branch:
            return None
        condition, otherwise = runs, False
    text = _under_condition(situation, construct, clauses, condition, otherwise=otherwise)
    return None if text is None else (Edit(situation.facts.loop.span, text + after),)


def _with_own_values(
    situation: Situation, stepped: tuple[InductionVariable, ...], begin: Edit, after: str
) -> tuple[Edit, ...] | None:
    """The directive before a loop whose iterations have their own ``stepped`` variables."""
    own = own_values(situation, stepped)
    if own is None:
        return None
    margin = situation.indentation
    before = "".join(f"{margin}{line}\n" for line in own.before)
    end = situation.facts.loop.span.end
    tail = "".join(f"\n{margin}{line}" for line in own.after)
    edits = (Edit(begin.span, before + begin.text), *header_edits(situation), *own.body)
    return (*edits, Edit(Span(end, end), tail + after)) if tail or after else edits


def _own_values_in_branch(
    situation: Situation, stepped: tuple[InductionVariable, ...], pragma: str, condition: str
) -> str | None:
    """The same under ``condition``, with the loop as it was in the other branch."""
    own = own_values(situation, stepped)
    if own is None:
        return None
    loop = indented(rewritten_loop(situation, (*header_edits(situation), *own.body)))
    if loop is None:
        return None
    inner = situation.indentation + STEP
    lines = [*own.before, pragma.rstrip("\n"), loop, *own.after]
    return in_branch(situation, condition, "".join(f"{inner}{line}\n" for line in lines))


def needs_an_iteration(facts: LoopFacts) -> bool:
    """Whether some clause is undefined if the loop runs no iteration, which it may."""
    if all(v.role is not Role.LASTPRIVATE for v in facts.variables):
        return False
    trips = facts.canonical.trip_count if facts.canonical is not None else None
    constant = trips.as_constant if trips is not None else None
    return constant is None or constant < 1


def counter_is_live(facts: LoopFacts) -> bool:
    """Whether the loop's counter is read after the loop."""
    return any(v.role is Role.INDUCTION and v.live_out for v in facts.variables)


def runs_condition(canonical: CanonicalForm | None) -> str | None:
    """The C++ condition that the loop runs at least once, computed in the counter's type."""
    if canonical is None or not isinstance(canonical.induction.type, ArithmeticType):
        return None
    name = canonical.induction.type.name
    lower = canonical.lower
    if lower.isdigit() and name in _SUFFIXES:
        lower = f"{lower}{_SUFFIXES[name]}"
    else:
        lower = f"static_cast<{name}>({lower})"
    return f"{lower} {canonical.comparison} {canonical.upper}"


def indented(text: str, by: str = STEP) -> str | None:
    """``text`` with every line but the first moved right; ``None`` if a line must not move."""
    if 'R"' in text:
        return None
    lines = text.split("\n")
    moved = [line if not line.strip() or line.startswith("#") else by + line for line in lines[1:]]
    return "\n".join([lines[0], *moved])


def rewritten_loop(situation: Situation, edits: tuple[Edit, ...]) -> str:
    """The loop's text after ``edits`` inside it."""
    span = situation.facts.loop.span
    moved = tuple(
        Edit(Span(e.span.start - span.start, e.span.end - span.start), e.text)
        for e in sorted(edits, key=lambda e: (e.span.start, e.span.end))
    )
    loop = SourceText("", situation.source.data[span.start : span.end])
    return apply_edits(loop, moved).data.decode("utf-8", "replace")


_SUFFIXES = {"int": "", "unsigned int": "u", "long": "l", "unsigned long": "ul"}


def _under_condition(
    situation: Situation, construct: str, clauses: list[str], condition: str, *, otherwise: bool
) -> str | None:
    """The directive in a branch; with ``otherwise`` the loop as it was in the other one."""
    loop = indented(rewritten_loop(situation, header_edits(situation)))
    if loop is None:
        return None
    inner = situation.indentation + STEP
    inside = f"{directive(construct, clauses, inner)}{inner}{loop}\n"
    return in_branch(situation, condition, inside, otherwise=otherwise)


def in_branch(
    situation: Situation, condition: str, inside: str, *, otherwise: bool = True
) -> str | None:
    """``inside`` under ``condition``; with ``otherwise`` the loop as it was in the other branch.

    ``inside`` are whole lines, moved to where they stand; ``None`` if the loop's cannot be moved.
    """
    margin = situation.indentation
    text = f"if ({condition}) {{\n{inside}{margin}}}"
    if not otherwise:
        return text
    original = indented(situation.source.slice(situation.facts.loop.span))
    if original is None:
        return None
    return f"{text} else {{\n{margin}{STEP}{original}\n{margin}}}"
