"""``push_back`` under a condition: every part of the loop appends to a vector of its own.

The parts' vectors are joined in the order of the parts, so that the elements stand as the serial
loop leaves them.
"""

from __future__ import annotations

from collections.abc import Sequence

from pcg_engine.analysis.appending import Appending, find_appending
from pcg_engine.analysis.counted_loops import CountedLoop, counted_loop
from pcg_engine.analysis.remainder import independent_remainder
from pcg_engine.domain.ast import For, Name, RangeFor, Variable
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
    counting = None if own is None else _counting(own)
    if own is None or names is None or counting is None:
        return None
    edit = _edit(own, names, counting, found)
    if edit is None:
        return None
    listed = " and ".join(f"`{one.vector.name}`" for one in found)
    claim = f"The iterations share only {listed}, to which they append"
    action = "append to a vector for each part of the iterations, and join these in their order"
    return own.candidate(ID, (edit,), rationale(own, action, claim))


def _counting(own: Situation) -> Counting | None:
    match own.statement:
        case For():
            counted = counted_loop(own.statement)
            return counting_of(own, counted) if isinstance(counted, CountedLoop) else None
        case RangeFor():
            return _over_elements(own, own.statement)


def _over_elements(own: Situation, loop: RangeFor) -> Counting | None:
    """A range loop over a named container, by index."""
    index = unused_name(own, "k", "index", "element")
    if index is None or not isinstance(loop.range, Name):
        return None
    header = own.source.data[own.facts.loop.span.start : loop.range.span.start]
    text = header.decode("utf-8", "replace").split("(", 1)[1].rstrip().removesuffix(":").rstrip()
    if ":" in text.replace("::", "") or "[" in text:
        return None
    range_ = own.source.slice(loop.range.span)
    return Counting(index, "std::size_t", "std::size_t", (f"{text} = {range_}[{index}];",))


def _edit(
    own: Situation, names: Names, counting: Counting, found: Sequence[Appending]
) -> Edit | None:
    before: list[str] = []
    after: list[str] = []
    outer: list[str] = []
    join: list[str] = []
    edits: list[Edit] = []
    for one in found:
        name = one.vector.name
        copy = unused_name(own, f"own_{name}", f"{name}_of_thread")
        kept = unused_name(own, f"{name}_of_part", f"{name}_of_each_part")
        if copy is None or kept is None:
            return None
        type_name = f"std::vector<{one.element}>"
        outer.append(f"{type_name} {kept}[{PARTS}];")
        before.append(f"{type_name} {copy};")
        after.append(f"{kept}[{names.part}].swap({copy});")
        part = f"{kept}[{names.part}]"
        join.append(f"{STEP}{name}.insert({name}.end(), {part}.begin(), {part}.end());")
        edits += renamed(one.names, copy)
    cost = own.facts.cost
    schedule = [] if cost is None or cost.uniform else ["schedule(dynamic)"]
    body = [*counting.opening, *body_lines(own, edits)]
    lines = [
        *bounds(own, names),
        *outer,
        *part_loop(own, counting, names, PartLoop(schedule, before, body, after)).splitlines(),
        f"for (int {names.part} = 0; {names.part} < {PARTS}; ++{names.part}) {{",
        *join,
        "}",
    ]
    same = [_are_two(one.vector, other) for one in found for other in one.others]
    text = "".join(f"{line}\n" for line in lines)
    return block_edit(own, text, [*same, *own.guards])


def _are_two(one: Variable, other: Variable) -> str:
    first, second = sorted((one.name, other.name))
    return f"&{first} != &{second}"
