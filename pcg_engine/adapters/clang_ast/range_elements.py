"""The variable of a range loop: the element itself, or what each iteration makes of it.

Most are the element, a reference to it, its number as another type, or a copy of it as its type
copies. Everything else (``for (std::string s : names)`` over ``const char *``, a conversion
operator, a copy of a base) runs code in each iteration, which stands as the initialiser of a
variable in the body then; the loop gets a variable without a name that is the element.
"""

from __future__ import annotations

from collections.abc import Iterator

from pcg_engine.adapters.clang_ast.json_node import (
    Node,
    children,
    declared_name,
    is_expression,
    kind,
    name,
    referenced,
    spelled_type,
)

_NUMBERS = frozenset(
    (
        "LValueToRValue",
        "NoOp",
        "IntegralCast",
        "FloatingCast",
        "IntegralToFloating",
        "FloatingToIntegral",
        "IntegralToBoolean",
        "FloatingToBoolean",
        "PointerToBoolean",
        "ArrayToPointerDecay",
        "DerivedToBase",
        "UncheckedDerivedToBase",
        "NullToPointer",
        "BitCast",
    )
)
"""What an implicit conversion may do without running anybody's code."""

_WRAPPERS = ("ExprWithCleanups", "MaterializeTemporaryExpr", "ParenExpr", "CXXBindTemporaryExpr")


def is_element(initialiser: Node) -> bool:
    """Whether the variable is the element, or a number or copy of it that its type accounts for."""
    current = initialiser
    while True:
        inner = [c for c in children(current) if is_expression(c)]
        if _is_dereferenced(current):
            return True
        if len(inner) != 1:
            return False
        match kind(current):
            case "ImplicitCastExpr" if current.get("castKind") in _NUMBERS:
                pass
            case wrapper if wrapper in _WRAPPERS:
                pass
            case "CXXConstructExpr" if _class_of(current) == _class_of(inner[0]):
                pass
            case _:
                return False
        current = inner[0]


def element_and_rest(variable: Node, initialiser: Node) -> tuple[Node, Node] | None:
    """A declaration of the element, and ``initialiser`` in terms of it; ``None`` if unclear."""
    elements = [node for node in _below(initialiser) if _is_dereferenced(node)]
    if len(elements) != 1:
        return None
    (element,) = elements
    spelled = spelled_type(element)
    is_place = element.get("valueCategory") == "lvalue"
    declared: Node = {
        "id": f"{variable['id']} element",
        "kind": "VarDecl",
        "name": f"[{declared_name(variable).strip('[]')}]",
        "range": variable.get("range", {}),
        "type": {"qualType": f"{spelled} &" if is_place else spelled},
    }
    use: Node = {
        "id": f"{variable['id']} use",
        "kind": "DeclRefExpr",
        "range": element.get("range", {}),
        "type": element.get("type", {}),
        "valueCategory": element.get("valueCategory", "lvalue"),
        "referencedDecl": declared,
    }
    return declared, _with(initialiser, element, use)


def _class_of(node: Node) -> str:
    return spelled_type(node).removeprefix("const ")


def _is_dereferenced(node: Node) -> bool:
    """Whether ``node`` is the ``*__begin`` of the loop."""
    if kind(node) == "UnaryOperator":
        if node.get("opcode") != "*":
            return False
    elif kind(node) not in ("CXXOperatorCallExpr", "CXXMemberCallExpr"):
        return False
    return any(
        kind(inner) == "DeclRefExpr" and name(referenced(inner)).startswith("__begin")
        for inner in _outermost(node)
    )


def _outermost(node: Node) -> Iterator[Node]:
    """What ``node`` is applied to, without the conversions of it."""
    for child in children(node):
        current = child
        while kind(current) == "ImplicitCastExpr" and len(children(current)) == 1:
            current = children(current)[0]
        yield current


def _below(node: Node) -> Iterator[Node]:
    yield node
    if not _is_dereferenced(node):
        for child in children(node):
            yield from _below(child)


def _with(node: Node, old: Node, new: Node) -> Node:
    if node is old:
        return new
    if not children(node):
        return node
    return {**node, "inner": [_with(child, old, new) for child in children(node)]}
