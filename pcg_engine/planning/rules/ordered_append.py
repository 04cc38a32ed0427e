"""``push_back`` under a condition: every part of the loop appends to a vector of its own.

The parts' vectors are joined in the order of the parts, so that the elements stand as the serial
loop leaves them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pcg_engine.analysis.appending import Appending, find_appending
from pcg_engine.analysis.remainder import independent_remainder
from pcg_engine.domain.ast import Variable
from pcg_engine.domain.candidate import Candidate
from pcg_engine.domain.source import Edit
from pcg_engine.planning.rules.parts import (
    PARTS,
    Counting,
    Names,
    PartLoop,
    block_edit,
    body_lines,
    bounds,
    counting_of,
    names_of_parts,
    part_loop,
    parted_situation,
    renamed,
    unused_name,
)
from pcg_engine.planning.rules.rationale import rationale
from pcg_engine.planning.rules.situation import Situation
from pcg_engine.planning.rules.worksharing import STEP

ID = "ordered-append"


def propose(situation: Situation) -> Candidate | None:
    """Vectors for the parts; ``None`` if the loop does anything else with the vectors."""
    found = find_appending(situation.statement)
    if not found:
        return None
    replaced = {span: s for one in found for span, s in one.replacements.items()}
    remainder = independent_remainder(
        situation.facts, replaced, situation.unit, situation.function, situation.source
    )
    own = None if remainder is None else parted_situation(situation, remainder)
    names = None if own is None else names_of_parts(own)
    counting = None if own is None else counting_of(own)
    if own is None or names is None or counting is None:
        return None
    edit = _edit(own, names, counting, found)
    if edit is None:
        return None
    listed = " and ".join(f"`{one.vector.name}`" for one in found)
    claim = f"The iterations share only {listed}, to which they append"
    action = "append to a vector for each part of the iterations, and join these in their order"
    return own.candidate(ID, (edit,), rationale(own, action, claim))


def _edit(
    own: Situation, names: Names, counting: Counting, found: Sequence[Appending]
) -> Edit | None:
    appends = appends_of(own, names, found)
    if appends is None:
        return None
    cost = own.facts.cost
    schedule = [] if cost is None or cost.uniform else ["schedule(dynamic)"]
    body = [*counting.opening, *body_lines(own, appends.edits)]
    loop = PartLoop(schedule, appends.own, body, appends.kept)
    lines = [
        *bounds(own, names),
        *appends.outer,
        *part_loop(own, counting, names, loop).splitlines(),
        *appends.join,
    ]
    text = "".join(f"{line}\n" for line in lines)
    return block_edit(own, text, [*appends.conditions, *own.guards])


@dataclass(frozen=True, slots=True)
class Appends:
    """The lines that vectors of parts need.

    ``outer`` before the loop over parts, ``own`` and ``kept`` at the beginning and the end of a
    part, ``join`` after all; ``edits`` of the body, and ``conditions`` for the whole.
    """

    outer: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    join: tuple[str, ...] = ()
    edits: tuple[Edit, ...] = ()
    conditions: tuple[str, ...] = ()


NO_APPENDS = Appends()


def appends_of(own: Situation, names: Names, found: Sequence[Appending]) -> Appends | None:
    """What the vectors of ``found`` need; ``None`` if no names are left for their copies."""
    outer: list[str] = []
    begin: list[str] = []
    kept: list[str] = []
    join: list[str] = []
    edits: list[Edit] = []
    for one in found:
        name = one.vector.name
        copy = unused_name(own, f"own_{name}", f"{name}_of_thread")
        parts = unused_name(own, f"{name}_of_part", f"{name}_of_each_part")
        if copy is None or parts is None:
            return None
        type_name = f"std::vector<{one.element}>"
        part = f"{parts}[{names.part}]"
        outer.append(f"{type_name} {parts}[{PARTS}];")
        begin.append(f"{type_name} {copy};")
        kept.append(f"{part}.swap({copy});")
        join.append(f"{STEP}{name}.insert({name}.end(), {part}.begin(), {part}.end());")
        edits += renamed(one.names, copy)
    if join:
        head = f"for (int {names.part} = 0; {names.part} < {PARTS}; ++{names.part}) {{"
        join = [head, *join, "}"]
    same = (_are_two(one.vector, other) for one in found for other in one.others)
    return Appends(tuple(outer), tuple(begin), tuple(kept), tuple(join), tuple(edits), tuple(same))


def _are_two(one: Variable, other: Variable) -> str:
    first, second = sorted((one.name, other.name))
    return f"&{first} != &{second}"
