"""Whether two expressions are the same computation, wherever they stand in the text."""

from __future__ import annotations

from pcg_engine.domain.ast import (
    Assignment,
    Binary,
    Call,
    Cast,
    Conditional,
    Construct,
    Expression,
    FloatingLiteral,
    IntegerLiteral,
    Member,
    Name,
    Subscript,
    This,
    Unary,
    UnsupportedExpression,
)
from pcg_engine.domain.traversal import subexpressions


def same_expression(left: Expression, right: Expression) -> bool:
    """Whether both have the same operators over the same variables; unsupported ones never do."""
    return _same_node(left, right) and all(
        same_expression(a, b)
        for a, b in zip(subexpressions(left), subexpressions(right), strict=True)
    )


def _same_node(left: Expression, right: Expression) -> bool:
    if len(subexpressions(left)) != len(subexpressions(right)) or left.type != right.type:
        return False
    match left, right:
        case IntegerLiteral(value=a), IntegerLiteral(value=b):
            return a == b
        case FloatingLiteral(value=a), FloatingLiteral(value=b):
            return repr(a) == repr(b)
        case Name(variable=a), Name(variable=b):
            return a.id == b.id and not a.volatile
        case Unary(operator=a), Unary(operator=b):
            return a == b
        case Binary(operator=a), Binary(operator=b):
            return a == b
        case Assignment(operator=a), Assignment(operator=b):
            return a == b
        case Member(field=a, arrow=arrow), Member(field=b, arrow=other):
            return a == b and arrow == other
        case Cast(conversion=a), Cast(conversion=b):
            return a == b
        case Call(callee=a, callee_key=key), Call(callee=b, callee_key=other):
            return a is not None and a == b and key == other
        case Construct(callee_key=a), Construct(callee_key=b):
            return a == b
        case (Subscript(), Subscript()) | (Conditional(), Conditional()) | (This(), This()):
            return True
        case UnsupportedExpression(), _:
            return False
        case _:
            return False
