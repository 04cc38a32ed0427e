"""Operators on the expressions and statements of loop bodies."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tree_sitter import Node

from pcg_engine.domain.source import Edit
from tests.adversarial.mutation.mutant import Change, Plot, replacement, span_of

_ARITHMETIC = {
    "+": "-",
    "-": "+",
    "*": "+",
    "/": "*",
    "%": "/",
    "&": "|",
    "|": "&",
    "^": "|",
    "<<": ">>",
    ">>": "<<",
}
_ASSIGNMENTS = {"+=": "-=", "-=": "+=", "*=": "+=", "/=": "*=", "|=": "&=", "&=": "|=", "^=": "|="}
_COMPARISONS = {
    "<": (">=", "<="),
    "<=": (">", "<"),
    ">": ("<=", ">="),
    ">=": ("<", ">"),
    "==": ("!=",),
    "!=": ("==",),
}
_NARROWER = {
    "double": "float",
    "std::size_t": "int",
    "size_t": "int",
    "std::uint64_t": "std::uint32_t",
    "std::int64_t": "int",
    "long long": "int",
    "long": "int",
    "int": "short",
}
_NUMBER = re.compile(r"(0[xX][0-9a-fA-F]+|\d+(?:\.\d*)?(?:[eE][-+]?\d+)?)(.*)")


def arithmetic(plot: Plot) -> Iterator[Change]:
    """Another arithmetic operator."""
    for node in plot.nodes("binary_expression", "assignment_expression"):
        operator = node.child_by_field_name("operator")
        if operator is None or _in_header(node):
            continue
        old = plot.text(operator)
        table = _ARITHMETIC if node.type == "binary_expression" else _ASSIGNMENTS
        if old in table:
            yield replacement(operator, table[old], f"{old} → {table[old]}")


def comparison(plot: Plot) -> Iterator[Change]:
    """A comparison that is negated, or differs where both sides are equal."""
    for node in plot.nodes("binary_expression"):
        operator = node.child_by_field_name("operator")
        if operator is None or _in_header(node):
            continue
        old = plot.text(operator)
        for new in _COMPARISONS.get(old, ()):
            yield replacement(operator, new, f"{old} → {new}")


def index_swapped(plot: Plot) -> Iterator[Change]:
    """``a[i][j]`` to ``a[j][i]``; in ``a[i * n + j]`` the two loop variables."""
    counters = frozenset(_counters(plot))
    for node in plot.nodes("subscript_expression"):
        inner = node.child_by_field_name("argument")
        index = _index(node)
        if index is None:
            continue
        first = None if inner is None else _index(inner)
        if first is not None:
            edits = Edit(span_of(first), plot.text(index)), Edit(span_of(index), plot.text(first))
            yield Change(edits, f"indices of {plot.text(node)} swapped")
        used = [n for n in _identifiers(index) if plot.text(n) in counters]
        names = list(dict.fromkeys(plot.text(n) for n in used))
        if len(names) == 2:
            other = {names[0]: names[1], names[1]: names[0]}
            swapped = tuple(Edit(span_of(n), other[plot.text(n)]) for n in used)
            yield Change(swapped, f"{names[0]} and {names[1]} swapped in {plot.text(node)}")


def index_moved(plot: Plot) -> Iterator[Change]:
    """The next element, or the one before."""
    for node in plot.nodes("subscript_expression"):
        index = _index(node)
        if index is None:
            continue
        for sign in ("+", "-"):
            text = f"{plot.text(index)} {sign} 1"
            yield replacement(index, text, f"index of {plot.text(node)} {sign} 1")


def statement_deleted(plot: Plot) -> Iterator[Change]:
    """A statement that is gone."""
    types = ("expression_statement", "if_statement", "continue_statement", "break_statement")
    for node in plot.nodes(*types):
        if node.parent is None or (node.parent.type == "for_statement" and _in_header(node)):
            continue
        first = " ".join(plot.text(node).split())[:50]
        yield replacement(node, ";" if node.parent.type != "compound_statement" else "", first)


def constant_changed(plot: Plot) -> Iterator[Change]:
    """A number one greater."""
    for node in plot.nodes("number_literal"):
        match = _NUMBER.fullmatch(plot.text(node))
        if match is None or _in_header(node):
            continue
        digits, suffix = match[1], match[2]
        if "." in digits or ("e" in digits.lower() and "x" not in digits.lower()):
            value = float(digits)
            new = repr(value + 1) if value + 1 != value else repr(2 * value)
        else:
            new = str(int(digits, 0) + 1)
        yield replacement(node, new + suffix, f"{plot.text(node)} → {new}{suffix}")


def type_narrowed(plot: Plot) -> Iterator[Change]:
    """A variable of a smaller type."""
    for node in plot.nodes("declaration"):
        kind = node.child_by_field_name("type")
        if kind is None:
            continue
        old = plot.text(kind)
        if old in _NARROWER:
            yield replacement(kind, _NARROWER[old], f"{old} → {_NARROWER[old]}")


def _index(node: Node) -> Node | None:
    """The only index of a subscript expression."""
    if node.type != "subscript_expression":
        return None
    indices = node.child_by_field_name("indices")
    if indices is None or len(indices.named_children) != 1:
        return None
    return indices.named_children[0]


def _counters(plot: Plot) -> Iterator[str]:
    for loop in plot.nodes("for_statement"):
        initializer = loop.child_by_field_name("initializer")
        first = None if initializer is None else next(_identifiers(initializer), None)
        if first is not None:
            yield plot.text(first)


def _identifiers(node: Node) -> Iterator[Node]:
    stack = [node]
    while stack:
        one = stack.pop()
        if one.type == "identifier":
            yield one
        stack.extend(reversed(one.children))


def _in_header(node: Node) -> bool:
    """Whether ``node`` is part of a loop's header, which has operators of its own."""
    child, parent = node, node.parent
    while parent is not None and parent.type != "function_definition":
        if parent.type == "for_statement":
            body = parent.child_by_field_name("body")
            return body is None or child != body
        child, parent = parent, parent.parent
    return False
