"""The built-in embedder: code by what its loops do, blind to names; needs no model.

Texts become bags of features in families (accesses, scalar updates, nest shapes, calls, exits,
operators, node paths, token trigrams), which are hashed into a vector of fixed length. Each family
has a fixed share of the vector, so that a long body does not drown a short nest.
"""

from __future__ import annotations

import math
import zlib
from array import array
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from pcg_engine.domain.source import SourceText
from pcg_engine.memory.code_features import FAMILIES, features, weight
from pcg_engine.ports import Vectors
from pcg_engine.syntax.parse import parse

_VERSION = 1
"""Counts up with every change to features, shares or hashing: kept vectors are then made anew."""
_DIMENSIONS = 1024
_KEPT_TEXTS = 4096


class StructuralEmbedder:
    """``Embedder`` by tree and token features; deterministic, thread-safe, takes broken code.

    A text without a single feature is the zero vector: it is like nothing.
    """

    @property
    def identity(self) -> str:
        """Name and version."""
        return f"structural-{_VERSION}"

    @property
    def dimensions(self) -> int:
        """The length of a vector."""
        return _DIMENSIONS

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One vector for each of ``texts``."""
        data = b"".join(_vector(text) for text in texts)
        return Vectors(len(texts), _DIMENSIONS, data)


@lru_cache(maxsize=_KEPT_TEXTS)
def _vector(text: str) -> bytes:
    tree = parse(SourceText("", text.encode("utf-8", "surrogatepass")))
    values = [0.0] * _DIMENSIONS
    for family, counts in features(tree).items():
        _add(values, counts, family, FAMILIES[family])
    length = math.sqrt(sum(value * value for value in values))
    if length:
        values = [value / length for value in values]
    return array("f", values).tobytes()


def _add(values: list[float], counts: Counter[str], family: str, share: float) -> None:
    """Add a family's features, as a vector of length ``share``."""
    weights = {
        feature: weight(feature) * (1.0 + math.log(count)) for feature, count in counts.items()
    }
    length = math.sqrt(sum(value * value for value in weights.values()))
    for feature, value in sorted(weights.items()):
        # `hash` differs from run to run; the top bit is the sign, against collisions.
        digest = zlib.crc32(f"{family}\0{feature}".encode("utf-8", "surrogatepass"))
        sign = -1.0 if digest >> 31 else 1.0
        values[(digest & 0x7FFFFFFF) % _DIMENSIONS] += sign * share * value / length
