"""The shape of an index: which loops move it and how, whatever they are called."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tree_sitter import Node

_ELEMENT = frozenset({"subscript_expression", "call_expression", "pointer_expression"})
_DEEPEST = 40
_STILL = frozenset({"c", "v"})


@dataclass(frozen=True, slots=True)
class LoopNames:
    """The variables that count a loop, and the shapes of those that its body derives of them."""

    counters: frozenset[str]
    derived: dict[str, str] = field(default_factory=dict[str, str])

    def derive(self, name: str, shape: str) -> None:
        """Remember that ``name`` has ``shape``, if that says anything."""
        if shape not in _STILL:
            self.derived[name] = shape


def index_shape(index: Node, loops: Sequence[LoopNames]) -> str:
    """A word for ``index`` inside ``loops``, outermost first.

    Loops are numbered from the innermost, 0: ``a[i-1]`` is ``0-``, ``a[i*n+j]`` is ``1][0`` as
    ``a[i][j]`` is, ``a[b[i]]`` is ``@0``, ``a[n-1-i]`` is ``r0``, ``a[k++]`` is ``++``; what no
    loop counts is ``v``, a number ``c``.
    """
    return _Shaper(loops).shape(index, 0)


@dataclass(frozen=True, slots=True)
class _Shaper:
    loops: Sequence[LoopNames]

    def shape(self, node: Node, depth: int) -> str:
        kind = node.type
        if depth > _DEEPEST:
            return "v"
        if kind in ("parenthesized_expression", "cast_expression"):
            inner = node.named_children[-1] if node.named_children else None
            return "v" if inner is None else self.shape(inner, depth + 1)
        if kind == "number_literal":
            return "c"
        if kind in ("identifier", "field_expression"):
            return self._name(node)
        if kind == "update_expression":
            return "++"
        if kind in _ELEMENT:
            return self._element(node, depth)
        if kind == "binary_expression":
            return self._operation(node, depth)
        return "v"

    def _name(self, node: Node) -> str:
        name = (node.text or b"").decode("utf-8", "replace")
        for distance, loop in enumerate(reversed(self.loops)):
            if name in loop.counters:
                return str(distance)
            if distance == 0 and name in loop.derived:
                return loop.derived[name]
        return "v"

    def _element(self, node: Node, depth: int) -> str:
        if node.type == "call_expression" and _is_conversion(node):
            arguments = node.child_by_field_name("arguments")
            inner = arguments.named_children if arguments is not None else []
            return self.shape(inner[0], depth + 1) if len(inner) == 1 else "v"
        moved = {word for child in _names_below(node) if (word := self._name(child)) != "v"}
        return "@" + "".join(sorted(moved))

    def _operation(self, node: Node, depth: int) -> str:
        left_node, right_node = node.child_by_field_name("left"), node.child_by_field_name("right")
        operator_node = node.child_by_field_name("operator")
        if left_node is None or right_node is None or operator_node is None:
            return "v"
        operator = (operator_node.text or b"").decode()
        left, right = self.shape(left_node, depth + 1), self.shape(right_node, depth + 1)
        if left in _STILL and right in _STILL:
            return "v"
        match operator:
            case "+":
                return _sum(left, right)
            case "-":
                if left in _STILL:
                    return f"r{right}"
                return f"{left}-" if right in _STILL else f"{left}-{right}"
            case "*":
                moving = right if left in _STILL else left
                return f"{moving}*"
            case "/" | ">>":
                return f"{left}/"
            case "%" | "&":
                return f"{left}%"
            case "^":
                return f"{left}^{right}"
            case "<<":
                return f"{left}*"
            case _:
                return f"{left}?{right}"


def _sum(left: str, right: str) -> str:
    if right == "c" or left == "c":
        return f"{left if right == 'c' else right}+"
    if right == "v" or left == "v":
        return f"{left if right == 'v' else right}+v"
    # Products first, so that j + i * n is i * n + j; either is [i][j].
    first, second = sorted((left, right), key=lambda word: ("*" not in word, word))
    return f"{first[:-1]}][{second}" if first.endswith("*") else f"{first}+{second}"


def _is_conversion(node: Node) -> bool:
    function = node.child_by_field_name("function")
    if function is None:
        return False
    text = (function.text or b"").decode("utf-8", "replace")
    return text.startswith("static_cast") or text in ("int", "size_t", "long", "std::size_t")


def _names_below(node: Node) -> list[Node]:
    found: list[Node] = []
    pending = list(node.named_children)
    while pending:
        one = pending.pop()
        if one.type == "identifier":
            found.append(one)
        pending.extend(one.named_children)
    return found
