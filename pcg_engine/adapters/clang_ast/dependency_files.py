"""The files a tree was read from, and whether they are still what they were."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path


def parse_dependencies(makefile: str) -> tuple[str, ...]:
    """The prerequisites in a ``-MD`` file, in order, without repetition."""
    _, _, listed = makefile.replace("\\\n", " ").partition(": ")
    names = re.findall(r"(?:\\.|[^\s\\])+", listed)
    return tuple(dict.fromkeys(re.sub(r"\\(.)", r"\1", n).replace("$$", "$") for n in names))


def stamp(path: str, *, by_content: bool) -> str:
    """A value that changes if the file does; by size and time for what packages install."""
    try:
        if by_content:
            return hashlib.sha256(Path(path).read_bytes()).hexdigest()
        status = Path(path).stat()
    except OSError:
        return "absent"
    return f"{status.st_size}:{status.st_mtime_ns}"


def stamps(paths: tuple[str, ...], system_folders: tuple[str, ...]) -> dict[str, str]:
    """The stamp of each file; files below ``system_folders`` are not read."""
    return {p: stamp(p, by_content=not is_below(p, system_folders)) for p in paths}


def are_current(recorded: dict[str, str]) -> bool:
    """Whether every file still bears its recorded stamp."""
    return all(
        s != "absent" and stamp(p, by_content=":" not in s) == s for p, s in recorded.items()
    )


def is_below(path: str, folders: tuple[str, ...]) -> bool:
    """Whether ``path`` lies in one of ``folders`` (as clang spells both)."""
    return any(path.startswith(f"{folder}/") for folder in folders)
