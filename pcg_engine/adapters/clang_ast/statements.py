"""Statements: from clang's nodes to the domain's."""

from __future__ import annotations

import re
from collections.abc import Callable

from pcg_engine.adapters.clang_ast.bindings import bind
from pcg_engine.adapters.clang_ast.constants import constant_value
from pcg_engine.adapters.clang_ast.context import FunctionContext
from pcg_engine.adapters.clang_ast.declarations import Scope
from pcg_engine.adapters.clang_ast.expressions import ExpressionConverter
from pcg_engine.adapters.clang_ast.json_node import (
    DECOMPOSITION,
    NOWHERE,
    Node,
    children,
    is_expression,
    is_statement,
    kind,
    name,
)
from pcg_engine.adapters.clang_ast.range_elements import element_and_rest, is_element
from pcg_engine.domain.ast import (
    Block,
    Break,
    Continue,
    Declaration,
    Declarator,
    Empty,
    Expression,
    ExpressionStatement,
    For,
    If,
    OpenMPDirective,
    RangeFor,
    Return,
    Statement,
    Storage,
    UnsupportedStatement,
    While,
)
from pcg_engine.domain.source import Span
from pcg_engine.domain.traversal import own_expressions, walk_statements

_LOCAL_TYPES = frozenset(
    (
        "CXXRecordDecl",
        "EnumDecl",
        "TypedefDecl",
        "TypeAliasDecl",
        "UsingDecl",
        "UsingDirectiveDecl",
        "UsingEnumDecl",
        "StaticAssertDecl",
        "NamespaceAliasDecl",
        "EmptyDecl",
    )
)
_LABELS = {
    "GotoStmt": re.compile(rb"goto\s+([A-Za-z_]\w*)"),
    "LabelStmt": re.compile(rb"([A-Za-z_]\w*)\s*:"),
}
_CASES = ("CaseStmt", "DefaultStmt")
_PRAGMA = re.compile(r"#\s*pragma\s+omp\s+")


class StatementConverter:
    """Converts the statements of one function."""

    def __init__(self, context: FunctionContext) -> None:
        self.context = context
        self.expressions = ExpressionConverter(context)
        self.expressions.statements = self
        self._handlers: dict[str, Callable[[Node], Statement]] = {
            "CompoundStmt": self.block,
            "DeclStmt": self._declaration,
            "IfStmt": self._if,
            "ForStmt": self._for,
            "CXXForRangeStmt": self._range_for,
            "WhileStmt": self._while,
            "DoStmt": self._do,
            "ReturnStmt": self._return,
            "BreakStmt": lambda n: Break(context.span(n)),
            "ContinueStmt": lambda n: Continue(context.span(n)),
            "NullStmt": lambda n: Empty(context.span(n)),
            "AttributedStmt": self._attributed,
            "CapturedStmt": self._captured,
            "OMPCanonicalLoop": self._first,
        }

    def convert(self, node: Node) -> Statement:
        """The domain's statement for ``node``."""
        k = kind(node)
        handler = self._handlers.get(k)
        if handler is not None:
            return handler(node)
        if is_expression(node):
            statements = self._discarded(node)
            if statements is not None:
                return Block(tuple(statements), self.context.span(node))
            expression = self.expressions.convert(node)
            return ExpressionStatement(expression, expression.span)
        if k.startswith("OMP") and k.endswith("Directive"):
            return self._directive(node)
        return self.unsupported(node)

    def _discarded(self, node: Node) -> list[Statement] | None:
        """The statements of ``({ … })`` whose value nobody uses, as that of C's ``assert``.

        ``None`` for everything else.
        """
        inside = children(node)
        match kind(node), node.get("opcode"):
            case ("ParenExpr", _) | ("UnaryOperator", "__extension__"):
                return self._discarded(inside[0]) if inside else None
            case ("CStyleCastExpr", _) if node.get("castKind") == "ToVoid":
                return self._discarded(inside[0]) if inside else None
            case ("BinaryOperator", ",") if len(inside) == 2:
                last = self._discarded(inside[1])
                return None if last is None else [self.convert(inside[0]), *last]
            case ("StmtExpr", _) if len(inside) == 1 and kind(inside[0]) == "CompoundStmt":
                return [self.block(inside[0])]
            case _:
                return None

    def block(self, node: Node) -> Block:
        """A compound statement; what clang dropped after an error in it is put back in view."""
        statements = [self.convert(c) for c in children(node) if kind(c)]
        return Block((*statements, *self._errors(node)), self.context.span(node))

    def unsupported(self, node: Node) -> UnsupportedStatement:
        """``node`` as a construct without a node of its own, everything below it in view."""
        expressions: list[Expression] = []
        statements: list[Statement] = []
        inside = children(node)
        if kind(node) in _CASES and inside:
            inside, last = inside[:-1], inside[-1]
            statements.append(self.convert(last))
        for child in inside:
            self._gather(child, expressions, statements)
        return UnsupportedStatement(
            kind(node),
            tuple(expressions),
            tuple(statements),
            self.context.span(node),
            self._label(node),
        )

    def _label(self, node: Node) -> str:
        """The label that the text gives, or jumps to."""
        pattern = _LABELS.get(kind(node))
        if pattern is None:
            return ""
        span = self.context.span(node)
        found = pattern.match(self.context.unit.text[span.start : span.end])
        return "" if found is None else found[1].decode()

    def flatten(self, node: Node) -> list[Expression]:
        """All outermost expressions of a statement (or declaration) inside an expression."""
        if is_statement(node):
            return [e for s in walk_statements(self.convert(node)) for e in own_expressions(s)]
        expressions: list[Expression] = []
        statements: list[Statement] = []
        for child in children(node):
            self._gather(child, expressions, statements)
        for statement in statements:
            expressions += [e for s in walk_statements(statement) for e in own_expressions(s)]
        return expressions

    def _gather(
        self, node: Node, expressions: list[Expression], statements: list[Statement]
    ) -> None:
        k = kind(node)
        if not k:
            return
        if is_expression(node):
            expressions.append(self.expressions.convert(node))
        elif is_statement(node) or k == "OMPCanonicalLoop":
            statements.append(self.convert(node))
        elif k == "VarDecl" or k == "DecompositionDecl":
            initialiser = self.expressions.initialiser(node)
            self.context.declare(node, Storage.LOCAL)
            if initialiser is not None:
                expressions.append(self.expressions.convert(initialiser))
        elif k == "CXXRecordDecl":
            self._local_type(node)
        elif not k.endswith(("Attr", "Comment", "Type")):
            for child in children(node):
                self._gather(child, expressions, statements)

    def _errors(self, node: Node) -> list[Statement]:
        where = self.context.span(node)
        if not self.context.in_main_file:
            return []
        return [
            UnsupportedStatement("Error", (), (), Span(offset, offset))
            for offset in self.context.unit.error_offsets
            if where.holds(offset)
        ]

    def _body(self, loop: Node, node: Node | None) -> Statement:
        body = self.convert(node) if node and kind(node) else Empty(self.context.span(loop))
        errors = [] if isinstance(body, Block) else self._errors(loop)
        return Block((body, *errors), body.span) if errors else body

    def _declaration(self, node: Node) -> Statement:
        declarators: list[Declarator] = []
        for child in children(node):
            k = kind(child)
            if k in ("VarDecl", DECOMPOSITION):
                declarators.append(self._declarator(child))
            elif k in _LOCAL_TYPES:
                self._local_type(child)
            else:
                return self.unsupported(node)
        return Declaration(tuple(declarators), self.context.span(node))

    def _declarator(self, node: Node) -> Declarator:
        storage = Storage.LOCAL
        if node.get("tls"):
            storage = Storage.THREAD_LOCAL
        elif node.get("storageClass") == "static":
            storage = Storage.STATIC_LOCAL
        elif node.get("storageClass") == "extern":
            storage = Storage.GLOBAL
        self.context.declare(node, storage)
        initialiser = self.expressions.initialiser(node)
        converted = None if initialiser is None else self.expressions.convert(initialiser)
        constant: int | None = None
        if converted is not None and self.expressions.is_constant_integer(node):
            constant = constant_value(converted)
        bound = None if converted is None else converted.type
        variable = self.context.declare(node, storage, constant, bound)
        bind(self.context, node, variable)
        return Declarator(variable, converted, self.context.span(node))

    def _local_type(self, node: Node) -> None:
        unit = self.context.unit
        if kind(node) == "CXXRecordDecl" and not name(node):
            return
        scope = Scope(
            qualifiers=(self.context.key,), internal=True, in_main_file=self.context.in_main_file
        )
        unit.declarations.add(node, scope)
        unit.names.forget()

    def _if(self, node: Node) -> Statement:
        if node.get("hasInit") or node.get("hasVar") or node.get("isConsteval"):
            return self.unsupported(node)
        parts = children(node)
        condition = self.expressions.convert(parts[0])
        then = self._branch(node, parts, 1)
        otherwise = self.convert(parts[2]) if len(parts) > 2 and kind(parts[2]) else None
        return If(condition, then, otherwise, self.context.span(node))

    def _branch(self, node: Node, parts: list[Node], index: int) -> Statement:
        if len(parts) > index and kind(parts[index]):
            return self.convert(parts[index])
        return Empty(self.context.span(node))

    def _for(self, node: Node) -> Statement:
        parts = children(node)
        if len(parts) != 5 or kind(parts[1]):
            return self.unsupported(node)
        first, _, condition, increment, body = parts
        return For(
            self.convert(first) if kind(first) else None,
            self.expressions.convert(condition) if kind(condition) else None,
            self.expressions.convert(increment) if kind(increment) else None,
            self._body(node, body),
            self.context.span(node),
        )

    def _range_for(self, node: Node) -> Statement:
        parts = children(node)
        if len(parts) != 8 or kind(parts[0]):
            return self.unsupported(node)
        range_variable = children(parts[1])
        loop_variable = children(parts[6])
        if (
            len(range_variable) != 1
            or len(loop_variable) != 1
            or kind(loop_variable[0]) not in ("VarDecl", DECOMPOSITION)
        ):
            return self.unsupported(node)
        range_node = self.expressions.initialiser(range_variable[0])
        if range_node is None:
            return self.unsupported(node)
        range_ = self.expressions.convert(range_node)
        where = self.context.span(node)
        (declared,) = loop_variable
        initialiser = self.expressions.initialiser(declared)
        if initialiser is None or is_element(initialiser):
            variable = self.context.declare(declared, Storage.LOCAL)
            bind(self.context, declared, variable)
            return RangeFor(variable, range_, self._body(node, parts[7]), where)
        found = element_and_rest(declared, initialiser)
        if found is None:
            return self.unsupported(node)
        element, rest = found
        variable = self.context.declare(element, Storage.LOCAL)
        parts_of_it = [rest if c is initialiser else c for c in children(declared)]
        made = self._declarator({**declared, "inner": parts_of_it})
        body = self._body(node, parts[7])
        statements = body.statements if isinstance(body, Block) else (body,)
        own = Declaration((made,), made.span)
        return RangeFor(variable, range_, Block((own, *statements), body.span), where)

    def _while(self, node: Node) -> Statement:
        parts = children(node)
        if node.get("hasVar") or len(parts) != 2:
            return self.unsupported(node)
        condition = self.expressions.convert(parts[0])
        return While(condition, self._body(node, parts[1]), False, self.context.span(node))

    def _do(self, node: Node) -> Statement:
        body, condition = children(node)
        return While(
            self.expressions.convert(condition),
            self._body(node, body),
            True,
            self.context.span(node),
        )

    def _return(self, node: Node) -> Statement:
        value = next((c for c in children(node) if is_expression(c)), None)
        return Return(
            None if value is None else self.expressions.convert(value), self.context.span(node)
        )

    def _attributed(self, node: Node) -> Statement:
        for child in reversed(children(node)):
            if is_statement(child) or is_expression(child):
                return self.convert(child)
        return self.unsupported(node)

    def _first(self, node: Node) -> Statement:
        return self.convert(children(node)[0])

    def _captured(self, node: Node) -> Statement:
        for child in children(node):
            if kind(child) == "CapturedDecl":
                for inner in children(child):
                    if is_statement(inner) or is_expression(inner):
                        return self.convert(inner)
        return self.unsupported(node)

    def _directive(self, node: Node) -> Statement:
        body: Statement | None = None
        for child in children(node):
            if is_statement(child) or kind(child) == "OMPCanonicalLoop":
                body = self.convert(child)
                break
            if is_expression(child):
                body = self.convert(child)
                break
        where = self.context.span(node)
        if not self.context.unit.openmp:
            return Empty(where) if body is None else body
        end = body.span.end if body is not None and body.span != NOWHERE else where.end
        return OpenMPDirective(
            _directive_name(kind(node)),
            self._pragma_text(where.start),
            body,
            Span(where.start, max(where.end, end)),
        )

    def _pragma_text(self, start: int) -> str:
        """The pragma as written, continuation lines joined, without ``#pragma omp``."""
        if not self.context.in_main_file:
            return ""
        text = self.context.unit.text
        end = start
        while True:
            newline = text.find(b"\n", end)
            newline = len(text) if newline == -1 else newline
            line = text[end:newline].rstrip(b"\r")
            end = newline + 1
            if not line.endswith(b"\\") or end >= len(text):
                break
        raw = text[start:newline].decode("utf-8", "replace")
        match = _PRAGMA.match(raw)
        if match is None:
            return ""
        joined = re.sub(r"\\\r?\n\s*", " ", raw[match.end() :])
        return re.sub(r"\s+", " ", re.sub(r"//.*|/\*.*?\*/", " ", joined)).strip()


def _directive_name(node_kind: str) -> str:
    words = re.findall(r"[A-Z][a-z]*", node_kind.removeprefix("OMP").removesuffix("Directive"))
    return " ".join(w.lower() for w in words)
