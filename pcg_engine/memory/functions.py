"""One function's text out of a file."""

from __future__ import annotations

from tree_sitter import Node

from pcg_engine.domain.source import SourceText, Span
from pcg_engine.syntax.parse import parse

_NAMES = frozenset(
    {"identifier", "field_identifier", "qualified_identifier", "operator_name", "destructor_name"}
)


def function_text(source: SourceText, name: str) -> str | None:
    """The definitions of all functions called ``name`` (qualified or not); ``None`` without any."""
    wanted = name.split("::")
    found: list[str] = []
    pending = [parse(source).root]
    while pending:
        node = pending.pop()
        if node.type == "function_definition":
            given = _name(node).split("::")
            if given[-1] == wanted[-1] and (len(given) == 1 or given[-len(wanted) :] == wanted):
                found.append(source.slice(Span(node.start_byte, node.end_byte)))
                continue
        pending.extend(reversed(node.named_children))
    return "\n\n".join(found) or None


def _name(node: Node) -> str:
    current = node.child_by_field_name("declarator")
    while current is not None and current.type not in _NAMES:
        # A reference's declarator has no field name.
        inner = current.child_by_field_name("declarator")
        current = inner or next(iter(current.named_children), None)
    return "" if current is None else (current.text or b"").decode("utf-8", "replace")
