"""``ProjectFiles`` on disk, with the editor's unsaved texts in front."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

_LARGEST_BYTES = 4 << 20
_MOST_FILES = 20_000
_LEFT_OUT = frozenset(("node_modules", "CMakeFiles", "__pycache__"))
_SIGNS_OF_A_BUILD = frozenset(("CMakeCache.txt", "meson-private", "build.ninja"))


@dataclass(frozen=True, slots=True)
class _Read:
    modified: int
    size: int
    text: bytes


class DiskProjectFiles:
    """The files below ``root``; each is read again only when it changed on disk.

    ``unsaved`` tells the text of a file that the editor holds, by its absolute path.
    """

    def __init__(
        self, root: Path, unsaved: Callable[[str], bytes | None] = lambda _path: None
    ) -> None:
        self._root = os.path.normpath(root.absolute())
        self._unsaved = unsaved
        self._known: dict[str, _Read] = {}

    @property
    def root(self) -> str:
        """See ``ProjectFiles.root``."""
        return self._root

    def read(self, path: str) -> bytes | None:
        """See ``ProjectFiles.read``; up to 4 MB."""
        if not self._is_inside(path):
            return None
        text = self._unsaved(path)
        if text is not None:
            return text
        try:
            state = os.stat(path)  # noqa: PTH116 -- on the keystroke path, once for each header
            if not stat.S_ISREG(state.st_mode) or state.st_size > _LARGEST_BYTES:
                return None
            known = self._known.get(path)
            if known is not None and (known.modified, known.size) == (
                state.st_mtime_ns,
                state.st_size,
            ):
                return known.text
            text = Path(path).read_bytes()
        except (OSError, ValueError):
            return None
        self._known[path] = _Read(state.st_mtime_ns, state.st_size, text)
        return text

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
