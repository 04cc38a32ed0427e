"""Results kept between runs, so that a long measurement can be made in pieces."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import cast


def digest(*parts: str) -> str:
    """A short name for what a result depends on."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()[:16]


def digest_of_tree(folder: Path, pattern: str = "*.py") -> str:
    """A short name for all files below ``folder`` whose names match."""
    files = sorted(p for p in folder.rglob(pattern) if p.is_file())
    return digest(*(f"{p.relative_to(folder)}\0{p.read_text(errors='replace')}" for p in files))


@dataclass(frozen=True, slots=True)
class Store:
    """JSON files in ``folder``, by the program's name, what was done, and what it depends on."""

    folder: Path

    def read(self, name: str, step: str, key: str) -> dict[str, object] | None:
        """What was kept under exactly these names."""
        path = self._path(name, step, key)
        if not path.exists():
            return None
        return cast("dict[str, object]", json.loads(path.read_text()))

    def newest(self, name: str, step: str) -> dict[str, object] | None:
        """What was kept last, whatever it depended on."""
        found = sorted(self.folder.glob(f"{name}.{step}.*.json"), key=lambda p: p.stat().st_mtime)
        return cast("dict[str, object]", json.loads(found[-1].read_text())) if found else None

    def write(self, name: str, step: str, key: str, result: dict[str, object]) -> None:
        """Keep it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self._path(name, step, key)
        fresh = path.with_suffix(".new")
        fresh.write_text(json.dumps(result, indent=1) + "\n")
        fresh.replace(path)

    def _path(self, name: str, step: str, key: str) -> Path:
        return self.folder / f"{name}.{step}.{key}.json"
