"""The role of each variable that a loop names but does not declare (OpenMP 5.2, section 5.1).

Whole variables are decided here: scalars, pointers and plain records. A variable may be private
if every path through an iteration writes it before it is read; it is lastprivate if its value is
read after the loop and every iteration writes it. A variable that some iterations leave as they
found it cannot be lastprivate, because the last iteration may be one of them. The elements of
arrays and containers belong to the dependence analysis; they get the role *shared* here.
"""

from __future__ import annotations

from dataclasses import dataclass

from pcg_engine.analysis.certain_expressions import certain_expressions, certain_places
from pcg_engine.analysis.effects import EffectAnalysis, declared_variables, own_variables
from pcg_engine.analysis.memory_places import (
    Behind,
    MemoryPlaces,
    Object,
    Places,
    Unnamed,
    places_in,
)
from pcg_engine.analysis.reductions import Reductions
from pcg_engine.analysis.uses import Loop, Use, UseKind, Uses
from pcg_engine.analysis.variable_uses import escaping_variables, iteration_uses, live_after
from pcg_engine.domain.ast import (
    ArithmeticType,
    ArrayType,
    Assignment,
    ContainerType,
    Expression,
    Function,
    Name,
    PointerType,
    RecordType,
    ReferenceType,
    Storage,
    TranslationUnit,
    Unary,
    Variable,
)
from pcg_engine.domain.facts import Reason, Role, VariableFact
from pcg_engine.domain.source import SourceText, Span
from pcg_engine.domain.traversal import all_expressions


@dataclass(frozen=True, slots=True)
class Privatization:
    """The roles, and why some variables forbid parallel iterations.

    ``visible_elsewhere`` are scalars that the loop reads and that other accesses might reach: a
    reference parameter, a global, an escaped local. They may be shared only if no write of the
    loop leads to them. ``refused`` are variables for which there is no role, with their reasons;
    ``certain`` are reasons that stay whatever the calls do that the loop makes.
    """

    variables: tuple[VariableFact, ...]
    reasons: tuple[Reason, ...]
    visible_elsewhere: tuple[Variable, ...] = ()
    refused: tuple[tuple[Variable, Reason], ...] = ()
    certain: tuple[Reason, ...] = ()


def classify_variables(
    loop: Loop,
    function: Function,
    unit: TranslationUnit,
    source: SourceText,
    reductions: Reductions,
    induction: Variable | None = None,
    effects: EffectAnalysis | None = None,
) -> Privatization:
    """Roles of the variables of ``loop``; ``induction`` is its own counter, wherever declared."""
    effects = effects or EffectAnalysis(unit)
    return _Classification(loop, function, unit, source, reductions, induction, effects).result()


_WRITES = (UseKind.WRITE, UseKind.UPDATE, UseKind.MODIFY)


class _Classification:
    def __init__(
        self,
        loop: Loop,
        function: Function,
        unit: TranslationUnit,
        source: SourceText,
        reductions: Reductions,
        induction: Variable | None,
        effects: EffectAnalysis,
    ) -> None:
        self._unit = unit
        self._source = source
        self._reductions = reductions
        self._induction = induction
        self._uses: Uses = iteration_uses(loop, effects, unit)
        self._live = live_after(loop, function, effects, unit)
        self._escaping = escaping_variables(function, effects, unit)
        self._own = own_variables(function)
        self._declared = frozenset(v.id for v in declared_variables(loop))
        self._memory_writes = _memory_writes(loop, places_in(function, unit))
        self._body = loop.body

    def result(self) -> Privatization:
        facts: list[VariableFact] = []
        reasons: list[Reason] = []
        visible: list[Variable] = []
        refused: list[tuple[Variable, Reason]] = []
        certain: list[Reason] = []
        for variable in self._outer_variables():
            fact = self._special_role(variable)
            if fact is not None:
                facts.append(fact)
                continue
            uses = self._uses.of(variable)
            writes = [u for u in uses if u.kind in _WRITES]
            if not writes:
                facts.append(VariableFact(variable, Role.SHARED, live_out=self._is_live(variable)))
                reason = self._hidden_write(variable, uses)
                if reason is not None:
                    reasons.append(reason)
                elif _is_scalar(variable) and self._is_visible_elsewhere(variable):
                    visible.append(variable)
                continue
            judged = self._written(variable, uses, writes)
            if isinstance(judged, Reason):
                reasons.append(judged)
                refused.append((variable, judged))
                if judged.code == "carried-scalar" and self._is_surely_carried(variable, uses):
                    certain.append(judged)
                facts.append(VariableFact(variable, Role.SHARED, live_out=self._is_live(variable)))
            else:
                facts.append(judged)
        return Privatization(
            tuple(facts), tuple(reasons), tuple(visible), tuple(refused), tuple(certain)
        )

    def _outer_variables(self) -> list[Variable]:
        found: dict[str, Variable] = {}
        for use in self._uses.uses:
            is_own = self._induction is not None and use.variable.id == self._induction.id
            if use.variable.id not in self._declared or is_own:
                found.setdefault(use.variable.id, use.variable)
        return list(found.values())

    def _special_role(self, variable: Variable) -> VariableFact | None:
        if self._induction is not None and variable.id == self._induction.id:
            is_local = variable.id in self._declared
            live = not is_local and self._is_live(variable)
            return VariableFact(variable, Role.INDUCTION, live_out=live)
        live = self._is_live(variable)
        for scalar in self._reductions.scalars:
            if scalar.variable.id == variable.id:
                return VariableFact(
                    variable,
                    Role.REDUCTION,
                    operator=scalar.operator,
                    reassociates=scalar.reassociates,
                    live_out=live,
                )
        for array in self._reductions.arrays:
            if array.variable.id == variable.id:
                return VariableFact(
                    variable,
                    Role.REDUCTION,
                    operator=array.operator,
                    section=array.section,
                    reassociates=array.reassociates,
                    live_out=live,
                )
        return None

    def _written(
        self, variable: Variable, uses: tuple[Use, ...], writes: list[Use]
    ) -> VariableFact | Reason:
        name = variable.name
        if any(u.kind is UseKind.MODIFY for u in writes):
            return self._reason(
                "container-modified", f"iterations change `{name}` as a whole", writes
            )
        if variable.volatile:
            return self._reason("volatile", f"`{name}` is volatile", writes)
        if self._uses.irregular:
            return self._reason(
                "irregular-control-flow",
                f"the loop jumps with goto, so the uses of `{name}` cannot be ordered",
                writes,
            )
        exposed = [u for u in uses if u.exposed and u.kind is not UseKind.WRITE]
        if exposed:
            pair = [exposed[0], *[w for w in writes if w.span != exposed[0].span]][:2]
            return self._reason(
                "carried-scalar",
                f"an iteration may use the value of `{name}` that an earlier one left",
                pair,
                distance=1,
            )
        if (
            variable.storage not in (Storage.LOCAL, Storage.PARAMETER)
            or variable.id not in self._own
            or isinstance(variable.type, ReferenceType)
        ):
            return self._reason(
                "shared-variable-write",
                f"every iteration writes `{name}`, which is visible outside this function: "
                "use a local variable",
                writes,
            )
        if variable.id in self._escaping or variable.id in self._uses.captured:
            return self._reason(
                "address-taken",
                f"iterations write `{name}`, whose address is taken or captured",
                writes,
            )
        if not self._may_be_private(variable) or not variable.name.isidentifier():
            return self._reason(
                "not-privatizable",
                f"iterations write `{name}`, and objects of its type cannot be made private",
                writes,
            )
        if not self._is_live(variable):
            return VariableFact(variable, Role.PRIVATE)
        if variable.id in self._uses.assigned:
            return VariableFact(variable, Role.LASTPRIVATE, live_out=True)
        return self._reason(
            "conditional-last-value",
            f"`{name}` is read after the loop, and not every iteration writes it",
            writes,
        )

    def _is_surely_carried(self, variable: Variable, uses: tuple[Use, ...]) -> bool:
        """Whether every iteration reads what the one before it wrote, and nothing else can.

        What is read only to be updated is left: more might be a reduction if it were understood.
        """
        first = uses[0]
        if (
            variable.id not in self._uses.assigned
            or self._is_visible_elsewhere(variable)
            or variable.id in self._uses.captured
            or first.kind is not UseKind.READ
            or any(u.kind not in (UseKind.READ, UseKind.WRITE, UseKind.UPDATE) for u in uses)
        ):
            return False
        writes = [use.span for use in uses if use.kind is not UseKind.READ]
        if not first.exposed or first.span not in certain_places(self._body):
            return False
        return not any(
            one.span.contains(first.span) and one.span.contains(span)
            for one in certain_expressions(self._body)
            for span in writes
        )

    def _hidden_write(self, variable: Variable, uses: tuple[Use, ...]) -> Reason | None:
        """A scalar that the loop only reads by name but may write through its address.

        Members and elements of objects are told apart where accesses are.
        """
        if (
            not _is_scalar(variable)
            or _is_own_object(variable, self._unit)
            or variable.id in self._reductions.variable_ids
        ):
            return None
        escapes = variable.id in self._escaping or variable.id in self._uses.captured
        reached = any(
            isinstance(place, Object) and place.variable.id == variable.id
            for place in self._memory_writes
        )
        unknown = escapes and (
            any(isinstance(place, Unnamed) for place in self._memory_writes)
            or any(u.kind is UseKind.ESCAPE for u in uses)
            or bool(self._uses.opaque_calls)
        )
        if not reached and not unknown:
            return None
        return self._reason(
            "address-taken",
            f"the loop may write `{variable.name}` through its address",
            list(uses),
        )

    def _is_visible_elsewhere(self, variable: Variable) -> bool:
        return (
            isinstance(variable.type, ReferenceType)
            or variable.storage not in (Storage.LOCAL, Storage.PARAMETER)
            or variable.id not in self._own
            or variable.id in self._escaping
        )

    def _may_be_private(self, variable: Variable) -> bool:
        match variable.type:
            case ArithmeticType() | PointerType():
                return True
            case RecordType(name=name):
                record = self._unit.records.get(name)
                return record is not None and record.is_plain and record.default_constructible
            case _:
                return False

    def _is_live(self, variable: Variable) -> bool:
        return (
            self._live is None
            or variable.id in self._live
            or self._is_visible_elsewhere(variable)
            or variable.id in self._uses.captured
        )

    def _reason(
        self, code: str, message: str, uses: list[Use], distance: int | None = None
    ) -> Reason:
        spans: list[Span] = list(dict.fromkeys(u.span for u in uses))[:2]
        locations = tuple(self._source.location(s.start) for s in spans)
        return Reason(code, message, locations, distance)


def _memory_writes(loop: Loop, places: MemoryPlaces) -> Places:
    """Where the loop's writes go that do not name their variable."""
    found: Places = frozenset()
    for expression in all_expressions(loop):
        target: Expression
        match expression:
            case Assignment():
                target = expression.target
            case Unary(operator="++pre" | "--pre" | "post++" | "post--", operand=operand):
                target = operand
            case _:
                continue
        if isinstance(target, Name) and not isinstance(target.variable.type, ReferenceType):
            continue
        found |= places.designated(target)
    return frozenset(p for p in found if not isinstance(p, Behind))


def _is_own_object(variable: Variable, unit: TranslationUnit) -> bool:
    """Whether this is an object of a class of the program."""
    bare = variable.type.referent if isinstance(variable.type, ReferenceType) else variable.type
    return isinstance(bare, RecordType) and bare.name in unit.records


def _is_scalar(variable: Variable) -> bool:
    bare = variable.type.referent if isinstance(variable.type, ReferenceType) else variable.type
    return not isinstance(bare, ArrayType | ContainerType)
