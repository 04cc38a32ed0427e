"""The text of loops that are cut into parts, whose results are put together in their order.

The number of parts is fixed, so that results do not depend on the number of threads, rounding
included. It is large enough for many threads, and small beside any loop that is worth it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pcg_engine.analysis.counted_loops import CountedLoop, counted_loop, text_before_start
from pcg_engine.domain.ast import For, Name, RangeFor
from pcg_engine.domain.facts import LoopFacts, Role
from pcg_engine.domain.source import Edit, SourceText, Span
from pcg_engine.planning.rules.pragma import all_of, data_clauses, directive
from pcg_engine.planning.rules.situation import (
    Situation,
    counter_name,
    mentions,
    stands_in_block,
    starts_its_line,
    step_edits,
)
from pcg_engine.planning.rules.worksharing import STEP, counter_is_live, in_branch, indented
from pcg_engine.syntax.splice import apply_edits

PARTS = 64


@dataclass(frozen=True, slots=True)
class Names:
    """Names that the function does not use yet."""

    first: str
    length: str
    part: str
    begin: str
    end: str


@dataclass(frozen=True, slots=True)
class PartLoop:
    """A parallel loop over parts: lines before, inside and after the loop over iterations."""

    clauses: Sequence[str]
    before: Sequence[str]
    body: Sequence[str]
    after: Sequence[str]
    simd: str | None = None


@dataclass(frozen=True, slots=True)
class Counting:
    """How the iterations of a part are counted: ``opening`` lines begin each of them."""

    counter: str
    type_name: str
    cast: str
    opening: Sequence[str] = ()


def counting_of(own: Situation) -> Counting | None:
    """By the loop's own counter, or by an index over a named container."""
    match own.statement:
        case For():
            counted = counted_loop(own.statement)
            if not isinstance(counted, CountedLoop):
                return None
            name, type_name = counted.induction.name, counter_type(own, counted)
            return Counting(name, type_name, counted.type.name)
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


def parted_situation(
    situation: Situation, remainder: LoopFacts, *, may_count_down: bool = False
) -> Situation | None:
    """``situation`` with the facts of the loop without its idiom, if it can be cut into parts."""
    own = replace(situation, facts=remainder)
    canonical = remainder.canonical
    roles = {v.role for v in remainder.variables}
    comparisons = {1: ("<", "<=", "!="), -1: (">", ">=") if may_count_down else ()}
    refused = (
        canonical is None
        or not canonical.declared_in_header
        or canonical.comparison not in comparisons.get(canonical.step or 0, ())
        or bool(roles & {Role.LASTPRIVATE, Role.REDUCTION})
        or counter_is_live(remainder)
        or not stands_in_block(own)
        or not starts_its_line(own)
        or indented(own.source.slice(remainder.loop.span)) is None
    )
    return None if refused else own


def unused_name(situation: Situation, *wishes: str) -> str | None:
    """The first of ``wishes`` that the function does not use."""
    text = situation.source.slice(situation.function.span)
    return next((name for name in wishes if not mentions(text, (name,))), None)


def names_of_parts(situation: Situation) -> Names | None:
    """Plain names, or longer ones where the function uses those."""
    found = [
        unused_name(situation, name, f"{name}_{suffix}")
        for name, suffix in (
            ("first", "iteration"),
            ("length", "of_loop"),
            ("part", "number"),
            ("begin", "of_part"),
            ("end", "of_part"),
        )
    ]
    named = [name for name in found if name is not None]
    return Names(*named) if len(named) == len(found) else None


def bounds(situation: Situation, names: Names) -> list[str]:
    """Declarations of the first iteration and of the number of iterations."""
    canonical = situation.facts.canonical
    assert canonical is not None
    inclusive = " + 1" if canonical.comparison == "<=" else ""
    return [
        f"const long long {names.first} = {wide(canonical.lower)};",
        f"const long long {names.length} = {wide(canonical.upper)} - {names.first}{inclusive};",
    ]


def part_loop(situation: Situation, counting: Counting, names: Names, loop: PartLoop) -> str:
    """The lines of a loop over parts, each with its line end and without the margin around."""
    cast, counter = counting.cast, counting.counter
    begin = f"{names.first} + {names.length} * {names.part} / {PARTS}"
    end = f"{names.first} + {names.length} * ({names.part} + 1) / {PARTS}"
    start = f"{counting.type_name} {counter} = {names.begin}"
    head = f"for ({start}; {counter} < {names.end}; ++{counter}) {{"
    own = counter_name(situation.statement)
    without = frozenset((counter,) if own is None else (own,))
    clauses = [*loop.clauses, *data_clauses(situation.facts.variables, without=without)]
    lines = [
        *directive("parallel for", clauses, "").splitlines(),
        f"for (int {names.part} = 0; {names.part} < {PARTS}; ++{names.part}) {{",
        f"{STEP}const auto {names.begin} = static_cast<{cast}>({begin});",
        f"{STEP}const auto {names.end} = static_cast<{cast}>({end});",
        *[f"{STEP}{line}" for line in loop.before],
        *([] if loop.simd is None else [f"{STEP}#pragma omp simd {loop.simd}"]),
        f"{STEP}{head}",
        *[f"{STEP}{STEP}{line}" for line in loop.body],
        f"{STEP}}}",
        *[f"{STEP}{line}" for line in loop.after],
        "}",
    ]
    return "".join(f"{line}\n" for line in lines)


def statement_edit(situation: Situation, text: str, conditions: Sequence[str]) -> Edit | None:
    """As ``block_edit``, for a ``text`` that is one statement: it needs no block for itself."""
    if conditions:
        return block_edit(situation, text, conditions)
    return Edit(situation.facts.loop.span, text.replace("\n", f"\n{situation.indentation}"))


def block_edit(situation: Situation, text: str, conditions: Sequence[str]) -> Edit | None:
    """``text`` in a block in the place of the loop; if ``conditions`` fail, the loop as it was."""
    margin = situation.indentation
    inside = "".join(f"{margin}{STEP}{line}\n" for line in text.splitlines())
    if not conditions:
        return Edit(situation.facts.loop.span, f"{{\n{inside}{margin}}}")
    branches = in_branch(situation, all_of(list(dict.fromkeys(conditions))), inside)
    return None if branches is None else Edit(situation.facts.loop.span, branches)


def body_lines(situation: Situation, edits: Sequence[Edit]) -> list[str]:
    """The statements of the loop's body after ``edits`` inside it, without its braces."""
    span = situation.facts.loop.body
    text = edited_slice(situation.source, span, (*edits, *step_edits(situation)))
    if text.startswith("{"):
        text = text[1:].rstrip()[:-1]
    elif not situation.source.data[situation.source.line_start(span.start) : span.start].strip():
        text = situation.source.indentation(span.start) + text
    lines = [line.rstrip() for line in text.splitlines()]
    while lines and not lines[0].strip():
        lines.pop(0)
    while lines and not lines[-1].strip():
        lines.pop()
    return dedented(lines)


def dedented(lines: Sequence[str]) -> list[str]:
    """``lines`` without the margin that they have in common, tabs being four wide.

    A first line that begins with its text is one whose margin was cut off before.
    """
    if not lines:
        return []
    if lines[0][:1].isspace():
        return ["", *dedented(["", *lines])][2:]
    rest = [_spaced(line) for line in lines[1:]]
    margin = min((len(x) - len(x.lstrip()) for x in rest if x.strip()), default=0)
    return [lines[0].strip(), *[x[margin:] for x in rest]]


def _spaced(line: str) -> str:
    text = line.lstrip()
    return line[: len(line) - len(text)].expandtabs(4) + text


def edited_slice(source: SourceText, span: Span, edits: Sequence[Edit]) -> str:
    """The text of ``span`` after those of ``edits`` that lie inside it."""
    inside = sorted((e for e in edits if span.contains(e.span)), key=lambda e: e.span.start)
    moved = [Edit(Span(e.span.start - span.start, e.span.end - span.start), e.text) for e in inside]
    text = SourceText("", source.data[span.start : span.end])
    return apply_edits(text, moved).data.decode("utf-8", "replace")


def renamed(spans: Sequence[Span], name: str) -> list[Edit]:
    """Edits that put ``name`` at ``spans``."""
    return [Edit(span, name) for span in dict.fromkeys(spans)]


def wide(text: str) -> str:
    """The C++ expression ``text`` as a ``long long``."""
    return text if text.isdigit() else f"static_cast<long long>({text})"


def counter_type(situation: Situation, counted: CountedLoop) -> str:
    """The type of the loop's counter, as it is written in the header where that can be told."""
    head = text_before_start(counted, situation.source) or ""
    found = re.match(rf"\s*([\w:]+(?:\s+[\w:]+)*)\s+{re.escape(counted.induction.name)}\b", head)
    return counted.type.name if found is None or "auto" in found[1].split() else found[1]
