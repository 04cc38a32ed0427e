"""The text of calls that are made by tasks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pcg_engine.analysis.recursive_calls import CallGroup, SideCall, SummedCalls
from pcg_engine.domain.ast import (
    ArithmeticType,
    ArrayType,
    Assignment,
    Block,
    ContainerType,
    Expression,
    ExpressionStatement,
    For,
    If,
    Name,
    OpaqueType,
    RangeFor,
    ReferenceType,
    Statement,
    Storage,
    Type,
    VoidType,
    While,
)
from pcg_engine.domain.source import Edit, SourceText, Span
from pcg_engine.domain.traversal import walk_expression, walk_statements
from pcg_engine.planning.rules.function_text import FunctionText
from pcg_engine.planning.rules.parts import edited_slice
from pcg_engine.planning.rules.pragma import directive


@dataclass(frozen=True, slots=True)
class TaskNames:
    """Names that the file does not use: of the two versions, and of variables in them."""

    serial: str
    tasks: str
    depth: str
    result: str
    part: str
    results: tuple[str, ...]


def group_edit(
    group: CallGroup, text: FunctionText, names: TaskNames, renamed: Sequence[Edit]
) -> Edit | None:
    """The statements of ``group`` with all calls but the last as tasks, and the wait for them.

    ``renamed`` are the edits that make its calls those of the version with tasks. ``None`` where
    the text is not understood.
    """
    source = text.source
    ends = [statement_end(s, source) for s in group.statements]
    if None in ends or len(group.calls) > len(names.results):
        return None
    region = Span(group.statements[0].span.start, max(e for e in ends if e is not None))
    margin = source.indentation(region.start)
    begins_line = not source.data[source.line_start(region.start) : region.start].strip()
    if not begins_line:
        margin += text.step
    writer = _Writer(text, names, renamed, margin)
    results = dict(zip((c.call.span for c in group.calls), names.results, strict=False))
    before: list[str] = []
    after: list[str] = []
    for statement, end in zip(group.statements, ends, strict=True):
        assert end is not None
        own = [c for c in group.calls if c.statement is statement]
        span = Span(statement.span.start, end)
        if not own:
            before += writer.lines(span, ())
            continue
        for call in own:
            before += writer.call(call, results[call.call.span], is_last=call is group.calls[-1])
        if all(call.is_whole_statement for call in own):
            if isinstance(statement, If) and _has_more(statement, own):
                return None
            continue
        if any(call.is_whole_statement for call in own):
            return None
        used = [Edit(call.call.span, results[call.call.span]) for call in own]
        after += writer.lines(span, used)
    lines = [*before, "#pragma omp taskwait", *after]
    if not group.in_block:
        lines = ["{", *(f"{text.step}{line}" for line in lines), "}"]
    opening = "" if begins_line else f"\n{margin}"
    if not begins_line:
        region = Span(len(source.data[: region.start].rstrip(b" \t")), region.end)
    ending = _line_end(region.end, source, margin) if lines[-1].startswith("#") else ""
    return Edit(region, opening + _joined(lines, margin) + ending)


def summed_edits(
    summed: SummedCalls, text: FunctionText, names: TaskNames, renamed: Sequence[Edit]
) -> list[Edit] | None:
    """Each update of the sum as a task, and the wait for all of them after the loop."""
    source = text.source
    end = statement_end(summed.loop, source)
    if end is None or not _stands_in_block(summed.loop, text):
        return None
    edits: list[Edit] = []
    for update in summed.updates:
        own_end = statement_end(update, source)
        added = update.expression
        if own_end is None or not isinstance(added, Assignment):
            return None
        margin = source.indentation(update.span.start)
        if source.data[source.line_start(update.span.start) : update.span.start].strip():
            margin += text.step
        called = edited_slice(source, added.value.span, renamed)
        shared = [summed.target.name, *_shared([added.value])]
        lines = [
            *directive("task", [f"shared({', '.join(shared)})"], "").splitlines(),
            "{",
            f"{text.step}const {_number(added.value.type)} {names.part} = {called};",
            f"{text.step}#pragma omp atomic",
            f"{text.step}{summed.target.name} {added.operator} {names.part};",
            "}",
        ]
        start = update.span.start
        on_own_line = not source.data[source.line_start(start) : start].strip()
        opening = "" if on_own_line else f"\n{margin}"
        start = start if on_own_line else len(source.data[:start].rstrip(b" \t"))
        edits.append(Edit(Span(start, own_end), opening + _joined(lines, margin)))
    margin = source.indentation(summed.loop.span.start)
    wait = f"\n{margin}#pragma omp taskwait{_line_end(end, source, margin)}"
    edits.append(Edit(Span(end, end), wait))
    return edits


def statement_end(statement: Statement, source: SourceText) -> int | None:
    """Where ``statement`` ends with its semicolon; ``None`` if that is not seen."""
    match statement:
        case Block():
            return statement.span.end
        case If(then=then, otherwise=otherwise):
            return statement_end(then if otherwise is None else otherwise, source)
        case For(body=body) | RangeFor(body=body):
            return statement_end(body, source)
        case While(body=body, test_last=False):
            return statement_end(body, source)
        case _:
            end = statement.span.end
            if source.data[end - 1 : end] == b";":
                return end
            found = re.compile(rb"\s*;").match(source.data, end)
            return None if found is None else found.end()


@dataclass(frozen=True, slots=True)
class _Writer:
    text: FunctionText
    names: TaskNames
    renamed: Sequence[Edit]
    margin: str

    def lines(self, span: Span, edits: Sequence[Edit]) -> list[str]:
        """The lines of ``span`` after ``edits``, without the margin around."""
        written = edited_slice(self.text.source, span, edits).splitlines()
        return [written[0], *(line.removeprefix(self.margin) for line in written[1:])]

    def call(self, call: SideCall, result: str, *, is_last: bool) -> Iterator[str]:
        """The lines of one call: a task, but for the last."""
        called = edited_slice(self.text.source, call.call.span, self.renamed)
        called = f"\n{self.margin}".join(self.lines_of(called))
        return_type = self.text.function.return_type
        keeps = not call.is_whole_statement and not isinstance(return_type, VoidType)
        shared = _shared(call.call.arguments)
        conditional = bool(call.conditions)
        if keeps and is_last and not conditional:
            yield f"const {self.text.result} {result} = {called};"
            return
        if keeps:
            begin = " = 0" if isinstance(return_type, ArithmeticType) else " = {}"
            yield f"{self.text.result} {result}{begin};"
        step = self.text.step if conditional else ""
        if conditional:
            yield f"if ({self._condition(call)}) {{"
        if not is_last:
            listed = [*([result] if keeps else []), *shared]
            clauses = [f"shared({', '.join(listed)})"] if listed else []
            yield from directive("task", clauses, step).splitlines()
        yield f"{step}{f'{result} = ' if keeps else ''}{called};"
        if conditional:
            yield "}"

    def lines_of(self, written: str) -> list[str]:
        first, *rest = written.splitlines()
        return [first, *(line.removeprefix(self.margin) for line in rest)]

    def _condition(self, call: SideCall) -> str:
        texts: list[str] = []
        for condition in call.conditions:
            written = self.text.source.slice(condition.expression.span)
            is_simple = re.fullmatch(r"[\w.>\-\[\]]+", written) is not None
            if condition.negated:
                texts.append(f"!{written}" if is_simple else f"!({written})")
            elif len(call.conditions) == 1 or is_simple:
                texts.append(written)
            else:
                texts.append(f"({written})")
        return " && ".join(texts)


def _line_end(offset: int, source: SourceText, margin: str) -> str:
    """What a directive before ``offset`` needs behind it: a line ends with it."""
    rest = source.data[offset:].split(b"\n", 1)[0].strip()
    return f"\n{margin}" if rest else ""


def _joined(lines: Sequence[str], margin: str) -> str:
    return f"\n{margin}".join(lines)


def _shared(expressions: Sequence[Expression]) -> list[str]:
    """Names of the objects in ``expressions`` of which a task shall not make a copy."""
    found: dict[str, None] = {}
    for expression in expressions:
        for part in walk_expression(expression):
            if not isinstance(part, Name):
                continue
            variable = part.variable
            if variable.storage in (Storage.LOCAL, Storage.PARAMETER) and isinstance(
                variable.type, ReferenceType | ContainerType | ArrayType | OpaqueType
            ):
                found.setdefault(variable.name)
    return list(found)


def _number(value_type: Type) -> str:
    return value_type.name if isinstance(value_type, ArithmeticType) else "auto"


def _has_more(statement: If, calls: Sequence[SideCall]) -> bool:
    """Whether something else than ``calls`` happens under the condition."""
    done = {call.call.span for call in calls}
    return any(
        isinstance(s, ExpressionStatement) and s.expression.span not in done
        for s in walk_statements(statement)
    )


def _stands_in_block(loop: Statement, text: FunctionText) -> bool:
    body = text.function.body
    return body is not None and any(
        isinstance(s, Block) and any(inner is loop for inner in s.statements)
        for s in walk_statements(body)
    )
