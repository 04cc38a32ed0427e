"""Variables that some iterations set: what the last one of them leaves is found part by part.

Every part of the iterations has its own copy, and notes whether it set it. Afterwards the copies
are looked at in the order of the parts. OpenMP's ``lastprivate(conditional:)`` (5.2, section 5.4.5)
would say the same, but not every compiler has it.
"""

from __future__ import annotations

from collections.abc import Sequence

from pcg_engine.analysis.last_settings import LastSetting, find_last_settings
from pcg_engine.analysis.remainder import independent_remainder
from pcg_engine.domain.ast import ArithmeticType
from pcg_engine.domain.candidate import Candidate
from pcg_engine.domain.source import Edit, Span
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

ID = "last-match"


def propose(situation: Situation) -> Candidate | None:
    """Copies for the parts of what the loop sets under conditions."""
    found = find_last_settings(situation.statement, situation.function, situation.unit)
    if not found or situation.source.is_c:
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
    listed = " and ".join(f"`{one.variable.name}`" for one in found)
    claim = f"The iterations share only {listed}, of which the last one that sets it decides"
    action = "note for each part of the iterations what it sets, and take the last one"
    return own.candidate(ID, (edit,), rationale(own, action, claim))


def _edit(
    own: Situation, names: Names, counting: Counting, found: Sequence[LastSetting]
) -> Edit | None:
    outer: list[str] = []
    begin: list[str] = []
    kept: list[str] = []
    join: list[str] = []
    edits: list[Edit] = []
    for one in found:
        name, type_ = one.variable.name, one.variable.type
        copy = unused_name(own, f"own_{name}", f"{name}_of_this_part")
        is_set = unused_name(own, f"sets_{name}", f"part_sets_{name}")
        copies = unused_name(own, f"{name}_of_part", f"{name}_of_each_part")
        are_set = unused_name(own, f"{name}_is_set", f"{name}_is_set_in_part")
        if copy is None or is_set is None or copies is None or are_set is None:
            return None
        if any(own.source.slice(target) != name for target in one.targets):
            return None  # in a macro
        assert isinstance(type_, ArithmeticType)
        type_name = f"decltype({name})" if own.function.is_template_instance else type_.name
        part = f"[{names.part}]"
        outer += [f"{type_name} {copies}[{PARTS}];", f"bool {are_set}[{PARTS}];"]
        begin += [f"{type_name} {copy}{{}};", f"bool {is_set} = false;"]
        kept += [f"{copies}{part} = {copy};", f"{are_set}{part} = {is_set};"]
        join.append(f"{STEP}if ({are_set}{part}) {name} = {copies}{part};")
        edits += renamed(one.targets, copy)
        ends = (s.expression.span.end for s in one.statements)
        edits += [Edit(Span(end, end), f", {is_set} = true") for end in ends]
    body = [*counting.opening, *body_lines(own, edits)]
    cost = own.facts.cost
    schedule = [] if cost is None or cost.uniform else ["schedule(dynamic)"]
    lines = [
        *bounds(own, names),
        *outer,
        *part_loop(own, counting, names, PartLoop(schedule, begin, body, kept)).splitlines(),
        f"for (int {names.part} = 0; {names.part} < {PARTS}; ++{names.part}) {{",
        *join,
        "}",
    ]
    return block_edit(own, "".join(f"{line}\n" for line in lines), own.guards)
