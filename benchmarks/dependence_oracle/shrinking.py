"""The smallest nest in which a dependence is still missed."""

from __future__ import annotations

from pathlib import Path

from benchmarks.dependence_oracle.drawing import PREAMBLE
from benchmarks.dependence_oracle.execution import Observed, Tools, Unbuildable, observe
from benchmarks.dependence_oracle.nests import Nest


def observe_nests(
    nests: tuple[Nest, ...], tools: Tools, folder: Path, seed: int
) -> tuple[Observed, ...]:
    """All loops of ``nests``; raises ``Unbuildable``."""
    text = "\n".join((PREAMBLE, *(nest.text for nest in nests)))
    return observe(text, tools, folder, seed)


def shrunk(nest: Nest, tools: Tools, folder: Path, seed: int) -> Nest:
    """``nest`` without whatever its miss does not need."""
    is_smaller = True
    while is_smaller:
        is_smaller = False
        for candidate in nest.smaller():
            if _misses(candidate, tools, folder, seed):
                nest, is_smaller = candidate, True
                break
    return nest


def _misses(nest: Nest, tools: Tools, folder: Path, seed: int) -> bool:
    try:
        found = observe_nests((nest,), tools, folder, seed)
    except Unbuildable:
        return False
    return any(one.tally.missed for one in found)
