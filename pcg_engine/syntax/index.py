"""The loops of a file that is being edited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pcg_engine.domain.loops import Loop
from pcg_engine.domain.source import Edit, SourceText, Span
from pcg_engine.syntax.loops import loops_of
from pcg_engine.syntax.outline import Branch, outline
from pcg_engine.syntax.parse import SyntaxTree, parse, reparse
from pcg_engine.syntax.splice import apply_edits


@dataclass(frozen=True, slots=True)
class LoopIndex:
    """A text, its tree and its loops; each edit gives a new index that shares what it can.

    An update costs the incremental parse and the detection in the functions that changed. The
    ``Loop`` values, whose offsets move with every insertion before them, are made when asked for.
    """

    tree: SyntaxTree
    _outline: Branch = field(repr=False, compare=False)
    _loops: list[tuple[Loop, ...]] = field(
        default_factory=list[tuple[Loop, ...]], repr=False, compare=False
    )

    @staticmethod
    def build(source: SourceText) -> LoopIndex:
        """The index of ``source``, from nothing."""
        tree = parse(source)
        return LoopIndex(tree, outline(tree.root, source.data, {}))

    @property
    def source(self) -> SourceText:
        """The text that the index is of."""
        return self.tree.source

    @property
    def loops(self) -> tuple[Loop, ...]:
        """All loops, as ``find_loops(self.tree)`` gives them."""
        if not self._loops:
            self._loops.append(loops_of(self._outline))
        return self._loops[0]

    def loops_in(self, span: Span) -> tuple[Loop, ...]:
        """The loops that share a byte with ``span``, without making all the others."""
        return loops_of(self._outline, span)

    def update(self, edits: Sequence[Edit], new: SourceText) -> LoopIndex:
        """The index of ``new``, which is this index's text after ``edits`` (disjoint, sorted).

        A ``new`` that is something else is indexed from nothing. For texts without syntax errors
        the result equals ``LoopIndex.build(new)``; with errors the parser's recovery may, rarely,
        find other loops than it would from nothing, until the text is whole again.
        """
        if apply_edits(self.source, edits).data != new.data:
            return LoopIndex.build(new)
        tree = reparse(self.tree, edits, new)
        # `self.tree` is alive until the end, so that an id seen again is a node reused.
        return LoopIndex(tree, outline(tree.root, new.data, self._outline.known))
