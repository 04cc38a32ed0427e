"""Pointers that lead to a block of their own as long as the program runs.

``static double *a = (double *)malloc(n * sizeof(double));`` at namespace scope is the global array
of programs that want it on the heap. If nothing in the translation unit ever does more with ``a``
than read its value, and no other unit can name it, it is that one block from beginning to end.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from pcg_engine.adapters.clang_ast.constants import constant_value
from pcg_engine.adapters.clang_ast.declarations import VariableEntry
from pcg_engine.adapters.clang_ast.json_node import Node
from pcg_engine.domain.ast import Call, Cast, Expression

_KIND = b'"kind": '
_REFERENCE = _KIND + b'"DeclRefExpr",'
_PARENTHESES = _KIND + b'"ParenExpr",'
_ONLY = re.compile(rb'"inner": \[\s*\{\s*"id": "0x[0-9a-f]+",\s*\Z')
_READ = re.compile(
    rb'"castKind": "LValueToRValue",\s*(?:"isPartOfExplicitCast": true,\s*)?'
    rb'"inner": \[\s*\{\s*"id": "0x[0-9a-f]+",\s*\Z'
)
_NAMED = re.compile(rb'"referencedDecl": \{\s*"id": \Z')
_IDENTITY = b'"id": '
_WINDOW = 6000
"""Bytes: a reference with its range, which may name files, is shorter."""
_KEYS = 600
"""Bytes: the last keys of a conversion, indented, are shorter."""


def block_of(
    entry: VariableEntry,
    initialiser: Node | None,
    texts: Iterable[bytes],
    convert: Callable[[Node], Expression],
) -> int | None:
    """How many bytes the block has that the pointer ``entry`` always leads to.

    ``texts`` are the declarations of the dump. ``None`` if there is no such block, or if its size
    is not a constant.
    """
    is_own = entry.scope.internal or entry.node.get("storageClass") == "static"
    if initialiser is None or not is_own or "previousDecl" in entry.node:
        return None
    if entry.scope.record is not None or entry.scope.pattern or entry.scope.instance:
        return None
    size = _allocated(convert(initialiser))
    if size is None or size <= 0:
        return None
    identifier = f'"{entry.node["id"]}"'.encode()
    declaration = _IDENTITY + identifier + b","
    return size if all(_only_reads(t, identifier, declaration) for t in texts) else None


def _allocated(expression: Expression) -> int | None:
    """The bytes of the fresh block that ``expression`` makes."""
    match expression:
        case Cast(operand=operand):
            return _allocated(operand)
        case Call(callee="malloc" | "std::malloc", receiver=None, arguments=(size,)):
            return constant_value(size)
        case Call(callee="calloc" | "std::calloc", receiver=None, arguments=(count, size)):
            number, each = constant_value(count), constant_value(size)
            return None if number is None or each is None else number * each
        case Call(
            callee="aligned_alloc" | "std::aligned_alloc", receiver=None, arguments=(_, size)
        ):
            return constant_value(size)
        case _:
            return None


def _only_reads(text: bytes, identifier: bytes, declaration: bytes) -> bool:
    """Whether a declaration of the dump does nothing with the variable but read its value.

    The text is looked at, not the tree: a program names such a variable everywhere, and reading
    all trees for it would take longer than what is known by it is worth.
    """
    at = text.find(identifier)
    while at != -1:
        before = text[max(0, at - _WINDOW) : at]
        is_own = text.startswith(declaration, at - len(_IDENTITY)) and not _NAMED.search(before)
        if not is_own and not _is_read(before):
            return False
        at = text.find(identifier, at + 1)
    return True


def _is_read(before: bytes) -> bool:
    """Whether the text goes on with the identity of a variable whose value is read there."""
    start = before.rfind(_KIND)
    if not before.startswith(_REFERENCE, start) or not _NAMED.search(before, max(0, start)):
        return False
    while _READ.search(before, max(0, start - _KEYS), start) is None:
        end, start = start, before.rfind(_KIND, 0, max(0, start))
        if not before.startswith(_PARENTHESES, start) or not _ONLY.search(before, start, end):
            return False
    return True
