"""Nests of two dependent loops in blocks, of which those on one diagonal run at the same time.

Where an element depends on its neighbours above and to the left (sequence alignment, dynamic
programming, Gauss-Seidel sweeps), neither loop is independent. But a block of rows and columns
needs those above and to the left of it only: all blocks of one diagonal (a front) may run at the
same time. Where a row depends on the right neighbour in the row above as well, each row is moved to
the right until it does not (loop skewing).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pcg_engine.analysis.counted_loops import CountedLoop, counted_loop
from pcg_engine.analysis.nest_order import Order, order_of, skew
from pcg_engine.analysis.scope import Iteration
from pcg_engine.domain.ast import Block, For
from pcg_engine.domain.candidate import Candidate
from pcg_engine.domain.facts import CanonicalForm, LoopFacts, Role
from pcg_engine.domain.polynomial import Polynomial
from pcg_engine.planning.rules.parts import block_edit, body_lines, counter_type, unused_name, wide
from pcg_engine.planning.rules.pragma import data_clauses, directive
from pcg_engine.planning.rules.situation import (
    Situation,
    is_array,
    mentions,
    starts_its_line,
)
from pcg_engine.planning.rules.worksharing import STEP, counter_is_live

ID = "wavefront"

BLOCK = 64
"""Rows and columns of a block: enough work for a barrier after each front, and little beside the
whole."""
_OTHER_BLOCKS = (32, 256)


def propose(situation: Situation) -> Candidate | None:
    """Fronts of blocks, for a loop that holds nothing but another one."""
    return _proposed(situation, BLOCK, "")


def variants(situation: Situation) -> Iterator[Candidate]:
    """Smaller blocks and larger ones."""
    for block in _OTHER_BLOCKS:
        candidate = _proposed(situation, block, f"block {block}")
        if candidate is not None:
            yield candidate


def _proposed(situation: Situation, block: int, variant: str) -> Candidate | None:
    inner = _inner(situation)
    if inner is None or not starts_its_line(situation):
        return None
    outer_order, inner_order = _order(situation), _order(inner)
    if outer_order is None or inner_order is None or not _same_roles(situation, inner):
        return None
    shape = _shape(outer_order, inner_order)
    if shape is None:
        return None
    text = _text(situation, inner, shape, block)
    # Guards of one row, which name its counter, follow from those of the whole array.
    counter = _counted(situation).induction.name
    guards = (*situation.guards, *(g for g in inner.guards if not mentions(g, (counter,))))
    edit = None if text is None else block_edit(situation, text, guards)
    if edit is None:
        return None
    return situation.candidate(
        ID,
        (edit,),
        "An element depends on earlier ones above and to the left of it alone: blocks that lie on "
        "one diagonal run at the same time.",
        assumptions=tuple(dict.fromkeys((*situation.unguarded, *inner.unguarded))),
        variant=variant,
    )


def _inner(situation: Situation) -> Situation | None:
    """The inner loop, if the outer one holds nothing else, and both can be written in blocks."""
    loop = situation.statement
    if not isinstance(loop, For) or len(situation.facts.children) != 1:
        return None
    body = loop.body
    while isinstance(body, Block) and len(body.statements) == 1:
        body = body.statements[0]
    inner = situation.inside(situation.facts.children[0])
    if inner is None or body is not inner.statement or inner.is_parallel:
        return None
    for one in (situation, inner):
        start = one.facts.loop.span.start
        if start in situation.indexed or start in situation.stepped or not _is_plain(one.facts):
            return None
    return inner


def _is_plain(facts: LoopFacts) -> bool:
    canonical = facts.canonical
    return (
        canonical is not None
        and canonical.step in (1, -1)
        and canonical.comparison in _EXTRA
        and not canonical.needs_rewrite
        and not counter_is_live(facts)
        and not facts.loop.pragmas
    )


def _order(situation: Situation) -> Order | None:
    loop = situation.statement
    assert isinstance(loop, For)
    return order_of(loop, situation.unit, situation.function, situation.source)


_ROLES = (Role.SHARED, Role.INDUCTION, Role.PRIVATE, Role.REDUCTION)


def _same_roles(outer: Situation, inner: Situation) -> bool:
    """Whether what a row has for itself, or combines, each element has, or combines, too."""
    inside = {v.variable.id: v.role for v in inner.facts.variables}
    for fact in outer.facts.variables:
        if fact.role not in _ROLES or (fact.role is Role.REDUCTION and is_array(fact)):
            return False
        other = inside.get(fact.variable.id, fact.role)
        is_counter = other is Role.INDUCTION
        if (
            fact.role in (Role.PRIVATE, Role.REDUCTION)
            and other is not fact.role
            and not is_counter
        ):
            return False
    return all(v.role in _ROLES for v in inner.facts.variables)


@dataclass(frozen=True, slots=True)
class _Shape:
    """By how many columns a row is moved beside the one before, and where its ends are then."""

    moved: int
    start_slope: int
    stop_slope: int


def _shape(outer: Order, inner: Order) -> _Shape | None:
    """``None`` where rows cannot be moved, or do not begin and end on straight lines."""
    moved = skew(outer, inner.iteration)
    if moved is None or len(inner.iteration.lower) != 1 or len(inner.iteration.upper) != 1:
        return None
    ends = [inner.iteration.lower[0], inner.iteration.upper[0]]
    slopes = [_slope(end, outer.iteration) for end in ends]
    if None in slopes:
        return None
    low, high = (slope or 0 for slope in slopes)
    if inner.iteration.direction < 0:
        low, high = -high, -low
    return _Shape(moved, low + moved, high + moved)


def _slope(bound: Polynomial, rows: Iteration) -> int | None:
    """How ``bound`` changes from one row to the next; ``None`` if not by the same everywhere."""
    found = 0
    for monomial, coefficient in bound.terms:
        if monomial == (rows.key,):
            found += coefficient * rows.direction
        elif rows.key in monomial:
            return None
    return found


def _counted(situation: Situation) -> CountedLoop:
    assert isinstance(situation.statement, For)
    counted = counted_loop(situation.statement)
    assert isinstance(counted, CountedLoop)
    return counted


_EXTRA = {"<": "", "<=": " + 1", ">": "", ">=": " + 1"}
"""What is added to the distance of the bounds."""


_WISHES = {
    "rows": "row_count",
    "first": "first_column",
    "columns": "column_count",
    "down": "blocks_down",
    "right": "blocks_right",
    "front": "diagonal",
    "begin": "first_band",
    "end": "last_band",
    "band": "block_row",
    "row": "row_number",
    "left": "left_edge",
    "column": "column_number",
    "start": "start_column",
    "stop": "stop_column",
    "start_of": "start_of_row",
    "stop_of": "stop_of_row",
}
"""The names in the new text, and what they are called where the function uses those."""


def _names(situation: Situation) -> dict[str, str] | None:
    found = {name: unused_name(situation, name, other) for name, other in _WISHES.items()}
    named = {name: chosen for name, chosen in found.items() if chosen is not None}
    return named if len(named) == len(found) else None


_FRONTS = """\
const long long {rows} = {row_count};
{extent}
const long long {down} = ({rows} + {block} - 1) / {block};
const long long {right} = ({columns} + {block} - 1) / {block};
#pragma omp parallel
for (long long {front} = 0; {front} < {down} + {right} - 1; ++{front}) {{
    const long long {begin} = {front} < {right} ? 0 : {front} - {right} + 1;
    const long long {end} = {front} < {down} ? {front} + 1 : {down};
{directive}
    for (long long {band} = {begin}; {band} < {end}; ++{band})
        for (long long {row} = {block} * {band};
             {row} < {rows} && {row} < {block} * ({band} + 1); ++{row}) {{
            {set_row}
            const long long {left} = {first} + {block} * ({front} - {band}){moved_back};
{start_line}            const long long {stop} = {stop_column};
            for (long long {column} = {from_column};
                 {column} < {stop} && {column} < {left} + {block}; ++{column}) {{
                {set_column}
{body}
            }}
        }}
}}"""


def _text(situation: Situation, inner: Situation, shape: _Shape, block: int) -> str | None:
    names = _names(situation)
    rows, columns = situation.facts.canonical, inner.facts.canonical
    body = body_lines(inner, ())
    if names is None or rows is None or columns is None:
        return None
    if any("#" in line or 'R"' in line for line in body):
        return None
    counter = _Counter(situation, rows, names["row"], is_row=True)
    element = _Counter(inner, columns, names["column"], is_row=False)
    start, stop = _ends(columns)
    clauses = ["schedule(dynamic)", *_clauses(situation, (counter, element))]
    return _FRONTS.format(
        **names,
        block=block,
        row_count=_distance(rows),
        extent="\n".join(_extent(counter, start, stop, shape, names)),
        directive=directive("for", clauses, STEP).removesuffix("\n"),
        set_row=counter.opening,
        moved_back=f" - {_times(shape.moved, names['row'])}" if shape.moved else "",
        from_column="{left} < {start} ? {start} : {left}".format(**names)
        if shape.start_slope
        else names["left"],
        start_line=f"{STEP * 3}const long long {names['start']} = {start};\n"
        if shape.start_slope
        else "",
        stop_column=stop,
        set_column=element.opening,
        body="\n".join(f"{STEP * 4}{line}" for line in body),
    )


@dataclass(frozen=True, slots=True)
class _Counter:
    """The counter of one of the loops.

    That of the rows is ``number`` behind its start, that of the columns ``number`` itself, or the
    opposite of it where it counts down.
    """

    situation: Situation
    canonical: CanonicalForm
    number: str
    is_row: bool

    @property
    def name(self) -> str:
        return self.canonical.induction.name

    @property
    def type_name(self) -> str:
        return counter_type(self.situation, _counted(self.situation))

    @property
    def opening(self) -> str:
        """The statement that sets the counter."""
        is_down = (self.canonical.step or 1) < 0
        if self.is_row:
            start = wide(self.canonical.lower)
            value = f"{start} {'-' if is_down else '+'} {self.number}".removeprefix("0 + ")
        else:
            value = f"-{self.number}" if is_down else self.number
        cast = f"static_cast<{_counted(self.situation).type.name}>({value})"
        if not self.canonical.declared_in_header:
            return f"{self.name} = {cast};"
        return f"{self.type_name} {self.name} = {cast};"


def _ends(columns: CanonicalForm) -> tuple[str, str]:
    """Where the columns of a row begin, and behind which they end."""
    extra = _EXTRA[columns.comparison]
    if (columns.step or 1) > 0:
        return wide(columns.lower), f"{wide(columns.upper)}{extra}"
    return f"-{_factor(wide(columns.lower))}", f"-{_factor(wide(columns.upper))}{extra}"


def _distance(rows: CanonicalForm) -> str:
    ends = (rows.upper, rows.lower) if (rows.step or 1) > 0 else (rows.lower, rows.upper)
    high, low = (wide(end) for end in ends)
    taken = "" if low == "0" else f" - {low}"
    return f"{high}{taken}{_EXTRA[rows.comparison]}"


def _extent(
    counter: _Counter, start: str, stop: str, shape: _Shape, names: Mapping[str, str]
) -> list[str]:
    """The first column of all rows, and how many there are from there to the last one."""
    first, columns, rows = names["first"], names["columns"], names["rows"]
    lines: list[str] = []
    ends: list[str] = []
    for name, column, is_last in (
        (names["start_of"], start, shape.start_slope < 0),
        (names["stop_of"], stop, shape.stop_slope > 0),
    ):
        row = f"{rows} - 1" if is_last else "0"
        if mentions(column, (counter.name,)):
            lines += _of_row(name, column, counter, shape.moved)
            ends.append(f"{name}({row})")
        else:
            shift = f" + {_times(shape.moved, f'({row})')}" if shape.moved and is_last else ""
            ends.append(f"{column}{shift}")
    return [
        *lines,
        f"const long long {first} = {ends[0]};",
        f"const long long {columns} = {ends[1]} - {first};",
    ]


def _of_row(name: str, column: str, counter: _Counter, moved: int) -> list[str]:
    """A function of the row that gives the ``column`` after moving it."""
    row = counter.number
    shift = f" + {_times(moved, row)}" if moved else ""
    own = "" if counter.canonical.declared_in_header else f"{counter.type_name} "
    return [
        f"const auto {name} = [&](long long {row}) {{",
        f"{STEP}{own}{counter.opening}",
        f"{STEP}return {column}{shift};",
        "};",
    ]


def _clauses(situation: Situation, counters: tuple[_Counter, ...]) -> list[str]:
    """What each thread has for itself: counters that are declared outside of the loops, too."""
    outside = [c.name for c in counters if not c.canonical.declared_in_header]
    found = data_clauses(situation.facts.variables, without=frozenset(outside))
    return [*([f"private({', '.join(outside)})"] if outside else []), *found]


def _times(factor: int, text: str) -> str:
    return text if factor == 1 else f"{factor} * {text}"


def _factor(text: str) -> str:
    return text if re.fullmatch(r"\w+|static_cast<.*>\(.*\)", text) else f"({text})"
