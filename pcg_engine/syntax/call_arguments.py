"""What the calls in a text pass, as far as the text tells: ``f(a, a + n)`` passes ``a`` twice.

Only for warnings: a name may mean different variables in different places, and nothing is said of
calls that other files make.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache

from tree_sitter import Node

from pcg_engine.domain.source import SourceText
from pcg_engine.syntax.parse import parse

_SAME_MEMORY = frozenset(("begin", "cbegin", "data", "get"))
"""Members of containers and pointers that lead to what they hold."""

Paths = tuple[str | None, ...]
"""By argument, the variable or the part of one that it leads to; ``None`` if it is not told."""


def argument_paths(source: SourceText, function: str) -> tuple[Paths, ...]:
    """The arguments of every call of a function of that name (without its scope)."""
    return _calls(source.data).get(function, ())


@lru_cache(maxsize=4)
def _calls(data: bytes) -> Mapping[str, tuple[Paths, ...]]:
    found: dict[str, list[Paths]] = defaultdict(list)
    for node in _descendants(parse(SourceText("", data)).root):
        if node.type != "call_expression":
            continue
        name = _called(node.child_by_field_name("function"))
        arguments = node.child_by_field_name("arguments")
        if name is not None and arguments is not None:
            given = [c for c in arguments.named_children if c.type != "comment"]
            found[name].append(tuple(_path(one) for one in given))
    return {name: tuple(calls) for name, calls in found.items()}


def _descendants(root: Node) -> Iterator[Node]:
    pending = [root]
    while pending:
        node = pending.pop()
        yield node
        pending.extend(node.named_children)


def _called(function: Node | None) -> str | None:
    """The last name of what is called."""
    if function is None:
        return None
    match function.type:
        case "identifier" | "field_identifier":
            return _text(function)
        case "qualified_identifier" | "template_function" | "template_method":
            return _called(function.child_by_field_name("name"))
        case "field_expression":
            return _called(function.child_by_field_name("field"))
        case _:
            return None


def _path(node: Node | None, *, address: bool = False) -> str | None:
    """What a pointer, or a reference, leads to; with ``address`` the object that ``node`` is."""
    if node is None:
        return None
    match node.type:
        case "identifier" | "this":
            return _text(node)
        case "parenthesized_expression":
            return _path(node.named_child(0), address=address)
        case "cast_expression":
            return _path(node.child_by_field_name("value"), address=address)
        case "binary_expression":
            sides = (_path(node.child_by_field_name(side)) for side in ("left", "right"))
            return next((side for side in sides if side is not None), None)
        case "pointer_expression":
            inner = node.child_by_field_name("argument")
            if _text(node).startswith("&"):
                return _path(inner, address=True)
            path = _path(inner)
            return path if address or path is None else f"{path}[0]"
        case "subscript_expression":
            path = _path(node.child_by_field_name("argument"))
            if address or path is None:
                return path
            index = node.child_by_field_name("indices")
            return None if index is None else f"{path}{_text(index)}"
        case "field_expression":
            path = _path(node.child_by_field_name("argument"))
            field = node.child_by_field_name("field")
            return None if path is None or field is None else f"{path}.{_text(field)}"
        case "call_expression":
            function = node.child_by_field_name("function")
            if function is None or function.type != "field_expression":
                return None
            if _called(function) not in _SAME_MEMORY:
                return None
            return _path(function.child_by_field_name("argument"))
        case _:
            return None


def _text(node: Node) -> str:
    return "" if node.text is None else node.text.decode("utf-8", "replace")
