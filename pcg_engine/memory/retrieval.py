"""The examples nearest to a piece of slow code (paper: retrieval with the self-match filter)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pcg_engine.domain.example import Example, Retrieved
from pcg_engine.memory.normal_form import slow_key
from pcg_engine.ports import Embedder, Neighbour, VectorIndex

DEFAULT_COUNT = 2
UNSORTED = "other"
"""The category of code that is like nothing in memory."""
_FIRST_BATCH = 16


@dataclass(frozen=True, slots=True)
class Retrieval:
    """How examples are chosen.

    ``count`` is the paper's L, 1..3. With ``self_match_filter`` no two examples have the same slow
    code in normal form. With ``leave_out_own`` examples whose slow code is the query's own in
    normal form are left out; so are those in ``left_out`` (ids) whatever the switches say.
    """

    count: int = DEFAULT_COUNT
    self_match_filter: bool = True
    leave_out_own: bool = False
    left_out: frozenset[str] = frozenset()


STANDARD = Retrieval()
"""What the paper does unless told otherwise."""


@dataclass(frozen=True, slots=True)
class Memory:
    """Examples, what their slow code is embedded with, and the index of those vectors.

    The ``n``-th vector of ``index`` is that of the ``n``-th example.
    """

    examples: tuple[Example, ...]
    embedder: Embedder
    index: VectorIndex

    def retrieve(self, slow: str, how: Retrieval = STANDARD) -> tuple[Retrieved, ...]:
        """Up to ``how.count`` examples nearest to ``slow``, nearest first.

        Fewer if memory holds no more that may be shown. Equal distances keep memory's order.
        """
        taken: list[Retrieved] = []
        seen = {slow_key(slow)} if how.leave_out_own else set[str]()
        for neighbour in self._neighbours(slow):
            if len(taken) >= how.count:
                break
            example = self.examples[neighbour.position]
            if example.id in how.left_out:
                continue
            if how.self_match_filter or how.leave_out_own:
                key = slow_key(example.slow)
                if key in seen:
                    continue
                if how.self_match_filter:
                    seen.add(key)
            taken.append(Retrieved(example, neighbour.similarity))
        return tuple(taken)

    def category_of(self, slow: str) -> str:
        """The category of the nearest example: a guess, for what nobody has sorted in."""
        nearest = self.retrieve(slow, Retrieval(count=1))
        return nearest[0].example.category if nearest else UNSORTED

    def _neighbours(self, slow: str) -> Iterator[Neighbour]:
        """All of them, nearest first, asked for in batches that grow."""
        total = len(self.index)
        if not total:
            return
        query = self.embedder.embed([slow])
        told, batch = 0, _FIRST_BATCH
        while told < total:
            found = self.index.nearest(query, min(batch, total))
            yield from found[told:]
            if len(found) <= told:
                return
            told, batch = len(found), batch * 4
