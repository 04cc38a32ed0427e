"""The units of a file: its outermost functions and its other declarations, with their scopes.

A unit is the grain of incremental work: what lies inside one depends only on its own subtree and
on its ``Scope``. Scopes (namespaces, classes, ``extern "C"``, templates, conditional groups and
erroneous regions) are branches, so that a branch that did not change is taken over as a whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from tree_sitter import Node

from pcg_engine.syntax.algorithms import Imports
from pcg_engine.syntax.names import CLASSES, is_class, scope_names
from pcg_engine.syntax.units import Scope, Unit, detect

_BRANCHES = frozenset(
    {
        "translation_unit",
        "declaration_list",
        "field_declaration_list",
        "linkage_specification",
        "template_declaration",
        "friend_declaration",
        "preproc_if",
        "preproc_ifdef",
        "preproc_elif",
        "preproc_elifdef",
        "preproc_else",
        "ERROR",
    }
)
_NAMED = CLASSES | {"namespace_definition"}
_WITH_TYPE = frozenset({"declaration", "type_definition", "field_declaration"})
# Scopes of their own: what is imported inside ends with them.
_CLOSED = frozenset({"declaration_list", "field_declaration_list"})
_IMPORTS = frozenset({"using_declaration", "namespace_alias_definition"})
_BARREN = frozenset(
    {
        "comment",
        "access_specifier",
        "alias_declaration",
        "enum_specifier",
        "preproc_call",
        "preproc_def",
        "preproc_function_def",
        "preproc_include",
        "template_parameter_list",
        "type_identifier",
    }
)


@dataclass(frozen=True, slots=True)
class Branch:
    """The units under one node. ``known`` finds every part below it by ``Node.id``."""

    scope: Scope
    imports_after: Imports
    start: int
    parts: tuple[tuple[int, Branch | Unit], ...]
    known: dict[int, Branch | Unit] = field(repr=False)

    def units(self, delta: int = 0) -> Iterator[tuple[int, Unit]]:
        """The units that hold anything, in source order, each with the distance it has moved."""
        pending = [(delta, self.parts, 0)]
        while pending:
            moved, parts, index = pending.pop()
            while index < len(parts):
                own, part = parts[index]
                index += 1
                if isinstance(part, Unit):
                    yield moved + own, part
                else:
                    pending.append((moved, parts, index))
                    moved, parts, index = moved + own, part.parts, 0


def outline(root: Node, data: bytes, known: dict[int, Branch | Unit]) -> Branch:
    """The units under ``root``; parts of ``known`` whose nodes are still there are taken over.

    ``known`` belongs to an older tree of which the tree of ``root`` was made by ``reparse``, and
    which is still alive (ids are addresses).
    """
    return _Outliner(data, known).branch(root, Scope())


@dataclass(slots=True)
class _Frame:
    """A branch in the making."""

    node: Node
    scope: Scope
    inner: Scope
    children: Iterator[Node]
    parts: list[tuple[int, Branch | Unit]] = field(default_factory=list[tuple[int, Branch | Unit]])
    known: dict[int, Branch | Unit] = field(default_factory=dict[int, Branch | Unit])


@dataclass(slots=True)
class _Outliner:
    data: bytes
    known: dict[int, Branch | Unit]

    def branch(self, root: Node, scope: Scope) -> Branch:
        """Iterative, since erroneous texts nest deeper than Python's stack."""
        stack = [self._open(root, scope)]
        while True:
            frame = stack[-1]
            deeper = self._advance(frame)
            if deeper is not None:
                stack.append(deeper)
                continue
            done = self._close(stack.pop())
            if not stack:
                return done
            self._add(stack[-1], frame.node, done, 0)

    def _open(self, node: Node, scope: Scope) -> _Frame:
        inner = scope
        if node.type == "template_declaration":
            inner = replace(scope, is_template=True)
        elif node.type == "ERROR":
            inner = replace(scope, is_broken=True)
        return _Frame(node, scope, inner, iter(node.named_children))

    def _advance(self, frame: _Frame) -> _Frame | None:
        """Work through children until one must be opened; ``None`` when there are no more."""
        for child in frame.children:
            node, kind, scope = child, child.type, frame.inner
            if kind in _BARREN:
                continue
            if kind in _IMPORTS:
                after = scope.imports.after(node)
                frame.inner = replace(scope, imports=after)
                continue
            if kind in _NAMED:
                # Only the body counts: the parser seldom reuses what begins with a keyword.
                body = node.child_by_field_name("body")
                if body is None:
                    continue
                scope = Scope(scope.names + scope_names(node), scope.is_template, scope.imports)
                node, kind = body, body.type
            part = self.known.get(node.id)
            if part is not None and part.scope == scope:
                self._add(frame, node, part, node.start_byte - part.start)
            elif kind in _BRANCHES or self._defines_class(node):
                return self._open(node, scope)
            else:
                self._add(frame, node, detect(node, self.data, scope), 0)
        return None

    def _add(self, frame: _Frame, node: Node, part: Branch | Unit, delta: int) -> None:
        frame.known[node.id] = part
        match part:
            case Branch():
                frame.known.update(part.known)
                if part.parts:
                    frame.parts.append((delta, part))
                if node.type not in _CLOSED and part.imports_after != frame.inner.imports:
                    frame.inner = replace(frame.inner, imports=part.imports_after)
            case Unit():
                if not part.is_empty:
                    frame.parts.append((delta, part))

    def _close(self, frame: _Frame) -> Branch:
        return Branch(
            frame.scope,
            frame.inner.imports,
            frame.node.start_byte,
            tuple(frame.parts),
            frame.known,
        )

    @staticmethod
    def _defines_class(node: Node) -> bool:
        if node.type not in _WITH_TYPE:
            return False
        declared = node.child_by_field_name("type")
        return declared is not None and is_class(declared)
