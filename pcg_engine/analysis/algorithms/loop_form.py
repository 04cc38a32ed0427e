"""A text with loops in the place of its calls of standard algorithms.

The text is the same program: every loop does what its call does. It is read and judged like any
other, and what is proposed for its loops is carried back to the original text, where it replaces
the calls.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pcg_engine.analysis.algorithms.callables import (
    changed_in_lambdas,
    is_lambda,
    without_lambdas,
)
from pcg_engine.analysis.algorithms.catalog import WRITERS
from pcg_engine.analysis.algorithms.placing import Standing, require_movable, standings
from pcg_engine.analysis.algorithms.writing import LoopText, NotWritten, Site, Writing, words
from pcg_engine.analysis.effects import EffectAnalysis
from pcg_engine.analysis.modification import exposed_variables, modified_variables, stripped
from pcg_engine.domain.ast import (
    ArithmeticType,
    Call,
    ContainerType,
    Declaration,
    Function,
    Name,
    TranslationUnit,
)
from pcg_engine.domain.facts import Reason
from pcg_engine.domain.loops import Loop, LoopKind
from pcg_engine.domain.source import Edit, Location, SourceText, Span
from pcg_engine.domain.traversal import walk_expression
from pcg_engine.syntax.parse import SyntaxTree
from pcg_engine.syntax.splice import apply_edits

_STEP = "    "
_OPENMP = re.compile(r"(?:#\s*pragma\s+|_Pragma\s*\(\s*\"\s*)omp\b")
SORTS = frozenset(("sort", "stable_sort"))
_CANONICAL = {"std::ptrdiff_t": "long"}


@dataclass(frozen=True, slots=True)
class Rewriting:
    """Loops in the place of the calls of one statement.

    ``edit`` is one of the original text. ``loops`` maps the offset of a call to the offset of its
    loop's keyword in the edit's text, in bytes.
    """

    edit: Edit
    loops: Mapping[int, int]
    reassociates: bool = False


@dataclass(frozen=True, slots=True)
class LoopForm:
    """``original`` with ``rewritings``, disjoint and sorted; ``refused`` says why other calls stay.

    ``refused`` is by the offset of the call.
    """

    original: SourceText
    rewritings: tuple[Rewriting, ...]
    refused: Mapping[int, Reason]

    @property
    def source(self) -> SourceText:
        """The text with loops."""
        return apply_edits(self.original, [r.edit for r in self.rewritings])

    def without(self, dropped: Sequence[Rewriting], reason: Reason) -> LoopForm:
        """The form in which the calls of ``dropped`` stay, for ``reason``."""
        kept = tuple(r for r in self.rewritings if r not in dropped)
        refused = {offset: reason for r in dropped for offset in r.loops}
        return replace(self, rewritings=kept, refused={**self.refused, **refused})

    def placed(self) -> Iterator[tuple[Rewriting, Span]]:
        """Every rewriting with its span in the text with loops."""
        moved = 0
        for one in self.rewritings:
            start = one.edit.span.start + moved
            yield one, Span(start, start + len(one.edit.data))
            moved += one.edit.growth

    def offset(self, original: int) -> int:
        """Where what stands at ``original`` stands in the text with loops.

        A call that became a loop stands at the loop's keyword.
        """
        moved = 0
        for one, span in self.placed():
            if original in one.loops:
                return span.start + one.loops[original]
            if original < one.edit.span.end:
                break
            moved += one.edit.growth
        return original + moved

    def original_offset(self, offset: int) -> int:
        """Where what stands at ``offset`` of the text with loops comes from, or its call."""
        moved = 0
        for one, span in self.placed():
            if offset < span.start:
                break
            if offset < span.end:
                before = [call for call, at in one.loops.items() if span.start + at <= offset]
                return max(before, default=min(one.loops))
            moved += one.edit.growth
        return max(0, offset - moved)

    def original_location(self, location: Location) -> Location:
        """``original_offset`` for people."""
        return self.original.location(self.original_offset(self.source.offset(location)))

    def original_edits(self, edits: Sequence[Edit], around: Span) -> tuple[Edit, ...]:
        """``edits`` of the text with loops as edits of the original.

        What is rewritten inside ``around`` (a span of the text with loops), or touched by an edit,
        is rewritten by the result; other calls stay calls.
        """
        wanted = [
            (span, one)
            for one, span in self.placed()
            if around.contains(span)
            or span.contains(around)
            or any(_touch(e.span, span) for e in edits)
        ]
        clusters: list[Span] = []
        for span in sorted([e.span for e in edits] + [span for span, _ in wanted]):
            if clusters and span.start <= clusters[-1].end:
                clusters[-1] = Span(clusters[-1].start, max(clusters[-1].end, span.end))
            else:
                clusters.append(span)
        text = self.source
        made: list[Edit] = []
        for cluster in clusters:
            inside = sorted(
                (e for e in edits if cluster.contains(e.span)),
                key=lambda e: (e.span.start, e.span.end),
            )
            piece = SourceText("", text.data[cluster.start : cluster.end])
            moved = [
                Edit(Span(e.span.start - cluster.start, e.span.end - cluster.start), e.text)
                for e in inside
            ]
            new = apply_edits(piece, moved).data.decode("utf-8", "surrogateescape")
            made.append(Edit(Span(self._back(cluster.start), self._back(cluster.end)), new))
        return tuple(made)

    def _back(self, offset: int) -> int:
        """The original offset of a place that is not strictly inside a rewriting."""
        moved = 0
        for one, span in self.placed():
            if offset < span.end or (offset == span.end == span.start):
                break
            moved += one.edit.growth
        return offset - moved


def reassociated(form: LoopForm, edits: Sequence[Edit]) -> bool:
    """Whether ``edits`` of the original hold a loop that adds in another order than the library."""
    return any(
        one.reassociates and any(e.span.contains(one.edit.span) for e in edits)
        for one in form.rewritings
    )


def loop_form(
    unit: TranslationUnit, loops: Sequence[Loop], tree: SyntaxTree, source: SourceText
) -> LoopForm:
    """``source`` with loops for those of the calls among ``loops`` that PCG can write as loops."""
    rewritings: list[Rewriting] = []
    refused: dict[int, Reason] = {}
    by_function: dict[str, list[Loop]] = {}
    for loop in loops:
        if loop.kind is LoopKind.ALGORITHM:
            function = unit.function_at(loop.span.start, loop.span.end)
            if function is not None:
                by_function.setdefault(function.key, []).append(loop)
    for key, calls in by_function.items():
        function = unit.functions[key]
        if function.is_template_instance or function.is_constexpr or function.body is None:
            why = NotWritten(
                "algorithm-place",
                "PCG writes no loops into templates and `constexpr` functions, where the call "
                "may mean several things",
            )
            refused.update({c.span.start: _reason(c, why, source) for c in calls})
        elif _OPENMP.search(source.slice(function.span)) is not None:
            why = NotWritten(
                "algorithm-place",
                "the function holds OpenMP directives, which PCG leaves to their author",
            )
            refused.update({c.span.start: _reason(c, why, source) for c in calls})
        else:
            _of_function(function, unit, calls, tree, source, rewritings, refused)
    rewritings.sort(key=lambda r: r.edit.span)
    return LoopForm(source, tuple(rewritings), refused)


@dataclass(frozen=True, slots=True)
class _Written:
    standing: Standing
    text: LoopText


def writing_of(
    function: Function, unit: TranslationUnit, tree: SyntaxTree, source: SourceText
) -> Writing:
    """What is known of ``function`` before its calls are written anew."""
    assert function.body is not None
    bare = without_lambdas(function.body)
    modified = modified_variables(bare, unit, EffectAnalysis(unit))
    return Writing(
        source,
        tree,
        unit,
        function,
        exposed_variables(bare, unit),
        modified | changed_in_lambdas(function.body),
        set(words(source.slice(function.span))),
    )


def _of_function(
    function: Function,
    unit: TranslationUnit,
    calls: Sequence[Loop],
    tree: SyntaxTree,
    source: SourceText,
    rewritings: list[Rewriting],
    refused: dict[int, Reason],
) -> None:
    assert function.body is not None
    writing = writing_of(function, unit, tree, source)
    found = {s.call.span.start: s for s in standings(function.body) if _is_library(s)}
    offsets = frozenset(c.span.start for c in calls if c.span.start in found)
    by_statement: dict[int, list[_Written]] = {}
    for loop in sorted(calls, key=lambda c: c.span.start):
        try:
            one = _written(loop, found.get(loop.span.start), offsets, writing)
        except NotWritten as why:
            refused[loop.span.start] = _reason(loop, why, source)
        else:
            by_statement.setdefault(one.standing.statement.span.start, []).append(one)
    placed: list[Rewriting] = []
    for members in by_statement.values():
        try:
            placed.append(_rewriting(members, writing))
        except NotWritten as why:
            for loop in calls:
                if any(loop.span.start == m.standing.call.span.start for m in members):
                    refused[loop.span.start] = _reason(loop, why, source)
    # A call inside of another's lambda stays what it is.
    rewritings.extend(
        one
        for one in placed
        if not any(o is not one and o.edit.span.contains(one.edit.span) for o in placed)
    )


def _is_library(standing: Standing) -> bool:
    callee = standing.call.callee
    return callee is not None and standing.call.callee_key is None and callee.startswith("std::")


def _written(
    loop: Loop, standing: Standing | None, calls: frozenset[int], writing: Writing
) -> _Written:
    name = (loop.algorithm or "").rsplit("::", 1)[-1]
    if standing is None:
        raise NotWritten(
            "algorithm-place",
            "the compiler shows no call of the library there: it is inside of a lambda, a macro "
            "or a header of a loop",
        )
    if any(_is_policy(a.type) for a in standing.call.arguments):
        raise NotWritten(
            "algorithm-policy",
            "the call has an execution policy: it is parallel already, by the library's means",
        )
    if loop.binding_pragmas:
        raise NotWritten("algorithm-place", "a directive stands before the call")
    if name in SORTS:
        raise NotWritten(
            "algorithm-sort",
            "sorting is no loop of independent iterations; parts of the range can be sorted at "
            "the same time and merged",
        )
    if name not in WRITERS:
        raise NotWritten(
            "algorithm-unknown",
            f"PCG has no OpenMP form of `{name}`",
        )
    require_movable(standing, calls)
    _require_fixed(standing.call, writing)
    writing.ranges = frozenset[str]().union(
        *(words(writing.text(a)) for a in standing.call.arguments if not is_lambda(a))
    )
    site = Site(
        name,
        (loop.algorithm or "").startswith("std::ranges::"),
        standing.call,
        standing.around,
        standing.statement,
    )
    text = WRITERS[name](site, writing)
    if text.stores and not standing.is_discarded:
        raise NotWritten(
            "algorithm-result",
            f"what `{name}` yields is used; write the call as a statement of its own and name the "
            "end of the result by the container's `end()`",
        )
    if not standing.is_discarded and text.value is None:
        raise NotWritten("algorithm-result", "what the call yields is used in a way that PCG lacks")
    return _Written(standing, text)


def _require_fixed(call: Call, writing: Writing) -> None:
    """Raise ``NotWritten`` if a callable may change what says where the ranges are.

    The call looks at that once, a loop in every iteration.
    """
    inside: set[str] = set()
    outside: set[str] = set()
    is_hidden = False
    for argument in call.arguments:
        is_callable = is_lambda(argument)
        for part in walk_expression(argument):
            if isinstance(part, Name):
                (inside if is_callable else outside).add(part.variable.id)
                is_hidden |= "(lambda" in getattr(part.variable.type, "spelling", "")
    changing = outside & writing.modified & (outside if is_hidden else inside)
    containers = {
        part.variable.id
        for argument in call.arguments
        for part in walk_expression(argument)
        if isinstance(part, Name) and isinstance(stripped(part.variable.type), ContainerType)
    }
    if changing - containers:
        raise NotWritten(
            "algorithm-callable",
            "what is called may change a variable that says where the ranges are; copy it into a "
            "constant before the call",
        )


def _is_policy(type_: object) -> bool:
    name = str(getattr(type_, "name", "") or getattr(type_, "spelling", ""))
    return "execution" in name and "_policy" in name


def _rewriting(members: Sequence[_Written], writing: Writing) -> Rewriting:
    """One edit for all calls of a statement: their loops, then the statement with their values."""
    source = writing.source
    first = members[0].standing
    start = first.statement.span.start
    margin = source.indentation(start)
    before = source.data[source.line_start(start) : start]
    is_discarded = first.is_discarded
    wrapped = not first.in_block or (is_discarded and bool(members[0].text.before))
    opening = "" if not before.strip() or not first.in_block else f"\n{margin}{_STEP}"
    blanks = len(before) - len(before.rstrip()) if opening else 0
    inner = margin if not opening else margin + _STEP
    pieces: list[str] = []
    loops: dict[int, int] = {}
    merged = _merged_total(members, writing)
    step = inner + _STEP if wrapped else inner
    pieces.append("{\n" + step if wrapped else "")
    for member in members:
        text = member.text if merged is None else merged
        lines = [*text.before]
        if text.total is not None:
            lines.append(f"{text.total_type} {text.total} = {text.total_start};")
        pieces += [f"{line}\n{step}" for text_ in lines for line in text_.split("\n")]
        size = sum(len(p.encode()) for p in (opening, *pieces))
        loops[member.standing.call.span.start] = size
        pieces.append(_loop_lines(text, step))
        pieces.append(f"\n{step}")
    if is_discarded:
        end = end_of_statement(first, source)
        pieces[-1] = f"\n{inner}}}" if wrapped else ""
    elif merged is not None:
        end = end_of_statement(first, source)
        pieces[-1] = ""
    else:
        end = start
        for member in sorted(members, key=lambda m: _replaced(m).start):
            span = _replaced(member)
            if span.start < end or member.text.value is None:
                raise NotWritten("algorithm-place", "one call is an argument of another")
            pieces += [source.slice(Span(end, span.start)), member.text.value]
            end = span.end
        if wrapped:
            after = end_of_statement(first, source)
            pieces += [source.slice(Span(end, after)), f"\n{inner}}}"]
            end = after
    if not is_discarded:
        loose = source.slice(Span(start, end))
        if any(line.lstrip().startswith("#") for line in loose.split("\n")):
            raise NotWritten("algorithm-place", "a preprocessor line stands inside the statement")
    edit = Edit(Span(start - blanks, end), "".join((opening, *pieces)))
    return Rewriting(edit, loops, any(m.text.reassociates for m in members))


def _replaced(member: _Written) -> Span:
    return member.text.replaced or member.standing.call.span


def end_of_statement(standing: Standing, source: SourceText) -> int:
    """The end of the statement, its semicolon included."""
    end = standing.statement.span.end
    if source.data[end - 1 : end] == b";":
        return end
    rest = source.data[end:]
    blanks = len(rest) - len(rest.lstrip())
    if rest[blanks : blanks + 1] != b";":
        raise NotWritten("algorithm-place", "the statement does not end with a semicolon")
    return end + blanks + 1


def _loop_lines(text: LoopText, margin: str) -> str:
    lines = [f"{text.header} {{", *[f"{_STEP}{line}" if line else "" for line in text.body], "}"]
    return f"\n{margin}".join(lines).replace(f"\n{margin}\n", "\n\n")


def _merged_total(members: Sequence[_Written], writing: Writing) -> LoopText | None:
    """The loop with the variable that the statement declares as its total, if it can be that."""
    if len(members) != 1:
        return None
    (member,) = members
    text, statement = member.text, member.standing.statement
    if text.total is None or not isinstance(statement, Declaration):
        return None
    (declarator,) = statement.declarators
    variable = declarator.variable
    if declarator.initialiser is not member.standing.call:
        return None
    if not isinstance(variable.type, ArithmeticType) or variable.type.const or variable.volatile:
        return None
    if variable.type.name != _CANONICAL.get(text.total_type, text.total_type):
        return None
    written = writing.source.slice(Span(statement.span.start, member.standing.call.span.start))
    if re.fullmatch(r"(?:[A-Za-z_][\w:]*\s+)+[A-Za-z_]\w*\s*=\s*", written) is None:
        return None
    others = [text.header, *text.before, text.total_start, *text.body]
    if any(variable.name in words(line) for line in others):
        return None
    renamed = re.compile(rf"\b{re.escape(text.total)}\b")
    return replace(
        text,
        total=variable.name,
        body=tuple(renamed.sub(variable.name, line) for line in text.body),
    )


def _touch(edit: Span, other: Span) -> bool:
    return edit.start <= other.end and other.start <= edit.end and edit != Span(0, 0)


def _reason(loop: Loop, why: NotWritten, source: SourceText) -> Reason:
    name = loop.algorithm or "the algorithm"
    message = f"`{name}` stays a call of the library: {why.message}"
    return Reason(why.code, message, (source.location(loop.span.start),))
