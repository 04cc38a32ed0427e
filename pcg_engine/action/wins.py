"""Which versions won for loops of the same shape on this machine: they are timed first."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterator
from dataclasses import dataclass

from pcg_engine.domain.candidate import Candidate
from pcg_engine.domain.facts import LoopFacts, Role
from pcg_engine.ports import CompilerRole, Store
from pcg_engine.tools.subject import Instruments

_FORMAT = 1

Version = tuple[str, str]
"""A rule's id and the variant of it."""


@dataclass(frozen=True, slots=True)
class Wins:
    """Winners by the shape of their loop nest, in a ``Store``; losing them costs time, no more.

    They count for this machine's compiler and the number of ``threads`` asked for alone.
    """

    store: Store
    instruments: Instruments
    threads: int

    def favourites(self, nest: LoopFacts) -> tuple[Version, ...]:
        """What won for nests like ``nest``, the most frequent first."""
        counts = self._counts(nest)
        return tuple(sorted(counts, key=lambda version: -counts[version]))

    def won(self, nest: LoopFacts, candidate: Candidate) -> None:
        """``candidate`` is the version that is offered for ``nest``."""
        counts = self._counts(nest)
        version = (candidate.workflow, candidate.variant)
        counts[version] = counts.get(version, 0) + 1
        kept = [[*version, count] for version, count in counts.items()]
        self.store.put(self._key(nest), json.dumps(kept).encode())

    def _counts(self, nest: LoopFacts) -> dict[Version, int]:
        kept = self.store.get(self._key(nest))
        try:
            entries: list[tuple[str, str, int]] = [] if kept is None else json.loads(kept)
            return {(rule, variant): int(count) for rule, variant, count in entries}
        except (ValueError, TypeError):
            return {}

    def _key(self, nest: LoopFacts) -> str:
        compiler = self.instruments.compiler.identity(CompilerRole.USER)
        told = json.dumps([_FORMAT, compiler, self.threads, shape(nest)])
        return "wins:" + hashlib.sha256(told.encode()).hexdigest()


def shape(nest: LoopFacts) -> str:
    """What decides which version is fastest, coarsely: equal for nests that are alike.

    How the loops are nested, which of them are independent, what they reduce, whether iterations
    cost the same, whether they are short, and operations by bytes in powers of two.
    """
    return "".join(_words(nest))


def _words(nest: LoopFacts) -> Iterator[str]:
    yield nest.parallelizability.value
    for fact in nest.variables:
        if fact.role is Role.REDUCTION:
            yield f" {fact.operator}{'[]' if fact.section is not None else ''}"
    trips = nest.canonical.trip_count if nest.canonical is not None else None
    constant = trips.as_constant if trips is not None else None
    if constant is not None:
        yield f" x{max(constant, 1).bit_length()}"
    if nest.cost is not None:
        yield " even" if nest.cost.uniform else " uneven"
        yield f" {_power(nest.cost.operations)}:{_power(nest.cost.bytes)}"
    yield "("
    for child in nest.children:
        yield from _words(child)
        yield ";"
    yield ")"


def _power(amount: float) -> int:
    return round(math.log2(amount)) if amount >= 1 else 0
