"""Calls: of functions, members, overloaded operators and constructors."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from pcg_engine.adapters.clang_ast.bindings import got, part_at
from pcg_engine.adapters.clang_ast.callees import (
    Callee,
    free_callee,
    member_callee,
)
from pcg_engine.adapters.clang_ast.declarations import FunctionEntry, RecordEntry
from pcg_engine.adapters.clang_ast.json_node import (
    NOWHERE,
    Node,
    children,
    is_expression,
    kind,
    name,
    referenced,
    span,
    spelled_type,
    written_type,
)
from pcg_engine.domain.ast import (
    ArithmeticType,
    Assignment,
    Call,
    Construct,
    ContainerType,
    Expression,
    PointerType,
    RecordType,
    ReferenceType,
    Subscript,
    Type,
    Unary,
)

if TYPE_CHECKING:
    from pcg_engine.adapters.clang_ast.expressions import ExpressionConverter

_UNKNOWN = Callee(None, None)
_INHERITED = "CXXInheritedCtorInitExpr"
_MOVE = "std::move"
_MOVES_SOMETIMES = frozenset(("std::forward", "std::move_if_noexcept", "std::forward_like"))


def call(converter: ExpressionConverter, node: Node) -> Expression:
    """A call of a function, a static member, or of whatever an expression yields."""
    callee_node, *argument_nodes = [c for c in children(node) if kind(c)]
    target = converter.bare(callee_node)
    receiver: Expression | None = None
    arguments = [a for a in argument_nodes if is_expression(a)]
    part = _part(converter, node, target, arguments)
    if part is not None:
        return part
    if kind(target) == "DeclRefExpr" and "Var" not in kind(referenced(target)):
        types = tuple(converter.type_of(a) for a in arguments)
        callee = free_callee(converter.context, target, span(target), types)
        if callee.name in _MOVES_SOMETIMES and node.get("valueCategory") == "xvalue":
            callee = replace(callee, name=_MOVE)
    elif kind(target) == "MemberExpr" and _member_entry(converter, target) is not None:
        declaration: Node = {"id": target.get("referencedMemberDecl", "")}
        receiver_type = converter.type_of(target)
        callee = member_callee(converter.context, declaration, name(target), receiver_type)
    else:
        callee, receiver = _UNKNOWN, converter.convert(callee_node)
    return _call(converter, node, callee, receiver, arguments)


def move(converter: ExpressionConverter, node: Node, operand: Expression) -> Call:
    """A cast to an rvalue reference, as the ``std::move`` that is the same thing."""
    where = converter.context.span(node)
    return Call(_MOVE, None, None, (operand,), converter.type_of(node), where, is_noexcept=True)


def _part(
    converter: ExpressionConverter, node: Node, target: Node, arguments: list[Node]
) -> Expression | None:
    """``std::get<N>(object)`` as the member or element that it names."""
    declaration = referenced(target)
    if name(declaration) != "get" or len(arguments) != 1:
        return None
    context = converter.context
    if str(declaration.get("id", "")) in context.unit.declarations.function_by_id:
        return None
    position = got("".join(context.source(span(target)).split()))
    if position is None:
        return None
    whole = converter.convert(arguments[0])
    return part_at(whole, position, converter.type_of(node), context.span(node))


def member_call(converter: ExpressionConverter, node: Node) -> Expression:
    """``object.member(arguments)`` or ``pointer->member(arguments)``."""
    callee_node, *arguments = [c for c in children(node) if kind(c)]
    target = converter.bare(callee_node)
    inner = [c for c in children(target) if kind(c)]
    if kind(target) != "MemberExpr" or len(inner) != 1:
        return _call(converter, node, _UNKNOWN, converter.convert(callee_node), arguments)
    receiver = _object(converter, inner[0], arrow=bool(target.get("isArrow")))
    declaration: Node = {"id": target.get("referencedMemberDecl", "")}
    callee = member_callee(converter.context, declaration, name(target), receiver.type)
    if name(target).startswith("~") and isinstance(receiver.type, ArithmeticType):
        callee = _UNKNOWN
    return _call(converter, node, callee, receiver, arguments)


def operator_call(converter: ExpressionConverter, node: Node) -> Expression:
    """An overloaded operator; ``[]`` of the contiguous containers is a ``Subscript``."""
    callee_node, *arguments = [c for c in children(node) if kind(c)]
    target = converter.bare(callee_node)
    declaration = referenced(target)
    operator = name(declaration)
    is_member = kind(declaration) == "CXXMethodDecl"
    types = tuple(converter.type_of(a) for a in arguments)
    if operator == "operator[]" and len(arguments) == 2 and isinstance(types[0], ContainerType):
        base, index = (converter.convert(a) for a in arguments)
        return Subscript(base, index, converter.type_of(node), converter.context.span(node))
    if operator == "operator=" and len(arguments) == 2 and _is_trivial_copy(converter, declaration):
        to, value = (converter.convert(a) for a in arguments)
        type_ = converter.type_of(node)
        return Assignment("=", to, value, type_, type_, converter.context.span(node))
    if kind(target) != "DeclRefExpr":
        return _call(converter, node, _UNKNOWN, converter.convert(callee_node), arguments)
    if not is_member:
        callee = free_callee(converter.context, target, span(target), types)
        return _call(converter, node, callee, None, arguments)
    receiver = converter.convert(arguments[0])
    callee = member_callee(converter.context, declaration, operator, receiver.type)
    return _call(converter, node, callee, receiver, arguments[1:])


def construction(converter: ExpressionConverter, node: Node) -> Expression:
    """A constructor call; copies and moves of trivially copyable values are ``Construct`` too."""
    type_ = converter.type_of(node)
    constructor = _constructor(converter, node, type_)
    if _is_inherited(converter, node, type_, constructor):
        return converter.unsupported(node, _INHERITED)
    key: str | None = None
    if constructor is not None and not _is_implicit(constructor.header):
        key = constructor.key
        converter.context.called[key] = None
    arguments = [c for c in children(node) if is_expression(c)]
    if constructor is None:
        # Default arguments of the library's own constructors (allocators) say nothing.
        arguments = [a for a in arguments if kind(a) != "CXXDefaultArgExpr"]
    return Construct(
        tuple(_arguments(converter, arguments, constructor)),
        type_,
        converter.context.span(node),
        key,
    )


def _call(
    converter: ExpressionConverter,
    node: Node,
    callee: Callee,
    receiver: Expression | None,
    arguments: list[Node],
) -> Call:
    if callee.entry is None and callee.name is not None:
        arguments = [a for a in arguments if kind(a) != "CXXDefaultArgExpr"]
    return Call(
        callee.name,
        callee.key,
        receiver,
        tuple(_arguments(converter, arguments, callee.entry)),
        converter.type_of(node),
        converter.context.span(node),
        # No exception leaves C; what a pointer leads to may be C++.
        callee.is_noexcept or (converter.context.unit.is_c and callee.name is not None),
        callee.is_virtual,
        callee.targets,
        callee.is_closed,
    )


def _arguments(
    converter: ExpressionConverter, nodes: list[Node], callee: FunctionEntry | None
) -> list[Expression]:
    """The arguments; clang does not repeat default ones, so that the parameter's are read."""
    parameters: list[Node] = []
    if callee is not None and any(kind(n) == "CXXDefaultArgExpr" for n in nodes):
        parameters = [c for c in children(callee.load()) if kind(c) == "ParmVarDecl"]
    converted: list[Expression] = []
    for position, node in enumerate(nodes):
        default = None
        if kind(node) == "CXXDefaultArgExpr" and not children(node) and position < len(parameters):
            default = next((c for c in children(parameters[position]) if is_expression(c)), None)
        if default is None:
            converted.append(converter.convert(node))
        else:
            # Evaluated here, written elsewhere.
            value = converter.convert(default)
            converted.append(replace(value, span=NOWHERE))
    return converted


def _object(converter: ExpressionConverter, node: Node, *, arrow: bool) -> Expression:
    base = converter.convert(node)
    if not arrow:
        return base
    if isinstance(base, Unary) and base.operator == "&":
        return base.operand
    pointee = base.type.pointee if isinstance(base.type, PointerType) else base.type
    return Unary("*", base, pointee, base.span)


def _member_entry(converter: ExpressionConverter, member: Node) -> FunctionEntry | None:
    identifier = str(member.get("referencedMemberDecl", ""))
    return converter.context.unit.declarations.function_by_id.get(identifier)


def _record(converter: ExpressionConverter, type_: Type) -> RecordEntry | None:
    if isinstance(type_, RecordType):
        return converter.context.unit.declarations.records.get(type_.name)
    return None


def _constructor(converter: ExpressionConverter, node: Node, type_: Type) -> FunctionEntry | None:
    record = _record(converter, type_)
    if record is None:
        return None
    wanted = written_type({"type": cast("Node", node.get("ctorType", {}))})
    by_id = converter.context.unit.declarations.function_by_id
    for child in children(record.node):
        candidates = [child, *children(child)] if "Template" in kind(child) else [child]
        for candidate in candidates:
            if kind(candidate) == "CXXConstructorDecl" and written_type(candidate) == wanted:
                return by_id.get(str(candidate["id"]))
    return None


def _is_inherited(
    converter: ExpressionConverter, node: Node, type_: Type, constructor: FunctionEntry | None
) -> bool:
    """Whether nobody wrote what makes this object of a class of the user's, and it is no copy.

    Such a constructor is that of a base, by a using-declaration: it runs the base's, and what the
    members of the class start with.
    """
    arguments = [c for c in children(node) if is_expression(c)]
    if not arguments or _record(converter, type_) is None:
        return False
    if constructor is not None and not _is_implicit(constructor.header):
        return False
    given = converter.type_of(arguments[0])
    given = given.referent if isinstance(given, ReferenceType) else given
    is_copy = isinstance(given, RecordType) and given.name == cast("RecordType", type_).name
    return not is_copy or len(arguments) > 1


def _is_implicit(node: Node) -> bool:
    return bool(node.get("isImplicit") or node.get("explicitlyDefaulted"))


def _is_trivial_copy(converter: ExpressionConverter, declaration: Node) -> bool:
    """Whether an ``operator=`` only copies bytes."""
    entry = converter.context.unit.declarations.function_by_id.get(str(declaration.get("id", "")))
    if entry is None or not _is_implicit(entry.header):
        return False
    record = converter.context.unit.declarations.records.get(entry.scope.record or "")
    if record is None:
        return False
    which = "moveAssign" if "&&" in spelled_type(declaration) else "copyAssign"
    data = cast("Node", record.node.get("definitionData", {}))
    return bool(cast("Node", data.get(which, {})).get("trivial"))
