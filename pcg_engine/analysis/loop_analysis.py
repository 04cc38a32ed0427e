"""May the iterations of one loop run at the same time? Everything that speaks against it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from pcg_engine.analysis.accesses import Accesses, MemoryAccess, collect_accesses
from pcg_engine.analysis.aliasing import (
    AliasTest,
    Disjoint,
    Guarded,
    MayOverlap,
    RootUse,
)
from pcg_engine.analysis.dependence import Conflict, DependenceTest
from pcg_engine.analysis.explanations import conflict_reason, dependence_of
from pcg_engine.analysis.given_memory import are_of_one_family, is_given
from pcg_engine.analysis.place import Root, RootKind
from pcg_engine.analysis.privatization import Privatization, classify_variables
from pcg_engine.analysis.reduced_sections import touched_section
from pcg_engine.analysis.reductions import ArrayReduction, Reductions, find_reductions
from pcg_engine.analysis.row_bounds import row_loops
from pcg_engine.analysis.row_inspection import RowInspection
from pcg_engine.analysis.scope import Iteration, Scope
from pcg_engine.analysis.strides import wrapping_strides
from pcg_engine.analysis.suppositions import Suppositions
from pcg_engine.analysis.value_types import holds_no_address
from pcg_engine.domain.ast import (
    ArithmeticType,
    ArrayType,
    For,
    Name,
    PointerType,
    RangeFor,
    ReferenceType,
    Variable,
)
from pcg_engine.domain.dependence import Dependence
from pcg_engine.domain.facts import (
    STEP_ASSUMPTION,
    Assumption,
    Obligation,
    Reason,
    Role,
    each_once,
)
from pcg_engine.domain.source import Span
from pcg_engine.domain.traversal import all_expressions

_THROUGH = re.compile(r"(?:\.|->)\s*\w+$")
CERTAIN_SCALARS = frozenset(("carried-scalar", "container-modified"))
"""Reasons that variables are carried on which are certain, if all else is understood."""


@dataclass(frozen=True, slots=True)
class Independence:
    """What stands between a loop and its parallel run.

    ``forbidding`` dependences certainly exist; ``unclear`` says what was not understood. With
    neither, the iterations are independent under ``assumptions``, given the variables' roles.
    ``uses`` are the accesses by object, without what iterations have for themselves or combine.
    ``conflicts`` are those within single ones of these objects, ``others`` the reasons that come
    from anything else. ``may_wrap``: some subscript was given up because it may wrap around;
    ``may_suppose``: of some flattened array it is not known whether its rows are apart;
    ``may_ask``: of some memory only a person can say that it is apart from other.
    ``keeps_pointers_apart``: some assumption is about two pointers that are elements of one object.
    ``row_conditions`` must hold in every iteration: C++ that can be evaluated before the loop, in a
    loop with the same counter.
    """

    forbidding: tuple[Reason, ...]
    unclear: tuple[Reason, ...]
    assumptions: tuple[Assumption, ...]
    dependences: tuple[Dependence, ...]
    obligations: tuple[Obligation, ...]
    privatization: Privatization
    reductions: Reductions
    accesses: tuple[MemoryAccess, ...]
    uses: tuple[RootUse, ...]
    conflicts: tuple[Conflict, ...]
    others: tuple[Reason, ...]
    may_wrap: bool
    may_suppose: bool = False
    may_ask: bool = False
    keeps_pointers_apart: bool = False
    row_conditions: tuple[str, ...] = ()

    @property
    def is_shown(self) -> bool:
        """Whether nothing stands between the loop and its parallel run but the assumptions."""
        return not (self.forbidding or self.unclear)


def examine(
    loop: For | RangeFor,
    iteration: Iteration,
    scope: Scope,
    induction: Variable | None,
    *,
    may_assume: bool = False,
    may_suppose: bool = False,
    may_inspect: bool = False,
    may_ask: bool = False,
) -> Independence:
    """Look for everything that lets iterations of ``loop`` influence each other.

    ``iteration`` describes the loop; the loops around it are in ``scope``. With ``may_assume``
    subscripts in 32 bits are taken not to wrap around where a condition can tell; with
    ``may_suppose`` rows of flattened arrays are taken to be apart where one can; with
    ``may_inspect`` rows whose bounds are read from memory, where looking at all of them can. With
    ``may_ask`` nothing need tell but a person, of memory that the function is given.
    """
    context = scope.context
    scope.assigned.clear()
    collected = collect_accesses(loop, iteration, scope, may_assume=may_assume, follows=may_ask)
    suppositions = Suppositions(scope.symbols, allowed=may_suppose)
    inspection = _inspection(loop, iteration, scope, induction, collected) if may_inspect else None
    separates = None if inspection is None else inspection.separates
    test = DependenceTest(iteration, scope.symbols, context.unit, suppositions, separates)
    reductions = _needed(
        find_reductions(loop, context.function, context.unit, context.source, context.effects),
        collected,
        test,
    )
    privatization = classify_variables(
        loop,
        context.function,
        context.unit,
        context.source,
        reductions,
        induction,
        context.effects,
    )
    counting = Span(loop.span.start, loop.body.span.start)
    header = context.source.slice(counting)
    examination = _Examination(scope, test, reductions, privatization, collected, header)
    examination.counting = counting
    examination.inspection = inspection
    examination.may_ask = may_ask
    examination.run()
    return Independence(
        tuple(dict.fromkeys(examination.forbidding)),
        tuple(dict.fromkeys(examination.unclear)),
        each_once((*suppositions.assumptions, *examination.assumptions)),
        tuple(examination.dependences),
        tuple(dict.fromkeys((*collected.obligations, *examination.obligations))),
        privatization,
        reductions,
        tuple(collected.found),
        tuple(examination.uses),
        tuple(examination.conflicts),
        tuple(
            reason
            for reason in dict.fromkeys((*examination.forbidding, *examination.unclear))
            if reason not in examination.conflicting
        ),
        bool(collected.wrapping),
        suppositions.wanted and not may_suppose,
        (examination.would_ask or collected.met_pointers) and not may_ask,
        examination.keeps_pointers_apart,
        () if inspection is None else inspection.conditions,
    )


def _inspection(
    loop: For | RangeFor,
    iteration: Iteration,
    scope: Scope,
    induction: Variable | None,
    collected: Accesses,
) -> RowInspection | None:
    """The rows of a loop that counts up, if it has any."""
    if not isinstance(loop, For) or induction is None or iteration.direction < 0:
        return None
    scope.iterations[iteration.key] = iteration
    rows = row_loops(loop, induction, scope, collected.found)
    del scope.iterations[iteration.key]
    if not rows:
        return None
    found = tuple(collected.found)
    return RowInspection(loop, induction, rows, scope.context.source, found)


def _needed(reductions: Reductions, collected: Accesses, test: DependenceTest) -> Reductions:
    """``reductions`` without arrays whose elements no two iterations share, or of unknown size.

    Nor are those kept that the loop also reaches by another name, which would lead it past the
    private copies, to the array itself. Pointers get the number of elements that the loop counts
    over, if it does.
    """
    kept: list[ArrayReduction] = []
    for array in reductions.arrays:
        accesses = tuple(
            a
            for a in collected.found
            if a.root.variable is not None and a.root.variable.id == array.variable.id
        )
        if array.section is None and isinstance(array.variable.type, PointerType):
            section = touched_section(accesses, test.carrier, test.symbols)
            array = replace(array, section=section)
        known = array.section is not None or isinstance(array.variable.type, ArrayType)
        known &= all(any(a.span.contains(own) for own in array.uses) for a in accesses)
        if known and test.conflicts(accesses):
            kept.append(array)
    return replace(reductions, arrays=tuple(kept))


class _Examination:
    def __init__(
        self,
        scope: Scope,
        test: DependenceTest,
        reductions: Reductions,
        privatization: Privatization,
        collected: Accesses,
        header: str,
    ) -> None:
        self.header = header
        self.scope = scope
        self.test = test
        self.iteration = test.carrier
        self.reductions = reductions
        self.privatization = privatization
        self.collected = collected
        self.forbidding: list[Reason] = []
        self.unclear: list[Reason] = []
        # Ahead of the others, which compute with the same products in fewer digits.
        self.assumptions: list[Assumption] = list(collected.assumed)
        self.dependences: list[Dependence] = []
        self.obligations: list[Obligation] = []
        self.uses: list[RootUse] = []
        self.conflicts: list[Conflict] = []
        self.conflicting: set[Reason] = set()
        self.counting = Span(0, 0)
        self.inspection: RowInspection | None = None
        self.may_ask = False
        self.would_ask = False
        self.keeps_pointers_apart = False

    def run(self) -> None:
        self._roles()
        self._unclassified()
        uses = self.uses = self._uses()
        refused = self._refused_names()
        for use in uses:
            if use.root.text in refused:
                continue  # a reason is given already
            if use.is_written and not _is_left_to_roles(use.root):
                self._within(use, self.test.conflicts(use.accesses))
        self._between(uses)
        self._stored_pointers(uses)

    def _stored_pointers(self, uses: list[RootUse]) -> None:
        """What rests on pointers that are elements of something: they stay, and are all apart."""
        followed = [use for use in uses if use.root.path]
        if not followed:
            return
        unit = self.scope.context.unit
        for access in self.collected.found:
            if access.is_write and not holds_no_address(access.type, unit):
                self.unclear.append(
                    Reason(
                        "unknown-write",
                        f"the loop may set pointers (`{access.text}`), so PCG does not know where "
                        "those lead that it follows",
                        (self.scope.context.source.location(access.span.start),),
                    )
                )
        for use in followed:
            if not use.is_written:
                continue
            label = use.root.label
            named = label or use.accesses[0].text
            if label and is_given(use.root, self.scope.context):
                self.assumptions.append(
                    Assumption(
                        "rows-distinct",
                        f"no two pointers of `{label}` lead to memory that overlaps",
                    )
                )
            else:
                self.unclear.append(
                    Reason(
                        "unknown-write",
                        f"what two pointers of `{named}` lead to may overlap, so "
                        "iterations may write the same",
                    )
                )

    def _roles(self) -> None:
        for reason in self.privatization.reasons:
            certain = reason.code in CERTAIN_SCALARS
            (self.forbidding if certain else self.unclear).append(reason)
        self.unclear.extend(self.reductions.through_memory)
        for reduction in (*self.reductions.scalars, *self.reductions.arrays):
            self.assumptions.extend(reduction.assumptions)
            written = self._written_otherwise(reduction.variable)
            if written is not None:
                self.unclear.append(
                    Reason(
                        "reduction-through-memory",
                        f"the loop updates `{written}`, which no clause of OpenMP can name "
                        "here: use a local variable in the loop and add it afterwards",
                    )
                )

    def _written_otherwise(self, variable: Variable) -> str | None:
        """How the loop writes a global variable whose own name does not mean it in a clause.

        A static member that is named through an object is not replaced by a private copy, either.
        """
        if not variable.id.startswith("::"):
            return None
        context = self.scope.context
        texts = [
            context.source.slice(e.span)
            for e in all_expressions(self.scope.loop)
            if isinstance(e, Name) and e.variable.id == variable.id
        ]
        through = next((t for t in texts if t != variable.name and _THROUGH.search(t)), None)
        if through is not None:
            return through
        if context.text_of(variable):
            return None
        return next((t for t in texts if t != variable.name), None)

    def _refused_names(self) -> frozenset[str]:
        """Variables that the roles already refuse."""
        if not self.privatization.reasons:
            return frozenset()
        return frozenset(
            f.variable.name
            for f in self.privatization.variables
            if f.role is Role.SHARED
            and any(f"`{f.variable.name}`" in r.message for r in self.privatization.reasons)
        )

    def _unclassified(self) -> None:
        """Whatever the loop modifies and no role covers: nothing is taken for granted."""
        known = {f.variable.id for f in self.privatization.variables if f.role is not Role.SHARED}
        known |= self.scope.declared | {self.iteration.key}
        if self.privatization.reasons:
            return
        for variable in sorted(self.scope.modified - known):
            self.unclear.append(
                Reason(
                    "unclassified-variable",
                    f"the loop may modify `{self._name(variable)}`, and PCG cannot tell how",
                )
            )

    def _name(self, key: str) -> str:
        for fact in self.privatization.variables:
            if fact.variable.id == key:
                return fact.variable.name
        return key

    def _uses(self) -> list[RootUse]:
        """Accesses by root, without what iterations have for themselves or combine."""
        own = {
            f.variable.id
            for f in self.privatization.variables
            if f.role not in (Role.SHARED, Role.REDUCTION)
        }
        combined = self._reduction_spans()
        grouped: dict[str, list[MemoryAccess]] = {}
        for access in self.collected.found:
            variable = access.root.variable
            if variable is not None and access.root.kind is RootKind.OBJECT and variable.id in own:
                continue
            if variable is not None and _is_combined(access, variable, combined):
                continue
            grouped.setdefault(access.root.key, []).append(access)
        return [RootUse(group[0].root, tuple(group)) for group in grouped.values()]

    def _reduction_spans(self) -> dict[str, tuple[Span, ...] | None]:
        """Accesses that a reduction makes harmless: all of a scalar's, an array's updates."""
        spans: dict[str, tuple[Span, ...] | None] = {}
        for scalar in self.reductions.scalars:
            spans[scalar.variable.id] = None
        for array in self.reductions.arrays:
            spans[array.variable.id] = (*array.updates, *array.uses)
        return spans

    def _within(self, use: RootUse, conflicts: tuple[Conflict, ...]) -> None:
        self.conflicts.extend(conflicts)
        source = self.scope.context.source
        best: dict[str, tuple[Conflict, Reason]] = {}
        for conflict in conflicts:
            if conflict.fixed and conflict.certain and not _reads_first(use, conflict):
                # Every iteration may use the place for itself alone: a matter of privatization.
                conflict = replace(conflict, certain=False)
            self.dependences.append(dependence_of(conflict, source))
            reason = conflict_reason(conflict, self.iteration, self.collected, source)
            slot = f"{reason.code}:{conflict.certain}"
            if slot not in best or _preferred(conflict, best[slot][0]):
                best[slot] = (conflict, reason)
        for conflict, reason in best.values():
            (self.forbidding if conflict.certain else self.unclear).append(reason)
            self.conflicting.add(reason)
        self._strides(use)
        if not conflicts:
            self.obligations.append(
                Obligation(
                    f"no two iterations touch the same element of `{use.root.text}` "
                    "when one of them writes it",
                    "exact integer dependence test (isl)",
                )
            )

    def _strides(self, use: RootUse) -> None:
        strides = wrapping_strides(use.accesses, self.iteration.depth, self.scope.symbols)
        self.assumptions.extend(strides.assumptions)
        for access in strides.unguarded:
            self.unclear.append(
                Reason(
                    "index-may-wrap",
                    f"the rows of `{access.text}` may be so far apart that its index wraps around; "
                    "name the distance in a variable before the loop",
                    (self.scope.context.source.location(access.span.start),),
                )
            )

    def _between(self, uses: list[RootUse]) -> None:
        everything = uses + self._reduction_uses()
        supposed = self.test.suppositions
        symbols = self.scope.symbols if supposed is None else supposed.symbols()
        test = AliasTest(self.scope.context, symbols, self.iteration.depth, self.header)
        for index, one in enumerate(everything):
            for other in everything[index + 1 :]:
                if not (one.is_written or other.is_written):
                    continue
                if any(u.root.kind is RootKind.UNKNOWN and u.is_written for u in (one, other)):
                    continue  # reported once, below
                if one.root.key == other.root.key:
                    continue
                self._pair(test, one, other)
        for use in uses:
            if use.root.kind is RootKind.UNKNOWN and use.is_written:
                written = next(a for a in use.accesses if a.is_write)
                self.unclear.append(
                    Reason(
                        "unknown-write",
                        f"PCG does not know which memory `{written.text}` is, "
                        "so iterations may write the same",
                        (self.scope.context.source.location(written.span.start),),
                    )
                )

    def _pair(self, test: AliasTest, one: RootUse, other: RootUse) -> None:
        source = self.scope.context.source
        answer = test.overlap(one, other)
        if not isinstance(answer, Disjoint):
            self.keeps_pointers_apart |= are_of_one_family(one.root, other.root)
        match answer:
            case Disjoint():
                return
            case Guarded(assumption=assumption):
                if self._counts_by(one) or self._counts_by(other):
                    # An `if` clause leaves the iterations counted before any of them runs.
                    assumption = replace(assumption, code=STEP_ASSUMPTION)
                self.assumptions.append(assumption)
                if not self._must_be_apart_to_look(one, other, in_rows=False):
                    return
                why = f"{assumption.message} must be known before rows are looked at"
            case MayOverlap(why=why, confirmable=confirmable):
                apart = self._apart_by_rows(test, one, other)
                in_rows = apart is True
                if isinstance(apart, Assumption):
                    self.assumptions.append(apart)
                if apart and not self._must_be_apart_to_look(one, other, in_rows=in_rows):
                    return
                if confirmable is not None and not apart:
                    self.would_ask = True
                    if self.may_ask:
                        self.assumptions.append(Assumption("no-overlap", confirmable))
                        return
        places = [
            next((a for a in use.accesses if a.is_write), use.accesses[0]) for use in (one, other)
        ]
        self.unclear.append(
            Reason(
                "may-alias",
                why,
                tuple(source.location(p.span.start) for p in places),
            )
        )

    def _counts_by(self, use: RootUse) -> bool:
        """Whether the number of iterations is computed from the use's memory."""
        return any(not a.is_write and self.counting.contains(a.span) for a in use.accesses)

    def _must_be_apart_to_look(self, one: RootUse, other: RootUse, *, in_rows: bool) -> bool:
        inspection = self.inspection
        return inspection is not None and inspection.rests_on(one, other, in_rows=in_rows)

    def _apart_by_rows(self, test: AliasTest, one: RootUse, other: RootUse) -> Assumption | bool:
        return self.inspection is not None and self.inspection.apart(test, one, other)

    def _reduction_uses(self) -> list[RootUse]:
        """Reduction variables that other accesses of the loop might reach under another name."""
        wanted = {s.variable.id for s in self.reductions.scalars if s.is_visible_elsewhere}
        wanted |= {a.variable.id for a in self.reductions.arrays}
        combined = self._reduction_spans()
        grouped: dict[str, list[MemoryAccess]] = {}
        for access in self.collected.found:
            variable = access.root.variable
            if (
                variable is not None
                and variable.id in wanted
                and _is_combined(access, variable, combined)
            ):
                grouped.setdefault(access.root.key, []).append(access)
        return [RootUse(group[0].root, tuple(group)) for group in grouped.values()]


def _is_left_to_roles(root: Root) -> bool:
    """Whether conflicts on the root are decided elsewhere: named scalars, and unknown memory."""
    if root.kind is RootKind.UNKNOWN:
        return True
    return root.kind is RootKind.OBJECT and isinstance(root.type, ArithmeticType | PointerType)


def _is_combined(
    access: MemoryAccess, variable: Variable, combined: dict[str, tuple[Span, ...] | None]
) -> bool:
    if variable.id not in combined:
        return False
    spans = combined[variable.id]
    if spans is None:
        is_scalar = access.root.kind is RootKind.OBJECT or isinstance(variable.type, ReferenceType)
        return is_scalar and not access.selectors
    return any(s.contains(access.span) or access.span.contains(s) for s in spans)


def _reads_first(use: RootUse, conflict: Conflict) -> bool:
    """Whether an iteration reads the memory around the place before it writes any of it."""
    same = [a for a in use.accesses if len(a.selectors) == len(conflict.source.selectors)]
    return not min(same, key=lambda a: a.order).is_write


def _preferred(one: Conflict, other: Conflict) -> bool:
    """Whether ``one`` explains better than ``other``: a flow with a short constant distance."""
    return _weight(one) < _weight(other)


def _weight(conflict: Conflict) -> tuple[int, int]:
    kinds = {"flow": 0, "anti": 1, "output": 2}
    distance = conflict.distance if conflict.distance is not None else 1 << 30
    return kinds[conflict.kind.value], distance
