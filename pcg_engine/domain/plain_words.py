"""What people call the constructs that trees have no node for.

Trees name them as the compiler does that they were read with. Nobody who reads a reason has to
know these names.
"""

from __future__ import annotations

_STATEMENTS = {
    "AsmStmt": "inline assembly",
    "GCCAsmStmt": "inline assembly",
    "MSAsmStmt": "inline assembly",
    "BreakStmt": "a `break`",
    "CaseStmt": "a `case`",
    "CXXCatchStmt": "a `catch`",
    "CXXForRangeStmt": "a range-based `for` with an initialiser",
    "CXXTryStmt": "a `try` block",
    "ContinueStmt": "a `continue`",
    "CoreturnStmt": "a `co_return`",
    "CoroutineBodyStmt": "a coroutine",
    "DeclStmt": "a declaration",
    "DefaultStmt": "a `default`",
    "DoStmt": "a `do` loop",
    "Error": "code that does not compile",
    "ForStmt": "a `for` with a variable in its condition",
    "GotoStmt": "a `goto`",
    "IfStmt": "an `if` with a declaration in its condition",
    "IndirectGotoStmt": "a `goto` to an address",
    "LabelStmt": "a label that is jumped to",
    "ReturnStmt": "a `return`",
    "SwitchStmt": "a `switch`",
    "TooDeeplyNested": "code that is nested too deeply",
    "WhileStmt": "a `while` with a declaration in its condition",
    "CXXCtorInitializer": "the initialiser of a base class",
}
_EXPRESSIONS = {
    "AddrLabelExpr": "the address of a label",
    "ArrayInitIndexExpr": "a copy of an array",
    "ArrayInitLoopExpr": "a copy of an array",
    "AtomicExpr": "an atomic operation",
    "BinaryConditionalOperator": "a `?:` without a middle",
    "BinaryOperator": "a pointer to a member, or a three-way comparison",
    "BindingDecl": "a structured binding of a type that is not looked into",
    "BlockExpr": "a block",
    "CXXBoolLiteralExpr": "a literal",
    "CXXConstructorDecl": "a constructor used as a value",
    "CXXConversionDecl": "a conversion function used as a value",
    "CXXDeleteExpr": "a `delete`",
    "CXXDestructorDecl": "a destructor used as a value",
    "CXXDefaultArgExpr": "a default argument that is not seen",
    "CXXDefaultInitExpr": "a default initialiser that is not seen",
    "CXXDynamicCastExpr": "a `dynamic_cast`",
    "CXXFoldExpr": "a fold expression",
    "CXXInheritedCtorInitExpr": "an inherited constructor",
    "CXXMethodDecl": "a member function used as a value",
    "CXXNewExpr": "a `new`",
    "CXXNoexceptExpr": "a `noexcept`",
    "CXXParenListInitExpr": "an initialiser in parentheses",
    "CXXPseudoDestructorExpr": "a destructor called by its name",
    "CXXRewrittenBinaryOperator": "a rewritten comparison",
    "CXXThrowExpr": "a `throw`",
    "CXXTypeidExpr": "a `typeid`",
    "CoawaitExpr": "a `co_await`",
    "CoyieldExpr": "a `co_yield`",
    "CXXDependentScopeMemberExpr": "a name that depends on a template's parameters",
    "CXXUnresolvedConstructExpr": "a type that depends on a template's parameters",
    "DependentScopeDeclRefExpr": "a name that depends on a template's parameters",
    "DesignatedInitExpr": "an initialiser with designators",
    "EnumConstantDecl": "an enumerator",
    "FunctionDecl": "a function used as a value",
    "LambdaExpr": "a lambda",
    "ValueLambda": "a lambda",
    "NonTypeTemplateParmDecl": "a parameter of a template",
    "OpaqueValueExpr": "a value that is computed once and used twice",
    "PackExpansionExpr": "an expanded parameter pack",
    "PseudoObjectExpr": "a property",
    "RecoveryExpr": "code that does not compile",
    "RequiresExpr": "a `requires`",
    "ShuffleVectorExpr": "a vector operation",
    "SizeOfPackExpr": "a `sizeof...`",
    "StmtExpr": "a statement inside an expression",
    "StringLiteral": "a string literal",
    "TooDeeplyNested": "code that is nested too deeply",
    "UnaryExprOrTypeTraitExpr": "a `sizeof` or `alignof`",
    "UnresolvedLookupExpr": "a name that depends on a template's parameters",
    "UnresolvedMemberExpr": "a name that depends on a template's parameters",
    "VAArgExpr": "a `va_arg`",
    "sizeof": "a `sizeof` of a type that is not looked into",
}
_ENDINGS = (
    (("CastExpr",), "a conversion"),
    (("Literal",), "a literal"),
    (("Directive",), "a directive"),
    (("Operator",), "an operator"),
    (("Decl",), "the use of a name"),
    (("Stmt",), "a statement"),
    (("Expr", "Cleanups"), "an expression"),
)
UNREAD = "that PCG does not read"


def in_plain_words(construct: str) -> str:
    """``construct``, the compiler's name of a node, as a noun phrase for people."""
    words = _EXPRESSIONS.get(construct) or _STATEMENTS.get(construct)
    if words is not None:
        return words
    for endings, general in _ENDINGS:
        if construct.endswith(endings):
            return f"{general} {UNREAD}"
    return f"something {UNREAD}"
