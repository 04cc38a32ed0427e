"""Whether what a build made anew starts OpenMP teams."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

from pcg_engine.tools.object_file import UnknownFormat, read_object
from pcg_engine.tools.symbols import starts_a_team

_ELF, _ARCHIVE = b"\x7fELF", b"!<arch>\n"
_RELOCATABLE = 1
_TYPE_AT = 16
_LARGEST_BYTES = 512 << 20
_FORK = re.compile(rb"\bGOMP_parallel\w*|\b__kmpc_fork_(?:call|teams)\w*")
_LINK_TIME = b".gnu.lto_"
_BITCODE = b"BC\xc0\xde"


class OpenMPUse(StrEnum):
    """What the files say that a build made anew."""

    USED = "used"
    NOT_USED = "not-used"
    NOTHING_BUILT = "nothing-built"


def openmp_use(folder: Path, since: int) -> OpenMPUse:
    """Whether code that was built in ``folder`` from ``since`` on (nanoseconds) starts a team.

    Object files decide, since they hold one source each; where the build keeps none, or the
    compiler left them for the linker to translate, libraries and programs do.
    """
    objects: list[bool] = []
    linked: list[bool] = []
    untold = False
    for data in _built(folder, since):
        if data.startswith(_ELF) and data[_TYPE_AT] == _RELOCATABLE and _LINK_TIME not in data:
            objects.append(_starts_team(data))
        elif data.startswith((_ELF, _ARCHIVE)) and _LINK_TIME not in data:
            linked.append(_FORK.search(data) is not None)
        else:
            untold = True
    decisive = linked if untold or not objects else objects
    if not decisive and not objects:
        return OpenMPUse.NOT_USED if untold else OpenMPUse.NOTHING_BUILT
    return OpenMPUse.USED if any(decisive) or any(objects) else OpenMPUse.NOT_USED


def _starts_team(data: bytes) -> bool:
    try:
        symbols = read_object(data).symbols
    except UnknownFormat:
        return _FORK.search(data) is not None
    return any(one.is_undefined and starts_a_team(one.name) for one in symbols)


def _built(folder: Path, since: int) -> Iterator[bytes]:
    for where, _, names in os.walk(folder):
        for name in names:
            path = Path(where, name)
            try:
                state = path.lstat()
                if not stat.S_ISREG(state.st_mode) or state.st_mtime_ns < since:
                    continue
                if not 0 < state.st_size <= _LARGEST_BYTES:
                    continue
                with path.open("rb") as file:
                    if not file.read(8).startswith((_ELF, _ARCHIVE, _BITCODE)):
                        continue
                    file.seek(0)
                    yield file.read()
            except OSError:
                continue
