"""Look-ups in sets and maps: they read the container, and change nothing.

Keys are constant and links between nodes are the container's own, so that nothing but the
container leads to what a look-up reads. That holds where comparing and hashing keys runs none of
the user's code.
"""

from __future__ import annotations

from pcg_engine.analysis.library_functions import RECEIVER, canonical_name
from pcg_engine.analysis.value_types import (
    NODE_ITERATORS,
    is_library_comparable,
    named_type,
    template_arguments,
)
from pcg_engine.domain.ast import (
    ArithmeticType,
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

_ORDERED = {"std::set": 1, "std::multiset": 1, "std::map": 2, "std::multimap": 2}
_HASHED = {f"std::unordered_{name.removeprefix('std::')}": n for name, n in _ORDERED.items()}
"""How many template arguments come before the policies."""
_POLICIES = ("std::less<", "std::greater<", "std::hash<", "std::equal_to<", "std::allocator<")
_OF_KEYS = frozenset(("find", "count", "contains", "lower_bound", "upper_bound", "equal_range"))
_OF_ALL = frozenset(("begin", "end", "cbegin", "cend", "size", "empty"))
_EQUALITY = frozenset(("std::operator==", "std::operator!="))
_ACCESS = frozenset(("operator->", "operator*"))


def lookup(call: Call, unit: TranslationUnit) -> EffectSummary | None:
    """The effects of ``call`` if it looks something up, or uses an iterator that a look-up gave."""
    if call.callee is None:
        return None
    name = canonical_name(call.callee)
    if name in _EQUALITY and call.arguments and all(_is_node(a.type) for a in call.arguments):
        return EffectSummary()
    if call.receiver is None:
        return None
    receiver = _bare(call.receiver.type)
    member = name.rpartition("::")[2]
    if _is_node(receiver):
        return EffectSummary() if member in _ACCESS and not call.arguments else None
    key = key_of(receiver, unit)
    if key is None:
        return None
    if member in _OF_ALL and not call.arguments:
        return EffectSummary(reads_parameters=(RECEIVER,))
    if member not in _OF_KEYS and member != "at":
        return None
    if len(call.arguments) != 1 or not _is_plainly(_bare(call.arguments[0].type), key):
        return None
    return EffectSummary(reads_parameters=(RECEIVER, 0), may_throw=member == "at")


def key_of(container: Type, unit: TranslationUnit) -> Type | None:
    """The type of the keys of a set or map, if the library alone compares and hashes them."""
    if not isinstance(container, RecordType):
        return None
    template = container.name.partition("<")[0]
    own = _ORDERED.get(template) or _HASHED.get(template)
    arguments = template_arguments(container.name)
    if own is None or len(arguments) < own:
        return None
    if not all(policy.startswith(_POLICIES) for policy in arguments[own:]):
        return None
    key = named_type(arguments[0], unit)
    if key is None or not is_library_comparable(key, unit):
        return None
    hashes = isinstance(key, ArithmeticType | PointerType) or _is_string(key)
    return key if hashes or template in _ORDERED else None


def _bare(value_type: Type) -> Type:
    return value_type.referent if isinstance(value_type, ReferenceType) else value_type


def _is_node(value_type: Type) -> bool:
    bare = _bare(value_type)
    return isinstance(bare, RecordType) and bare.name.startswith(NODE_ITERATORS)


def _is_plainly(given: Type, key: Type) -> bool:
    """Whether what is looked for is given as it is, so that nothing is made of it."""
    if isinstance(given, ArithmeticType | PointerType):
        return isinstance(key, type(given))
    if _is_string(given):
        return _is_string(key)
    return isinstance(given, RecordType) and isinstance(key, RecordType) and given.name == key.name


def _is_string(key: Type) -> bool:
    return isinstance(key, ContainerType) and key.container is ContainerKind.STRING
