"""Functions and records: from clang's declarations to the domain's."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import cast

from pcg_engine.adapters.clang_ast.callees import says_noexcept
from pcg_engine.adapters.clang_ast.context import FunctionContext, Given, UnitContext
from pcg_engine.adapters.clang_ast.declarations import (
    NAMED_BY_TYPEDEF,
    FunctionEntry,
    RecordEntry,
)
from pcg_engine.adapters.clang_ast.json_node import (
    Node,
    children,
    descendants,
    is_expression,
    is_in_main_file,
    kind,
    name,
    span,
    spelled_type,
)
from pcg_engine.adapters.clang_ast.statements import StatementConverter
from pcg_engine.adapters.clang_ast.template_arguments import template_arguments
from pcg_engine.domain.ast import (
    ArithmeticType,
    Assignment,
    Base,
    Block,
    ExpressionStatement,
    Factory,
    Field,
    Function,
    Linkage,
    Member,
    OpaqueType,
    PointerType,
    Record,
    RecordType,
    ReferenceType,
    Return,
    Statement,
    Storage,
    This,
    Type,
    UnsupportedStatement,
    Variable,
)
from pcg_engine.domain.traversal import walk_statements

_LAYOUT_ATTRIBUTES = frozenset({"PackedAttr", "AlignedAttr", "MaxFieldAlignmentAttr"})
_COPYING = ("copyCtor", "moveCtor", "copyAssign", "moveAssign", "dtor")
_NUMBERS = frozenset(
    (
        "IntegerLiteral",
        "FloatingLiteral",
        "CXXBoolLiteralExpr",
        "CXXNullPtrLiteralExpr",
        "ImplicitCastExpr",
        "ImplicitValueInitExpr",
        "InitListExpr",
        "UnaryOperator",
    )
)


@dataclass(frozen=True, slots=True)
class ConvertedFunction:
    """A function with the keys of the user functions and the static variables that it names."""

    function: Function
    called: tuple[str, ...]
    statics: tuple[Variable, ...]


def convert_function(entry: FunctionEntry, unit: UnitContext) -> ConvertedFunction:
    """The function that ``entry`` declares; raises ``RecursionError`` if it nests too deeply."""
    node = entry.load()
    where = span(node)
    in_main_file = (
        is_in_main_file(cast("Node", node["range"])["begin"])
        if "range" in node and not entry.scope.closure
        else False
    )
    context = FunctionContext(unit, entry.key, in_main_file)
    converter = StatementConverter(context)
    declared = [c for c in children(node) if kind(c) == "ParmVarDecl"]
    given = _given(entry, declared, converter)
    parameters = tuple(
        context.declare(c, Storage.PARAMETER, given=one)
        for c, one in zip(declared, given, strict=True)
    )
    body = _body(node, converter, entry.scope.record or "")
    internal = entry.scope.internal or entry.key in unit.declarations.internal_keys
    function = Function(
        key=entry.key,
        name=entry.name,
        return_type=_returned(return_type(node, unit), body if entry.scope.instance else None),
        parameters=parameters,
        body=body,
        linkage=Linkage.INTERNAL if internal else Linkage.EXTERNAL,
        span=where,
        in_main_file=in_main_file,
        # No exception leaves C.
        is_noexcept=unit.is_c or says_noexcept(spelled_type(node)),
        is_member=entry.scope.record is not None,
        is_static_member=entry.scope.record is not None and node.get("storageClass") == "static",
        is_template_instance=entry.scope.instance,
        is_constexpr=bool(node.get("constexpr")),
        is_variadic=bool(node.get("variadic")),
        record=entry.scope.record,
        attributes=tuple(kind(c) for c in children(node) if kind(c).endswith("Attr")),
        template_arguments=template_arguments(node, unit.declarations),
    )
    return ConvertedFunction(function, tuple(context.called), tuple(context.statics.values()))


def _given(
    entry: FunctionEntry, parameters: list[Node], converter: StatementConverter
) -> list[Given]:
    """What all calls of the function say of its parameters."""
    unit = converter.context.unit
    owns_block = converter.expressions.owns_block
    if entry.key not in unit.declarations.internal_keys or unit.is_header:
        return [Given() for _ in parameters]
    leading = [
        n
        for n, one in enumerate(parameters)
        if isinstance(unit.type_of(one), PointerType | ReferenceType)
    ]
    found: list[Given] = []
    for position in range(len(parameters)):
        if position not in leading:
            found.append(Given())
            continue
        objects = unit.call_sites.objects(entry.key, position, owns_block)
        apart = tuple(
            name(parameters[other])
            for other in leading
            if other != position
            and unit.call_sites.are_apart(entry.key, position, other, owns_block)
        )
        found.append(Given(objects, apart))
    return found


def _returned(declared: Type, body: Block | None) -> Type:
    """``declared``, or what is returned where its spelling does not tell.

    That of ``typename std::enable_if<…>::type`` is not resolved; whatever an instance returns has
    been converted to it.
    """
    if not isinstance(declared, OpaqueType) or declared.spelling.rstrip().endswith(("&", "*")):
        return declared
    if body is None:
        return declared
    values = [s.value for s in walk_statements(body) if isinstance(s, Return)]
    types = {None if value is None else value.type for value in values}
    found = {replace(t, const=False) if isinstance(t, ArithmeticType) else None for t in types}
    return next(iter(found)) or declared if len(found) == 1 else declared


def _body(node: Node, converter: StatementConverter, record: str) -> Block | None:
    prologue: list[Statement] = []
    body: Block | None = None
    for child in children(node):
        if kind(child) == "CXXCtorInitializer":
            prologue += _member_initialiser(child, converter, record)
        elif kind(child) == "CompoundStmt":
            body = converter.block(child)
        elif kind(child) == "CXXTryStmt":
            body = Block((converter.convert(child),), converter.context.span(child))
    if body is None or not prologue:
        return body
    return Block((*prologue, *body.statements), body.span)


def _member_initialiser(node: Node, converter: StatementConverter, record: str) -> list[Statement]:
    """``field(value)`` of a constructor as an assignment to the member."""
    value = next((c for c in children(node) if is_expression(c)), None)
    if value is None:
        return []
    converted = converter.expressions.convert(value)
    member = cast("Node", node.get("anyInit", {}))
    if kind(member) != "FieldDecl":
        return [UnsupportedStatement("CXXCtorInitializer", (converted,), (), converted.span)]
    type_ = converter.context.unit.type_of(member)
    this = This(PointerType(RecordType(record)), converted.span)
    target = Member(this, name(member), True, type_, converted.span)
    return [
        ExpressionStatement(
            Assignment("=", target, converted, type_, type_, converted.span), converted.span
        )
    ]


def return_type(node: Node, unit: UnitContext) -> Type:
    """What a function gives: the part of its type's spelling before its parameter list."""
    spelled = str(cast("Node", node.get("type", {})).get("qualType", ""))
    depth = 0
    for position, character in enumerate(spelled):
        if character in "<([":
            if character == "(" and depth == 0:
                returned = spelled[:position].strip()
                rest = spelled[position:]
                if returned == "auto" and "->" in rest:
                    returned = rest.rsplit("->", 1)[1].strip()
                return unit.names.parse(returned)
            depth += 1
        elif character in ">)]":
            depth -= 1
    return unit.names.parse(spelled)


def convert_record(
    entry: RecordEntry, unit: UnitContext, factories: tuple[Factory, ...] = ()
) -> Record:
    """The record's fields and bases, whether it is plain, and what makes objects of it."""
    node = entry.node
    data = cast("Node", node.get("definitionData", {}))
    fields: list[Field] = []
    public = node.get("tagUsed") != "class"
    all_public = distinct = True
    for child in children(node):
        if kind(child) == "AccessSpecDecl":
            public = child.get("access") == "public"
        elif kind(child) == "FieldDecl":
            all_public = all_public and public
            # Members of anonymous unions and bit-fields share memory.
            distinct = distinct and bool(name(child)) and not child.get("isBitfield")
            fields.append(Field(name(child), unit.type_of(child), public))
    if kind(node) == "RecordDecl":
        return _c_record(entry, tuple(fields), is_plain=distinct)
    trivially_copyable = bool(data.get("isTriviallyCopyable"))
    default = cast("Node", data.get("defaultCtor", {}))
    constructors = [c for c in children(node) if kind(c) == "CXXConstructorDecl"]
    deleted = any(
        c.get("explicitlyDeleted") and not any(kind(p) == "ParmVarDecl" for p in children(c))
        for c in constructors
    )
    default_constructible = bool(default.get("exists")) and not deleted
    whole = distinct and not node.get("bases")
    return Record(
        name=entry.name,
        fields=tuple(fields),
        is_plain=trivially_copyable and all_public and whole,
        is_union=node.get("tagUsed") == "union",
        default_constructible=default_constructible,
        has_whole_state=whole,
        constructors=_constructors(node, unit)
        if not (default_constructible and all_public)
        else (),
        has_distinct_fields=distinct,
        bases=_bases(node, unit),
        is_abstract=bool(data.get("isAbstract")),
        factories=factories,
        default_is_own=(bool(default.get("userProvided")) and not _sets_numbers(constructors))
        or any(kind(c) == "FieldDecl" and not _starts_plainly(c, unit) for c in children(node)),
        copies_members=not any(
            cast("Node", data.get(member, {})).get("userDeclared") for member in _COPYING
        ),
    )


_VALUES = frozenset(
    (
        "BinaryOperator",
        "CStyleCastExpr",
        "CallExpr",
        "CXXBindTemporaryExpr",
        "CXXFunctionalCastExpr",
        "CXXScalarValueInitExpr",
        "CXXStaticCastExpr",
        "CharacterLiteral",
        "ConstantExpr",
        "ExprWithCleanups",
        "MaterializeTemporaryExpr",
        "ParenExpr",
        "StringLiteral",
    )
)
"""What values of numbers and strings are written with besides."""
_LIMITS = frozenset(("infinity", "max", "min", "lowest", "epsilon", "quiet_NaN"))
"""Of ``std::numeric_limits``."""


def _sets_numbers(constructors: list[Node]) -> bool:
    """Whether the constructor without parameters only sets fields to numbers, as its class says."""
    for one in constructors:
        if any(kind(c) == "ParmVarDecl" for c in children(one)):
            continue
        body = next((c for c in children(one) if kind(c) == "CompoundStmt"), None)
        given = [c for c in children(one) if kind(c) == "CXXCtorInitializer"]
        return (
            body is not None
            and not children(body)
            and all(kind(d) in _NUMBERS for c in given for d in descendants(c))
        )
    return False


def _starts_plainly(member: Node, unit: UnitContext) -> bool:
    """Whether what the class says that a field begins with reads and changes no variable.

    What making an object of the field's own type does is told by that type.
    """
    return all(
        _is_constant(part, unit)
        for value in children(member)
        if is_expression(value)
        for part in (value, *descendants(value))
    )


def _is_constant(part: Node, unit: UnitContext) -> bool:
    """Whether a part of an expression, seen alone, computes with constants."""
    match kind(part):
        case "DeclRefExpr":
            named = cast("Node", part.get("referencedDecl", {}))
            if kind(named) == "CXXMethodDecl":
                own = str(named.get("id", "")) in unit.declarations.function_by_id
                return not own and name(named) in _LIMITS
            number = unit.type_of(named) if kind(named) == "VarDecl" else None
            constant = isinstance(number, ArithmeticType) and number.const
            return constant or kind(named) == "EnumConstantDecl"
        case "CXXConstructExpr":
            return not any(is_expression(c) for c in children(part))
        case "CXXDefaultInitExpr":
            return bool(children(part))  # which stand for it
        case other:
            return other in _NUMBERS | _VALUES and part.get("opcode") not in ("++", "--")


def _bases(node: Node, unit: UnitContext) -> tuple[Base, ...]:
    """The direct base classes, in the order of their parts."""
    return tuple(
        Base(unit.type_of(base), bool(base.get("isVirtual")))
        for base in cast("list[Node]", node.get("bases", []))
    )


def _constructors(node: Node, unit: UnitContext) -> tuple[tuple[Field, ...], ...]:
    """The parameters of each public constructor that makes an object of something else."""
    found: list[tuple[Field, ...]] = []
    public = node.get("tagUsed") != "class"
    for child in children(node):
        if kind(child) == "AccessSpecDecl":
            public = child.get("access") == "public"
        elif kind(child) == "CXXConstructorDecl" and public and not child.get("explicitlyDeleted"):
            given = [c for c in children(child) if kind(c) == "ParmVarDecl"]
            if given and not child.get("isImplicit"):
                found.append(tuple(Field(name(c), unit.type_of(c)) for c in given))
    return tuple(found)


def _c_record(entry: RecordEntry, fields: tuple[Field, ...], *, is_plain: bool) -> Record:
    """A struct of C, of which clang tells less; an attribute may give it another layout."""
    node = entry.node
    declared = (node, *(c for c in children(node) if kind(c) == "FieldDecl"))
    attributes = {kind(c) for d in declared for c in children(d) if kind(c).endswith("Attr")}
    return Record(
        name=entry.name,
        fields=fields,
        is_plain=is_plain and attributes.isdisjoint(_LAYOUT_ATTRIBUTES),
        is_union=node.get("tagUsed") == "union",
        is_tagged=not node.get(NAMED_BY_TYPEDEF),
    )
