"""An embedder by the words that a text holds, and an index that compares with every vector."""

from __future__ import annotations

import math
from array import array
from collections.abc import Sequence
from dataclasses import dataclass

from pcg_engine.ports import Neighbour, Vectors


@dataclass(frozen=True)
class WordEmbedder:
    """One number for each of ``words``: how often it is in the text."""

    words: tuple[str, ...]

    @property
    def identity(self) -> str:
        return f"words:{','.join(self.words)}"

    @property
    def dimensions(self) -> int:
        return len(self.words)

    def embed(self, texts: Sequence[str]) -> Vectors:
        data = array("f")
        for text in texts:
            counts = [text.count(word) for word in self.words]
            length = math.sqrt(sum(count * count for count in counts)) or 1.0
            data.extend(count / length for count in counts)
        return Vectors(len(texts), self.dimensions, data.tobytes())


class PlainIndex:
    """``VectorIndex`` without any library."""

    def __init__(self, vectors: Vectors) -> None:
        self._vectors = vectors
        self.asked: list[int] = []

    def __len__(self) -> int:
        return self._vectors.count

    def nearest(self, query: Vectors, count: int) -> tuple[Neighbour, ...]:
        self.asked.append(count)
        width = self._vectors.dimensions
        values, wanted = array("f", self._vectors.data), array("f", query.data)
        found = [
            Neighbour(
                row,
                sum(
                    a * b
                    for a, b in zip(values[row * width : (row + 1) * width], wanted, strict=True)
                ),
            )
            for row in range(len(self))
        ]
        return tuple(sorted(found, key=lambda one: -one.similarity)[:count])
