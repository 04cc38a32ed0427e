"""The exact dependence test: may two references meet in different iterations of one loop?

Every pair of references to one root is one integer problem: the iterations of the analysed loop,
once for each reference, of the loops inside it, and the equations of the subscripts. isl decides
whether it has a solution with the first reference's iteration before the second's. What is not
affine is left out of the problem, so that the answer "no" is always right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pcg_engine.analysis.accesses import Condition, MemoryAccess
from pcg_engine.analysis.delinearization import IndexAt, delinearize
from pcg_engine.analysis.flat_views import as_one_index
from pcg_engine.analysis.place import FieldOf, Index
from pcg_engine.analysis.presburger import ConstraintSystem, constant_value, renamed
from pcg_engine.analysis.ranges import Ranges
from pcg_engine.analysis.scope import Iteration, Symbol
from pcg_engine.analysis.suppositions import Suppositions
from pcg_engine.domain.ast import TranslationUnit
from pcg_engine.domain.dependence import DependenceKind
from pcg_engine.domain.polynomial import Polynomial

_DISTANCE = "distance"


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two references that may meet in different iterations, ``source`` in the earlier one.

    ``certain`` is true if they do meet for some sizes and data. ``distance`` counts iterations.
    ``fixed`` is true if every iteration meets every other one there (the place does not move).
    """

    kind: DependenceKind
    source: MemoryAccess
    sink: MemoryAccess
    distance: int | None
    certain: bool
    fixed: bool


Restriction = Callable[[ConstraintSystem, Mapping[str, str], Mapping[str, str]], None]
"""Adds constraints; the mappings give the names of the counters in source and sink."""


@dataclass(frozen=True, slots=True)
class _Problem:
    """Pairs of iterations in which two references meet; ``exact`` if the subscripts say just so."""

    system: ConstraintSystem
    names: list[str]
    renames: list[dict[str, str]]
    exact: bool


Separation = Callable[["DependenceTest", MemoryAccess, MemoryAccess], bool]
"""Whether two references that seem to meet do not, the first one in the earlier iteration."""


@dataclass(frozen=True, slots=True)
class DependenceTest:
    """Tests references of one loop for dependences that the loop ``carrier`` carries.

    What it says rests on the ``suppositions``, if there are any, and on what ``separates`` says.
    """

    carrier: Iteration
    symbols: Mapping[str, Symbol]
    unit: TranslationUnit
    suppositions: Suppositions | None = None
    separates: Separation | None = None
    _ranges: dict[tuple[Iteration, ...], Ranges] = field(
        default_factory=dict[tuple[Iteration, ...], Ranges], init=False, repr=False, compare=False
    )

    def conflicts(self, accesses: tuple[MemoryAccess, ...]) -> tuple[Conflict, ...]:
        """The dependences among ``accesses`` to one root, one for each ordered pair at most."""
        carried = (self._carried(source, sink) for source, sink in pairs(accesses))
        return tuple(conflict for conflict in carried if conflict is not None)

    def meets(self, source: MemoryAccess, sink: MemoryAccess, restrict: Restriction) -> bool:
        """Whether they may meet, in two different iterations of which ``restrict`` holds.

        The source's iteration is the earlier one. "No" is always right.
        """
        problem = self._problem(source, sink)
        if problem is None:
            return False
        restrict(problem.system, problem.renames[0], problem.renames[1])
        return not problem.system.build().is_empty()

    def subscripts(
        self, source: MemoryAccess, sink: MemoryAccess
    ) -> Iterator[tuple[Polynomial, Polynomial]]:
        """What must be equal where the two meet, one pair for each dimension that is affine."""
        for left, right in zip(*as_one_index(source.place, sink.place), strict=False):
            match left, right:
                case Index(value=Polynomial() as one), Index(value=Polynomial() as other):
                    found = delinearize(
                        self._index(one, source), self._index(other, sink), self.suppositions
                    )
                    for equation in found or ():
                        yield equation.left, equation.right
                case _:
                    pass

    def _carried(self, source: MemoryAccess, sink: MemoryAccess) -> Conflict | None:
        problem = self._problem(source, sink)
        if problem is None:
            return None
        solutions = problem.system.build()
        if solutions.is_empty():
            return None
        if self.separates is not None and self.separates(self, source, sink):
            return None
        certain = (
            problem.system.exact
            and problem.exact
            and source.condition is not Condition.CONTROL
            and sink.condition is not Condition.CONTROL
        )
        step, names = self.carrier.step, problem.names
        distance = constant_value(solutions, _DISTANCE, names) if step else None
        return Conflict(
            _kind(source, sink), source, sink, distance, certain, self._is_fixed(source, sink)
        )

    def _problem(self, source: MemoryAccess, sink: MemoryAccess) -> _Problem | None:
        """The iterations in which they meet; ``None`` if they are different memory anyway."""
        system = ConstraintSystem(self.symbols)
        names = [_DISTANCE]
        system.dimension(_DISTANCE)
        renames: list[dict[str, str]] = []
        for side, access in (("a", source), ("b", sink)):
            rename: dict[str, str] = {}
            for iteration in self._own(access):
                rename[iteration.key] = f"{side}:{iteration.key}"
                names.append(rename[iteration.key])
                system.dimension(rename[iteration.key])
            renames.append(rename)
        overlap = self._overlap(system, source, sink, renames)
        if overlap is None:
            return None
        for access, rename in zip((source, sink), renames, strict=True):
            for iteration in access.iterations:
                system.iterate(iteration, rename)
        first = Polynomial.name(renames[0][self.carrier.key])
        second = Polynomial.name(renames[1][self.carrier.key])
        step = self.carrier.step or 1
        later = second - first if self.carrier.direction > 0 else first - second
        system.equal(later, Polynomial.constant(step) * Polynomial.name(_DISTANCE))
        system.at_least(Polynomial.name(_DISTANCE), Polynomial.constant(1))
        return _Problem(system, names, renames, overlap)

    def _own(self, access: MemoryAccess) -> list[Iteration]:
        """The analysed loop and those inside it; the outer ones stand still."""
        return [i for i in access.iterations if i.depth >= self.carrier.depth]

    def _overlap(
        self,
        system: ConstraintSystem,
        source: MemoryAccess,
        sink: MemoryAccess,
        renames: list[dict[str, str]],
    ) -> bool | None:
        """Add the equations of overlapping; ``None`` if disjoint, else whether they are exact."""
        exact = True
        for left, right in zip(*as_one_index(source.place, sink.place), strict=False):
            match left, right:
                case FieldOf() as one, FieldOf() as other:
                    if one.is_apart(other):
                        return None
                    if one != other:
                        return False  # what is inside them is not laid out alike
                case Index(value=Polynomial() as one), Index(value=Polynomial() as other):
                    equations = delinearize(
                        self._index(one, source),
                        self._index(other, sink),
                        self.suppositions,
                    )
                    if equations is None:
                        exact = False
                        continue
                    for equation in equations:
                        one_side = renamed(equation.left, renames[0])
                        other_side = renamed(equation.right, renames[1])
                        if (one_side - other_side).as_constant not in (None, 0):
                            return None
                        exact &= system.equal(one_side, other_side)
                case Index(), Index():
                    exact = False
                case _:
                    return False
        return exact

    def _index(self, index: Polynomial, access: MemoryAccess) -> IndexAt:
        counters = frozenset(i.key for i in self._own(access))
        ranges = self._ranges.get(access.iterations)
        if ranges is None:
            ranges = self._ranges[access.iterations] = Ranges(access.iterations, self.symbols)
        return IndexAt(index, ranges, counters)

    def _is_fixed(self, source: MemoryAccess, sink: MemoryAccess) -> bool:
        for access in (source, sink):
            for selector in access.selectors:
                if isinstance(selector, Index) and (
                    selector.value is None or self.carrier.key in selector.value.names
                ):
                    return False
        return True


def pairs(accesses: Iterable[MemoryAccess]) -> Iterator[tuple[MemoryAccess, MemoryAccess]]:
    """What may meet among accesses to one root, one of them a write; equal pairs once."""
    different: dict[tuple[object, ...], MemoryAccess] = {}
    for access in accesses:
        different.setdefault(shape_of(access), access)
    for source in different.values():
        for sink in different.values():
            if (source.is_write or sink.is_write) and not _stand_apart(source, sink):
                yield source, sink


def _stand_apart(source: MemoryAccess, sink: MemoryAccess) -> bool:
    """Whether two indices are different constants: most pairs of unrolled code, told at once."""
    for left, right in zip(*as_one_index(source.place, sink.place), strict=False):
        match left, right:
            case Index(value=Polynomial() as one), Index(value=Polynomial() as other):
                first, second = one.as_constant, other.as_constant
                if first is not None and second is not None and first != second:
                    return True
            case Index(), Index():
                pass
            case FieldOf() as one, FieldOf() as other if one == other:
                pass
            case _:
                return False
    return False


def shape_of(access: MemoryAccess) -> tuple[object, ...]:
    """Accesses of equal shape have the same conflicts, which are told of the first one of them.

    Two loops may count with one variable: what it counts there belongs to the shape.
    """
    return (
        access.place,
        access.is_write,
        access.condition is Condition.CONTROL,
        access.iterations,
    )


def _kind(source: MemoryAccess, sink: MemoryAccess) -> DependenceKind:
    if source.is_write and sink.is_write:
        return DependenceKind.OUTPUT
    return DependenceKind.FLOW if source.is_write else DependenceKind.ANTI
