"""Which elements the calls of a recursive function touch: by induction over the calls.

The claim is that a call touches of each array only a range that two of its parameters bound. It
holds if everything that a call touches itself lies there, and what it gives to calls of itself lies
there too. Then calls side by side whose ranges do not overlap may run at the same time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from pcg_engine.analysis.effects import EffectAnalysis
from pcg_engine.analysis.element_accesses import Followed, OwnCall, Pointer, follow, is_storage
from pcg_engine.analysis.integer_states import integer_range
from pcg_engine.analysis.modification import modified_variables
from pcg_engine.analysis.recursive_calls import CallGroup, Siblings
from pcg_engine.domain.ast import (
    ArithmeticType,
    Binary,
    Cast,
    Conditional,
    Declaration,
    Expression,
    Function,
    IntegerLiteral,
    Name,
    PointerType,
    ReferenceType,
    TranslationUnit,
    Type,
    Unary,
    Variable,
)
from pcg_engine.domain.facts import Assumption, Obligation
from pcg_engine.domain.traversal import walk_expression

Ascending = tuple[tuple[Variable | None, Variable], ...]
"""Pairs of parameters of which the first is not greater than the second (``None``: zero)."""


@dataclass(frozen=True, slots=True)
class Footprint:
    """What makes calls side by side independent: guarded assumptions, and what was proved."""

    assumptions: tuple[Assumption, ...]
    obligations: tuple[Obligation, ...]


@dataclass(frozen=True, slots=True)
class _Range:
    """``[lower, upper + beyond)``; without ``lower`` from the first element."""

    lower: Variable | None
    upper: Variable
    beyond: int

    @property
    def text(self) -> str:
        end = f"{self.upper.name} + 1" if self.beyond else self.upper.name
        return f"[{'0' if self.lower is None else self.lower.name}, {end})"


@dataclass(frozen=True, slots=True)
class _Given:
    """What a call gets of one array, in isl's notation."""

    begin: str
    end: str


def footprint_of(
    function: Function,
    unit: TranslationUnit,
    effects: EffectAnalysis,
    found: Sequence[Siblings],
) -> Footprint | None:
    """Why the calls of each of ``found`` touch nothing in common; ``None`` if not proved."""
    groups = [one for one in found if isinstance(one, CallGroup)]
    if len(groups) != len(found) or not all(map(_computes_only, groups)):
        return None
    written = effects.of_function(function).writes_parameters
    arrays = [p for p in function.parameters if is_storage(p.type)]
    if not all(i >= 0 and is_storage(function.parameters[i].type) for i in written):
        return None
    pairs = _pairs_to_guard(unit, arrays, {function.parameters[i].id for i in written})
    if pairs is None:
        return None
    known: dict[Ascending, Followed] = {}
    for range_, ascending in _claims(function, unit, effects):
        followed = known.get(ascending)
        if followed is None:
            followed = known[ascending] = follow(function, unit, effects, ascending)
        if not followed.lost and _holds(range_, ascending, followed, groups):
            return _footprint(function, range_, ascending, pairs)
    return None


def _claims(
    function: Function, unit: TranslationUnit, effects: EffectAnalysis
) -> Iterator[tuple[_Range, Ascending]]:
    """Ranges that the function's own numbers may bound, with less and more that is assumed."""
    assert function.body is not None
    changed = modified_variables(function.body, unit, effects)
    numbers = [
        p for p in function.parameters if integer_range(p.type) is not None and p.id not in changed
    ]
    for upper in numbers:
        for lower in (None, *(n for n in numbers if n.id != upper.id)):
            for beyond in (0, 1):
                range_ = _Range(lower, upper, beyond)
                yield range_, ()
                if lower is not None:
                    yield range_, ((lower, upper),)
                    yield range_, ((None, lower), (lower, upper))


def _holds(
    range_: _Range, ascending: Ascending, followed: Followed, groups: Sequence[CallGroup]
) -> bool:
    space = followed.space
    lower = "0" if range_.lower is None else space.name(range_.lower)
    upper = f"{space.name(range_.upper)} + {range_.beyond}"
    for touch in followed.touches:
        offset = touch.at.offset
        if not space.holds(touch.state, f"{lower} <= {offset} and {offset} < {upper}"):
            return False
    for call in followed.calls:
        for low, high in ascending:
            least = "0" if low is None else call.numbers.get(low.id)
            most = call.numbers.get(high.id)
            if least is None or most is None:
                return False
            if not space.holds(call.state, f"{least} <= {most}"):
                return False
        for pointer in call.pointers.values():
            given = _given(call, pointer, range_)
            if given is None:
                return False
            touching = call.state.intersect(space.states(f"{given.begin} < {given.end}"))
            if not space.holds(touching, f"{lower} <= {given.begin} and {given.end} <= {upper}"):
                return False
    by_span = {call.call.span: call for call in followed.calls}
    if len(by_span) < len(followed.calls):
        return False
    for group in groups:
        calls = [by_span.get(one.call.span) for one in group.calls]
        for first, second in combinations(calls, 2):
            if first is None or second is None or not _apart(first, second, range_, followed):
                return False
    return True


def _given(call: OwnCall, pointer: Pointer, range_: _Range) -> _Given | None:
    """What of the array behind ``pointer`` the ``call`` may touch."""
    lower = "0" if range_.lower is None else call.numbers.get(range_.lower.id)
    upper = call.numbers.get(range_.upper.id)
    if lower is None or upper is None:
        return None
    end = f"({pointer.offset} + {upper} + {range_.beyond})"
    return _Given(f"({pointer.offset} + {lower})", end)


def _apart(first: OwnCall, second: OwnCall, range_: _Range, followed: Followed) -> bool:
    for one in first.pointers.values():
        for other in second.pointers.values():
            if one.parameter != other.parameter:
                continue
            a, b = _given(first, one, range_), _given(second, other, range_)
            if a is None or b is None:
                return False
            apart = (
                f"{a.end} <= {b.begin} or {b.end} <= {a.begin} "
                f"or {a.end} <= {a.begin} or {b.end} <= {b.begin}"
            )
            if not followed.space.holds(second.state, apart):
                return False
    return True


def _footprint(
    function: Function, range_: _Range, ascending: Ascending, pairs: Sequence[tuple[str, str]]
) -> Footprint:
    assumptions: list[Assumption] = []
    for low, high in ascending:
        name = "0" if low is None else low.name
        message = f"{name} is not greater than {high.name}"
        assumptions.append(Assumption("ordered-range", message, f"{name} <= {high.name}"))
    end = f" + {range_.upper.name}" + (" + 1" if range_.beyond else "")
    begin = "" if range_.lower is None else f" + {range_.lower.name}"
    for one, other in pairs:
        assumptions.append(
            Assumption(
                "no-overlap",
                f"{one} and {other} do not overlap",
                f"({one}{end} <= {other}{begin} || {other}{end} <= {one}{begin})",
            )
        )
    touched = f"a call of `{function.name}` touches only the elements {range_.text}"
    return Footprint(
        tuple(assumptions),
        (
            Obligation(touched, "induction over the calls (isl)"),
            Obligation("calls side by side have disjoint ranges", "their bounds (isl)"),
        ),
    )


def _pairs_to_guard(
    unit: TranslationUnit, arrays: Sequence[Variable], written: set[str]
) -> list[tuple[str, str]] | None:
    """Parameters that must not overlap; ``None`` if no guard can tell."""
    pairs: list[tuple[str, str]] = []
    for one, other in combinations(arrays, 2):
        if not {one.id, other.id} & written:
            continue
        match one.type, other.type:
            case PointerType() as first, PointerType() as second:
                if first.restrict or second.restrict:
                    continue
                if _unlike(first.pointee, second.pointee) and unit.strict_aliasing:
                    continue
                if _element(first.pointee) != _element(second.pointee):
                    return None
                pairs.append((one.name, other.name))
            case ReferenceType(), ReferenceType():
                continue  # the same object, or two that have nothing in common
            case _:
                return None
    return pairs


def _unlike(one: Type, other: Type) -> bool:
    """Whether objects of these types cannot be one another (C++20 [basic.lval])."""
    return (
        isinstance(one, ArithmeticType)
        and isinstance(other, ArithmeticType)
        and min(one.bits, other.bits) > 8
        and (one.kind is not other.kind or one.bits != other.bits)
    )


def _element(value_type: Type) -> str:
    return value_type.name if isinstance(value_type, ArithmeticType) else repr(value_type)


def _computes_only(group: CallGroup) -> bool:
    """Whether nothing but numbers by their names is read while calls of ``group`` run."""
    read: list[Expression] = []
    for call in group.calls:
        read += [condition.expression for condition in call.conditions]
        read += call.call.arguments
    own = {call.statement.span for call in group.calls}
    for statement in group.statements:
        if statement.span not in own and isinstance(statement, Declaration):
            read += [d.initialiser for d in statement.declarators if d.initialiser is not None]
    return all(
        isinstance(part, Name | IntegerLiteral | Binary | Unary | Cast | Conditional)
        and not (isinstance(part, Unary) and part.operator in ("*", "&"))
        for expression in read
        for part in walk_expression(expression)
    )
