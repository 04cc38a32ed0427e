"""Operators on OpenMP directives."""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node

from pcg_engine.domain.source import Edit, Span
from tests.adversarial.mutation.directives import Clause, Directive, closing, items, split
from tests.adversarial.mutation.mutant import Change, Plot, span_of

_OTHER_REDUCTIONS = {
    "+": ("*", "max"),
    "*": ("+",),
    "-": ("*",),
    "max": ("min", "+"),
    "min": ("max", "+"),
    "&": ("|",),
    "|": ("&",),
    "^": ("|",),
    "&&": ("||",),
    "||": ("&&",),
}
_SHARING = ("private", "firstprivate", "shared")


def drop_clause(plot: Plot) -> Iterator[Change]:
    """Without one clause; guards have operators of their own."""
    for clause in _clauses(plot):
        if clause.name != "if":
            yield _without(plot, clause)


def drop_list_item(plot: Plot) -> Iterator[Change]:
    """Without one of several variables of a clause."""
    for clause in _clauses(plot):
        places = items(plot.source, clause)
        for index, place in enumerate(places if len(places) > 1 else ()):
            last = index == len(places) - 1
            start = places[index - 1].end if last else place.start
            end = place.end if last else places[index + 1].start
            what = f"{clause.name}({plot.source.slice(place)}) dropped"
            yield Change((Edit(Span(start, end), ""),), what)


def reduction_operator(plot: Plot) -> Iterator[Change]:
    """Another operator for a reduction."""
    for clause in _clauses(plot, "reduction"):
        operator = _reduction(plot, clause)
        if operator is None:
            continue
        text = plot.source.slice(operator)
        for other in _OTHER_REDUCTIONS.get(text, ()):
            yield Change((Edit(operator, other),), f"reduction({text}) → reduction({other})")


def reduction_sharing(plot: Plot) -> Iterator[Change]:
    """A reduction that becomes ``private``, ``firstprivate`` or ``shared``."""
    for clause in _clauses(plot, "reduction"):
        names = [plot.source.slice(place) for place in items(plot.source, clause)]
        if any("[" in name for name in names):
            continue
        for sharing in _SHARING:
            yield _renamed(clause, f"{sharing}({', '.join(names)})", sharing)


def sharing_changed(plot: Plot) -> Iterator[Change]:
    """``private`` and ``firstprivate`` to ``shared``, ``firstprivate`` to ``private``."""
    for clause in _clauses(plot, "private", "firstprivate"):
        if clause.argument is None:
            continue
        argument = plot.source.slice(clause.argument)
        yield _renamed(clause, f"shared({argument})", "shared")
        if clause.name == "firstprivate":
            yield _renamed(clause, f"private({argument})", "private")


def lastprivate_to_private(plot: Plot) -> Iterator[Change]:
    """The last value is not handed on."""
    for clause in _clauses(plot, "lastprivate"):
        if clause.argument is not None:
            argument = plot.source.slice(clause.argument)
            yield _renamed(clause, f"private({argument})", "private")


def guard_dropped(plot: Plot) -> Iterator[Change]:
    """Without an ``if`` clause."""
    for clause in _clauses(plot, "if"):
        yield _without(plot, clause)


def guard_negated(plot: Plot) -> Iterator[Change]:
    """An ``if`` clause the other way round."""
    for clause, condition in _guards(plot):
        text = plot.source.slice(condition)
        yield Change((Edit(condition, f"!({text})"),), f"{clause.name} negated")


def guard_conjunct(plot: Plot) -> Iterator[Change]:
    """An ``if`` clause with one of several conditions left out, or one of its alternatives true."""
    for _, condition in _guards(plot):
        data = plot.source.data
        conjuncts = split(data, condition, b"&&")
        for conjunct in conjuncts if len(conjuncts) > 1 else ():
            what = f"condition {plot.source.slice(conjunct)!r} left out"
            yield Change((Edit(conjunct, "true"),), what)


def guard_by_one(plot: Plot) -> Iterator[Change]:
    """Ranges of an ``if`` clause that may overlap by one element."""
    for _, condition in _guards(plot):
        for place in _find(plot, condition, " <= "):
            # What is cast, and then compared, stands between parentheses: an element, not a byte.
            is_cast = plot.source.data[place.start - 1 : place.start] == b")"
            end = place.start - is_cast
            yield Change((Edit(Span(end, end), " - 1"),), "a range of the guard shorter by one")


def collapse_more(plot: Plot) -> Iterator[Change]:
    """One more loop collapsed."""
    for directive in plot.directives:
        if not directive.has("for") and not directive.has("taskloop"):
            continue
        clause = next((c for c in directive.clauses if c.name == "collapse"), None)
        if clause is None:
            yield _inserted(directive, "collapse(2)")
        elif clause.argument is not None and plot.source.slice(clause.argument).isdigit():
            count = int(plot.source.slice(clause.argument)) + 1
            yield Change((Edit(clause.argument, str(count)),), f"collapse({count})")


def moved_inward(plot: Plot) -> Iterator[Change]:
    """The directive of a loop at the first loop inside it."""
    for directive in _loop_directives(plot):
        loop = _loop_after(plot, directive)
        inner = None if loop is None else _first_loop_inside(loop)
        if inner is not None:
            yield _moved(plot, directive, inner, "the loop inside")


def moved_outward(plot: Plot) -> Iterator[Change]:
    """The directive of a loop at the loop around it."""
    for directive in _loop_directives(plot):
        loop = _loop_after(plot, directive)
        outer = None if loop is None else loop.parent
        while outer is not None and outer.type not in ("for_statement", "function_definition"):
            outer = outer.parent
        if outer is not None and outer.type == "for_statement":
            yield _moved(plot, directive, outer, "the loop around")


def nowait_added(plot: Plot) -> Iterator[Change]:
    """No barrier at the end of a worksharing construct."""
    for directive in plot.directives:
        if directive.words[0][0] not in ("for", "single", "sections"):
            continue
        if all(clause.name != "nowait" for clause in directive.clauses):
            yield _inserted(directive, "nowait")


def directive_removed(plot: Plot) -> Iterator[Change]:
    """A barrier, a lock, a worksharing or a waiting directive that is gone."""
    for directive in plot.directives:
        if not directive.has("parallel"):
            what = f"{directive.name} removed"
            yield Change((Edit(_whole_line(plot, directive), ""),), what)


def schedule_changed(plot: Plot) -> Iterator[Change]:
    """Another schedule."""
    for directive in plot.directives:
        if not directive.has("for"):
            continue
        clause = next((c for c in directive.clauses if c.name == "schedule"), None)
        if clause is None or clause.argument is None:
            yield _inserted(directive, "schedule(dynamic)")
        else:
            kind = plot.source.slice(clause.argument)
            other = "static" if kind.startswith("dynamic") else "dynamic"
            yield Change((Edit(clause.argument, other),), f"schedule({kind}) → {other}")


def simd_added(plot: Plot) -> Iterator[Change]:
    """Lanes as well as threads."""
    for directive in plot.directives:
        if directive.words[-1][0] == "for":
            yield _inserted(directive, "simd")


def atomic_weakened(plot: Plot) -> Iterator[Change]:
    """An update that is atomic only where it writes."""
    for directive in plot.directives:
        if directive.name == "atomic":
            kinds = [c for c in directive.clauses if c.name in ("update", "capture")]
            if kinds:
                yield Change((Edit(kinds[0].span, "write"),), f"{kinds[0].name} → write")
            elif not directive.clauses:
                yield _inserted(directive, "write")


def _clauses(plot: Plot, *names: str) -> Iterator[Clause]:
    for directive in plot.directives:
        for clause in directive.clauses:
            if not names or clause.name in names:
                yield clause


def _guards(plot: Plot) -> Iterator[tuple[Clause, Span]]:
    """The ``if`` clauses and their conditions without a directive-name modifier or brackets."""
    for clause in _clauses(plot, "if"):
        if clause.argument is None:
            continue
        data = plot.source.data
        start = clause.argument.start
        head, colon, _ = plot.source.slice(clause.argument).partition(":")
        if colon and head.replace(" ", "").isalpha():
            start += len(head) + 1
        span = split(data, Span(start, clause.argument.end), b"\0")[0]
        while data[span.start : span.start + 1] == b"(":
            if closing(data, span.start) != span.end - 1:
                break
            span = Span(span.start + 1, span.end - 1)
        yield clause, span


def _reduction(plot: Plot, clause: Clause) -> Span | None:
    """The place of a reduction's operator."""
    places = items(plot.source, clause)
    if clause.argument is None or not places:
        return None
    head = Span(clause.argument.start, places[0].start)
    text = plot.source.slice(head).rstrip().removesuffix(":").rstrip()
    start = text.rfind(",") + 1
    operator = text[start:].strip()
    begin = head.start + text.rfind(operator)
    return Span(begin, begin + len(operator))


def _without(plot: Plot, clause: Clause) -> Change:
    text = " ".join(plot.source.slice(clause.span).replace("\\\n", " ").split())
    return Change((Edit(clause.span, ""),), f"{text} dropped")


def _renamed(clause: Clause, text: str, sharing: str) -> Change:
    return Change((Edit(clause.span, text),), f"{clause.name} → {sharing}")


def _inserted(directive: Directive, text: str) -> Change:
    end = directive.name_end
    return Change((Edit(Span(end, end), f" {text}"),), f"{text} added to {directive.name}")


def _find(plot: Plot, span: Span, text: str) -> Iterator[Span]:
    position = plot.source.data.find(text.encode(), span.start, span.end)
    while position != -1:
        yield Span(position, position + len(text))
        position = plot.source.data.find(text.encode(), position + 1, span.end)


def _loop_directives(plot: Plot) -> Iterator[Directive]:
    for directive in plot.directives:
        if directive.has("for"):
            yield directive


def _loop_after(plot: Plot, directive: Directive) -> Node | None:
    """The loop that ``directive`` applies to: the first that begins after it."""
    after = [node for node in plot.nodes("for_statement") if node.start_byte >= directive.span.end]
    loop = min(after, key=lambda node: (node.start_byte, -node.end_byte), default=None)
    if loop is None or plot.source.data[directive.span.end : loop.start_byte].strip():
        return None
    return loop


def _first_loop_inside(loop: Node) -> Node | None:
    stack = list(reversed(loop.children))
    while stack:
        node = stack.pop()
        if node.type == "for_statement":
            return node
        stack.extend(reversed(node.children))
    return None


def _moved(plot: Plot, directive: Directive, loop: Node, where: str) -> Change:
    text = plot.source.slice(directive.span)
    target = span_of(loop).start
    insertion = Edit(Span(target, target), f"{text}\n{plot.source.indentation(target)}")
    removal = Edit(_whole_line(plot, directive), "")
    first, second = sorted((removal, insertion), key=lambda edit: edit.span.start)
    return Change((first, second), f"{directive.name} at {where}")


def _whole_line(plot: Plot, directive: Directive) -> Span:
    """The lines of ``directive``."""
    end = plot.source.data.find(b"\n", directive.span.end)
    start = plot.source.line_start(directive.span.start)
    return Span(start, len(plot.source.data) if end == -1 else end + 1)
