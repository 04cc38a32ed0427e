"""What a function asks of its arguments before it begins: asserts, early exits (pure).

``assert(x.size() == y.size())``, ``if (n & (n - 1)) return;``, ``if (d[i] == 0) throw …``: what
inputs seldom are by themselves. Most then keep to it, and some do not, since an early exit is a
part of the function. Nothing rests on what is found here: inputs that the original does not take
are discarded.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from pcg_engine.domain.ast import (
    Binary,
    Block,
    Call,
    Cast,
    Conditional,
    Expression,
    ExpressionStatement,
    FloatingLiteral,
    For,
    Function,
    If,
    IntegerLiteral,
    Name,
    RangeFor,
    Return,
    Statement,
    Subscript,
    Unary,
    UnsupportedExpression,
    UnsupportedStatement,
    Variable,
    While,
)
from pcg_engine.domain.traversal import walk_expression
from pcg_engine.tools.harness.stated import Property, Relation, Stated, Sum

_ENDING = frozenset(
    "__assert_fail __assert_rtn abort std::abort exit std::exit _Exit std::_Exit std::terminate "
    "quick_exit std::quick_exit __builtin_trap __builtin_unreachable __builtin_abort".split()
)
_NEGATED = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_COUNTING_BITS = frozenset(("__builtin_popcount", "__builtin_popcountl", "std::popcount"))


def required(function: Function) -> Stated:
    """Relations and properties of the parameters that hold where ``function`` goes on."""
    found = _Found(frozenset(p.id for p in function.parameters))
    if function.body is not None:
        for statement in _beginning(function.body):
            found.statement(statement)
    return Stated(tuple(dict.fromkeys(found.relations)), tuple(dict.fromkeys(found.properties)))


def _beginning(block: Block) -> Iterator[Statement]:
    """The statements of ``block`` and of its counted loops, inner blocks left out."""
    for statement in block.statements:
        yield statement
        if isinstance(statement, For | RangeFor):
            if isinstance(statement.body, Block):
                yield from _beginning(statement.body)
            else:
                yield statement.body
        elif isinstance(statement, While):
            return


@dataclass(slots=True)
class _Found:
    parameters: frozenset[str]
    relations: list[Relation] = field(default_factory=list[Relation])
    properties: list[tuple[str, Property]] = field(default_factory=list[tuple[str, Property]])

    def statement(self, statement: Statement) -> None:
        match statement:
            case If(condition=condition, then=then, otherwise=None) if _leaves(then):
                self.holds(condition, False)
            case ExpressionStatement(expression=expression):
                match _bare(expression):
                    case Conditional(condition=condition, otherwise=otherwise) if _ends(otherwise):
                        self.holds(condition, True)
                    case _:
                        pass
            case _:
                pass

    def holds(self, condition: Expression, wanted: bool) -> None:
        """Note what it says of the parameters that ``condition`` is ``wanted``."""
        condition = _bare(condition)
        match condition:
            case Unary(operator="!", operand=operand):
                self.holds(operand, not wanted)
            case Binary(operator="&&", left=left, right=right) if wanted:
                self.holds(left, True)
                self.holds(right, True)
            case Binary(operator="||", left=left, right=right) if not wanted:
                self.holds(left, False)
                self.holds(right, False)
            case Binary(operator="==" | "!=" as operator, left=left, right=right) if _is_zero(
                right
            ) and self._is_bits(left, (operator == "!=") == wanted):
                pass
            case Binary(operator=operator, left=left, right=right) if operator in _NEGATED:
                self._compared(left, operator if wanted else _NEGATED[operator], right)
            case Call(callee="std::is_sorted", arguments=(first, *_)) if wanted:
                name = self._container(first)
                if name is not None:
                    self.properties.append((name, Property.SORTED))
            case Call(callee="std::has_single_bit", arguments=(number,)) if wanted:
                self._of_scalar(number, Property.POWER_OF_TWO)
            case _:
                self._is_bits(condition, wanted)

    def _is_bits(self, expression: Expression, wanted: bool) -> bool:
        """Whether this is ``n & (n - 1)``, which is zero for powers of two."""
        match _bare(expression):
            case Binary(operator="&", left=left, right=right):
                for number, less in ((_bare(left), _bare(right)), (_bare(right), _bare(left))):
                    match number, less:
                        case (
                            Name(variable=variable),
                            Binary(operator="-", left=same, right=one),
                        ) if _is_name(same, variable) and _number(one) == 1:
                            if not wanted:
                                self._of_scalar(number, Property.POWER_OF_TWO)
                            return True
                        case _:
                            pass
                return False
            case _:
                return False

    def _compared(self, left: Expression, sign: str, right: Expression) -> None:
        element = self._element(left)
        if element is not None and _is_zero(right) and sign in ("!=", ">"):
            wanted = Property.NONZERO if sign == "!=" else Property.POSITIVE
            self.properties.append((element, wanted))
            return
        match _bare(left):
            case Call(callee=callee, arguments=(number,)) if (
                callee in _COUNTING_BITS and sign == "==" and _number(right) == 1
            ):
                self._of_scalar(number, Property.POWER_OF_TWO)
                return
            case _:
                pass
        one, other = self._sum(left), self._sum(right)
        if one is None or other is None:
            return
        is_seldom = sign == "==" or (one.name is not None and other.name is not None)
        if is_seldom and (one.name or other.name):
            self.relations.append(Relation(one, sign, other))

    def _of_scalar(self, expression: Expression, wanted: Property) -> None:
        match _bare(expression):
            case Name(variable=variable) if variable.id in self.parameters:
                self.properties.append((variable.name, wanted))
            case _:
                pass

    def _element(self, expression: Expression) -> str | None:
        match _bare(expression):
            case Subscript(base=base):
                return self._parameter(base)
            case _:
                return None

    def _parameter(self, expression: Expression) -> str | None:
        match _bare(expression):
            case Name(variable=variable) if variable.id in self.parameters:
                return variable.name
            case _:
                return None

    def _container(self, expression: Expression) -> str | None:
        """Of ``x.begin()`` or ``std::begin(x)``, ``x``; of a pointer that one."""
        match _bare(expression):
            case Call(receiver=None, arguments=(argument,)):
                return self._parameter(argument)
            case Call(receiver=receiver) if receiver is not None:
                return self._parameter(receiver)
            case other:
                return self._parameter(other)

    def _sum(self, expression: Expression) -> Sum | None:
        """``expression`` if it is made of parameters, lengths and numbers by ``+`` and ``*``."""
        expression = _bare(expression)
        number = _number(expression)
        if number is not None:
            return Sum(((str(number),),)) if number >= 0 else None
        match expression:
            case Name(variable=variable) if variable.id in self.parameters:
                return Sum(((variable.name,),))
            case Call(callee=callee, receiver=receiver) if receiver is not None and callee:
                name = self._parameter(receiver)
                is_length = callee.endswith(("::size", "::length")) and name is not None
                return Sum(((f"{name}.size()",),)) if is_length else None
            case Binary(operator="+", left=left, right=right):
                one, other = self._sum(left), self._sum(right)
                return None if one is None or other is None else Sum((*one.terms, *other.terms))
            case Binary(operator="*", left=left, right=right):
                one, other = self._sum(left), self._sum(right)
                if one is None or other is None:
                    return None
                return Sum(tuple((*a, *b) for a in one.terms for b in other.terms))
            case _:
                return None


def _leaves(statement: Statement) -> bool:
    """Whether the function is over behind ``statement``."""
    match statement:
        case Return():
            return True
        case Block(statements=(*_, last)):
            return _leaves(last)
        case ExpressionStatement(expression=expression):
            return _ends(expression)
        case UnsupportedStatement(expressions=(expression,)):
            return _ends(expression)
        case _:
            return False


def _ends(expression: Expression) -> bool:
    match _bare(expression):
        case Call(callee=callee):
            return callee in _ENDING
        case UnsupportedExpression(construct="CXXThrowExpr"):
            return True
        case UnsupportedExpression() as other:
            return any(
                isinstance(part, UnsupportedExpression) and part.construct == "CXXThrowExpr"
                for part in walk_expression(other)
            )
        case _:
            return False


def _bare(expression: Expression) -> Expression:
    while isinstance(expression, Cast):
        expression = expression.operand
    return expression


def _number(expression: Expression) -> int | None:
    bare = _bare(expression)
    return bare.value if isinstance(bare, IntegerLiteral) else None


def _is_zero(expression: Expression) -> bool:
    bare = _bare(expression)
    return isinstance(bare, IntegerLiteral | FloatingLiteral) and bare.value == 0


def _is_name(expression: Expression, variable: Variable) -> bool:
    bare = _bare(expression)
    return isinstance(bare, Name) and bare.variable.id == variable.id
