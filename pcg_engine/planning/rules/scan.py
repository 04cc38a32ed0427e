"""Running sums and the like, in two passes over parts of the iterations.

The first pass computes what each part adds to the running value, all parts at once; then these are
added up, part after part; the second pass repeats the loop in each part from the value at its
beginning (Blelloch, "Prefix Sums and Their Applications", 1990). Twice the reading for half the
waiting: whether that pays is for the benchmark to say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pcg_engine.analysis.appending import find_appending
from pcg_engine.analysis.counted_loops import CountedLoop, counted_loop, literal
from pcg_engine.analysis.initial_values import value_before
from pcg_engine.analysis.remainder import independent_remainder, with_replaced
from pcg_engine.analysis.scans import ArrayScan, RunningValue, find_array_scan, find_running_value
from pcg_engine.domain.ast import ArithmeticType, For, Name, Statement
from pcg_engine.domain.candidate import Candidate
from pcg_engine.domain.source import Edit, Span
from pcg_engine.domain.traversal import walk_expression
from pcg_engine.planning.rules.first_pass import first_pass
from pcg_engine.planning.rules.ordered_append import NO_APPENDS, Appends, appends_of
from pcg_engine.planning.rules.parts import (
    PARTS,
    Names,
    PartLoop,
    block_edit,
    body_lines,
    bounds,
    counting_of,
    edited_slice,
    names_of_parts,
    part_loop,
    parted_situation,
    renamed,
    unused_name,
)
from pcg_engine.planning.rules.rationale import rationale
from pcg_engine.planning.rules.situation import Situation
from pcg_engine.planning.rules.worksharing import STEP, runs_condition

ID = "scan"
COMPACTION = "compaction"

_IDENTITIES = {"+": "0", "*": "1", "^": "0"}
"""Operators for which a part begins with a neutral value; with the others it begins with the value
before the loop, since combining that once more changes nothing."""


def propose(situation: Situation) -> Candidate | None:
    """Two passes for ``a[i] = a[i - 1] + …`` or for a running value."""
    loop = situation.statement
    counted = counted_loop(loop) if isinstance(loop, For) else None
    if isinstance(counted, CountedLoop):
        scan = find_array_scan(counted, situation.unit)
        if scan is not None:
            return _of_array(situation, counted, scan)
    running = find_running_value(loop, situation.unit, situation.function)
    return None if running is None or running.packs else of_running(situation, running, ID)


def propose_compaction(situation: Situation) -> Candidate | None:
    """Two passes for ``out[count++] = …``: count what each part keeps, then write it there."""
    loop = situation.statement
    counted = counted_loop(loop) if isinstance(loop, For) else None
    if not isinstance(counted, CountedLoop):
        return None
    running = find_running_value(loop, situation.unit, situation.function)
    if running is None or not running.packs:
        return None
    # The guards speak of the places that the counter reaches: packed elements lie among them.
    before = value_before(running.variable, situation.statement, situation.function)
    start = None if before is None else literal(before)
    if start is None or start != literal(counted.start):
        return None
    return of_running(situation, running, COMPACTION)


@dataclass(frozen=True, slots=True)
class _Passes:
    """The lines of both passes, with what is carried between them."""

    type_name: str
    operator: str
    own: str
    before: str
    initial: str
    first: Sequence[str]
    second: Sequence[str]


def _of_array(situation: Situation, counted: CountedLoop, scan: ArrayScan) -> Candidate | None:
    own = _remaining(situation, {scan.statement.span: scan.without_previous})
    names = None if own is None else names_of_parts(own)
    if own is None or names is None:
        return None
    name = scan.array.name
    carried = unused_name(own, f"{name}_so_far", f"{name}_of_part")
    before = unused_name(own, f"{name}_before", f"{name}_before_part")
    runs = runs_condition(own.facts.canonical)
    if carried is None or before is None or runs is None:
        return None
    update = _as_assignment(own, scan, carried)
    stored = f"{own.source.slice(scan.target.span)} = {carried};"
    lines = _statements(own, scan, update)
    initial = edited_slice(
        own.source,
        scan.previous.span,
        renamed(
            [
                e.span
                for e in walk_expression(scan.previous.index)
                if isinstance(e, Name) and e.variable.id == counted.induction.id
            ],
            names.first,
        ),
    )
    passes = _Passes(
        scan.element.name,
        scan.operator,
        carried,
        before,
        initial,
        lines,
        [*lines, stored],
    )
    text = _text(own, names, passes)
    edit = None if text is None else block_edit(own, text, [runs, *own.guards])
    if edit is None:
        return None
    claim = f"Only `{own.source.slice(scan.previous.span)}` is carried from iteration to iteration"
    return _candidate(own, ID, edit, claim, reassociates=scan.reassociates)


def of_running(situation: Situation, running: RunningValue, rule: str) -> Candidate | None:
    """A candidate of ``rule`` for a running value."""
    variable = running.variable
    body = situation.statement.body
    appended = find_appending(situation.statement)
    without = {span: s for one in appended for span, s in one.replacements.items()}
    own = _remaining(situation, {body.span: with_replaced(running.body, without)})
    names = None if own is None else names_of_parts(own)
    type_ = variable.type
    if own is None or names is None or not isinstance(type_, ArithmeticType):
        return None
    if any(own.source.slice(place) != variable.name for place in running.mentions):
        return None  # what an inner loop's steps add up to, which stands nowhere in the text
    carried = unused_name(own, f"own_{variable.name}", f"{variable.name}_of_part")
    before = unused_name(own, f"{variable.name}_before", f"{variable.name}_before_part")
    if carried is None or before is None:
        return None
    edits = renamed(running.mentions, carried)
    appends = appends_of(own, names, appended)
    if appends is None:
        return None
    edits += appends.edits
    first = first_pass(body, running, carried, edits, own.source, own.unit)
    if not first:
        return None
    passes = _Passes(
        # In a template not the type of the one instance that is looked at.
        f"decltype({variable.name})" if own.function.is_template_instance else type_.name,
        running.operator,
        carried,
        before,
        variable.name,
        first,
        body_lines(own, edits),
    )
    text = _text(own, names, passes, appends)
    if text is None:
        return None
    is_live = any(v.variable.id == variable.id and v.live_out for v in situation.facts.variables)
    if is_live:
        text += f"{variable.name} = {before}[{PARTS}];\n"
    edit = block_edit(own, text, [*appends.conditions, *own.guards])
    if edit is None:
        return None
    claim = f"Only `{variable.name}` is carried from iteration to iteration"
    return _candidate(own, rule, edit, claim, reassociates=running.reassociates)


def _candidate(
    own: Situation, rule: str, edit: Edit, claim: str, *, reassociates: bool
) -> Candidate:
    return own.candidate(
        rule,
        (edit,),
        rationale(own, _ACTION, claim),
        reassociates=reassociates,
        reassociates_serially=reassociates,
    )


_ACTION = (
    "add up parts of the iterations at the same time, and repeat each part "
    "from the value at its beginning"
)


def _remaining(situation: Situation, replaced: Mapping[Span, Statement]) -> Situation | None:
    remainder = independent_remainder(
        situation.facts, replaced, situation.unit, situation.function, situation.source
    )
    return None if remainder is None else parted_situation(situation, remainder)


def _text(
    own: Situation, names: Names, passes: _Passes, appends: Appends = NO_APPENDS
) -> str | None:
    """The bounds, both passes, and what is between and after them."""
    counting = counting_of(own)
    if counting is None:
        return None
    start = _IDENTITIES.get(passes.operator, passes.initial)
    declared = f"{passes.type_name} {passes.own}"
    simd = f"reduction(+:{passes.own})" if passes.operator == "+" and _is_plain(passes) else None
    part = names.part
    first = PartLoop(
        (),
        [f"{declared} = {start};"],
        [*counting.opening, *passes.first],
        [f"{passes.before}[{part} + 1] = {passes.own};"],
        simd,
    )
    second = PartLoop(
        (),
        [f"{declared} = {passes.before}[{part}];", *appends.own],
        [*counting.opening, *passes.second],
        appends.kept,
    )
    here, previous = f"{passes.before}[{part}]", f"{passes.before}[{part} - 1]"
    lines = [
        *bounds(own, names),
        f"{passes.type_name} {passes.before}[{PARTS + 1}];",
        *appends.outer,
        *part_loop(own, counting, names, first).splitlines(),
        f"{passes.before}[0] = {passes.initial};",
        f"for (int {part} = 1; {part} <= {PARTS}; ++{part}) {{",
        f"{STEP}{_combined(passes.operator, here, previous)}",
        "}",
        *part_loop(own, counting, names, second).splitlines(),
        *appends.join,
    ]
    return "".join(f"{line}\n" for line in lines)


def _is_plain(passes: _Passes) -> bool:
    """Whether the first pass is a sum that vector units can make."""
    return len(passes.first) == 1 and passes.first[0].startswith(passes.own)


def _combined(operator: str, here: str, previous: str) -> str:
    match operator:
        case "min":
            return f"{here} = {previous} < {here} ? {previous} : {here};"
        case "max":
            return f"{here} = {previous} > {here} ? {previous} : {here};"
        case _:
            return f"{here} {operator}= {previous};"


def _as_assignment(own: Situation, scan: ArrayScan, carried: str) -> str:
    """The recurrence with the value before in ``carried``."""
    edits = [Edit(scan.previous.span, carried)]
    value = edited_slice(own.source, scan.value.span, edits)
    if scan.combines is None:
        return f"{carried} = {value};"
    element = own.source.slice(scan.target.span)
    if value == carried:
        return f"{carried} {scan.combines}= {element};"
    return f"{carried} = {element} {scan.combines} ({value});"


def _statements(own: Situation, scan: ArrayScan, update: str) -> list[str]:
    """The statements of the body, ``update`` in the place of the recurrence."""
    end = scan.statement.span.end
    if own.source.slice(Span(end, end + 1)) == ";":
        end += 1
    return body_lines(own, [Edit(Span(scan.statement.span.start, end), update)])
