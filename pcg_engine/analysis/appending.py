"""Loops that append to vectors, and do nothing else with them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pcg_engine.analysis.remainder import evaluated
from pcg_engine.analysis.scope import declared_in
from pcg_engine.domain.ast import (
    ArithmeticType,
    Call,
    ContainerKind,
    ContainerType,
    Expression,
    ExpressionStatement,
    For,
    Name,
    OpaqueType,
    PointerType,
    RangeFor,
    RecordType,
    ReferenceType,
    Statement,
    Storage,
    Type,
    Variable,
)
from pcg_engine.domain.source import Span
from pcg_engine.domain.traversal import (
    all_expressions,
    own_expressions,
    walk_expression,
    walk_statements,
)

_APPENDING = ("std::vector::push_back", "std::vector::emplace_back")


@dataclass(frozen=True, slots=True)
class Appending:
    """``statements`` append to ``vector``; ``names`` are the places that name it.

    ``element`` is the C++ type of its elements. ``others`` are vectors of the same type that the
    loop uses as well, and that might be the same object.
    """

    vector: Variable
    element: str
    statements: tuple[ExpressionStatement, ...]
    names: tuple[Span, ...]
    others: tuple[Variable, ...]

    @property
    def replacements(self) -> dict[Span, Statement]:
        """The statements without their appending."""
        return {s.span: evaluated(_call(s).arguments, s.span) for s in self.statements}


def find_appending(loop: For | RangeFor) -> tuple[Appending, ...]:
    """The vectors that the loop only appends to, in the order of their first mention."""
    inside = frozenset(v.id for v, _ in declared_in(loop))
    statements = list(_appends(loop.body))
    found: list[Appending] = []
    for vector in {_receiver(s).id: _receiver(s) for s in statements}.values():
        own = tuple(s for s in statements if _receiver(s).id == vector.id)
        appending = _appending(loop, vector, own)
        if appending is not None and vector.id not in inside:
            found.append(appending)
    return tuple(found)


def _appending(
    loop: For | RangeFor, vector: Variable, statements: tuple[ExpressionStatement, ...]
) -> Appending | None:
    bare = _bare(vector.type)
    assert isinstance(bare, ContainerType)
    element = type_text(bare.element)
    if element is None or vector.storage not in (Storage.LOCAL, Storage.PARAMETER):
        return None
    names = [e for e in _expressions(loop) if isinstance(e, Name)]
    own = [e for e in names if e.variable.id == vector.id]
    if len(own) != len(statements):
        return None
    others = {
        e.variable.id: e.variable
        for e in names
        if e.variable.id != vector.id and _may_be_same(e.variable, vector)
    }
    return Appending(
        vector, element, statements, tuple(e.span for e in own), tuple(others.values())
    )


def type_text(value_type: Type) -> str | None:
    """``value_type`` as C++ text; ``None`` for types that cannot be named everywhere."""
    match value_type:
        case ArithmeticType(name=name) | RecordType(name=name):
            text = name
        case OpaqueType(spelling=spelling):
            text = spelling
        case PointerType(pointee=ArithmeticType(name=name, const=const)):
            text = f"{'const ' * const}{name}*"
        case ContainerType(container=ContainerKind.VECTOR, element=element):
            inner = type_text(element)
            return None if inner is None else f"std::vector<{inner}>"
        case _:
            return None
    is_unnamed = not text or "(" in text or "lambda" in text
    return None if is_unnamed or text == "bool" else text


def _appends(statement: Statement) -> Iterator[ExpressionStatement]:
    for inner in walk_statements(statement):
        if isinstance(inner, ExpressionStatement):
            match inner.expression:
                case Call(callee=str(callee), receiver=Name(variable=variable)) if (
                    callee in _APPENDING and isinstance(_bare(variable.type), ContainerType)
                ):
                    yield inner
                case _:
                    pass


def _call(statement: ExpressionStatement) -> Call:
    assert isinstance(statement.expression, Call)
    return statement.expression


def _receiver(statement: ExpressionStatement) -> Variable:
    receiver = _call(statement).receiver
    assert isinstance(receiver, Name)
    return receiver.variable


def _expressions(loop: For | RangeFor) -> Iterator[Expression]:
    for own in own_expressions(loop):
        yield from walk_expression(own)
    yield from all_expressions(loop.body)


def _may_be_same(one: Variable, other: Variable) -> bool:
    """Whether both may name one vector: two references to vectors with like elements."""
    first, second = _bare(one.type), _bare(other.type)
    if not (isinstance(first, ContainerType) and isinstance(second, ContainerType)):
        return False
    are_references = isinstance(one.type, ReferenceType) and isinstance(other.type, ReferenceType)
    return are_references and first.element == second.element


def _bare(value_type: Type) -> Type:
    return value_type.referent if isinstance(value_type, ReferenceType) else value_type
