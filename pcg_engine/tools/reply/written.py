"""The candidate's file: the original with function, helpers and includes in their places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from pcg_engine.domain.source import Edit, SourceText, Span
from pcg_engine.syntax.definitions import Definition, last_include
from pcg_engine.syntax.parse import SyntaxTree
from pcg_engine.syntax.splice import apply_edits, with_line_ends
from pcg_engine.tools.reply.additions import Addition
from pcg_engine.tools.reply.indentation import shifted


def written(
    tree: SyntaxTree,
    definition: Definition,
    function: str,
    includes: Sequence[str],
    additions: Sequence[Addition],
) -> bytes:
    """The file of ``tree`` with ``function`` for ``definition``, and what it needs.

    Additions go before the function; those that call it behind it. Lines end as the file's do.
    """
    source = tree.source
    name = definition.item.names[-1]
    place, whole = definition.place, definition.whole
    after = [one for one in additions if name in one.words and not one.is_prototype]
    before = [one for one in additions if one not in after]
    at = last_include(tree, place)
    edits: list[Edit] = []
    if includes:
        lines = "".join(f"{line}\n" for line in dict.fromkeys(includes))
        edits.append(Edit(Span(at, at), _line_break(source, at) + lines))
    if before:
        indent = source.indentation(place)
        # A place within a line is behind its white space.
        first = indent if place == source.line_start(place) else ""
        last = "" if first else indent
        text = "\n\n".join(_groups(before, indent)).removeprefix(indent)
        edits.append(Edit(Span(place, place), f"{first}{text}\n\n{last}"))
    edits.append(Edit(definition.item.span, function))
    if after:
        indent = source.indentation(whole.start)
        text = "\n\n".join(_groups(after, indent))
        edits.append(Edit(Span(whole.end, whole.end), f"\n\n{text}"))
    return apply_edits(source, with_line_ends(edits, source)).data


def _groups(additions: Sequence[Addition], indent: str) -> Iterator[str]:
    """The texts, those in the same namespaces together, indented by ``indent``."""
    for scope, members in groupby(additions, key=lambda one: one.scope):
        texts = [indent + shifted(one.text, one.indentation, indent) for one in members]
        opening = "".join(
            f"{indent}namespace {name} {{\n" if name else (f"{indent}namespace {{\n")
            for name in scope
        )
        closing = f"\n{indent}}}" * len(scope)
        yield opening + _joined(texts) + closing


def _joined(texts: Sequence[str]) -> str:
    """Functions apart, a pragma right before what it belongs to."""
    text = ""
    for one in texts:
        if text:
            text += "\n" if text.rpartition("\n")[2].lstrip().startswith("#") else "\n\n"
        text += one
    return text


def _line_break(source: SourceText, at: int) -> str:
    return "" if at == source.line_start(at) else "\n"
