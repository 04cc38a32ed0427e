"""Several embedders as one: what they say of a pair of texts is averaged."""

from __future__ import annotations

import math
from array import array
from collections.abc import Sequence
from dataclasses import dataclass

from pcg_engine.ports import Embedder, Vectors


@dataclass(frozen=True, slots=True)
class Part:
    """An embedder and its share, above 0."""

    embedder: Embedder
    weight: float


@dataclass(frozen=True, slots=True)
class HybridEmbedder:
    """``Embedder`` whose cosine is the weighted mean of the cosines of its ``parts``.

    The vectors are those of the parts side by side, each scaled by the root of its share.
    """

    parts: tuple[Part, ...]

    @property
    def identity(self) -> str:
        """The parts' identities with their shares."""
        return "+".join(f"{share:.3f}*{one.embedder.identity}" for one, share in self._shares())

    @property
    def dimensions(self) -> int:
        """Those of all parts together."""
        return sum(part.embedder.dimensions for part in self.parts)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One vector for each of ``texts``."""
        rows: list[array[float]] = [array("f") for _ in texts]
        for part, share in self._shares():
            made = part.embedder.embed(texts)
            values = array("f", made.data)
            scale = math.sqrt(share)
            for at, row in enumerate(rows):
                own = values[at * made.dimensions : (at + 1) * made.dimensions]
                row.extend(scale * value for value in own)
        return Vectors(len(rows), self.dimensions, b"".join(row.tobytes() for row in rows))

    def _shares(self) -> tuple[tuple[Part, float], ...]:
        total = sum(part.weight for part in self.parts)
        return tuple((part, part.weight / total) for part in self.parts)
