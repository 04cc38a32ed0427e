"""Which folder of the editor a file belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


def folder_around(file: Path, folders: Sequence[Path]) -> Path:
    """The innermost of ``folders`` that holds ``file``; else the file's own folder."""
    holding = [folder for folder in folders if file.is_relative_to(folder)]
    return max(holding, key=lambda folder: len(folder.parts), default=file.parent)
