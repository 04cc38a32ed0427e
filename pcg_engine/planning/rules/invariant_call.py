"""A call that gives the same value in every iteration is made once, before the loop."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pcg_engine.analysis.invariant_calls import InvariantCall, find_invariant_calls
from pcg_engine.analysis.remainder import independent_remainder, with_expressions
from pcg_engine.domain.ast import Expression, For, Name, Storage, Variable
from pcg_engine.domain.candidate import Candidate
from pcg_engine.domain.facts import Assumption, LoopFacts
from pcg_engine.domain.source import Edit, Span
from pcg_engine.planning.rules.parts import dedented, renamed, unused_name
from pcg_engine.planning.rules.pragma import all_of, directive
from pcg_engine.planning.rules.rationale import INDEPENDENT, rationale
from pcg_engine.planning.rules.situation import (
    Situation,
    clauses_of,
    may_run_no_iteration,
    stands_in_block,
    starts_its_line,
)
from pcg_engine.planning.rules.worksharing import (
    STEP,
    counter_is_live,
    in_branch,
    rewritten_loop,
    runs_condition,
)

ID = "invariant-call"

_MOST_CALLS = 4
_SERIAL = "serial"


def propose(situation: Situation) -> Candidate | None:
    """The call before the loop, whose iterations are shared out where that is allowed then."""
    calls = _calls(situation)
    return None if calls is None else _shared_out(situation, calls) or _serial(situation, calls, "")


def variants(situation: Situation) -> Iterator[Candidate]:
    """The loop on one thread where it could be shared out."""
    calls = _calls(situation)
    if calls is not None and _shared_out(situation, calls) is not None:
        serial = _serial(situation, calls, _SERIAL)
        if serial is not None:
            yield serial


def _calls(situation: Situation) -> dict[str, InvariantCall] | None:
    """The calls by the names of their values; ``None`` where none can be moved."""
    loop, canonical = situation.statement, situation.facts.canonical
    if (
        not isinstance(loop, For)
        or canonical is None
        or canonical.needs_rewrite
        or not canonical.declared_in_header
        or counter_is_live(situation.facts)
        or not stands_in_block(situation)
        or not starts_its_line(situation)
        or situation.facts.loop.span.start in situation.stepped
    ):
        return None
    found = find_invariant_calls(
        loop, situation.facts, situation.unit, situation.function, situation.source
    )
    named: dict[str, InvariantCall] = {}
    for one in found[:_MOST_CALLS]:
        name = _name(situation, one, named)
        if name is not None and all(situation.facts.loop.body.contains(s) for s in one.spans):
            named[name] = one
    return named or None


def _name(situation: Situation, one: InvariantCall, taken: dict[str, InvariantCall]) -> str | None:
    function = re.sub(r"\W", "", (one.call.callee or "").rpartition("::")[2]) or "call"
    wishes = [f"{function}_value", f"{function}_before_loop", f"value_of_{function}"]
    return unused_name(situation, *(wish for wish in wishes if wish not in taken))


def _serial(
    situation: Situation, calls: dict[str, InvariantCall], variant: str
) -> Candidate | None:
    guards = _guards(tuple(a for one in calls.values() for a in one.assumptions))
    edit = _edit(situation, calls, guards, [])
    if edit is None:
        return None
    return replace(
        situation.candidate(
            ID,
            (edit,),
            f"{_claim(calls)} ({_reasons(guards)}): once before the loop is enough.",
            reassociates=False,
            assumptions=(),
        ),
        variant=variant,
    )


def _shared_out(situation: Situation, calls: dict[str, InvariantCall]) -> Candidate | None:
    """With the values in the place of the calls, if the rest of the loop is independent."""
    remainder = _remainder(situation, calls)
    if remainder is None:
        return None
    own = replace(situation, facts=remainder)
    if own.array_reductions or own.branch_guards or counter_is_live(remainder):
        return None
    guards = _guards(tuple(a for one in calls.values() for a in one.assumptions))
    clauses = clauses_of(own, (own.statement,), tuple(g for g in own.guards if g not in guards))
    edit = _edit(situation, calls, guards, clauses, shared=True)
    if edit is None:
        return None
    claim = f"{_claim(calls)} ({_reasons(guards)}): once before the loop is enough. {INDEPENDENT}"
    return own.candidate(ID, (edit,), rationale(own, "run them on all threads", claim))


def _remainder(situation: Situation, calls: dict[str, InvariantCall]) -> LoopFacts | None:
    start = situation.function.span.start
    values = {
        span: Name(
            Variable(f"{ID}:{name}", name, one.type, Storage.LOCAL, Span(start, start)),
            one.type,
            span,
        )
        for name, one in calls.items()
        for span in one.spans
    }

    def value(part: Expression) -> Expression | None:
        return values.get(part.span)

    body = situation.statement.body
    return independent_remainder(
        situation.facts,
        {body.span: with_expressions(body, value)},
        situation.unit,
        situation.function,
        situation.source,
    )


def _edit(
    situation: Situation,
    calls: dict[str, InvariantCall],
    guards: Sequence[str],
    clauses: list[str],
    *,
    shared: bool = False,
) -> Edit | None:
    """The values and then the loop, under the conditions that they are what every iteration had."""
    values = tuple(e for name, one in calls.items() for e in renamed(one.spans, name))
    loop = rewritten_loop(situation, values)
    if 'R"' in loop:
        return None
    conditions: list[str] = []
    if may_run_no_iteration(situation.facts):
        runs = runs_condition(situation.facts.canonical)
        if runs is None:
            return None
        conditions.append(runs)
    margin = situation.indentation
    inner = margin + STEP
    inside = "".join(
        f"{inner}const {one.type.name} {name} = {_text(situation, one)};\n"
        for name, one in calls.items()
    )
    if shared:
        inside += directive("parallel for", clauses, inner)
    lines = dedented(loop.split("\n"))
    inside += "".join(f"{inner}{line}\n" if line.strip() else "\n" for line in lines)
    if not (conditions or guards):
        return Edit(situation.facts.loop.span, f"{{\n{inside}{margin}}}")
    condition = all_of([*conditions, *guards])
    branch = in_branch(situation, condition, inside, otherwise=bool(guards))
    return None if branch is None else Edit(situation.facts.loop.span, branch)


def _text(situation: Situation, one: InvariantCall) -> str:
    return " ".join(situation.source.slice(one.call.span).split())


def _guards(assumptions: tuple[Assumption, ...]) -> tuple[str, ...]:
    guards = (" ".join(a.guard.split()) for a in assumptions if a.guard is not None)
    return tuple(dict.fromkeys(guards))


def _claim(calls: dict[str, InvariantCall]) -> str:
    names = " and ".join(dict.fromkeys(f"`{one.call.callee}`" for one in calls.values()))
    return f"{names}, called as it is here, gives the same value in every iteration"


def _reasons(guards: Sequence[str]) -> str:
    if guards:
        return "a run-time check keeps the loop as it was where it may write what the call reads"
    return "the loop writes nothing that the call reads"
