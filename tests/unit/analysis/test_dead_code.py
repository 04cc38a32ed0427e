"""What an instance of a template never reaches, since its own numbers decide."""

from __future__ import annotations

from dataclasses import replace

from pcg_engine.analysis.dead_code import dead_code
from pcg_engine.domain.ast import (
    ArithmeticKind,
    ArithmeticType,
    Binary,
    Block,
    Cast,
    Conditional,
    Expression,
    ExpressionStatement,
    Function,
    If,
    IntegerLiteral,
    Linkage,
    Name,
    Statement,
    Storage,
    Unary,
    Variable,
    VoidType,
)
from pcg_engine.domain.source import Span

INT = ArithmeticType("int", ArithmeticKind.INTEGER, 32, signed=True)
BYTE = ArithmeticType("unsigned char", ArithmeticKind.INTEGER, 8, signed=False)
N = Name(Variable("n", "n", INT, Storage.PARAMETER, Span(0, 1)), INT, Span(0, 1))


def _number(value: int, start: int = 0) -> IntegerLiteral:
    return IntegerLiteral(value, INT, Span(start, start + 1))


def _binary(left: Expression, operator: str, right: Expression) -> Binary:
    return Binary(operator, left, right, INT, Span(0, 9))


def _does(expression: Expression) -> Block:
    return Block((ExpressionStatement(expression, expression.span),), expression.span)


def _function(*statements: Statement) -> Function:
    return Function(
        key="f",
        name="f",
        return_type=VoidType(),
        parameters=(),
        body=Block(statements, Span(0, 99)),
        linkage=Linkage.EXTERNAL,
        span=Span(0, 99),
        in_main_file=True,
        is_template_instance=True,
    )


def _if(condition: Expression) -> If:
    return If(condition, _does(_number(1, 20)), _does(_number(2, 40)), Span(10, 50))


def test_the_branch_that_is_not_taken_is_dead() -> None:
    equal = _binary(_number(3), "==", _number(4))
    assert dead_code(_function(_if(equal))) == (Span(20, 21),)
    other = Unary("!", equal, INT, Span(0, 9))
    assert dead_code(_function(_if(other))) == (Span(40, 41),)


def test_what_depends_on_an_argument_is_not() -> None:
    assert dead_code(_function(_if(_binary(N, "==", _number(4))))) == ()
    changed = Cast("IntegralCast", False, _number(300), BYTE, Span(0, 1))
    assert dead_code(_function(_if(_binary(changed, "==", _number(44))))) == ()


def test_one_side_may_decide() -> None:
    right = _binary(N, ">", _number(0))
    both = replace(_binary(_number(0), "&&", right), span=Span(0, 9))
    found = dead_code(_function(_if(both)))
    assert set(found) == {Span(20, 21), right.span}
    either = Conditional(_number(1), _number(5, 60), _number(6, 70), INT, Span(55, 75))
    assert dead_code(_function(ExpressionStatement(either, either.span))) == (Span(70, 71),)


def test_functions_that_are_no_templates_keep_all() -> None:
    function = replace(_function(_if(_number(0))), is_template_instance=False)
    assert dead_code(function) == ()
