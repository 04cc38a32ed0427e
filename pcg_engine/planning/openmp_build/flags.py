"""OpenMP in compiler flags."""

from __future__ import annotations

import re
from collections.abc import Sequence

_ON = re.compile(r"-fi?openmp(?:=.*)?|-qopenmp|-openmp|-mp(?:=.*)?|/openmp(?::.*)?")
_OFF = frozenset(("-fno-openmp", "-qno-openmp", "-nomp", "/openmp-"))


def openmp_flag(flags: Sequence[str]) -> str | None:
    """The flag that switches OpenMP on, if the last word on it does; ``-fopenmp-simd`` does not."""
    told: str | None = None
    for flag in flags:
        if flag in _OFF:
            told = None
        elif _ON.fullmatch(flag):
            told = flag
    return told
