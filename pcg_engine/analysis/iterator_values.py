"""Iterators of contiguous elements as values: what searches give, and what is done with them.

``it = std::lower_bound(x.begin(), x.end(), v)`` leads to some element of ``x``; comparing it,
subtracting ``x.begin()`` and reading ``*it`` run none of the user's code where elements are
numbers.
"""

from __future__ import annotations

from pcg_engine.analysis.library_functions import RECEIVER, canonical_name
from pcg_engine.analysis.value_types import named_type, template_arguments
from pcg_engine.domain.ast import (
    ArithmeticType,
    ArrayType,
    Call,
    Expression,
    OpaqueType,
    PointerType,
    RecordType,
    ReferenceType,
    TranslationUnit,
    Type,
)
from pcg_engine.domain.facts import EffectSummary

_ITERATOR = "__gnu_cxx::__normal_iterator"
_SEARCHES = frozenset(f"std::{name}" for name in ("lower_bound", "upper_bound", "binary_search"))
_ORDERS = ("std::less<", "std::greater<")
_COMPUTED = frozenset(
    f"std::operator{operator}" for operator in ("-", "==", "!=", "<", "<=", ">", ">=", "<=>")
) | frozenset(("std::distance", "std::next", "std::prev"))
_ELEMENT = frozenset(f"{_ITERATOR}::operator{operator}" for operator in ("*", "[]"))
_STEPS = frozenset(f"{_ITERATOR}::operator{operator}" for operator in ("+", "-"))
_ARROW = f"{_ITERATOR}::operator->"


def is_iterator(value_type: Type) -> bool:
    """Whether the type is an iterator of a vector, string or span: a pointer in a class."""
    bare = value_type.referent if isinstance(value_type, ReferenceType) else value_type
    return isinstance(bare, OpaqueType) and bare.spelling.removeprefix("const ").startswith(
        f"{_ITERATOR}<"
    )


def element_behind(value_type: Type, unit: TranslationUnit) -> Type | None:
    """The type of the elements that an iterator or a pointer leads to; ``None`` if unknown."""
    match value_type:
        case ReferenceType(referent=referent):
            return element_behind(referent, unit)
        case PointerType(pointee=element) | ArrayType(element=element):
            return element
        case OpaqueType(spelling=spelling) if is_iterator(value_type):
            arguments = template_arguments(spelling.removeprefix("const "))
            pointer = named_type(arguments[0], unit) if arguments else None
            return pointer.pointee if isinstance(pointer, PointerType) else None
        case _:
            return None


def is_search(call: Call) -> bool:
    """Whether ``call`` looks for something between its first two arguments."""
    return call.callee is not None and canonical_name(call.callee) in _SEARCHES


def is_element(call: Call) -> bool:
    """Whether ``call`` is ``*it`` or ``it[k]``, which designate an element."""
    return (
        call.receiver is not None
        and call.callee is not None
        and canonical_name(call.callee) in _ELEMENT
        and is_iterator(call.receiver.type)
    )


def is_arrow(call: Call) -> bool:
    """Whether ``call`` is the pointer in ``it->member``."""
    return (
        call.receiver is not None
        and call.callee is not None
        and canonical_name(call.callee) == _ARROW
        and is_iterator(call.receiver.type)
    )


def stepped(call: Call) -> Expression | None:
    """``it`` for ``it + k``, ``it - k``, ``std::next(it)`` and ``std::prev(it)``."""
    name = canonical_name(call.callee or "")
    if name in ("std::next", "std::prev") and call.arguments:
        return call.arguments[0]
    if name in _STEPS and call.receiver is not None and is_iterator(call.receiver.type):
        return call.receiver
    return None


def iterator_operation(call: Call, unit: TranslationUnit) -> EffectSummary | None:
    """The effects of ``call`` if it computes with iterators, or searches a range of numbers."""
    if call.callee is None or call.is_virtual:
        return None
    if is_element(call):
        return EffectSummary(reads_parameters=(RECEIVER,))
    if is_arrow(call):
        return EffectSummary()
    types = [argument.type for argument in call.arguments]
    if canonical_name(call.callee) in _COMPUTED and types and is_iterator(types[0]):
        plain = all(is_iterator(t) or isinstance(t, ArithmeticType) for t in types)
        return EffectSummary() if plain else None
    if is_search(call) and _is_of_numbers(types, unit):
        return EffectSummary(reads_parameters=(0, 1, 2))
    return None


def _is_of_numbers(types: list[Type], unit: TranslationUnit) -> bool:
    """Whether a search compares numbers, by ``<`` or one of the library's orders."""
    if len(types) not in (3, 4):
        return False
    first, last, value, *order = types
    elements = [element_behind(t, unit) for t in (first, last)]
    return (
        all(isinstance(element, ArithmeticType) for element in elements)
        and isinstance(_bare(value), ArithmeticType)
        and all(isinstance(o := _bare(t), RecordType) and o.name.startswith(_ORDERS) for t in order)
    )


def _bare(value_type: Type) -> Type:
    return value_type.referent if isinstance(value_type, ReferenceType) else value_type
