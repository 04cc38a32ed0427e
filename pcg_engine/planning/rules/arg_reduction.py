"""The best of many values and where it was: argmin, argmax, and whatever is kept with them.

Every thread selects among its own iterations, starting from what was selected before the loop. The
threads' selections are then compared one after the other; of equal values the one of the earliest
iteration stays, as in the serial loop (which keeps the first, because it compares strictly).
"""

from __future__ import annotations

from pcg_engine.analysis.counted_loops import CountedLoop, counted_loop
from pcg_engine.analysis.remainder import independent_remainder
from pcg_engine.analysis.selection import LAST, Selection, find_selections, kept_spans
from pcg_engine.domain.ast import ArithmeticKind, ArithmeticType, Block, For, Variable
from pcg_engine.domain.candidate import Candidate
from pcg_engine.domain.source import Edit, SourceText, Span
from pcg_engine.planning.rules.parallel_for_dynamic import chunk_size
from pcg_engine.planning.rules.partial_results import (
    Region,
    condition_lines,
    fresh_names,
    region_edit,
    remaining_situation,
)
from pcg_engine.planning.rules.rationale import rationale
from pcg_engine.planning.rules.situation import Situation, header_edits
from pcg_engine.planning.rules.worksharing import STEP
from pcg_engine.syntax.splice import apply_edits

ID = "arg-reduction"


def propose(situation: Situation) -> Candidate | None:
    """A region in which every thread selects by itself; ``None`` without a selection."""
    loop = situation.statement
    counted = counted_loop(loop) if isinstance(loop, For) else None
    if not isinstance(counted, CountedLoop):
        return None
    selections = find_selections(counted, situation.unit, situation.function)
    if not selections:
        return None
    remainder = independent_remainder(
        situation.facts,
        {s.statement.span: s.evaluated for s in selections},
        situation.unit,
        situation.function,
        situation.source,
    )
    own = None if remainder is None else remaining_situation(situation, remainder)
    if own is None:
        return None
    region = _region(own, counted, selections)
    edit = None if region is None else region_edit(own, region)
    if edit is None:
        return None
    names = " and ".join(f"`{s.key.name}`" for s in selections)
    is_last = all(s.comparison == LAST for s in selections)
    what = "the last match" if is_last else "the best that any of them has met"
    claim = f"The iterations share only {names}, {what}"
    action = "let every thread select among its own iterations, and compare what they selected"
    return own.candidate(ID, (edit,), rationale(own, action, claim))


def _region(
    own: Situation, counted: CountedLoop, selections: tuple[Selection, ...]
) -> Region | None:
    before: list[str] = []
    private: list[str] = []
    join: list[str] = []
    after: list[str] = []
    new: list[str] = []
    edits: list[Edit] = [*header_edits(own)]
    for selection in selections:
        kept = [v.name for v in selection.kept]
        position = selection.position.name if selection.position is not None else None
        before += [f"{_type_name(v, own)} {_of_all(v.name)} = {v.name};" for v in selection.kept]
        if position is None:
            if not isinstance(selection.statement.then, Block):
                return None
            position = f"{selection.key.name}_at"
            before.append(
                f"{counted.type.name} {position} = {own.source.slice(counted.start.span)};"
            )
            before.append(f"{counted.type.name} {_of_all(position)} = {position};")
            edits.append(_recorded(selection, position, counted.induction.name))
            new.append(position)
            kept.append(position)
        new += [_of_all(name) for name in kept]
        private += kept
        join += condition_lines(_is_better(own.source, counted, selection, position))
        join += [f"{STEP}{_of_all(name)} = {name};" for name in kept]
        join.append("}")
        after += [f"{v.name} = {_of_all(v.name)};" for v in selection.kept]
    if not fresh_names(own, *new):
        return None
    if len(selections) > 1:
        join = ["{", *[f"{STEP}{line}" for line in join], "}"]
    return Region(
        before,
        [f"firstprivate({', '.join(private)})"],
        (),
        join,
        after,
        schedule=_schedule(own),
        edits=tuple(sorted(edits, key=lambda e: e.span.start)),
    )


def _schedule(own: Situation) -> str:
    """Chunks on demand where iterations cost differently; each thread's are in the loop's order."""
    cost = own.facts.cost
    if cost is None or cost.uniform:
        return "static"
    return f"monotonic:dynamic, {chunk_size(cost)}"


def _is_better(
    source: SourceText, counted: CountedLoop, selection: Selection, position: str
) -> str:
    """The C++ condition that this thread's selection replaces the one of all."""
    if selection.comparison == LAST:
        return f"{position} > {_of_all(position)}"
    value = source.slice(selection.measure.span)
    best = _renamed(source, selection)
    earlier = "<" if counted.ascending else ">"
    tie = f"{value} == {best} && {position} {earlier} {_of_all(position)}"
    better = f"{value} {selection.comparison} {best} || ({tie})"
    if selection.vacant is not None:
        return f"{_is_set(selection.vacant)} && ({_is_vacant(selection.vacant)} || {better})"
    if selection.is_looked_up:
        # What nothing was compared with need not exist: a loop without iterations looks up nothing.
        return f"{selection.key.name} != {_of_all(selection.key.name)} && ({better})"
    return better


def _is_set(variable: Variable) -> str:
    """The C++ condition that this thread has selected something."""
    return variable.name if _is_flag(variable) else f"{variable.name} >= 0"


def _is_vacant(variable: Variable) -> str:
    """The C++ condition that no thread has joined a selection yet."""
    name = _of_all(variable.name)
    return f"!{name}" if _is_flag(variable) else f"{name} < 0"


def _is_flag(variable: Variable) -> bool:
    type_ = variable.type
    return isinstance(type_, ArithmeticType) and type_.kind is ArithmeticKind.BOOLEAN


def _renamed(source: SourceText, selection: Selection) -> str:
    """The kept value's expression, of the selection of all threads."""
    span = selection.measure.span
    edits = sorted(
        (
            Edit(Span(s.start - span.start, s.end - span.start), _of_all(name))
            for name, spans in kept_spans(selection).items()
            for s in spans
        ),
        key=lambda e: e.span.start,
    )
    text = SourceText("", source.data[span.start : span.end])
    return apply_edits(text, edits).data.decode("utf-8", "replace")


def _recorded(selection: Selection, position: str, counter: str) -> Edit:
    """An edit that records the counter where something is selected."""
    then = selection.statement.then
    assert isinstance(then, Block)
    first = then.statements[0].span.start
    return Edit(Span(first, first), f"{position} = {counter}; ")


def _of_all(name: str) -> str:
    return f"{name}_of_all"


def _type_name(variable: Variable, own: Situation) -> str:
    """In a template it is not the type of the one instance that is looked at."""
    if isinstance(variable.type, ArithmeticType) and not own.function.is_template_instance:
        return variable.type.name
    return "auto"
