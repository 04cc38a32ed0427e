"""One set of precompiled headers for reading with and without OpenMP.

Headers precompiled with ``-fopenmp`` cannot be used without it, and precompiling takes longer than
everything else. System headers are the same in both modes. So clang always runs with ``-fopenmp``;
the serial mode undefines ``_OPENMP`` after the headers, and makes the text's own pragmas unknown
ones of the same length. A directive that stays (from a header or a ``_Pragma``) is left out when
trees are built: in the serial mode it stands for the statement it applies to.
"""

from __future__ import annotations

import re
from pathlib import Path

_PRAGMA = re.compile(rb"^([ \t]*#[ \t]*pragma[ \t]+)omp\b", re.MULTILINE)


def without_pragmas(text: bytes) -> bytes:
    """``text`` with its OpenMP pragmas disabled; every offset stays."""
    return _PRAGMA.sub(rb"\1mpo", text)


def serial_flags(folder: Path) -> tuple[str, ...]:
    """Flags that undefine ``_OPENMP``, by a file written to ``folder``."""
    header = folder / "serial.hpp"
    header.write_text("#undef _OPENMP\n", "utf-8")
    return ("-include", str(header))
