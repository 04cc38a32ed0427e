"""Examples: pairs of slow and fast code, with what was measured (paper: the Memory component)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Example:
    """One pair.

    ``speedup`` is what was measured on ``machine``, ``score`` the same normalised to 1..10 as in
    the paper. ``tokens`` counts both codes. ``source`` says where the pair comes from (``seed``,
    ``pie``, ``self-play``, ``user``), ``verified_by`` what judged it (empty: nobody).
    """

    id: str
    category: str
    title: str
    slow: str
    fast: str
    speedup: float
    score: float
    tokens: int
    source: str
    licence: str
    machine: str
    verified_by: str


@dataclass(frozen=True, slots=True)
class Retrieved:
    """An example with its similarity to the query, from -1 to 1."""

    example: Example
    similarity: float
