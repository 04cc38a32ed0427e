"""Calls of ``sort`` and ``stable_sort``: parts are sorted at the same time, then merged.

The parts' boundaries depend on the length alone. Parts beside one another are merged two by two,
until all is one. What a merge leaves is in order, and equal elements stay in the order of their
parts; so that of a stable sort is what it was. ``std::sort`` may leave equal elements in any order:
PCG parts it only where equal elements cannot be told apart. What ``<`` does not order, NaNs, is
looked for before; then everything is left to the call itself.
"""

from __future__ import annotations

from pcg_engine.analysis.algorithms.callables import is_lambda, is_pure_lambda
from pcg_engine.analysis.algorithms.loop_form import SORTS, end_of_statement, writing_of
from pcg_engine.analysis.algorithms.placing import Standing, standings
from pcg_engine.analysis.algorithms.stretches import Stretch, leading
from pcg_engine.analysis.algorithms.writing import NotWritten, Site, Writing
from pcg_engine.domain.ast import (
    ArithmeticKind,
    ArithmeticType,
    Construct,
    Expression,
    Function,
    RecordType,
    TranslationUnit,
)
from pcg_engine.domain.candidate import RULES_ORIGIN, Candidate
from pcg_engine.domain.facts import LoopFacts
from pcg_engine.domain.source import Edit, SourceText, Span
from pcg_engine.domain.traversal import walk_expression
from pcg_engine.planning.rules.includes import include_edit
from pcg_engine.planning.rules.situation import has_openmp
from pcg_engine.planning.rules.worksharing import STEP
from pcg_engine.syntax.parse import parse

ID = "parallel-sort"
_PARTS = 16
"""Enough for the threads of most machines, few enough that merging stays a small part."""

_RATIONALE = (
    "Parts of the range are sorted at the same time and then merged two by two: equal elements "
    "stay where the call leaves them."
)


def propose(
    facts: LoopFacts, source: SourceText, unit: TranslationUnit, function: Function
) -> Candidate | None:
    """Parts in place of a call that is a statement of its own; ``None`` for any other call."""
    loop = facts.loop
    name = (loop.algorithm or "").rsplit("::", 1)[-1]
    if name not in SORTS or loop.binding_pragmas or function.body is None:
        return None
    if has_openmp(source, function) or function.is_template_instance or function.is_constexpr:
        return None
    standing = next(
        (s for s in standings(function.body) if s.call.span.start == loop.span.start), None
    )
    if standing is None or not standing.is_discarded or not standing.in_block:
        return None
    is_ranges = (loop.algorithm or "").startswith("std::ranges::")
    site = Site(name, is_ranges, standing.call, standing.around, standing.statement)
    writing = writing_of(function, unit, parse(source), source)
    try:
        edits = _edits(site, standing, writing)
    except NotWritten:
        return None
    return None if edits is None else Candidate(loop.id, RULES_ORIGIN, ID, edits, _RATIONALE)


def _edits(site: Site, standing: Standing, writing: Writing) -> tuple[Edit, ...] | None:
    source = writing.source
    over, others = leading(site, writing)
    compared = _comparison(site, over, others, writing)
    start = standing.statement.span.start
    if compared is None or source.data[source.line_start(start) : start].strip():
        return None
    if over.lower != "0" or over.less:
        return None
    before: list[str] = []
    if others and is_lambda(others[0]):
        name = writing.take("comes_before", "is_before", "comes_before_other")
        before.append(f"const auto {name} = {source.slice(others[0].span)};")
        compared = f", {name}"
    first = writing.take("first", "first_element", "first_of_range")
    length = writing.take("length", "number_of_elements", "length_of_range")
    end = end_of_statement(standing, source)
    lines = [
        *before,
        f"const auto {first} = {over.first.start};",
        f"const auto {length} = static_cast<long long>({over.upper});",
    ]
    parts = _parts(site.name, first, length, compared, writing)
    element = over.element
    is_floating = isinstance(element, ArithmeticType) and element.kind is ArithmeticKind.FLOATING
    if is_floating:
        call = source.slice(Span(start, end))
        if "\n" in call:
            return None
        guarded = _guarded(site.name, first, length, call, parts, writing)
        lines += guarded
    else:
        lines += parts
    margin = source.indentation(start)
    body = "".join(f"{margin}{STEP}{line}\n" for line in lines)
    include = include_edit(source, "cmath") if is_floating and site.name == "sort" else ()
    return (*include, Edit(Span(start, end), f"{{\n{body}{margin}}}"))


def _parts(name: str, first: str, length: str, compared: str, writing: Writing) -> list[str]:
    """Loops that sort parts and merge them."""
    part = writing.take("part", "part_number", "part_of_range")
    width = writing.take("width", "merged_parts", "width_of_merge")

    def at(number: str) -> str:
        return f"{first} + {length} * {number} / {_PARTS}"

    return [
        "#pragma omp parallel for schedule(dynamic, 1)",
        f"for (int {part} = 0; {part} < {_PARTS}; ++{part}) {{",
        f"{STEP}std::{name}(",
        f"{STEP}{STEP}{at(part)}, {at(f'({part} + 1)')}{compared});",
        "}",
        f"for (int {width} = 1; {width} < {_PARTS}; {width} *= 2) {{",
        f"{STEP}#pragma omp parallel for schedule(dynamic, 1)",
        f"{STEP}for (int {part} = 0; {part} < {_PARTS}; {part} += 2 * {width}) {{",
        f"{STEP}{STEP}std::inplace_merge(",
        f"{STEP}{STEP}{STEP}{at(part)}, {at(f'({part} + {width})')},",
        f"{STEP}{STEP}{STEP}{at(f'({part} + 2 * {width})')}{compared});",
        f"{STEP}}}",
        "}",
    ]


def _guarded(
    name: str, first: str, length: str, call: str, parts: list[str], writing: Writing
) -> list[str]:
    """``parts`` where the elements are numbers that ``<`` orders, else the call as it is."""
    ordered = writing.take("is_ordered", "has_an_order", "are_ordered")
    at = writing.take("k", "index", "position", "at_index")
    value = f"{first}[{at}]"
    tests = [f"{ordered} = {ordered} && {value} == {value};"]
    if name == "sort":
        # A zero and a negative zero are equal, and two things.
        tests.append(f"{ordered} = {ordered} && !({value} == 0 && std::signbit({value}));")
    return [
        f"bool {ordered} = true;",
        f"#pragma omp parallel for reduction(&&:{ordered})",
        f"for (long long {at} = 0; {at} < {length}; ++{at}) {{",
        *[f"{STEP}{test}" for test in tests],
        "}",
        f"if ({ordered}) {{",
        *[f"{STEP}{line}" for line in parts],
        "} else {",
        f"{STEP}{call}",
        "}",
    ]


def _comparison(
    site: Site, over: Stretch, others: tuple[Expression, ...], writing: Writing
) -> str | None:
    """The C++ of the comparison, a comma before it; ``None`` if parts would not do the same."""
    element = over.element
    if len(others) > 1:
        return None
    if not others or _is_functor(others[0], "less"):
        text = ""
    elif _is_functor(others[0], "greater"):
        text = f", {writing.text(others[0])}"
    elif site.name == "stable_sort" and is_pure_lambda(others[0], writing):
        return "" if _is_ordered(element, others[0], writing) else None
    else:
        return None
    return text if isinstance(element, ArithmeticType) else None


def _is_functor(expression: Expression, name: str) -> bool:
    return (
        isinstance(expression, Construct)
        and not expression.arguments
        and isinstance(expression.type, RecordType)
        and expression.type.name in (f"std::{name}<void>", f"std::ranges::{name}")
    )


def _is_ordered(element: object, comparison: Expression, writing: Writing) -> bool:
    """Whether the elements are plain and compared by integers: a NaN has no place in an order."""
    for part in walk_expression(comparison):
        if isinstance(part.type, ArithmeticType) and part.type.kind is ArithmeticKind.FLOATING:
            return False
    if isinstance(element, ArithmeticType):
        return True
    record = writing.unit.records.get(element.name) if isinstance(element, RecordType) else None
    return record is not None and record.is_plain
