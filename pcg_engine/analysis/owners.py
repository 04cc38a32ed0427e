"""What a ``std::unique_ptr`` has: a part of it, as elements are of a vector.

No two of them have the same object, so that what different elements of a container of them lead to
is different memory. That is what the type means; a program in which it does not hold ends by
freeing memory twice.
"""

from __future__ import annotations

from dataclasses import dataclass

from pcg_engine.analysis.library_functions import canonical_name
from pcg_engine.analysis.value_types import UNIQUE_POINTERS, named_type, template_arguments
from pcg_engine.domain.ast import (
    Call,
    Cast,
    Expression,
    RecordType,
    ReferenceType,
    TranslationUnit,
    Type,
)

OBJECT, POINTER_ITSELF = "*", "&"
"""The parts of a ``unique_ptr``, by the names that the ways to them have."""
_USUAL = "std::default_delete<"
ACCESSES = frozenset(f"std::unique_ptr::{name}" for name in ("operator*", "operator[]"))
"""The members that designate what one has."""
_POINTERS = frozenset(f"std::unique_ptr::{name}" for name in ("operator->", "get"))
_MAKERS = frozenset(("std::make_unique", "std::make_unique_for_overwrite"))


@dataclass(frozen=True, slots=True)
class Owned:
    """The type of the object, or of the elements of the array, that a pointer has."""

    element: Type
    is_array: bool


def owned_by(value_type: Type, unit: TranslationUnit) -> Owned | None:
    """What a ``unique_ptr`` with the usual deleter has; ``None`` for all other types."""
    bare = value_type.referent if isinstance(value_type, ReferenceType) else value_type
    if not isinstance(bare, RecordType) or not bare.name.startswith(UNIQUE_POINTERS):
        return None
    arguments = template_arguments(bare.name)
    if not arguments or not all(one.startswith(_USUAL) for one in arguments[1:]):
        return None
    text = arguments[0]
    element = named_type(text.removesuffix("[]"), unit)
    return None if element is None else Owned(element, text.endswith("[]"))


def is_owned_object(call: Call, unit: TranslationUnit) -> bool:
    """Whether ``call`` is ``*p`` or ``p[i]`` of a ``unique_ptr``."""
    return _is_on_owner(call, unit) and canonical_name(call.callee or "") in ACCESSES


def is_owned_pointer(call: Call, unit: TranslationUnit) -> bool:
    """Whether ``call`` is ``p.get()``, or the pointer in ``p->member``."""
    return _is_on_owner(call, unit) and canonical_name(call.callee or "") in _POINTERS


def is_made_alone(value: Expression) -> bool:
    """Whether a ``unique_ptr`` that is initialised so has an object that nothing else leads to."""
    while isinstance(value, Cast):
        value = value.operand
    return isinstance(value, Call) and canonical_name(value.callee or "") in _MAKERS


def _is_on_owner(call: Call, unit: TranslationUnit) -> bool:
    return call.receiver is not None and owned_by(call.receiver.type, unit) is not None
