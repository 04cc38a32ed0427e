"""Two independent loops in tiles that stay in the cache while they are worked on.

Where one array is walked through by rows and another one by columns (a transposition), no order of
the loops is good for both. In a small tile each cache line that is fetched is used to its end.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pcg_engine.analysis.access_order import Stride, strides
from pcg_engine.analysis.counted_loops import CountedLoop, counted_loop
from pcg_engine.domain.ast import For
from pcg_engine.domain.candidate import Candidate
from pcg_engine.domain.facts import CanonicalForm
from pcg_engine.planning.rules.parallel_for_collapse import perfect_nest
from pcg_engine.planning.rules.parts import body_lines, counter_type, statement_edit, unused_name
from pcg_engine.planning.rules.pragma import data_clauses, directive
from pcg_engine.planning.rules.rationale import rationale
from pcg_engine.planning.rules.situation import (
    Situation,
    mentions,
    starts_its_line,
)
from pcg_engine.planning.rules.worksharing import counter_is_live, needs_an_iteration

ID = "tiling"

SIDE = 32
"""Of a tile: one of numbers of 8 bytes, and its mirror image, fit into the smallest caches."""
_OTHER_SIDES = (16, 64)


def propose(situation: Situation) -> Candidate | None:
    """Tiles for two perfectly nested loops, where neither order of them is good for all arrays."""
    return _proposed(situation, SIDE, "")


def variants(situation: Situation) -> Iterator[Candidate]:
    """Smaller tiles and larger ones."""
    for side in _OTHER_SIDES:
        candidate = _proposed(situation, side, f"side {side}")
        if candidate is not None:
            yield candidate


@dataclass(frozen=True, slots=True)
class _Axis:
    """One of the loops: its header, and the names of a tile's first counter and of its end."""

    canonical: CanonicalForm
    type_name: str
    begin: str
    end: str

    @property
    def name(self) -> str:
        return self.canonical.induction.name

    @property
    def is_outside(self) -> bool:
        return not self.canonical.declared_in_header

    def over_tiles(self, side: int) -> str:
        canonical = self.canonical
        return (
            f"for ({self.type_name} {self.begin} = {canonical.lower}; "
            f"{self.begin} < {canonical.upper}; {self.begin} += {side})"
        )

    def end_of_tile(self, side: int) -> str:
        upper = self.canonical.upper
        bound = upper if upper.isidentifier() or upper.isdigit() else f"({upper})"
        rest = f"{bound} - {self.begin} < {side} ? {upper} : {self.begin} + {side}"
        return f"const {self.type_name} {self.end} = {rest};"

    @property
    def in_tile(self) -> str:
        declared = "" if self.is_outside else f"{self.type_name} "
        return (
            f"for ({declared}{self.name} = {self.begin}; {self.name} < {self.end}; ++{self.name})"
        )


def _proposed(situation: Situation, side: int, variant: str) -> Candidate | None:
    facts = situation.facts
    if facts.collapse < 2 or not isinstance(situation.statement, For) or needs_an_iteration(facts):
        return None
    nest = perfect_nest(situation, 2)
    if nest is None or not starts_its_line(situation):
        return None
    (inner,) = nest
    if situation.array_reductions or not _is_walked_both_ways(situation, inner):
        return None
    rows, columns = _axis(situation, "top", "bottom"), _axis(inner, "left", "right")
    body = body_lines(inner, ())
    if rows is None or columns is None or any("#" in line or 'R"' in line for line in body):
        return None
    edit = statement_edit(
        situation, _text(situation, rows, columns, body, side), _guards(situation, inner)
    )
    if edit is None:
        return None
    action = "share out tiles that stay in the cache while they are worked on"
    return situation.candidate(
        ID,
        (edit,),
        rationale(situation, action),
        assumptions=tuple(dict.fromkeys((*situation.unguarded, *inner.unguarded))),
        variant=variant,
    )


def _is_walked_both_ways(outer: Situation, inner: Situation) -> bool:
    """Whether some array is better walked through as it is, and another one the other way."""
    rows, columns = outer.facts.canonical, inner.facts.canonical
    if rows is None or columns is None:
        return False
    now = strides(inner.statement.body, columns.induction.id)
    then = strides(inner.statement.body, rows.induction.id)
    far = (Stride.FAR, Stride.UNIT)
    return far in zip(now, then, strict=True) and far in zip(then, now, strict=True)


def _axis(situation: Situation, begin: str, end: str) -> _Axis | None:
    canonical, loop = situation.facts.canonical, situation.statement
    counted = counted_loop(loop) if isinstance(loop, For) else None
    if canonical is None or not isinstance(counted, CountedLoop) or canonical.needs_rewrite:
        return None
    if canonical.comparison != "<" or canonical.step != 1 or not canonical.lower.isdigit():
        return None
    if counter_is_live(situation.facts):
        return None
    type_name = (
        counter_type(situation, counted) if canonical.declared_in_header else counted.type.name
    )
    first = unused_name(situation, begin, f"{begin}_of_tile")
    last = unused_name(situation, end, f"{end}_of_tile")
    return None if first is None or last is None else _Axis(canonical, type_name, first, last)


def _guards(outer: Situation, inner: Situation) -> list[str]:
    """Guards of one row, which name its counter, follow from those of the whole array."""
    assert outer.facts.canonical is not None
    counter = outer.facts.canonical.induction.name
    return [*outer.guards, *(g for g in inner.guards if not mentions(g, (counter,)))]


_TILES = """\
{directive}
{over_rows}
    {over_columns} {{
        {end_of_rows}
        {end_of_columns}
        {in_rows}
            {in_columns} {{
{body}
            }}
    }}"""


def _text(situation: Situation, rows: _Axis, columns: _Axis, body: list[str], side: int) -> str:
    own = frozenset({rows.name, columns.name})
    outside = [axis.name for axis in (rows, columns) if axis.is_outside]
    clauses = ["collapse(2)", *([f"private({', '.join(outside)})"] if outside else [])]
    clauses += data_clauses(situation.facts.variables, without=own)
    return _TILES.format(
        directive=directive("parallel for", clauses, "").removesuffix("\n"),
        over_rows=rows.over_tiles(side),
        over_columns=columns.over_tiles(side),
        end_of_rows=rows.end_of_tile(side),
        end_of_columns=columns.end_of_tile(side),
        in_rows=rows.in_tile,
        in_columns=columns.in_tile,
        body="\n".join(f"{' ' * 16}{line}" for line in body),
    )
