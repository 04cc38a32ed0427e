"""Whether an iteration reads of an array only what it has itself written before.

Every read is a set of elements for each value of the loops around it, and so is every write that
is certain to come before it: in the same iteration of the loops that both are in, and in all
iterations of those that only the write is in. isl decides whether the reads are a subset of the
writes (Maydan, Amarasinghe and Lam, "Array Data-Flow Analysis and its Use in Array Privatization",
1993). Reads are over-approximated, writes are taken only where they are exact.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import islpy as isl

from pcg_engine.analysis.accesses import Condition, MemoryAccess
from pcg_engine.analysis.place import FieldOf, Index
from pcg_engine.analysis.presburger import ConstraintSystem, renamed
from pcg_engine.analysis.scope import BOUNDED, Iteration, Symbol
from pcg_engine.domain.ast import ArrayType, Type
from pcg_engine.domain.polynomial import Monomial, Polynomial


@dataclass(frozen=True, slots=True)
class Coverage:
    """Compares accesses to one array, which one iteration of the loop ``carrier`` makes."""

    carrier: Iteration
    symbols: Mapping[str, Symbol]
    array: Type

    def reads_own_writes_only(self, accesses: Sequence[MemoryAccess]) -> bool:
        """Whether each read of ``accesses`` meets earlier writes of its iteration and no others."""
        writes = [a for a in accesses if a.is_write and self._is_certain(a)]
        reads = {_shape(a): a for a in reversed(accesses) if not a.is_write}
        return all(self._is_covered(read, writes) for read in reads.values())

    def _is_covered(self, read: MemoryAccess, writes: Sequence[MemoryAccess]) -> bool:
        parameters: dict[Monomial, str] = {}
        missing = self._elements(read, read, parameters)
        if missing is None:
            return False
        for write in writes:
            if write.order >= read.order or not _is_of_same_parts(write, read):
                continue
            written = self._elements(write, read, parameters)
            if written is not None:
                missing = missing.subtract(written)
                if missing.is_empty():
                    return True
        return bool(missing.is_empty())

    def _is_certain(self, write: MemoryAccess) -> bool:
        names = {
            n for s in write.selectors if isinstance(s, Index) and s.value for n in s.value.names
        }
        return (
            write.condition is Condition.ALWAYS
            and all(i.exact and i.step is not None for i in write.iterations)
            and not any(name.startswith(BOUNDED) for name in names)
        )

    def _elements(
        self, access: MemoryAccess, read: MemoryAccess, parameters: dict[Monomial, str]
    ) -> isl.Set | None:
        """What ``access`` touches, by the loops around ``read`` and then by the indices.

        ``None`` if that is not exact where ``access`` is a write.
        """
        system = ConstraintSystem(self.symbols, parameters=parameters)
        around = self._own(read)
        for iteration in around:
            system.dimension(f"read:{iteration.key}")
        positions = [k for k, s in enumerate(read.selectors) if isinstance(s, Index)]
        for position in positions:
            system.dimension(f"element:{position}")
        kept = len(system.dimensions)
        common = _common(self._own(access), around)
        rename = {i.key: f"read:{i.key}" for i in around[:common]}
        for iteration in self._own(access)[common:]:
            side = "read" if access is read else "write"
            rename[iteration.key] = f"{side}:{iteration.key}"
            system.dimension(rename[iteration.key])
        for iteration in access.iterations:
            system.iterate(iteration, rename)
        exact = system.exact or access is read
        exact &= self._indices(system, access, read, rename)
        self._bounds(system, read)
        if not exact and access is not read:
            return None
        found = system.build()
        extra = found.dim(isl.dim_type.set) - kept
        return found.project_out(isl.dim_type.set, kept, extra)

    def _indices(
        self,
        system: ConstraintSystem,
        access: MemoryAccess,
        read: MemoryAccess,
        rename: Mapping[str, str],
    ) -> bool:
        """Say which elements ``access`` touches; whether that could be said."""
        exact = True
        for position, selector in enumerate(access.selectors[: len(read.selectors)]):
            if not isinstance(selector, Index):
                continue
            if selector.value is None:
                exact = False
                continue
            element = Polynomial.name(f"element:{position}")
            exact &= system.equal(element, renamed(selector.value, rename))
        return exact

    def _bounds(self, system: ConstraintSystem, read: MemoryAccess) -> None:
        """No program reads beyond the array."""
        current = self.array
        for position, selector in enumerate(read.selectors):
            match selector, current:
                case Index(), ArrayType(element=element, extent=int(extent)):
                    at = Polynomial.name(f"element:{position}")
                    system.at_least(at, Polynomial())
                    system.at_least(Polynomial.constant(extent - 1), at)
                    current = element
                case _:
                    return

    def _own(self, access: MemoryAccess) -> list[Iteration]:
        """The analysed loop and those inside it; the outer ones stand still."""
        return [i for i in access.iterations if i.depth >= self.carrier.depth]


@dataclass(frozen=True, slots=True)
class _Shape:
    """Reads of equal shape meet the same elements; the first of them is the one to look at."""

    selectors: tuple[object, ...]
    iterations: tuple[Iteration, ...] = field(default=())


def _shape(access: MemoryAccess) -> _Shape:
    return _Shape(access.selectors, access.iterations)


def _common(one: Sequence[Iteration], other: Sequence[Iteration]) -> int:
    """How many loops, from the outside in, are around both."""
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right or left.key.startswith(BOUNDED):
            break
        count += 1
    return count


def _is_of_same_parts(write: MemoryAccess, read: MemoryAccess) -> bool:
    """Whether the write is of the read's member, or of the whole that it is a part of."""
    if len(write.selectors) > len(read.selectors):
        return False
    return all(
        (isinstance(one, Index) and isinstance(other, Index))
        or (isinstance(one, FieldOf) and one == other)
        for one, other in zip(write.selectors, read.selectors, strict=False)
    )
