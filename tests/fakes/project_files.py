"""A project in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class TextFiles:
    """``ProjectFiles`` in memory."""

    texts: Mapping[str, bytes]
    root: str = "/p"

    def read(self, path: str) -> bytes | None:
        return self.texts.get(path)

    def below(self, folder: str) -> Sequence[str]:
        return sorted(path for path in self.texts if path.startswith(folder.rstrip("/") + "/"))
