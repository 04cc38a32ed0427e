"""Which assumptions a person has to confirm before an offer that rests on them is applied."""

from __future__ import annotations

DEFINED_ELSEWHERE = "defined-elsewhere"
"""The code of assumptions that a function is what another file of the program defines. The user's
build, or the user, named that file; what it holds was read, and built and tested with the rest."""


def needs_confirmation(code: str, guard: str | None) -> bool:
    """Whether nothing makes sure of an assumption with this ``code`` and ``guard``."""
    return guard is None and code != DEFINED_ELSEWHERE
