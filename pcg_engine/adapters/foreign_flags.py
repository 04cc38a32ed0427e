"""Flags of the user's compiler that clang does not know: ``g++`` has many of its own.

Which ones they are is clang's to say, so that it is asked, and what it rejects is left out. Such
flags steer the optimizer; a flag that changes the meaning of code is known to both.
"""

from __future__ import annotations

import re

_REJECTED = re.compile(
    r"(?:unknown argument|unsupported option|unsupported argument .* to option)"
    r":?\s+'(?P<flag>[^']+)'"
)


def rejected_flags(stderr: str) -> frozenset[str]:
    """The flags that clang says it does not know."""
    return frozenset(
        match["flag"]
        for line in stderr.splitlines()
        if "error:" in line
        for match in _REJECTED.finditer(line)
    )


def without_flags(flags: tuple[str, ...], rejected: frozenset[str]) -> tuple[str, ...]:
    """``flags`` without ``rejected``, whatever value they are given behind ``=``."""
    return tuple(
        flag for flag in flags if flag not in rejected and rejected.isdisjoint(_names(flag))
    )


def _names(flag: str) -> tuple[str, str]:
    """How clang names a flag that has a value."""
    name, _, _ = flag.partition("=")
    return name, f"{name}="
