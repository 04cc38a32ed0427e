"""``ProjectFiles`` on disk, with the editor's unsaved texts in front."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

_LARGEST_BYTES = 4 << 20
_MOST_FILES = 20_000
_LEFT_OUT = frozenset(("node_modules", "CMakeFiles", "__pycache__"))
_SIGNS_OF_A_BUILD = frozenset(("CMakeCache.txt", "meson-private", "build.ninja"))


class DiskProjectFiles:
    """The files below ``root``; ``unsaved`` are texts by absolute path that the editor holds."""

    def __init__(self, root: Path, unsaved: Mapping[Path, bytes] | None = None) -> None:
        self._root = os.path.normpath(root.absolute())
        self._unsaved = {os.path.normpath(p): t for p, t in (unsaved or {}).items()}

    @property
    def root(self) -> str:
        """See ``ProjectFiles.root``."""
        return self._root

    def read(self, path: str) -> bytes | None:
        """See ``ProjectFiles.read``; up to 4 MB."""
        if not self._is_inside(path):
            return None
        text = self._unsaved.get(path)
        if text is not None:
            return text
        file = Path(path)
        try:
            if not file.is_file() or file.stat().st_size > _LARGEST_BYTES:
                return None
            return file.read_bytes()
        except OSError:
            return None

    def below(self, folder: str) -> Sequence[str]:
        """See ``ProjectFiles.below``; the first 20,000."""
        if not self._is_inside(folder):
            return ()
        found: list[str] = []
        for where, folders, names in os.walk(folder):
            if where != self._root and not _SIGNS_OF_A_BUILD.isdisjoint((*names, *folders)):
                folders.clear()
                continue
            folders[:] = sorted(
                name for name in folders if not name.startswith(".") and name not in _LEFT_OUT
            )
            found += (os.path.join(where, name) for name in sorted(names))  # noqa: PTH118 -- once for each file of a project
            if len(found) >= _MOST_FILES:
                break
        return tuple(sorted(found[:_MOST_FILES]))

    def _is_inside(self, path: str) -> bool:
        return path == self._root or path.startswith(self._root.rstrip("/") + "/")
