"""A loop split at the one iteration on which the others depend, or which depends on them.

In an elimination or in all-pairs shortest paths every row is changed by means of one of them, the
pivot row. The rows before it do not depend on each other, nor do those behind it: they are shared
out among the threads, and the pivot row is worked on in between. Where that iteration is the
loop's first or last one, it is peeled off.
"""

from __future__ import annotations

from dataclasses import dataclass

from pcg_engine.analysis.counted_loops import CountedLoop, counted_loop
from pcg_engine.analysis.nest_order import (
    Order,
    fixed_places,
    is_first_iteration,
    is_free_but_at,
    is_last_iteration,
    is_within,
    order_of,
)
from pcg_engine.domain.ast import For
from pcg_engine.domain.candidate import Candidate
from pcg_engine.domain.facts import Role
from pcg_engine.domain.polynomial import Polynomial
from pcg_engine.domain.source import Edit
from pcg_engine.planning.rules.parts import body_lines, counter_type, statement_edit
from pcg_engine.planning.rules.pragma import data_clauses, directive
from pcg_engine.planning.rules.situation import (
    Situation,
    mentions,
    starts_its_line,
)
from pcg_engine.planning.rules.worksharing import (
    STEP,
    counter_is_live,
    in_branch,
    runs_condition,
)

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
    place = None if order is None else _place(order)
    if place is None:
        return None
    text = _text(situation, place)
    edit = None if text is None else _edit(situation, place, text)
    return None if edit is None else situation.candidate(ID, (edit,), _rationale(place))


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


@dataclass(frozen=True, slots=True)
class _Place:
    """The C++ text of an iteration; ``is_certain`` if the loop has it whenever it is reached.

    One that ``is_first`` or ``is_last`` is there if the loop runs at all.
    """

    text: str
    is_first: bool
    is_last: bool
    is_certain: bool

    @property
    def next(self) -> str:
        """The text of the iteration behind it."""
        return str(int(self.text) + 1) if self.text.isdigit() else f"{self.text} + 1"


def _place(order: Order) -> _Place | None:
    """The iteration that all conflicts are with, if it is one of the loop's."""
    for place in fixed_places(order):
        text = _written(order, place)
        if text is None:
            continue
        is_first, is_last = is_first_iteration(order, place), is_last_iteration(order, place)
        is_certain = is_within(order, place)
        if (is_certain or is_first or is_last) and is_free_but_at(order, place):
            return _Place(text, is_first, is_last, is_certain)
    return None


def _edit(situation: Situation, place: _Place, text: str) -> Edit | None:
    """``text`` in the place of the loop, where it may be and there is that iteration."""
    if place.is_certain:
        return statement_edit(situation, text, situation.guards)
    runs = runs_condition(situation.facts.canonical)
    if runs is None:
        return None
    if situation.guards:
        return statement_edit(situation, text, [runs, *situation.guards])
    margin = situation.indentation
    inside = "".join(f"{margin}{STEP}{line}\n" for line in text.splitlines())
    only = in_branch(situation, runs, inside, otherwise=False)
    return None if only is None else Edit(situation.facts.loop.span, only)


def _rationale(place: _Place) -> str:
    if place.is_first or place.is_last:
        which = "first" if place.is_first else "last"
        return (
            f"Only the {which} iteration and the others depend on each other: run it by itself, "
            "and share out the others."
        )
    return (
        f"Only iteration {place.text} and the others depend on each other: share out those before "
        "it, and those after it."
    )


def _written(order: Order, place: Polynomial) -> str | None:
    """``place`` if it is a number, a variable, or one and a number."""
    constant, names = place.as_constant, place.names
    if constant is not None:
        return str(constant) if constant >= 0 else None
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


def _text(situation: Situation, place: _Place) -> str | None:
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
    begin, end = f"{type_name} {name} = {canonical.lower}", f"{name} < {place.text}"
    before = [*shared, f"for ({begin}; {end}; ++{name}) {{", *inner, "}"]
    one = [
        *directive("single", clauses, "").splitlines(),
        "{",
        f"{STEP}{type_name} {name} = {place.text};",
        *inner,
        "}",
    ]
    after = [*shared, f"for ({type_name} {name} = {place.next}; {rest}; ++{name}) {{", *inner, "}"]
    lines = [*([] if place.is_first else before), *one, *([] if place.is_last else after)]
    return "\n".join(["#pragma omp parallel", "{", *[f"{STEP}{line}" for line in lines], "}"])
