"""Calls of a function by itself as OpenMP tasks, down to a depth; serially below.

Three functions take the place of one: the function as it was, for what is below the cut-off; a
version whose calls are tasks; and one with the name and interface of the original, which starts
the team. What decides between the first two is the depth alone, so results do not depend on the
number of threads.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from pcg_engine.analysis.recursion import Recursion, examine_recursion
from pcg_engine.analysis.recursive_calls import CallGroup, SummedCalls, calls_in_statement
from pcg_engine.domain.ast import (
    ArithmeticType,
    Function,
    RecordType,
    TranslationUnit,
    Type,
    VoidType,
)
from pcg_engine.domain.candidate import RULES_ORIGIN, Candidate
from pcg_engine.domain.facts import LoopFacts
from pcg_engine.domain.source import Edit, SourceText, Span
from pcg_engine.planning.rules.function_text import (
    FunctionText,
    function_text,
    unused_in_file,
)
from pcg_engine.planning.rules.pragma import all_of
from pcg_engine.planning.rules.task_text import TaskNames, group_edit, summed_edits

ID = "recursive-tasks"

_TASKS = 256
"""About how many tasks there are: some for each of many threads, few beside the work."""
_DEPTH_OF_LOOPS = 3
"""Where a loop makes the calls, and nothing says how many."""
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")


def propose(
    facts: LoopFacts, source: SourceText, unit: TranslationUnit, function: Function
) -> Candidate | None:
    """The candidate for the recursion of ``function`` that ``facts`` are of."""
    if function.name == "main" or not facts.proved:
        return None
    recursion = examine_recursion(function, unit, source)
    text = function_text(function, source)
    if not isinstance(recursion, Recursion) or text is None:
        return None
    if not _is_made(function.return_type, unit):
        return None
    names = _names(text)
    edits = None if names is None else _edits(recursion, text, names)
    if names is None or edits is None:
        return None
    depth = _depth(recursion)
    return Candidate(
        loop_id=facts.loop.id,
        origin=RULES_ORIGIN,
        workflow=ID,
        edits=edits,
        rationale=(
            f"The calls of `{text.name}` by itself do not depend on each other: run them as tasks "
            f"down to a depth of {depth}, and as they were below."
        ),
        assumptions=tuple(a for a in recursion.assumptions if a.guard is None),
    )


def _edits(recursion: Recursion, text: FunctionText, names: TaskNames) -> tuple[Edit, ...] | None:
    body = recursion.function.body
    assert body is not None
    calls = calls_in_statement(body, recursion.function)
    serial = [text.renamed(call, names.serial) for call in calls]
    tasks = [text.renamed(call, names.tasks, f"{names.depth} + 1") for call in calls]
    if None in serial or None in tasks or text.count_of_name() != len(calls):
        return None
    renamed = [edit for edit in tasks if edit is not None]
    changed: list[Edit] = []
    for one in recursion.siblings:
        match one:
            case CallGroup():
                edit = group_edit(one, text, names, renamed)
                if edit is None:
                    return None
                changed.append(edit)
            case SummedCalls():
                edits = summed_edits(one, text, names, renamed)
                if edits is None:
                    return None
                changed += edits
    apart = [e for e in renamed if not any(c.span.contains(e.span) for c in changed)]
    versions = [
        text.head(names.serial),
        " ",
        text.body_with([edit for edit in serial if edit is not None]),
        "\n\n",
        text.head(names.tasks, f"int {names.depth}"),
        " ",
        _with_cut_off(text.body_with([*changed, *apart]), text, names, _depth(recursion)),
        "\n\n",
    ]
    guards = [a.guard for a in recursion.assumptions if a.guard is not None]
    place = text.place_before
    return (
        Edit(Span(place, place), "".join(versions)),
        Edit(text.body, _entry(text, names, guards)),
    )


def _with_cut_off(body: str, text: FunctionText, names: TaskNames, depth: int) -> str:
    inner = text.margin + text.step
    lines = [
        "{",
        f"{inner}if ({names.depth} == {depth}) {{",
        *(f"{inner}{text.step}{line}" for line in _returned(text, names)),
        f"{inner}}}",
    ]
    rest = body[1:]
    if not rest.startswith("\n"):
        rest = f"\n{inner}{rest.lstrip()}"
    if not rest[:-1].endswith("\n" + text.margin):
        rest = f"{rest[:-1].rstrip()}\n{text.margin}}}"
    return "\n".join(lines) + rest


def _returned(text: FunctionText, names: TaskNames) -> list[str]:
    call = text.called(names.serial)
    if isinstance(text.function.return_type, VoidType):
        return [f"{call};", "return;"]
    return [f"return {call};"]


def _entry(text: FunctionText, names: TaskNames, guards: Sequence[str]) -> str:
    """The body of the function that starts the team."""
    inner = text.margin + text.step
    call = text.called(names.tasks, "0")
    is_void = isinstance(text.function.return_type, VoidType)
    value = [] if is_void else [f"{inner}{text.result} {names.result}{initial(text)};"]
    unless: list[str] = []
    if guards:
        condition = all_of(list(dict.fromkeys(guards)))
        unless = [
            f"{inner}if (!({condition})) {{",
            *(f"{inner}{text.step}{line}" for line in _returned(text, names)),
            f"{inner}}}",
        ]
    lines = [
        "{",
        *unless,
        *value,
        f"{inner}#pragma omp parallel",
        f"{inner}#pragma omp single",
        f"{inner}{'' if is_void else f'{names.result} = '}{call};",
        *([] if is_void else [f"{inner}return {names.result};"]),
        f"{text.margin}}}",
    ]
    return "\n".join(lines)


def initial(text: FunctionText) -> str:
    """What a variable of the function's result begins with."""
    return " = 0" if isinstance(text.function.return_type, ArithmeticType) else " = {}"


def _names(text: FunctionText) -> TaskNames | None:
    found = [
        unused_in_file(text.source, *wishes)
        for wishes in (
            (f"{text.name}_serial", f"{text.name}_below"),
            (f"{text.name}_tasks", f"{text.name}_in_tasks"),
            ("depth", "task_depth", "depth_of_tasks"),
            ("result", "task_result", "result_of_tasks"),
            ("part", "task_part", "part_of_sum"),
        )
    ]
    results = [unused_in_file(text.source, name, f"{name}_result") for name in _ORDINALS]
    serial, tasks, depth, result, part = found
    if serial is None or tasks is None or depth is None or result is None or part is None:
        return None
    known = tuple(name for name in results if name is not None)
    return TaskNames(serial, tasks, depth, result, part, known)


def _depth(recursion: Recursion) -> int:
    most = 0
    for one in recursion.siblings:
        match one:
            case CallGroup(calls=calls):
                most = max(most, len(calls))
            case SummedCalls():
                return _DEPTH_OF_LOOPS
    return max(2, math.ceil(math.log(_TASKS) / math.log(most)))


def _is_made(value_type: Type, unit: TranslationUnit) -> bool:
    """Whether a variable of this type can be declared, and assigned by a task."""
    match value_type:
        case VoidType() | ArithmeticType():
            return True
        case RecordType(name=name):
            known = unit.records.get(name)
            return known is not None and known.is_plain and known.default_constructible
        case _:
            return False
