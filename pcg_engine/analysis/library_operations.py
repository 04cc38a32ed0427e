"""Library functions whose effects depend on the types that they are used with.

Comparing two tuples does what comparing their elements does, and so on. A call is known here where
none of the user's code is run: no operator, constructor or destructor that a user wrote.
"""

from __future__ import annotations

from pcg_engine.analysis.library_functions import RECEIVER, canonical_name
from pcg_engine.analysis.owners import is_made_alone, owned_by
from pcg_engine.analysis.value_types import (
    SHARED_POINTERS,
    is_given_plainly,
    is_library_comparable,
    is_made_by_own_code,
    is_plain_value,
    lifetime,
    makes_elements,
    records_named,
)
from pcg_engine.domain.ast import (
    ArithmeticType,
    ArrayType,
    Call,
    ContainerKind,
    ContainerType,
    PointerType,
    RecordType,
    ReferenceType,
    TranslationUnit,
    Type,
)
from pcg_engine.domain.facts import EffectSummary

_COMPARISONS = frozenset(f"std::operator{o}" for o in ("==", "!=", "<", "<=", ">", ">=", "<=>"))
_EXTREMES = frozenset(("std::min", "std::max", "std::clamp", "std::minmax"))
_MAKERS = frozenset(("std::make_pair", "std::make_tuple", "std::make_optional"))
_ASSIGNMENTS = frozenset(f"std::{owner}::operator=" for owner in ("pair", "tuple", "optional"))
_GIVEN_BACK = frozenset(("std::optional::value_or",))
_TAKES_RANGES = ("insert", "assign")
_MAKES_IN_PLACE = ("emplace", "emplace_back", "emplace_front", "try_emplace")


def operation_on_values(call: Call, unit: TranslationUnit) -> EffectSummary | None:
    """The effects of ``call`` if it is an operation of the library on values of known types."""
    if call.callee is None or call.is_virtual:
        return None
    name = canonical_name(call.callee)
    operands = [_bare(a.type) for a in call.arguments]
    indices = tuple(range(len(operands)))
    if name in _COMPARISONS and operands and all(_is_comparable(t, unit) for t in operands):
        return EffectSummary(reads_parameters=indices)
    if name in _EXTREMES and _are_compared_alike(operands, unit):
        return EffectSummary(reads_parameters=indices)
    if name in _MAKERS and makes_elements(call.type, tuple(operands), unit):
        return _made(call.type, unit, EffectSummary(reads_parameters=indices))
    if is_made_alone(call) and _is_made_of_numbers(call, unit):
        return EffectSummary(reads_parameters=indices, may_throw=True, allocates=True)
    if name == "std::move" and takes_content(call, unit):
        return EffectSummary(reads_parameters=(0,), writes_parameters=(0,))
    if name == "std::swap" and all(_is_swapped_plainly(t, unit) for t in operands):
        return EffectSummary(reads_parameters=(0, 1), writes_parameters=(0, 1))
    if name == "std::get" and len(operands) == 1 and _has_all_parts(operands[0]):
        return EffectSummary(reads_parameters=(0,))
    receiver = None if call.receiver is None else _bare(call.receiver.type)
    if receiver is None or len(operands) != 1:
        return None
    if name in _ASSIGNMENTS and makes_elements(receiver, (operands[0],), unit):
        effect = EffectSummary(reads_parameters=(0,), writes_parameters=(RECEIVER,))
        return _made(receiver, unit, effect)
    is_given_back = name in _GIVEN_BACK and is_plain_value(receiver, unit)
    if is_given_back and makes_elements(receiver, (operands[0],), unit):
        return EffectSummary(reads_parameters=(RECEIVER, 0))
    return None


def _has_all_parts(value_type: Type) -> bool:
    """Whether nothing is thrown where a part of such a value is named: it always has them all."""
    match value_type:
        case ContainerType(container=kind):
            return kind is ContainerKind.ARRAY
        case RecordType(name=name):
            return name.startswith(("std::pair<", "std::tuple<"))
        case _:
            return False


def _is_swapped_plainly(value_type: Type, unit: TranslationUnit) -> bool:
    """Whether swapping such values copies bytes; what has parts may have a ``swap`` for them."""
    if not is_plain_value(value_type, unit):
        return False
    is_whole = isinstance(value_type, RecordType) and not value_type.name.startswith("std::")
    return is_whole or not any(
        not name.startswith("std::") for name in records_named(value_type, unit)
    )


def _is_made_of_numbers(call: Call, unit: TranslationUnit) -> bool:
    """Whether a ``std::make_unique`` makes numbers, of numbers."""
    owned = owned_by(call.type, unit)
    given = [_bare(argument.type) for argument in call.arguments]
    return (
        owned is not None
        and isinstance(owned.element, ArithmeticType)
        and all(isinstance(one, ArithmeticType) for one in given)
    )


def takes_content(call: Call, unit: TranslationUnit) -> bool:
    """Whether ``call`` is a ``std::move`` behind which another object may have what it names.

    Of plain values a copy is made, and nothing is taken from what is constant.
    """
    if call.callee is None or call.receiver is not None or len(call.arguments) != 1:
        return False
    given = _bare(call.arguments[0].type)
    is_constant = not isinstance(given, ReferenceType) and given.const
    return (
        canonical_name(call.callee) == "std::move"
        and not is_constant
        and not is_plain_value(given, unit)
    )


def shared_pointer(call: Call) -> str | None:
    """The type of the shared pointer that ``call`` makes lead elsewhere, if it does that."""
    if call.callee is None or call.receiver is None:
        return None
    receiver = _bare(call.receiver.type)
    is_shared = isinstance(receiver, RecordType) and receiver.name.startswith(SHARED_POINTERS)
    member = canonical_name(call.callee).rpartition("::")[2]
    if not is_shared or member not in ("operator=", "reset", "swap"):
        return None
    return receiver.name if isinstance(receiver, RecordType) else None


def runs_user_code(call: Call, effect: EffectSummary, unit: TranslationUnit) -> bool:
    """Whether a container's mutator may make, copy or compare elements with code of the user's."""
    if RECEIVER not in effect.writes_parameters or call.receiver is None or effect.performs_io:
        return False
    match _bare(call.receiver.type):
        case ContainerType(element=element):
            return _needs_user_code(call, element, unit)
        case _:
            # Maps and the like: the receiver is modified, which is refused wherever it is shared;
            # a comparison or hash function of the user's cannot be excluded.
            return not (call.callee or "").startswith("std::")


def _needs_user_code(call: Call, element: Type, unit: TranslationUnit) -> bool:
    done = lifetime(element, unit)
    if done.unknown or done.counted:
        return True
    member = (call.callee or "").rpartition("::")[2]
    given = [_bare(a.type) for a in call.arguments]
    if member in _MAKES_IN_PLACE:
        values = given[1:] if member == "emplace" else given  # behind a place
        if isinstance(element, ArithmeticType | PointerType):
            return not all(isinstance(v, ArithmeticType | PointerType | ArrayType) for v in values)
        is_copied = len(values) == 1 and _is_element(values[0], element)
        return not (is_copied or makes_elements(element, tuple(values), unit))
    if member == "resize":
        # Without a value to copy, new elements are made of nothing.
        return len(given) < 2 and is_made_by_own_code(element, unit)
    if member in _TAKES_RANGES:
        values = given[1:] if member == "insert" else given  # behind a place
        return not all(is_given_plainly(one, element, unit) for one in values)
    return False


def _made(value_type: Type, unit: TranslationUnit, effect: EffectSummary) -> EffectSummary | None:
    """``effect`` with what making such a value does; ``None`` if that is not known."""
    done = lifetime(value_type, unit)
    if done.unknown or done.counted:
        return None
    return EffectSummary(
        reads_parameters=effect.reads_parameters,
        writes_parameters=effect.writes_parameters,
        may_throw=done.allocates,
        allocates=done.allocates,
    )


def _is_comparable(value_type: Type, unit: TranslationUnit) -> bool:
    if isinstance(value_type, ArrayType):
        return isinstance(value_type.element, ArithmeticType)
    return is_library_comparable(value_type, unit)


def _are_compared_alike(operands: list[Type], unit: TranslationUnit) -> bool:
    match operands:
        case [ArrayType(element=ArithmeticType())]:
            return True  # a braced list
        case [RecordType(name=name)]:
            return name in ("std::initializer_list<double>", "std::initializer_list<int>")
        case [first, *others] if others:
            same = all(_is_element(one, first) for one in others)
            return same and is_library_comparable(first, unit)
        case _:
            return False


def _is_element(given: Type, element: Type) -> bool:
    match given, element:
        case (RecordType(name=one), RecordType(name=other)):
            return one == other
        case (
            ContainerType(container=one, element=inner, extent=n) as container,
            ContainerType(container=other, element=own, extent=m),
        ):
            same = one is other and not container.is_view and n == m
            return same and (inner == own or _is_element(inner, own))
        case (ArithmeticType(name=one), ArithmeticType(name=other)):
            return one == other
        case _:
            return False


def _bare(value_type: Type) -> Type:
    return value_type.referent if isinstance(value_type, ReferenceType) else value_type
