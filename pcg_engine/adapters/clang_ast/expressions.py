"""Expressions: from clang's nodes to the domain's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from pcg_engine.adapters.clang_ast import calls, closures
from pcg_engine.adapters.clang_ast.allocations import allocation, deallocation
from pcg_engine.adapters.clang_ast.bindings import bound
from pcg_engine.adapters.clang_ast.constants import constant_value
from pcg_engine.adapters.clang_ast.context import FunctionContext, is_library_member
from pcg_engine.adapters.clang_ast.declarations import VariableEntry
from pcg_engine.adapters.clang_ast.json_node import (
    DECOMPOSITION,
    Node,
    children,
    descendants,
    is_expression,
    kind,
    name,
    referenced,
    written_type,
)
from pcg_engine.adapters.clang_ast.own_blocks import block_of
from pcg_engine.domain.ast import (
    ArithmeticKind,
    ArithmeticType,
    ArrayType,
    Assignment,
    Binary,
    Cast,
    Conditional,
    Construct,
    Expression,
    FloatingLiteral,
    IntegerLiteral,
    Member,
    Name,
    OpaqueType,
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

if TYPE_CHECKING:
    from pcg_engine.adapters.clang_ast.statements import StatementConverter

_TRANSPARENT = frozenset(
    (
        "ParenExpr",
        "ExprWithCleanups",
        "MaterializeTemporaryExpr",
        "CXXBindTemporaryExpr",
        "ConstantExpr",
        "CXXRewrittenBinaryOperator",
        "CXXStdInitializerListExpr",
        "FullExpr",
        "CompoundLiteralExpr",
    )
)
_CASTS = frozenset(
    (
        "ImplicitCastExpr",
        "CStyleCastExpr",
        "CXXStaticCastExpr",
        "CXXFunctionalCastExpr",
        "CXXConstCastExpr",
        "CXXReinterpretCastExpr",
        "BuiltinBitCastExpr",
    )
)
_VALUE_PRESERVING = frozenset(
    (
        "LValueToRValue",
        "NoOp",
        "ArrayToPointerDecay",
        "FunctionToPointerDecay",
        "BuiltinFnToFnPtr",
        "ConstructorConversion",
        "UserDefinedConversion",
    )
)
_DEEPEST = 100
_UNARY = frozenset(("-", "+", "!", "~", "*", "&"))


class ExpressionConverter:
    """Converts the expressions of one function."""

    def __init__(self, context: FunctionContext) -> None:
        self.context = context
        self._depth = 0
        self.statements: StatementConverter | None = None
        self._handlers: dict[str, Callable[[Node], Expression]] = {
            "IntegerLiteral": self._integer,
            "CharacterLiteral": self._integer,
            "CXXBoolLiteralExpr": self._boolean,
            "CXXNullPtrLiteralExpr": self._zero,
            "GNUNullExpr": self._zero,
            "FloatingLiteral": self._floating,
            "DeclRefExpr": self._reference,
            "UnaryOperator": self._unary,
            "BinaryOperator": self._binary,
            "CompoundAssignOperator": self._compound_assignment,
            "ArraySubscriptExpr": self._subscript,
            "MemberExpr": self._member,
            "CXXThisExpr": self._this,
            "ConditionalOperator": self._conditional,
            "InitListExpr": self._list,
            "ImplicitValueInitExpr": self._zero,
            "CXXScalarValueInitExpr": self._zero,
            "UnaryExprOrTypeTraitExpr": self._size,
            "SubstNonTypeTemplateParmExpr": self._last_child,
            "LambdaExpr": self._lambda,
            "CXXNewExpr": lambda n: self.unsupported(n, allocation(n)),
            "CXXDeleteExpr": lambda n: self.unsupported(n, deallocation(n)),
            "StmtExpr": self._with_statements,
            "CallExpr": lambda n: calls.call(self, n),
            "CXXMemberCallExpr": lambda n: calls.member_call(self, n),
            "CXXOperatorCallExpr": lambda n: calls.operator_call(self, n),
            "UserDefinedLiteral": lambda n: calls.call(self, n),
            "CXXConstructExpr": lambda n: calls.construction(self, n),
            "CXXTemporaryObjectExpr": lambda n: calls.construction(self, n),
            "CXXDefaultArgExpr": self._default,
            "CXXDefaultInitExpr": self._default,
        }

    def convert(self, node: Node) -> Expression:
        """The domain's expression for ``node``."""
        if self._depth >= _DEEPEST:
            # Whoever walks the tree recurses too; nobody has to survive more than this.
            return UnsupportedExpression(
                "TooDeeplyNested", (), self.type_of(node), self.context.span(node)
            )
        self._depth += 1
        try:
            bare = self.bare(node)
            converted = self._converted(bare)
            if bare.get("isPartOfExplicitCast") and isinstance(converted, Cast):
                # clang puts the conversion under the cast that asks for it, as written.
                return replace(converted, span=self.context.span(self._written_cast(node, bare)))
            return converted
        finally:
            self._depth -= 1

    def _converted(self, node: Node) -> Expression:
        k = kind(node)
        if k in _CASTS:
            return self._cast(node)
        handler = self._handlers.get(k)
        return self.unsupported(node) if handler is None else handler(node)

    def bare(self, node: Node) -> Node:
        """``node`` without the wrappers that have no meaning of their own."""
        while True:
            k = kind(node)
            inner = [c for c in children(node) if kind(c)]
            transparent = k in _TRANSPARENT or (
                k in _CASTS
                and node.get("castKind") in _VALUE_PRESERVING
                and not self._gives_up(node)
            )
            if not transparent or len(inner) != 1:
                return node
            node = inner[0]

    def _gives_up(self, node: Node) -> bool:
        """Whether a cast lets another object take what an object has: ``static_cast<T&&>(x)``."""
        return (
            kind(node) != "ImplicitCastExpr"
            and node.get("valueCategory") == "xvalue"
            and not isinstance(self.type_of(node), ArithmeticType | PointerType)
        )

    def _written_cast(self, node: Node, bare: Node) -> Node:
        """The innermost cast of the source from ``node`` down to ``bare``."""
        found = bare
        while node is not bare:
            if kind(node) in _CASTS and kind(node) != "ImplicitCastExpr":
                found = node
            (node,) = [c for c in children(node) if kind(c)]
        return found

    def type_of(self, node: Node) -> Type:
        """The type of an expression."""
        return self.context.unit.type_of(node)

    def unsupported(self, node: Node, construct: str = "") -> UnsupportedExpression:
        """``node`` as a construct without a node of its own, everything below it in view.

        It is called ``construct``, or else as clang calls it.
        """
        found: list[Expression] = []
        for child in children(node):
            found += self.expressions_within(child)
        return UnsupportedExpression(
            construct or kind(node), tuple(found), self.type_of(node), self.context.span(node)
        )

    def expressions_within(self, node: Node) -> list[Expression]:
        """The outermost expressions at or below ``node``."""
        if not kind(node):
            return []
        if is_expression(node):
            return [self.convert(node)]
        if self.statements is not None:
            return self.statements.flatten(node)
        return []

    def _integer(self, node: Node) -> Expression:
        return IntegerLiteral(int(node["value"]), self.type_of(node), self.context.span(node))

    def _boolean(self, node: Node) -> Expression:
        return IntegerLiteral(int(bool(node["value"])), self.type_of(node), self.context.span(node))

    def _floating(self, node: Node) -> Expression:
        try:
            value = float(str(node["value"]))
        except ValueError:
            return self.unsupported(node)
        return FloatingLiteral(value, self.type_of(node), self.context.span(node))

    def _zero(self, node: Node) -> Expression:
        type_ = self.type_of(node)
        where = self.context.span(node)
        match type_:
            case ArithmeticType(kind=ArithmeticKind.FLOATING):
                return FloatingLiteral(0.0, type_, where)
            case ArithmeticType() | PointerType():
                return IntegerLiteral(0, type_, where)
            case OpaqueType(spelling="std::nullptr_t" | "nullptr_t" | "long"):
                return IntegerLiteral(0, type_, where)
            case _:
                return Construct((), type_, where)

    def _reference(self, node: Node) -> Expression:
        declaration = referenced(node)
        where = self.context.span(node)
        identifier = str(declaration.get("id", ""))
        declarations = self.context.unit.declarations
        declared_as = kind(declaration)
        if declared_as == "EnumConstantDecl":
            value = declarations.enumerator_values.get(identifier)
            if value is not None:
                return IntegerLiteral(value, self.type_of(node), where)
            return self.unsupported(node)
        if declared_as == "BindingDecl" and identifier in self.context.unit.bindings:
            binding = self.context.unit.bindings[identifier]
            part = bound(binding, self.type_of(node), where, self.convert)
            if part is not None:
                return part
        if declared_as not in (
            "VarDecl",
            "ParmVarDecl",
            "VarTemplateSpecializationDecl",
            DECOMPOSITION,
        ):
            return UnsupportedExpression(declared_as, (), self.type_of(node), where)
        variable = self.context.note(self._variable(node, identifier))
        return Name(variable, self._named_type(node, variable), where)

    def _named_type(self, node: Node, variable: Variable) -> Type:
        """The type of a use; that of the variable where clang spells a member of the library."""
        spelled = self.type_of(node)
        if not (isinstance(spelled, OpaqueType) and is_library_member(spelled)):
            return spelled
        known = variable.type
        return known.referent if isinstance(known, ReferenceType) else known

    def _variable(self, node: Node, identifier: str) -> Variable:
        known = self.context.unit.variables.get(identifier)
        if known is not None:
            return known
        entry = self.context.unit.declarations.variable_by_id.get(identifier)
        if entry is not None:
            return self.context.global_variable(
                referenced(node),
                self.constant_of(entry.node),
                self._block_of(entry),
            )
        return self.context.foreign_variable(node)

    def owns_block(self, entry: VariableEntry) -> bool:
        """Whether a global pointer always leads to a block of its own."""
        return self._block_of(entry) is not None

    def _block_of(self, entry: VariableEntry) -> int | None:
        unit = self.context.unit
        if unit.is_header or not isinstance(unit.type_of(entry.node), PointerType):
            return None
        initialiser = self.initialiser(entry.node)
        return block_of(entry, initialiser, unit.declarations.texts, self.convert)

    def is_constant_integer(self, declaration: Node) -> bool:
        """Whether ``declaration`` is a ``const`` integer whose initialiser may be evaluated."""
        spelled = written_type(declaration)
        if not (declaration.get("constexpr") or spelled.startswith("const ")):
            return False
        type_ = self.context.unit.type_of(declaration)
        if not isinstance(type_, ArithmeticType) or type_.kind is not ArithmeticKind.INTEGER:
            return False
        initialiser = self.initialiser(declaration)
        if initialiser is None or "volatile" in spelled:
            return False
        return not any(
            kind(d) in ("CallExpr", "LambdaExpr", "StmtExpr")
            for d in (initialiser, *descendants(initialiser))
        )

    def constant_of(self, declaration: Node) -> int | None:
        """The value of a ``const`` integer variable with a constant initialiser."""
        initialiser = self.initialiser(declaration)
        if initialiser is None or not self.is_constant_integer(declaration):
            return None
        return constant_value(self.convert(initialiser))

    def initialiser(self, declaration: Node) -> Node | None:
        """The initialising expression of a variable."""
        if not declaration.get("init"):
            return None
        return next((c for c in children(declaration) if is_expression(c)), None)

    def _unary(self, node: Node) -> Expression:
        operator = str(node.get("opcode", ""))
        operands = children(node)
        if operator == "__extension__":
            return self.convert(operands[0])
        if operator in ("++", "--"):
            operator = f"post{operator}" if node.get("isPostfix") else f"{operator}pre"
        elif operator not in _UNARY:
            return self.unsupported(node)
        return Unary(
            operator, self.convert(operands[0]), self.type_of(node), self.context.span(node)
        )

    def _binary(self, node: Node) -> Expression:
        operator = str(node.get("opcode", ""))
        if operator in (".*", "->*", "<=>"):
            return self.unsupported(node)
        left, right = (self.convert(c) for c in children(node))
        type_, where = self.type_of(node), self.context.span(node)
        if operator == "=":
            return Assignment("=", left, right, type_, type_, where)
        return Binary(operator, left, right, type_, where)

    def _compound_assignment(self, node: Node) -> Expression:
        target, value = (self.convert(c) for c in children(node))
        result = cast("Node", node.get("computeResultType", {}))
        computed = self.type_of({"type": result}) if result else self.type_of(node)
        return Assignment(
            str(node["opcode"]),
            target,
            value,
            computed,
            self.type_of(node),
            self.context.span(node),
        )

    def _subscript(self, node: Node) -> Expression:
        first, second = (self.convert(c) for c in children(node))
        if isinstance(first.type, ArithmeticType):
            first, second = second, first
        return Subscript(first, second, self.type_of(node), self.context.span(node))

    def _member(self, node: Node) -> Expression:
        inner = [c for c in children(node) if kind(c)]
        identifier = str(node.get("referencedMemberDecl", ""))
        static = self.context.unit.declarations.variable_by_id.get(identifier)
        if static is not None:
            variable = self.context.unit.variables.get(identifier) or self.context.global_variable(
                static.node, self.constant_of(static.node)
            )
            self.context.note(variable)
            return Name(variable, self.type_of(node), self.context.span(node))
        if len(inner) != 1:
            return self.unsupported(node)
        return Member(
            self.convert(inner[0]),
            name(node),
            bool(node.get("isArrow")),
            self.type_of(node),
            self.context.span(node),
        )

    def _this(self, node: Node) -> Expression:
        return This(self.type_of(node), self.context.span(node))

    def _conditional(self, node: Node) -> Expression:
        condition, then, otherwise = (self.convert(c) for c in children(node))
        return Conditional(condition, then, otherwise, self.type_of(node), self.context.span(node))

    def _list(self, node: Node) -> Expression:
        parts = [self.convert(c) for c in children(node) if kind(c)]
        type_ = self.type_of(node)
        if isinstance(type_, ArithmeticType | PointerType):
            return parts[0] if len(parts) == 1 else self._zero(node)
        fillers = cast("list[Node]", node.get("array_filler", []))
        parts += [
            self.convert(f)
            for f in fillers
            if kind(f) and kind(f) not in ("ImplicitValueInitExpr",)
        ]
        return Construct(tuple(parts), type_, self.context.span(node))

    def _size(self, node: Node) -> Expression:
        if node.get("name") != "sizeof":
            return self.unsupported(node)
        of = (
            self.type_of({"type": node["argType"]})
            if "argType" in node
            else self.type_of(children(node)[0])
        )
        size = _size_in_bytes(of)
        where = self.context.span(node)
        if size is None:
            return UnsupportedExpression("sizeof", (), self.type_of(node), where)
        return IntegerLiteral(size, self.type_of(node), where)

    def _last_child(self, node: Node) -> Expression:
        inner = [c for c in children(node) if is_expression(c)]
        return self.convert(inner[-1]) if inner else self.unsupported(node)

    def _default(self, node: Node) -> Expression:
        inner = [c for c in children(node) if is_expression(c)]
        if len(inner) == 1:
            return self.convert(inner[0])
        return self.unsupported(node)

    def _lambda(self, node: Node) -> Expression:
        found: list[Expression] = []
        construct = "LambdaExpr"
        for child in children(node):
            if kind(child) == "CXXRecordDecl":
                for parameter in descendants(child):
                    if kind(parameter) == "ParmVarDecl":
                        self.context.declare(parameter, Storage.LOCAL)
                if closures.is_value(child):
                    construct = closures.VALUE
                    closures.add(self.context, child)
            elif kind(child):
                found += self.expressions_within(child)
        return UnsupportedExpression(
            construct, tuple(found), self.type_of(node), self.context.span(node)
        )

    def _with_statements(self, node: Node) -> Expression:
        return self.unsupported(node)

    def _cast(self, node: Node) -> Expression:
        inner = [c for c in children(node) if is_expression(c)]
        if len(inner) != 1:
            return self.unsupported(node)
        if self._gives_up(node):
            return calls.move(self, node, self.convert(inner[0]))
        conversion = str(node.get("castKind", ""))
        if conversion in _VALUE_PRESERVING:
            return self.convert(inner[0])
        explicit = kind(node) != "ImplicitCastExpr" or bool(node.get("isPartOfExplicitCast"))
        return Cast(
            conversion,
            explicit,
            self.convert(inner[0]),
            self.type_of(node),
            self.context.span(node),
        )


def _size_in_bytes(type_: Type) -> int | None:
    match type_:
        case ArithmeticType(bits=bits):
            return bits // 8
        case PointerType():
            return 8
        case ArrayType(element=element, extent=extent):
            size = _size_in_bytes(element)
            return None if size is None or extent is None else size * extent
        case _:
            return None
