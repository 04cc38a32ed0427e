"""Which different roots may be the same memory, and the run-time guards that exclude it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pcg_engine.analysis.accesses import MemoryAccess
from pcg_engine.analysis.given_memory import (
    are_passed_as_one,
    is_given,
    may_be_same_pointer,
)
from pcg_engine.analysis.iterator_values import is_iterator
from pcg_engine.analysis.modification import stripped
from pcg_engine.analysis.place import FieldOf, Index, Root, RootKind
from pcg_engine.analysis.places import unqualified
from pcg_engine.analysis.reach import Reach, cpp_text, reach
from pcg_engine.analysis.regions import Region, apart
from pcg_engine.analysis.scope import FunctionContext, Symbol
from pcg_engine.analysis.strict_aliasing import accessed_type, may_alias
from pcg_engine.analysis.type_contents import holds_in_place, is_in_place, may_hold
from pcg_engine.analysis.untyped_parameters import parameter_behind
from pcg_engine.domain.ast import (
    ArithmeticType,
    ArrayType,
    ContainerKind,
    ContainerType,
    PointerType,
    RecordType,
    Storage,
    Type,
    Variable,
)
from pcg_engine.domain.facts import Assumption
from pcg_engine.domain.inherited_fields import class_of, declared_field, field_of
from pcg_engine.domain.polynomial import Polynomial

_MEMBER = re.compile(r"(?P<holder>\w+)(?P<way>\.|->)(?P<member>\w+)$")
_PATH = re.compile(r"\w+(?:(?:\.|->)\w+)+")
_STEP = re.compile(r"\.|->")
_LOADS = re.compile(r"[\[/%*>]")


@dataclass(frozen=True, slots=True)
class Disjoint:
    """The roots are different memory."""


@dataclass(frozen=True, slots=True)
class Guarded:
    """The roots are different memory if a condition that can be tested holds."""

    assumption: Assumption


@dataclass(frozen=True, slots=True)
class MayOverlap:
    """The roots may overlap, and no test can be written; ``why`` ends the sentence.

    ``confirmable`` is what the function's callers know to hold, if they do, so that a person may
    say it.
    """

    why: str
    confirmable: str | None = None


AliasAnswer = Disjoint | Guarded | MayOverlap


@dataclass(frozen=True, slots=True)
class RootUse:
    """A root with all accesses to it in the analysed loop."""

    root: Root
    accesses: tuple[MemoryAccess, ...]

    @property
    def is_written(self) -> bool:
        """Whether the loop writes through this root."""
        return any(a.is_write for a in self.accesses)


@dataclass(frozen=True, slots=True)
class AliasTest:
    """Decides about pairs of roots; ``depth`` is that of the analysed loop.

    ``header`` is the loop's header: what stands in it is evaluated by the original as well, so a
    guard may do so before the loop; other loads and divisions may be invalid there.
    """

    context: FunctionContext
    symbols: Mapping[str, Symbol]
    depth: int
    header: str

    def overlap(self, one: RootUse, other: RootUse) -> AliasAnswer:
        """Whether a write through one root may touch what the other root accesses."""
        if not self._types_may_meet(one, other):
            return Disjoint()
        first, second = one.root, other.root
        if RootKind.UNKNOWN in (first.kind, second.kind):
            return self._unknown(one, other)
        if _owns(first, second) or _owns(second, first):
            return Disjoint()  # an object and the elements that a container in it owns
        if self._is_restricted(first, second) or self._is_restricted(second, first):
            return Disjoint()
        if self._is_separate_object(first, second) or self._is_separate_object(second, first):
            return Disjoint()
        if self._are_given_different_objects(one, other):
            return Disjoint()
        # Each pair has one order, so that two loops do not ask for the same in two ways.
        one, other = sorted((one, other), key=_declared)
        first, second = one.root, other.root
        owners = (RootKind.OBJECT, RootKind.REFERENCE)
        if (
            is_container(first.type)
            and is_container(second.type)
            and first.kind in owners
            and second.kind in owners
        ):
            return self._containers(first, second)
        return self._regions(one, other)

    def _unknown(self, one: RootUse, other: RootUse) -> AliasAnswer:
        known = other.root if one.root.kind is RootKind.UNKNOWN else one.root
        if self._is_hidden(known):
            return Disjoint()
        unknown = one if one.root.kind is RootKind.UNKNOWN else other
        text = unknown.accesses[0].text
        named = known.text or "what the loop writes"
        return MayOverlap(f"PCG does not know which memory `{text}` is, so it may be `{named}`")

    def _is_restricted(self, one: Root, other: Root) -> bool:
        """Whether ``one`` is ``__restrict`` and ``other`` is not derived from it.

        The promise is the caller's, about a parameter. What a function or its file says of a
        pointer that it sets itself is no more true than the rest of the code.
        """
        variable = one.variable
        if not one.restrict or variable is None or variable.id in self.context.modified:
            return False
        if variable.storage is not Storage.PARAMETER:
            return False
        if other.kind is RootKind.POINTER:
            return (
                other.variable is not None
                and other.variable.storage is Storage.PARAMETER
                and other.variable.id not in self.context.modified
            )
        if other.kind is RootKind.REFERENCE:
            # A reference that was made inside the function may have been made from ``one``.
            return _is_given(other)
        return other.kind is not RootKind.UNKNOWN

    def _is_hidden(self, root: Root) -> bool:
        """Whether nothing but its name reaches the object, and what it owns."""
        if root.kind is not RootKind.OBJECT or root.variable is None:
            return False
        if root.variable.id in self.context.unshared:
            return True
        return (
            root.variable.storage in (Storage.LOCAL, Storage.PARAMETER)
            and root.variable.id not in self.context.exposed
            and isinstance(root.type, ArithmeticType | PointerType)
        )

    def _is_separate_object(self, one: Root, other: Root) -> bool:
        """Whether ``one`` is an object of its own that ``other`` cannot designate."""
        if one.kind not in (RootKind.OBJECT, RootKind.FRESH) or one.variable is None:
            return False
        if other.kind in (RootKind.OBJECT, RootKind.FRESH):
            return True
        if self._is_hidden(one):
            return True
        is_local = one.variable.storage in (Storage.LOCAL, Storage.PARAMETER)
        if one.kind is RootKind.FRESH and one.variable.block is None:
            is_local = True  # allocated by the function itself
        if not is_local:
            return False
        if self._may_have_been_elsewhere(one, other):
            return False
        # A parameter that is never redirected refers to what existed before the function began.
        variable = other.variable
        if other.key == "this":
            return True
        if variable is not None and variable.id not in self.context.modified:
            # A pointer that was made from a parameter leads where the parameter does.
            definition = self.context.definitions.get(variable.id)
            variable = parameter_behind(definition) or variable
        return (
            variable is not None
            and variable.storage is Storage.PARAMETER
            and (other.kind is RootKind.REFERENCE or variable.id not in self.context.modified)
        )

    def _may_have_been_elsewhere(self, one: Root, other: Root) -> bool:
        """Whether elements of the variable ``one`` may have been what ``other`` designates."""
        records = self.context.unit.records
        if one.variable is None or is_in_place(one.type, records):
            return False
        if is_container(other.type) and not may_hold(one.type, other.type, records):
            return False  # another container, whose elements are its own
        return self.context.may_be_taken_over(one.variable)

    def _are_given_different_objects(self, one: RootUse, other: RootUse) -> bool:
        """Whether no call of the function passes one object, or parts of it, as both."""
        first, second = self._led_by(one), self._led_by(other)
        if first is None or second is None:
            return False
        match first.storage, second.storage:
            case Storage.PARAMETER, Storage.PARAMETER:
                return second.name in first.apart
            case Storage.PARAMETER, _:
                return first.objects is not None and second.id not in first.objects
            case _, Storage.PARAMETER:
                return second.objects is not None and first.id not in second.objects
            case _:
                return False

    def _led_by(self, use: RootUse) -> Variable | None:
        """The global, or the parameter as its function is given it, whose memory this is."""
        variable = use.root.variable
        if variable is None or use.root.key not in (variable.id, f"{variable.id}->"):
            return None
        if any(self._leaves_root(a) for a in use.accesses):
            return None
        match use.root.kind:
            case RootKind.OBJECT if variable.storage is Storage.GLOBAL:
                return variable
            case RootKind.FRESH if variable.block is not None:
                return variable
            case RootKind.POINTER | RootKind.REFERENCE:
                if variable.id in self.context.modified:
                    return None
                given = parameter_behind(self.context.definitions.get(variable.id)) or variable
                if given.storage is not Storage.PARAMETER or given.id in self.context.modified:
                    return None
                return given
            case _:
                return None

    def _types_may_meet(self, one: RootUse, other: RootUse) -> bool:
        return any(
            may_alias(first, second, strict=self.context.unit.strict_aliasing)
            for a in one.accesses
            for b in other.accesses
            if a.is_write or b.is_write
            for first in self._parts(a.type)
            for second in self._parts(b.type)
        )

    def _parts(self, value_type: Type) -> tuple[Type, ...]:
        """The types of the parts of an object, which a whole access touches."""
        accessed = accessed_type(value_type)
        if not isinstance(accessed, RecordType):
            return (accessed,)
        record = self.context.unit.records.get(accessed.name)
        if record is None or not record.is_plain:
            return (accessed,)
        return tuple(dict.fromkeys(part for f in record.fields for part in self._parts(f.type)))

    def _containers(self, first: Root, second: Root) -> AliasAnswer:
        """Two container objects own different elements unless they are one object."""
        if _holder(first) is not None and _holder(first) == _holder(second):
            return Disjoint()  # different members of one object, neither a part of the other
        records = self.context.unit.records
        if unqualified(first.type) != unqualified(second.type) or may_hold(
            first.type, second.type, records
        ):
            return self._nested(first, second)
        named = self._named_apart(first, second)
        guard = f"{named[0]} != {named[1]}" if named else self._objects_apart(first, second)
        if guard is None:
            return MayOverlap("one of the containers is not named before the loop")
        return Guarded(
            Assumption(
                "no-overlap",
                f"`{first.text}` and `{second.text}` are different containers",
                guard,
            )
        )

    def _nested(self, first: Root, second: Root) -> AliasAnswer:
        """Whether one of two containers may be an element of the other."""
        records = self.context.unit.records
        ways = [
            (holder, held)
            for holder, held in ((first, second), (second, first))
            if may_hold(holder.type, held.type, records)
        ]
        if not ways:
            return Disjoint()
        holder, held = ways[0]
        named = held.text, holder.text
        if len(ways) > 1:
            return MayOverlap(
                "`{}` and `{}` may be parts of one another".format(*named),
                self._confirmable(
                    first,
                    second,
                    "`{}` and `{}` share no elements, nor do parts of them".format(*named),
                ),
            )
        guard = self._outside(holder, held)
        if guard is None:
            return MayOverlap(
                "`{}` may be an element of `{}`".format(*named),
                self._confirmable(first, second, "`{}` is no part of `{}`".format(*named)),
            )
        return Guarded(Assumption("no-overlap", "`{}` is no element of `{}`".format(*named), guard))

    def _outside(self, holder: Root, held: Root) -> str | None:
        """A test that ``held`` lies elsewhere than the elements of ``holder``."""
        outer = holder.type
        if not isinstance(outer, ContainerType) or not holder.text or not held.text:
            return None
        if not all(self._may_be_named(root) for root in (holder, held)):
            return None
        if not holds_in_place(outer.element, held.type, self.context.unit.records):
            return None
        inside = Region(
            (f"{holder.text}.data()",),
            (f"{holder.text}.data() + {holder.text}.size()",),
            outer.element,
        )
        outside = Region((f"&{held.text}",), (f"&{held.text} + 1",), held.type)
        return apart(inside, outside)

    def _named_apart(self, first: Root, second: Root) -> tuple[str, str] | None:
        """Addresses that differ only if the containers do."""
        if not first.text or not second.text:
            return None
        holders = self._closed_class(first), self._closed_class(second)
        if holders == (None, None):
            return f"&{first.text}", f"&{second.text}"
        one, other = _MEMBER.match(first.text), _MEMBER.match(second.text)
        if one and other and one["member"] == other["member"] and holders[0] == holders[1]:
            # One member of two objects of one type, of which neither can be a part of the other.
            return _pointer_to_holder(one), _pointer_to_holder(other)
        if all(self._may_be_named(root) for root in (first, second)):
            return f"&{first.text}", f"&{second.text}"
        return None

    def _objects_apart(self, first: Root, second: Root) -> str | None:
        """A test that the objects that the containers are members of do not overlap."""
        one, other = self._object_around(first), self._object_around(second)
        if one is None or other is None:
            return None
        ends = ((one, other), (other, one))
        tests = (f"(const void *)({a} + 1) <= (const void *)({b})" for a, b in ends)
        return f"({' || '.join(tests)})"

    def _object_around(self, root: Root) -> str | None:
        """A pointer to the object that the container is, or is a member of."""
        member = _MEMBER.match(root.text)
        if member is None:
            return f"&{root.text}" if root.text.isidentifier() else None
        holder = self._holder_type(root) or ""
        if field_of(holder, member["member"], self.context.unit.records) is None:
            return None  # perhaps of a virtual base class, which lies elsewhere
        return _pointer_to_holder(member)

    def _closed_class(self, root: Root) -> str | None:
        """The class whose member the root is, if that may have members that are not public."""
        holder = self._holder_type(root)
        if holder is None or not self._may_be_named(root):
            return holder
        if _MEMBER.match(root.text) is None or holder == self.context.function.record:
            return None
        record = self.context.unit.records.get(holder)
        return None if record is not None and record.is_plain else holder

    def _may_be_named(self, root: Root) -> bool:
        """Whether a guard in this function may name the root, whoever's member it is."""
        holder = self._holder_type(root)
        if holder is None or _PATH.fullmatch(root.text) is None:
            return True
        for name in _STEP.split(root.text)[1:]:
            found = declared_field(holder or "", name, self.context.unit.records)
            if found is None:
                return False
            owner, field = found
            if not field.is_public and owner != self.context.function.record:
                return False
            holder = class_of(field.type)
        return True

    def _holder_type(self, root: Root) -> str | None:
        """The class of the variable that the root is a member of."""
        if root.key.startswith("this."):
            return self.context.function.record
        return None if root.variable is None else class_of(root.variable.type)

    def _regions(self, one: RootUse, other: RootUse) -> AliasAnswer:
        first = self._region(one)
        second = self._region(other)
        name_one = _shown(one.root) or "`one pointer`"
        name_other = _shown(other.root) or "`another pointer`"
        distinct = f"{name_one} and {name_other} do not overlap"
        if name_one == name_other and one.root.kind is not other.root.kind:
            distinct = f"{name_one} is no part of what it leads to"
        for root in (one.root, other.root):
            told = "" if root.text else _told(root)
            if told:
                return MayOverlap(
                    f"{name_one} and {name_other} may overlap, and a guard in this function "
                    f"cannot name `{told}`; pass it, or its address, to the function",
                    self._confirmable(one.root, other.root, distinct),
                )
        if first is None or second is None:
            unclear = name_one if first is None else name_other
            return MayOverlap(
                f"{name_one} and {name_other} may overlap, and how far the loop reaches from "
                f"{unclear} is not known before it runs; declare them `__restrict` if they are "
                "always distinct, or use containers",
                self._confirmable(one.root, other.root, distinct),
            )
        return Guarded(Assumption("no-overlap", distinct, apart(first, second)))

    def _confirmable(self, one: Root, other: Root, message: str) -> str | None:
        """``message``, if it is about memory of which the function's callers know."""
        if may_be_same_pointer(one, other) or are_passed_as_one(one, other, self.context):
            return None
        known = all(_shown(root) and is_given(root, self.context) for root in (one, other))
        return message if known else None

    def _region(self, use: RootUse) -> Region | None:
        root = use.root
        text = root.text
        if not text or any(self._leaves_root(a) for a in use.accesses):
            return None
        if not self._may_be_named(root):
            return None
        if root.kind in (RootKind.OBJECT, RootKind.REFERENCE):
            return self._object_region(use)
        if root.variable is not None and is_iterator(root.variable.type):
            return None  # an iterator is no pointer, and what `end` leads to has no address
        base = text if text.isidentifier() else f"({text})"
        if root.variable is not None and isinstance(stripped(root.variable.type), ContainerType):
            base = f"{text}.data()"
        return self._pointer_region(base, reach(use.accesses, self.depth, self.symbols), root.type)

    def _object_region(self, use: RootUse) -> Region | None:
        root, text = use.root, use.root.text
        match root.type:
            case ContainerType(element=element) if is_container(root.type):
                if not is_in_place(element, self.context.unit.records):
                    return None
                return Region((f"{text}.data()",), (f"{text}.data() + {text}.size()",), element)
            case ArrayType(element=element, extent=int(extent)):
                return Region((text,), (f"{text} + {extent}",), element)
            case ArrayType(element=element):
                reached = reach(use.accesses, self.depth, self.symbols)
                return self._pointer_region(text, reached, element)
            case _ if root.key == "this":
                return Region(("this",), ("this + 1",), root.type)
            case _:
                return Region((f"&{text}",), (f"&{text} + 1",), root.type)

    def _leaves_root(self, access: MemoryAccess) -> bool:
        """Whether the access goes on into memory that the root's elements only refer to."""
        current = access.root.type
        selectors = list(access.selectors)
        if access.root.kind in (RootKind.POINTER, RootKind.FRESH):
            selectors = selectors[1:]
        elif is_container(current) and isinstance(current, ContainerType):
            current = current.element
            selectors = selectors[1:]
        for selector in selectors:
            match selector, current:
                case Index(), ArrayType(element=element):
                    current = element
                case Index(), ContainerType(container=ContainerKind.ARRAY, element=element):
                    current = element
                case FieldOf(name=name), RecordType(name=record):
                    field = field_of(record, name, self.context.unit.records)
                    if field is None:
                        return True
                    current = field.type
                case _:
                    return True
        return False

    def _pointer_region(self, base: str, reached: Reach, element: Type) -> Region | None:
        if not reached.first or not reached.last:
            return None
        firsts = [self._offset(base, p) for p in reached.first]
        lasts = [self._offset(base, p) for p in reached.last]
        if any(t is None for t in firsts + lasts):
            return None
        return Region(
            tuple(t for t in firsts if t is not None),
            tuple(t for t in lasts if t is not None),
            element,
        )

    def _offset(self, base: str, offset: Polynomial) -> str | None:
        if offset.as_constant == 0:
            return base
        if not all(self._may_be_evaluated(name) for name in offset.names):
            return None
        text = cpp_text(offset, self.symbols)
        if text is None:
            return None
        return f"{base} - {text[1:]}" if text.startswith("-") else f"{base} + {text}"

    def _may_be_evaluated(self, name: str) -> bool:
        """Whether evaluating the symbol before the loop does nothing the original would not."""
        symbol = self.symbols.get(name)
        if symbol is None:
            return False
        return symbol.exact or symbol.text in self.header or not _LOADS.search(symbol.text)


def _declared(use: RootUse) -> tuple[int, str]:
    """Globals first, then what the function declares, in its order, whatever is around it."""
    variable = use.root.variable
    if variable is None or variable.storage not in (Storage.PARAMETER, Storage.LOCAL):
        return -1, use.root.key
    return variable.span.start, use.root.key


def _owns(one: Root, other: Root) -> bool:
    """Whether ``other`` are the elements of a container in ``one``, not what they lead to."""
    return other.stored_in is None and other.key.startswith(f"{one.key}.")


def _pointer_to_holder(member: re.Match[str]) -> str:
    """C++ that points to the object of the member that ``_MEMBER`` matched."""
    return member["holder"] if member["way"] == "->" else f"&{member['holder']}"


def _shown(root: Root) -> str:
    """The root, for people."""
    if root.label:
        return f"what `{root.label}` leads to"
    name = root.text or _told(root)
    return f"`{name}`" if name else ""


def _told(root: Root) -> str:
    """The name of the global or static variable or static member that the root is, for people."""
    variable = root.variable
    if variable is None:
        return ""
    if variable.storage is Storage.STATIC_LOCAL:
        return f"static {variable.name}"  # of a function that is called
    if variable.name.startswith("["):
        return variable.name  # the object of structured bindings
    if not variable.id.startswith("::"):
        return ""
    whole = variable.id
    return whole.removeprefix("::") if whole.count("::") > 1 else whole  # may be hidden


def _holder(root: Root) -> str | None:
    """The key of the object that the container is a member of."""
    if root.key.startswith("this."):
        return "this"
    variable = root.variable
    if variable is None:
        return None
    holders = (variable.id, f"{variable.id}->")
    return next((h for h in holders if root.key.startswith(f"{h}.")), None)


def _is_given(root: Root) -> bool:
    """Whether the reference was there when the function began."""
    if root.key == "this" or root.key.startswith("this."):
        return True
    return root.variable is not None and root.variable.storage is Storage.PARAMETER


def is_container(value_type: Type) -> bool:
    """Whether objects of the type own their elements (a vector or array, not a view)."""
    inner = stripped(value_type)
    return isinstance(inner, ContainerType) and not inner.is_view
