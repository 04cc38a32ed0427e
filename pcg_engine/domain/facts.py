"""What analysis knows of a loop and of the function around it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from pcg_engine.domain.ast import Variable
from pcg_engine.domain.confirmation import needs_confirmation
from pcg_engine.domain.dependence import Dependence
from pcg_engine.domain.loops import Loop
from pcg_engine.domain.measurement import Estimate
from pcg_engine.domain.polynomial import Polynomial
from pcg_engine.domain.source import Location

_Named = TypeVar("_Named", int, str)


class Parallelizability(StrEnum):
    """May the iterations of this loop run at the same time?"""

    PARALLEL = "parallel"
    PARALLEL_WITH = "parallel-with"
    SEQUENTIAL = "sequential"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a loop is sequential or unknown, for people and (``code``) for programs.

    For a dependence ``locations`` are its two references and ``distance`` counts iterations.
    """

    code: str
    message: str
    locations: tuple[Location, ...] = ()
    distance: int | None = None


@dataclass(frozen=True, slots=True)
class Inspection:
    """A loop that tells, directly before the loop that it is for, whether an assumption holds.

    It runs through the iterations of that loop by ``header`` (``for (…)``, with a counter of its
    own), and the assumption holds if all ``conditions`` hold in each: C++ without side effects,
    evaluated in order, that touches only memory which the loop reads as well.
    """

    header: str
    conditions: tuple[str, ...]

    @property
    def condition(self) -> str:
        """All conditions of one iteration."""
        return " && ".join(self.conditions)

    def lines(self, flag: str, *, is_c: bool) -> tuple[str, ...]:
        """The declaration of ``flag`` and the loop that sets it."""
        kind, true = ("int", "1") if is_c else ("bool", "true")
        parts = [f"{flag} = {flag}", *self.conditions]
        whole = " && ".join(parts)
        if len(whole) > _LONGEST_LINE:
            whole = " &&\n        ".join(parts)
        return f"{kind} {flag} = {true};", self.header, *f"    {whole};".split("\n")


_LONGEST_LINE = 80


@dataclass(frozen=True, slots=True)
class Assumption:
    """What a verdict rests on.

    ``guard`` is a side-effect-free C++ condition, valid directly before the loop, that is true
    only if the assumption holds; ``None`` where none can be written (then a person confirms it).
    With an ``inspection`` the guard is the name of a variable that this has set.
    """

    code: str
    message: str
    guard: str | None = None
    inspection: Inspection | None = None

    @property
    def needs_confirmation(self) -> bool:
        """Whether a person has to confirm it before an offer that rests on it is applied."""
        return needs_confirmation(self.code, self.guard)


def each_once(assumptions: Iterable[Assumption]) -> tuple[Assumption, ...]:
    """``assumptions`` without repetition, and without tests of what a person is asked anyway."""
    every = tuple(dict.fromkeys(assumptions))
    asked = {(a.code, a.message) for a in every if a.guard is None}
    return tuple(a for a in every if a.guard is None or (a.code, a.message) not in asked)


STEP_ASSUMPTION = "step"
"""The code of assumptions about how OpenMP counts the iterations, which no clause changes: their
guard must choose between the directive and the loop as it was."""


@dataclass(frozen=True, slots=True)
class Obligation:
    """A condition that a proof needs, and how it was discharged."""

    statement: str
    discharged_by: str


class Role(StrEnum):
    """How one variable is used by the iterations of a loop (OpenMP 5.2, section 5.1)."""

    INDUCTION = "induction"
    SHARED = "shared"
    PRIVATE = "private"
    FIRSTPRIVATE = "firstprivate"
    LASTPRIVATE = "lastprivate"
    REDUCTION = "reduction"


@dataclass(frozen=True, slots=True)
class VariableFact:
    """The role of a variable that is declared outside the loop and named inside it.

    ``operator`` is the OpenMP reduction identifier (``+ * min max & | ^ && ||``). For an array
    reduction ``section`` is the C++ text of the number of elements and ``is_pointer`` tells
    whether the variable is a pointer or C array (a container needs a pointer to its data first).
    ``reassociates`` is true where combining partial results changes floating-point rounding.
    ``live_out`` tells whether the value may be read after the loop.
    """

    variable: Variable
    role: Role
    operator: str | None = None
    section: str | None = None
    reassociates: bool = False
    live_out: bool = False


@dataclass(frozen=True, slots=True)
class CanonicalForm:
    """The header of a counted loop.

    Texts are C++ as written (or as simplified); the iteration space is ``lower``, ``lower + step``,
    … while ``induction comparison upper``. ``header`` is an equivalent ``for (…)`` that OpenMP's
    canonical loop nest form (5.2, section 4.4.1) accepts; it differs from the source's only if
    ``needs_rewrite``. ``rectangular`` is false if a bound uses an outer induction variable.
    """

    induction: Variable
    declared_in_header: bool
    lower: str
    upper: str
    comparison: str
    step: int | None
    header: str
    needs_rewrite: bool
    rectangular: bool
    trip_count: Polynomial | None = None


@dataclass(frozen=True, slots=True)
class Cost:
    """Static cost of one iteration of a loop, inner loops included (with assumed trip counts).

    ``operations`` counts arithmetic operations (division and library calls weighted), ``bytes``
    the memory traffic that no enclosing cache line or register serves, ``uniform`` tells whether
    all iterations cost about the same.
    """

    operations: float
    bytes: float
    trip_count: float
    uniform: bool


@dataclass(frozen=True, slots=True)
class LoopFacts:
    """Everything analysis says of one loop (not of its inner loops, which have facts of their own).

    ``collapse`` is the number of perfectly nested rectangular loops, from this one inward, over
    all of which iterations are independent (1: only this loop; 0: this one is not). ``with_``
    names the clauses or transformations of a ``parallel-with`` verdict (``reduction(+:s)``,
    ``lastprivate(t)``, ``canonical-header`` …). ``obligations`` are those of the independence
    proof; ``proved`` is true if every obligation is discharged and nothing was taken on trust
    other than ``assumptions``. ``function_key`` finds the function in the unit. ``children`` are
    the facts of directly nested loops. An outermost loop of a template that has several instances
    has the facts of each in ``instances``, the one of ``function_key`` first, and says itself what
    is true of all.
    """

    loop: Loop
    function_key: str | None
    parallelizability: Parallelizability
    with_: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    canonical: CanonicalForm | None = None
    variables: tuple[VariableFact, ...] = ()
    collapse: int = 0
    dependences: tuple[Dependence, ...] = ()
    obligations: tuple[Obligation, ...] = ()
    proved: bool = False
    cost: Cost | None = None
    hotness: float = 0.0
    estimate: Estimate | None = None
    calls_unknown: tuple[str, ...] = ()
    performs_io: bool = False
    children: tuple[LoopFacts, ...] = ()
    instances: tuple[LoopFacts, ...] = ()

    @property
    def of_each_instance(self) -> tuple[LoopFacts, ...]:
        """The facts of the loop in each function that is built from its text, at least one."""
        return self.instances or (self,)


def flatten(nests: tuple[LoopFacts, ...]) -> Iterator[LoopFacts]:
    """Every loop of the nests, outer before inner, in source order."""
    for nest in nests:
        yield nest
        yield from flatten(nest.children)


def trip_products(nest: LoopFacts) -> Iterator[Polynomial]:
    """How often the body of each loop of ``nest`` runs, as far as trip counts are known."""
    yield from _trip_products(nest, Polynomial.constant(1))


def _trip_products(facts: LoopFacts, outside: Polynomial) -> Iterator[Polynomial]:
    product = outside
    if facts.canonical is not None and facts.canonical.trip_count is not None:
        product = outside * facts.canonical.trip_count
    yield product
    for child in facts.children:
        yield from _trip_products(child, product)


@dataclass(frozen=True, slots=True)
class ExtentFact:
    """How many elements a pointer, reference or container parameter must have at least.

    The extent is the maximum of ``bounds``; ``complete`` is false if some access was not affine,
    so that probing has to find more. The ``parameter`` ``a[]`` stands for each of the rows that
    ``a``, a pointer to pointers, leads to.
    """

    parameter: str
    bounds: tuple[Polynomial, ...]
    complete: bool


@dataclass(frozen=True, slots=True)
class ValueFact:
    """Where the *values* of an integer parameter or of an integer array's elements must lie.

    ``lower <= value < upper`` (``None``: unbounded on that side). ``monotone`` asks for
    non-decreasing elements (row starts of a CSR matrix). ``index_of`` names the array that the
    values index, whose extent is then the upper bound.
    """

    parameter: str
    lower: Polynomial | None
    upper: Polynomial | None
    monotone: bool = False
    index_of: str | None = None


@dataclass(frozen=True, slots=True)
class GrowthFact:
    """That a function's calls of itself multiply with the values of some integer parameters.

    With each step of the ``counting`` ones there are ``base`` times as many calls (``None``: as
    many times as there are steps). ``starts`` are parameters that rise from call to call,
    ``begins`` those at which a range begins that calls divide among each other.
    """

    counting: frozenset[str]
    starts: frozenset[str]
    base: float | None
    begins: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class InputFacts:
    """What a function expects of its arguments, as far as analysis can tell.

    ``distinct`` names parameters of which no two share storage. ``trips`` are how often the bodies
    of all its loops run. ``texts`` are arrays of ``char`` that are read up to a zero.
    """

    extents: tuple[ExtentFact, ...] = ()
    values: tuple[ValueFact, ...] = ()
    distinct: frozenset[str] = frozenset()
    growth: GrowthFact | None = None
    trips: tuple[Polynomial, ...] = ()
    texts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class EffectSummary:
    """What calling a function may do besides computing its result.

    Globals (and captured variables) are named by ``Variable.id``. Parameters are indices into the
    call's arguments, -1 for the receiver, and mean the memory *behind* a pointer, a reference or
    a span. Memory that neither leads to (``p->next->value``, the target of a global pointer) is
    *unnamed*. ``static_state`` and ``unknown_calls`` are for people.
    """

    reads_globals: tuple[str, ...] = ()
    writes_globals: tuple[str, ...] = ()
    writes_parameters: tuple[int, ...] = ()
    reads_parameters: tuple[int, ...] = ()
    static_state: tuple[str, ...] = ()
    performs_io: bool = False
    may_throw: bool = False
    allocates: bool = False
    unknown_calls: tuple[str, ...] = ()
    reads_unnamed_memory: bool = False
    writes_unnamed_memory: bool = False

    @property
    def is_pure(self) -> bool:
        """Whether calls may run at the same time as anything that does not write what it reads."""
        return not (
            self.writes_globals
            or self.static_state
            or self.performs_io
            or self.unknown_calls
            or self.writes_parameters
            or self.writes_unnamed_memory
        )


def united(effects: Sequence[EffectSummary]) -> EffectSummary:
    """The effects of a call that may be any of several."""
    if len(effects) == 1:
        return effects[0]
    return EffectSummary(
        reads_globals=_union(e.reads_globals for e in effects),
        writes_globals=_union(e.writes_globals for e in effects),
        writes_parameters=_union(e.writes_parameters for e in effects),
        reads_parameters=_union(e.reads_parameters for e in effects),
        static_state=_union(e.static_state for e in effects),
        performs_io=any(e.performs_io for e in effects),
        may_throw=any(e.may_throw for e in effects),
        allocates=any(e.allocates for e in effects),
        unknown_calls=_union(e.unknown_calls for e in effects),
        reads_unnamed_memory=any(e.reads_unnamed_memory for e in effects),
        writes_unnamed_memory=any(e.writes_unnamed_memory for e in effects),
    )


def _union(parts: Iterable[tuple[_Named, ...]]) -> tuple[_Named, ...]:
    return tuple(sorted({one for part in parts for one in part}))
