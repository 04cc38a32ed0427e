"""A loop split at the one iteration on which the others depend, or which depends on them.

In an elimination or in all-pairs shortest paths every row is changed by means of one of them, the
pivot row. The rows before it do not depend on each other, nor do those behind it: they are shared
out among the threads, and the pivot row is worked on in between.
"""

from __future__ import annotations

from pcg_engine.analysis.counted_loops import CountedLoop, counted_loop
from pcg_engine.analysis.nest_order import Order, fixed_places, is_free_but_at, is_within, order_of
from pcg_engine.domain.ast import For
from pcg_engine.domain.candidate import Candidate
from pcg_engine.domain.facts import Role
from pcg_engine.domain.polynomial import Polynomial
from pcg_engine.planning.rules.parts import body_lines, counter_type, statement_edit
from pcg_engine.planning.rules.pragma import data_clauses, directive
from pcg_engine.planning.rules.situation import (
    Situation,
    mentions,
    starts_its_line,
)
from pcg_engine.planning.rules.worksharing import STEP, counter_is_live

ID = "index-set-splitting"

_MOST_LINES = 12
"""The body is written three times."""


def propose(situation: Situation) -> Candidate | None:
    """The iterations before the one, the one, and those after it."""
    loop = situation.statement
    if not isinstance(loop, For) or not starts_its_line(situation):
        return None
    if not _is_plain(situation):
        return None
    order = order_of(loop, situation.unit, situation.function, situation.source)
    if order is None:
        return None
    place = _place(order)
    text = None if place is None else _text(situation, place)
    edit = None if text is None else statement_edit(situation, text, situation.guards)
    if edit is None:
        return None
    return situation.candidate(
        ID,
        (edit,),
        f"Only iteration {place} and the others depend on each other: share out those before it, "
        "and those after it.",
    )


_ROLES = (Role.SHARED, Role.INDUCTION, Role.PRIVATE)


def _is_plain(situation: Situation) -> bool:
    facts, canonical = situation.facts, situation.facts.canonical
    start = facts.loop.span.start
    return (
        canonical is not None
        and canonical.step == 1
        and canonical.comparison in ("<", "<=")
        and not canonical.needs_rewrite
        and canonical.declared_in_header
        and not counter_is_live(facts)
        and start not in situation.indexed
        and start not in situation.stepped
        and all(v.role in _ROLES for v in facts.variables)
    )


def _place(order: Order) -> str | None:
    """The C++ text of the iteration that all conflicts are with, if it is one of the loop's."""
    for place in fixed_places(order):
        text = _written(order, place)
        if text is not None and is_within(order, place) and is_free_but_at(order, place):
            return text
    return None


def _written(order: Order, place: Polynomial) -> str | None:
    """``place`` if it is a variable, or one and a constant."""
    names = place.names
    if len(names) != 1:
        return None
    (name,) = names
    rest = place - Polynomial.name(name)
    offset, symbol = rest.as_constant, order.test.symbols.get(name)
    if offset is None or symbol is None or not symbol.text.isidentifier():
        return None
    if offset == 0:
        return symbol.text
    return f"{symbol.text} {'+' if offset > 0 else '-'} {abs(offset)}"


def _text(situation: Situation, place: str) -> str | None:
    canonical = situation.facts.canonical
    loop = situation.statement
    body = body_lines(situation, ())
    if canonical is None or not isinstance(loop, For) or len(body) > _MOST_LINES:
        return None
    if any("#" in line or 'R"' in line for line in body) or mentions(
        "\n".join(body), ("continue",)
    ):
        return None
    counted = counted_loop(loop)
    assert isinstance(counted, CountedLoop)
    type_name, name = counter_type(situation, counted), canonical.induction.name
    clauses = data_clauses(situation.facts.variables, without=frozenset({name}))
    inner = [f"{STEP}{line}" for line in body]
    shared = directive("for", clauses, "").splitlines()
    rest = f"{name} {canonical.comparison} {canonical.upper}"
    lines = [
        *shared,
        f"for ({type_name} {name} = {canonical.lower}; {name} < {place}; ++{name}) {{",
        *inner,
        "}",
        *directive("single", clauses, "").splitlines(),
        "{",
        f"{STEP}{type_name} {name} = {place};",
        *inner,
        "}",
        *shared,
        f"for ({type_name} {name} = {place} + 1; {rest}; ++{name}) {{",
        *inner,
        "}",
    ]
    return "\n".join(["#pragma omp parallel", "{", *[f"{STEP}{line}" for line in lines], "}"])
