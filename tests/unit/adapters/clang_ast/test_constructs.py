"""What the trees of ``tests/recorded/constructs.cpp`` say, construct by construct."""

from __future__ import annotations

from collections.abc import Iterator

from pcg_engine.domain.ast import (
    Assignment,
    Binary,
    Block,
    Call,
    Cast,
    Conditional,
    Construct,
    Expression,
    FloatingLiteral,
    Function,
    IntegerLiteral,
    Linkage,
    Member,
    Name,
    OpenMPDirective,
    Storage,
    Subscript,
    This,
    Unary,
    UnsupportedExpression,
    UnsupportedStatement,
)
from pcg_engine.domain.traversal import all_expressions, walk_statements
from tests.trees import recorded


def function(name: str, *, openmp: bool = False) -> Function:
    _, unit = recorded("constructs", openmp=openmp)
    (found,) = [f for f in unit.functions.values() if f.name == name]
    return found


def body(name: str, *, openmp: bool = False) -> Block:
    found = function(name, openmp=openmp).body
    assert found is not None
    return found


def outline(e: Expression) -> str:
    """An expression in a form in which conversions, calls and subscripts are told apart."""
    match e:
        case IntegerLiteral(value=value) | FloatingLiteral(value=value):
            return str(value)
        case Name(variable=variable):
            return variable.name
        case Unary(operator=operator, operand=operand):
            return f"{operator}({outline(operand)})"
        case Binary(operator=operator, left=left, right=right):
            return f"({outline(left)} {operator} {outline(right)})"
        case Assignment(operator=operator, target=target, value=value):
            return f"{outline(target)} {operator} {outline(value)}"
        case Subscript(base=base, index=index):
            return f"{outline(base)}[{outline(index)}]"
        case Member(base=base, field=field, arrow=arrow):
            return f"{outline(base)}{'->' if arrow else '.'}{field}"
        case This():
            return "this"
        case Call(callee=callee, receiver=receiver, arguments=arguments):
            on = "" if receiver is None else f"{outline(receiver)}."
            return f"{on}<{callee}>({', '.join(map(outline, arguments))})"
        case Conditional(condition=condition, then=then, otherwise=otherwise):
            return f"{outline(condition)} ? {outline(then)} : {outline(otherwise)}"
        case Cast(conversion=conversion, operand=operand):
            return f"{conversion}({outline(operand)})"
        case Construct(arguments=arguments):
            return f"{{{', '.join(map(outline, arguments))}}}"
        case UnsupportedExpression(construct=construct, children=children):
            return f"?{construct}({', '.join(map(outline, children))})"


def statements(name: str) -> Iterator[str]:
    """The assignments and initialisers of a function, outlined."""
    for statement in walk_statements(body(name)):
        match statement:
            case UnsupportedStatement(construct=construct):
                yield f"?{construct}"
            case _:
                pass
    for expression in all_expressions(body(name)):
        if isinstance(expression, Assignment):
            yield outline(expression)


def test_conversions_that_change_values_stay_and_others_go() -> None:
    k = "IntegralCast(k)"
    four = f"four[IntegralCast(({k} % 4))]"
    single = f"({four} + IntegralToFloating(view[{k}]))"
    byte = "IntegralToFloating(IntegralCast(bytes[k]))"
    bits = f"bits.<std::vector::operator[]>({k})"
    assert list(statements("types")) == [
        f"rows[{k}][{k}] = ((FloatingCast({single}) + matrix[1][k]) + {byte})"
    ]
    calls = [outline(e) for e in all_expressions(body("types")) if isinstance(e, Call)]
    assert calls == [f"{bits}.<std::_Bit_reference::operator=>((points[{k}].id > 0))", bits]


def test_calls_name_their_callees() -> None:
    calls = [
        (outline(e), e.is_virtual, e.callee_key)
        for e in all_expressions(body("members"))
        if isinstance(e, Call)
    ]
    assert calls == [
        ("grid.<Grid::at>(1, 2)", False, "_ZN4GridIdE2atEii"),
        ("grid.<Grid::get>(3)", False, "_ZNK4GridIdE3getEi"),
        ("*(base).<Base::get>()", True, "_ZNK4Base3getEv"),
        ("local.<Base::get>()", True, "_ZNK4Base3getEv"),
    ]


def test_nothing_disappears_inside_what_is_unsupported() -> None:
    found = list(statements("flow"))
    assert found[:7] == [
        "?SwitchStmt",
        "?CaseStmt",
        "?DefaultStmt",
        "?CXXTryStmt",
        "?CXXCatchStmt",
        "?GotoStmt",
        "?LabelStmt",
    ]
    assert "counter += more" in found
    thrown = [
        outline(e)
        for e in all_expressions(body("flow"))
        if isinstance(e, UnsupportedExpression) and e.construct == "CXXThrowExpr"
    ]
    assert thrown == ["?CXXThrowExpr(n)"]


def test_functions_know_where_they_are_linked_and_where_they_come_from() -> None:
    _, unit = recorded("constructs")
    told = {
        f.name: (f.linkage, f.is_template_instance, f.is_noexcept, f.is_member)
        for f in unit.functions.values()
        if f.name in ("geometry::helper", "dot", "types", "Grid<double>::at")
    }
    external, internal = Linkage.EXTERNAL, Linkage.INTERNAL
    assert told == {
        "geometry::helper": (internal, False, True, False),
        "dot": (external, True, False, False),
        "types": (external, False, False, False),
        "Grid<double>::at": (external, True, False, True),
    }


def test_static_storage_and_constants() -> None:
    _, unit = recorded("constructs")
    assert {v.name: (v.storage, v.constant) for v in unit.globals} == {
        "WIDTH": (Storage.GLOBAL, 32),
        "counter": (Storage.GLOBAL, None),
        "calls": (Storage.STATIC_LOCAL, None),
    }
    halves = {
        e.variable.constant
        for e in all_expressions(body("types"))
        if isinstance(e, Name) and e.variable.name == "half"
    }
    assert halves == {8}


def test_directives_hold_their_text_and_their_statement() -> None:
    source, _ = recorded("constructs")
    found = [
        (s.directive, s.text, type(s.body).__name__, source.location(s.span.start).column)
        for s in walk_statements(body("parallel", openmp=True))
        if isinstance(s, OpenMPDirective)
    ]
    assert found == [
        ("parallel for", "parallel for reduction(+ : s) schedule(static)", "For", 1),
        ("critical", "critical", "ExpressionStatement", 1),
        ("parallel", "parallel", "Block", 1),
        ("for", "for collapse(2)", "For", 1),
        ("barrier", "barrier", "NoneType", 1),
    ]
    serial = [type(s) for s in walk_statements(body("parallel"))]
    assert OpenMPDirective not in serial
