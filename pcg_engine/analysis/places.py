"""Resolves lvalues and pointers to the memory places that they designate."""

from __future__ import annotations

from dataclasses import replace

from pcg_engine.analysis.integers import IntegerEvaluator, structural_key
from pcg_engine.analysis.iterator_elements import boundary, moved
from pcg_engine.analysis.iterator_values import (
    is_arrow,
    is_element,
    is_iterator,
    is_search,
    stepped,
)
from pcg_engine.analysis.later_changes import values_in
from pcg_engine.analysis.library_functions import canonical_name
from pcg_engine.analysis.modification import stripped
from pcg_engine.analysis.owners import (
    OBJECT,
    is_made_alone,
    is_owned_object,
    is_owned_pointer,
    owned_by,
)
from pcg_engine.analysis.place import FieldOf, Index, Place, Root, RootKind, unknown_place
from pcg_engine.analysis.reference_members import is_reference_member
from pcg_engine.analysis.shared_storage import shares_storage
from pcg_engine.domain.ast import (
    ArrayType,
    Assignment,
    Binary,
    Call,
    Cast,
    Construct,
    ContainerType,
    Expression,
    Member,
    Name,
    PointerType,
    ReferenceType,
    Storage,
    Subscript,
    This,
    Type,
    Unary,
    UnsupportedExpression,
    Variable,
)
from pcg_engine.domain.inherited_fields import part_of_derived
from pcg_engine.domain.polynomial import Polynomial
from pcg_engine.domain.traversal import walk_expression

_ZERO = Index(Polynomial())
_VALUES_WITHIN = frozenset(f"std::optional::{name}" for name in ("operator*", "value"))
_ALLOCATORS = frozenset(
    "malloc calloc aligned_alloc std::malloc std::calloc std::aligned_alloc".split()
)


class PlaceResolver:
    """Resolves lvalues and pointers to places, with indices evaluated at the current place.

    With ``follows``, pointers that are elements of something lead to different memory each.
    ``met_pointers`` tells whether there are such pointers.
    """

    def __init__(self, evaluator: IntegerEvaluator, *, follows: bool = False) -> None:
        self.follows = follows
        self.met_pointers = False
        self._evaluator = evaluator
        self._scope = evaluator.scope
        self.elements: dict[str, Place] = {}
        """Places that the reference variables of enclosing range loops designate."""
        self.copied: dict[str, Place] = {}
        """Places of which the other variables of enclosing range loops hold the values."""

    def designated(self, expression: Expression) -> Place:
        """The place that the lvalue ``expression`` designates."""
        match expression:
            case Name(variable=variable):
                return self._variable(variable)
            case Subscript(base=base, index=index):
                value = self._evaluator.value(index)
                return self._element(base, None if value is None else value.polynomial)
            case Member() if is_reference_member(expression, self._scope.context.unit):
                return self._referred(expression)
            case Member(base=base, field=field, arrow=arrow):
                origin = self.pointed_to(base) if arrow else self.designated(base)
                shares = shares_storage(expression, self._scope.context.unit)
                return self._member(origin.at(FieldOf(field, shares)), expression)
            case Unary(operator="*", operand=operand):
                return self.pointed_to(operand)
            case Unary(operator="++pre" | "--pre", operand=operand):
                return self.designated(operand)
            case Assignment(target=target):
                return self.designated(target)
            case Call():
                return self._called(expression)
            case _:
                derived = part_of_derived(expression, self._scope.context.unit.records)
                return (
                    unknown_place(expression.type) if derived is None else self.designated(derived)
                )

    def pointed_to(self, expression: Expression) -> Place:
        """The place that the pointer ``expression`` points to."""
        if isinstance(stripped(expression.type), ArrayType):
            return self.designated(expression).at(_ZERO)
        match expression:
            case This():
                pointee = expression.type
                inner = pointee.pointee if isinstance(pointee, PointerType) else pointee
                return Place(Root("this", RootKind.REFERENCE, "(*this)", inner))
            case Name(variable=variable):
                return self._pointer_variable(variable)
            case Unary(operator="&", operand=operand):
                return self.designated(operand)
            case Binary(operator="+" | "-" as operator, left=left, right=right):
                return self._pointer_sum(operator, left, right)
            case Cast(operand=operand) if _same_pointee(expression.type, operand.type):
                return self.pointed_to(operand)
            case Call(callee=callee, receiver=receiver) if (
                receiver is not None and callee is not None and callee.endswith("::data")
            ):
                if isinstance(stripped(receiver.type), ContainerType):
                    return self._element(receiver, Polynomial())
                return unknown_place(_pointee(expression.type))
            case Call() if (place := self._led_to(expression)) is not None:
                return place
            case Construct(arguments=(copied,)) if is_iterator(expression.type):
                return self.pointed_to(copied)
            case Member() | Subscript() if self._evaluator.is_invariant(expression):
                return self._loaded(expression)
            case Member() | Subscript():
                return self._through(self.designated(expression), _pointee(expression.type))
            case _:
                derived = part_of_derived(expression, self._scope.context.unit.records)
                if derived is None:
                    return unknown_place(_pointee(expression.type))
                return self.pointed_to(derived)

    def _led_to(self, call: Call) -> Place | None:
        """What an iterator or pointer leads to that a call gives; ``None`` if not known."""
        for name, first in (("begin", Polynomial()), ("end", None)):
            sequence = boundary(call, name)
            if sequence is not None:
                return self._element(sequence, first)
        if is_search(call):
            return self.pointed_to(call.arguments[0]).anywhere
        if is_arrow(call) and call.receiver is not None:
            return self.pointed_to(call.receiver)
        if is_owned_pointer(call, self._scope.context.unit) and call.receiver is not None:
            return self._owned(call.receiver)
        start = stepped(call)
        if start is None:
            return None
        at = moved(call)
        place = self.pointed_to(start)
        if at.iterator is start:
            return place.moved(Polynomial.constant(at.offset))
        return place.anywhere

    def _owned(self, owner: Expression) -> Place:
        """What a ``unique_ptr`` leads to; of an array the first element.

        Of those that the function was given, it is a part. What one has that the function sets up
        itself is known where it is made for that alone.
        """
        unit = self._scope.context.unit
        owned = owned_by(owner.type, unit)
        assert owned is not None
        if isinstance(owner, Name) and not isinstance(owner.variable.type, ReferenceType):
            variable = owner.variable
            made = self._scope.definition(variable)
            is_hidden = variable.id not in self._scope.context.exposed
            if made is not None and is_hidden and is_made_alone(made):
                return _fresh(variable, owned.element)
            return unknown_place(owned.element)
        place = self.designated(owner)
        if place.root.kind is not RootKind.REFERENCE:
            return unknown_place(owned.element)
        place = place.at(FieldOf(OBJECT))
        return place.at(_ZERO) if owned.is_array else place

    def _through(self, place: Place, pointee: Type) -> Place:
        """What the pointer in ``place`` leads to, which is another one in each iteration."""
        self.met_pointers |= place.root.kind is not RootKind.UNKNOWN
        if not self.follows or place.root.kind is RootKind.UNKNOWN:
            return unknown_place(pointee)
        path = place.path
        root = Root(
            f"{place.root.key}|{path}|",
            RootKind.POINTER,
            "",
            pointee,
            stored_in=place.root,
            path=path,
            family=place.family,
        )
        indices = tuple(s for s in place.selectors if isinstance(s, Index))
        return Place(root, (*indices, _ZERO))

    def _member(self, place: Place, member: Member) -> Place:
        """``place``, or for a vector in a named object a root of its own: its elements are."""
        if not _is_vector(member.type):
            return place
        path = list(place.selectors)
        root = place.root
        text = root.text
        kind = root.kind
        if kind is RootKind.POINTER:
            variable = root.variable
            first = path.pop(0) if path else None
            if first != _ZERO or variable is None or variable.id in self._scope.context.modified:
                return place
            kind = RootKind.REFERENCE
            separator = "->"
        elif root.key == "this":
            text, separator = "this", "->"
        else:
            separator = "."
        if kind not in (RootKind.OBJECT, RootKind.REFERENCE):
            return place
        for selector in path:
            if not isinstance(selector, FieldOf):
                return place
            text = f"{text}{separator}{selector.name}" if text else ""
            separator = "."
        fields = ".".join(s.name for s in path if isinstance(s, FieldOf))
        return Place(
            replace(root, key=f"{root.key}.{fields}", kind=kind, text=text, type=member.type)
        )

    def _variable(self, variable: Variable) -> Place:
        element = self.elements.get(variable.id)
        if element is not None:
            return element
        text = self._scope.text_of(variable)
        if not isinstance(variable.type, ReferenceType):
            return Place(Root(variable.id, RootKind.OBJECT, text, variable.type, variable))
        referent = variable.type.referent
        if variable.storage is Storage.PARAMETER:
            return Place(Root(variable.id, RootKind.REFERENCE, text, referent, variable))
        definition = self._scope.context.definitions.get(variable.id)
        if definition is None and variable.id not in self._scope.declared:
            # The variable of a range loop further out, which stands still.
            return Place(Root(variable.id, RootKind.REFERENCE, text, referent, variable))
        if definition is None or not self._is_stable(definition, variable):
            return unknown_place(referent)
        place = self.designated(definition)
        return place if self._survives(place, variable) else unknown_place(referent)

    def _element(self, base: Expression, index: Polynomial | None) -> Place:
        container = stripped(base.type)
        owns = isinstance(container, ContainerType) and not container.is_view
        if owns or isinstance(container, ArrayType):
            return self.designated(base).at(Index(index))
        return self.pointed_to(base).moved(index)

    def _pointer_variable(self, variable: Variable) -> Place:
        scope = self._scope
        pointee = _pointee(stripped(variable.type))
        stored = self.elements.get(variable.id) or self.copied.get(variable.id)
        if stored is not None and variable.id not in scope.modified and not variable.volatile:
            return self._through(stored, pointee)
        if isinstance(variable.type, ReferenceType) or variable.volatile:
            return unknown_place(pointee)
        if variable.block is not None:
            return _fresh(variable, pointee)
        definition = scope.definition(variable)
        if definition is not None and self._is_stable(definition, variable):
            if _is_allocation(definition):
                return _fresh(variable, pointee)
            place = self._defined(definition)
            if place.root.kind is not RootKind.UNKNOWN and self._survives(place, variable):
                return place
        if not scope.is_invariant(variable):
            return unknown_place(pointee)
        restrict = isinstance(variable.type, PointerType) and variable.type.restrict
        root = Root(
            f"{variable.id}->",
            RootKind.POINTER,
            self._scope.text_of(variable),
            pointee,
            variable,
            restrict,
            family=self._family(definition),
        )
        return Place(root, (_ZERO,))

    def _family(self, definition: Expression | None) -> str:
        """The family of what a variable leads to, if it is initialised by a stored pointer."""
        loaded = None if definition is None else loaded_pointer(definition)
        return self.designated(loaded).family if isinstance(loaded, Member | Subscript) else ""

    def _defined(self, definition: Expression) -> Place:
        container = stripped(definition.type)
        if isinstance(container, ContainerType) and not container.is_view:
            return self._element(definition, Polynomial())
        return self.pointed_to(definition)

    def _pointer_sum(self, operator: str, left: Expression, right: Expression) -> Place:
        if not isinstance(stripped(left.type), PointerType | ArrayType):
            left, right = right, left
        if not isinstance(stripped(left.type), PointerType | ArrayType):
            return unknown_place(_pointee(left.type))
        value = self._evaluator.value(right)
        offset = None if value is None else value.polynomial
        if offset is not None and operator == "-":
            offset = -offset
        return self.pointed_to(left).moved(offset)

    def _loaded(self, expression: Expression) -> Place:
        """What a pointer that is itself in memory, and not changed by the loop, points to."""
        hidden = any(
            isinstance(e, Name) and e.variable.id in self._scope.declared
            for e in walk_expression(expression)
        )
        hidden |= is_iterator(expression.type)  # which is no pointer that a guard could compare
        text = "" if hidden else self._scope.context.source.slice(expression.span)
        if text and isinstance(stripped(expression.type), ContainerType):
            text = f"{text}.data()"  # of a view
        pointee = _pointee(stripped(expression.type))
        holder = self.designated(expression)
        root = Root(
            f"*{structural_key(expression)}",
            RootKind.POINTER,
            text,
            pointee,
            stored_in=holder.root,
            family=holder.family,
            name="" if text else _spelled(expression),
        )
        return Place(root, (_ZERO,))

    def _referred(self, member: Member) -> Place:
        """What a data member designates that is a reference, which nothing redirects."""
        referent = stripped(member.type)
        if not self._evaluator.designates_same(member.base):
            return unknown_place(referent)
        text = self._scope.context.source.slice(member.span)
        root = Root(f"&{structural_key(member)}", RootKind.REFERENCE, text, referent)
        return Place(root)

    def _called(self, call: Call) -> Place:
        receiver = call.receiver
        if receiver is None or call.callee is None:
            return unknown_place(call.type)
        if is_owned_object(call, self._scope.context.unit):
            at = self._evaluator.value(call.arguments[0]) if call.arguments else None
            place = self._owned(receiver)
            if not call.arguments:
                return place
            return place.moved(None if at is None else at.polynomial)
        if is_element(call):
            at = self._evaluator.value(call.arguments[0]) if call.arguments else None
            offset = Polynomial() if not call.arguments else None if at is None else at.polynomial
            return self.pointed_to(receiver).moved(offset)
        if isinstance(stripped(receiver.type), ContainerType):
            match call.callee.rsplit("::", 1)[-1]:
                case "at" if call.arguments:
                    value = self._evaluator.value(call.arguments[0])
                    return self._element(receiver, None if value is None else value.polynomial)
                case "front":
                    return self._element(receiver, Polynomial())
                case "back":
                    return self._element(receiver, None)
                case _:
                    pass
        if canonical_name(call.callee) in _VALUES_WITHIN:
            return self.designated(receiver)
        return unknown_place(call.type)

    def _is_stable(self, definition: Expression, variable: Variable) -> bool:
        """Whether what ``definition`` names still has the value it had at its declaration."""
        scope = self._scope
        inside = variable.id in scope.declared
        for part in walk_expression(definition):
            if not isinstance(part, Name):
                is_vector = not inside and _is_vector(stripped(part.type))
                if is_vector and scope.context.may_restructure(part):
                    return False  # what it led to may be another one's by now
                continue
            named = part.variable
            iteration = scope.iterations.get(named.id)
            if iteration is not None:
                if not iteration.span.contains(variable.span):
                    return False
            elif named.id in scope.context.modified or (
                not inside and named.name in scope.context.ambiguous
            ):
                return False
        is_reference = isinstance(variable.type, ReferenceType)
        return inside or not any(
            scope.context.may_have_changed(part, variable, scope.loop)
            for part in values_in(definition, designated=is_reference)
        )

    def _survives(self, place: Place, variable: Variable) -> bool:
        """Whether a place computed before the loop can be computed again from what it names.

        What was loaded from memory back then may have changed since.
        """
        if variable.id in self._scope.declared:
            return True
        if place.root.key.startswith("*"):
            return False
        indices = [s.value for s in place.selectors if isinstance(s, Index)]
        if (
            isinstance(variable.type, PointerType)
            and len(indices) > 1
            and not isinstance(place.root.type, ArrayType)
        ):
            return False
        return all(value is not None and self._evaluator.is_transparent(value) for value in indices)


def loaded_pointer(definition: Expression) -> Expression:
    """What a pointer is initialised by, whatever it is converted to or moved by."""
    while True:
        match definition:
            case Cast(operand=operand):
                definition = operand
            case Binary(operator="+" | "-", left=left):
                definition = left
            case _:
                return definition


def _spelled(expression: Expression) -> str:
    """Names and members as people write them, for what no text of the program is."""
    match expression:
        case Name(variable=variable):
            return variable.name
        case Member(base=This(), field=field):
            return field
        case Member(base=base, field=field, arrow=arrow):
            inner = _spelled(base)
            return f"{inner}{'->' if arrow else '.'}{field}" if inner else ""
        case _:
            return ""


def _is_vector(value_type: Type) -> bool:
    return isinstance(value_type, ContainerType) and value_type.allocates


def _fresh(variable: Variable, pointee: Type) -> Place:
    root = Root(f"{variable.id}->", RootKind.FRESH, variable.name, pointee, variable)
    return Place(root, (_ZERO,))


def _is_allocation(definition: Expression) -> bool:
    match definition:
        case Cast(operand=operand):
            return _is_allocation(operand)
        case Call(callee=callee, receiver=None):
            return callee in _ALLOCATORS
        case UnsupportedExpression(construct="CXXNewExpr"):
            return True
        case _:
            return False


def _pointee(value_type: Type) -> Type:
    match stripped(value_type):
        case PointerType(pointee=pointee):
            return pointee
        case ArrayType(element=element) | ContainerType(element=element):
            return element
        case other:
            return other


def _same_pointee(target: Type, source: Type) -> bool:
    """Whether a pointer conversion only adds or removes ``const``."""
    return unqualified(_pointee(target)) == unqualified(_pointee(source)) and isinstance(
        stripped(source), PointerType | ArrayType
    )


def unqualified(value_type: Type) -> Type:
    """``value_type`` without its top-level ``const``."""
    if isinstance(value_type, ReferenceType):
        return value_type
    if isinstance(value_type, PointerType):
        return replace(value_type, const=False, restrict=False)
    if isinstance(value_type, ArrayType):
        return replace(value_type, const=False, element=unqualified(value_type.element))
    return replace(value_type, const=False)
