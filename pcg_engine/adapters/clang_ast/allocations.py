"""Which ``new`` gives a block of its own: that of the library, as clang resolved it.

A class may bring an ``operator new`` and ``operator delete`` of its own, which do what they like;
placement gives whatever memory it is given ([expr.new], [new.delete.placement]).
"""

from __future__ import annotations

from typing import cast

from pcg_engine.adapters.clang_ast.json_node import Node, kind, spelled_type
from pcg_engine.domain.ast import OWN_DELETE, OWN_NEW, PLACEMENT_NEW

_OF_THE_LIBRARY = frozenset(("const std::nothrow_t &", "const nothrow_t &", "std::align_val_t"))
"""Further parameters of the library's own allocation functions."""


def allocation(node: Node) -> str:
    """The construct of a ``CXXNewExpr``: ``CXXNewExpr`` for a block that nothing else leads to."""
    operator = cast("Node", node.get("operatorNewDecl", {}))
    if kind(operator) == "CXXMethodDecl":
        return OWN_NEW
    if node.get("isPlacement") and not _takes_only_options(operator):
        return PLACEMENT_NEW
    return "CXXNewExpr"


def deallocation(node: Node) -> str:
    """The construct of a ``CXXDeleteExpr``: that, if the library gives the block back."""
    operator = cast("Node", node.get("operatorDeleteDecl", {}))
    return OWN_DELETE if kind(operator) == "CXXMethodDecl" else "CXXDeleteExpr"


def _takes_only_options(operator: Node) -> bool:
    """Whether, besides the size, it is told only how, and not where, to allocate."""
    parameters = spelled_type(operator).partition("(")[2].rpartition(")")[0].split(",")
    further = [parameter.strip() for parameter in parameters[1:]]
    return bool(further) and all(one in _OF_THE_LIBRARY for one in further)
