"""Which embedder memory is searched with."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class EmbedderKind(StrEnum):
    """The built-in one, a sentence-transformers model, or both together."""

    STRUCTURAL = "structural"
    SEMANTIC = "semantic"
    HYBRID = "hybrid"


@dataclass(frozen=True, slots=True)
class EmbedderChoice:
    """``model`` is a folder or a name, for all kinds but ``structural``."""

    kind: EmbedderKind = EmbedderKind.STRUCTURAL
    model: str = ""


BUILT_IN = EmbedderChoice()
"""What needs no model."""
