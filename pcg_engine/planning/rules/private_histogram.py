"""A histogram behind a pointer: every thread counts in a vector of its own, which grows.

Nothing says how many elements there are, so that no reduction clause can name them. A thread's
vector reaches as far as the elements that the thread has met; in the end its elements that are not
zero are added to the array, one thread at a time. So no element is touched that the serial loop
does not touch.
"""

from __future__ import annotations

from pcg_engine.analysis.counted_loops import CountedLoop, counted_loop
from pcg_engine.analysis.remainder import independent_remainder
from pcg_engine.analysis.scattered_sums import ScatteredSum, ScatteredUpdate, find_scattered_sum
from pcg_engine.domain.ast import For
from pcg_engine.domain.candidate import Candidate
from pcg_engine.domain.facts import Assumption
from pcg_engine.domain.source import Edit, Span
from pcg_engine.planning.rules.includes import include_edit
from pcg_engine.planning.rules.partial_results import Region, region_edit, remaining_situation
from pcg_engine.planning.rules.parts import edited_slice, unused_name
from pcg_engine.planning.rules.rationale import rationale
from pcg_engine.planning.rules.situation import Situation, header_edits, mentions
from pcg_engine.planning.rules.worksharing import STEP

ID = "private-histogram"


def propose(situation: Situation) -> Candidate | None:
    """A region with a vector for each thread; ``None`` if another array might be meant."""
    loop = situation.statement
    counted = counted_loop(loop) if isinstance(loop, For) else None
    if not isinstance(counted, CountedLoop):
        return None
    found = find_scattered_sum(
        counted.statement, situation.unit, situation.function, situation.source
    )
    if found is None:
        return None
    remainder = independent_remainder(
        situation.facts,
        found.replacements(counted.induction),
        situation.unit,
        situation.function,
        situation.source,
    )
    own = None if remainder is None else remaining_situation(situation, remainder)
    # A guard about the array would speak of the counter's elements and not of those that are met.
    if own is None or any(mentions(guard, (found.array.name,)) for guard in own.guards):
        return None
    edit = _edit(own, found)
    if edit is None:
        return None
    include = include_edit(own.source, "vector")
    claim = f"Which elements of `{found.array.name}` are met depends on the data"
    action = "let every thread sum into a copy of those that it meets, and add up the copies"
    return own.candidate(
        ID,
        (*include, edit),
        rationale(own, action, claim),
        reassociates=found.reassociates,
        assumptions=(*own.unguarded, *_assumed(own, found)),
        reassociates_serially=found.reassociates,
    )


def _edit(own: Situation, found: ScatteredSum) -> Edit | None:
    name = found.array.name
    copy = unused_name(own, f"own_{name}", f"{name}_of_thread")
    slot = unused_name(own, "slot", f"{name}_slot")
    element = unused_name(own, "k", f"{name}_element")
    if copy is None or slot is None or element is None:
        return None
    edits = tuple(_counted(own, update, copy, slot) for update in found.updates)
    region = Region(
        own=[f"std::vector<{found.element.name}> {copy};"],
        join=[
            f"for (std::size_t {element} = 0; {element} < {copy}.size(); ++{element}) {{",
            f"{STEP}if ({copy}[{element}] != 0) {{",
            f"{STEP}{STEP}{name}[{element}] {found.operator}= {copy}[{element}];",
            f"{STEP}}}",
            "}",
        ],
        edits=tuple(sorted((*header_edits(own), *edits), key=lambda e: e.span.start)),
    )
    return region_edit(own, region)


def _counted(own: Situation, update: ScatteredUpdate, copy: str, slot: str) -> Edit:
    """The update in the thread's copy, which is made long enough first."""
    source = own.source
    span = update.statement.span
    end = span.end + (source.slice(Span(span.end, span.end + 1)) == ";")
    index = source.slice(update.index.span)
    moved = edited_slice(source, span, [Edit(p, f"{copy}[{slot}]") for p in update.places])
    margin = source.indentation(span.start)
    inner = f"{margin}{STEP}"
    lines = [
        "{",
        f"{inner}const auto {slot} = static_cast<std::size_t>({index});",
        f"{inner}if ({slot} >= {copy}.size()) {{",
        f"{inner}{STEP}{copy}.resize(2 * {slot} + 1);",
        f"{inner}}}",
        f"{inner}{moved};",
        f"{margin}}}",
    ]
    return Edit(Span(span.start, end), "\n".join(lines))


def _assumed(own: Situation, found: ScatteredSum) -> tuple[Assumption, ...]:
    if found.may_be_negative is None:
        return ()
    text = own.source.slice(found.may_be_negative.span)
    name = found.array.name
    return (
        Assumption(
            "non-negative-index",
            f"`{name}` points to the first of its elements, so that the index `{text}` is never "
            "negative",
        ),
    )
