"""What stands for the iterator that a call yields, and for the element behind it."""

from __future__ import annotations

from dataclasses import dataclass

from pcg_engine.analysis.algorithms.stretches import Stretch
from pcg_engine.analysis.algorithms.writing import NotWritten, Site, Writing
from pcg_engine.analysis.iterator_elements import boundary, data_of
from pcg_engine.analysis.structural_equality import same_expression
from pcg_engine.domain.ast import (
    ArithmeticType,
    Assignment,
    Binary,
    Call,
    Cast,
    Declaration,
    Expression,
    Return,
    Unary,
)
from pcg_engine.domain.source import Span


@dataclass(frozen=True, slots=True)
class Result:
    """``text`` in the place of the expression at ``replaced``."""

    text: str
    replaced: Span


def iterator_value(site: Site, over: Stretch, index: str, writing: Writing) -> Result:
    """The iterator to the element at ``index``; its distance where that is what is asked for."""
    around = site.around[0] if site.around else None
    if isinstance(around, Cast):
        around = None
    if around is not None and _is_distance(around, site, over):
        return Result(f"static_cast<std::ptrdiff_t>({index})", around.span)
    call = site.call
    if site.is_ranges and len(site.arguments) and boundary(site.arguments[0], "begin") is None:
        start = over.first.start
    else:
        begin = _beginning(site.arguments[0])
        if begin is None:
            raise NotWritten(
                "algorithm-result",
                "what the call yields is a pointer into a container; use its iterators",
            )
        start = writing.text(begin)
    text = f"{start} + {index}"
    return Result(f"({text})" if site.around else text, call.span)


def asked_element(site: Site, writing: Writing) -> Expression | None:
    """The expression ``*call`` around the call, where nothing but its value is asked for."""
    if not site.around:
        return None
    around = site.around[0]
    match around:
        case Unary(operator="*"):
            pass
        case Call(callee=str(callee), arguments=(), receiver=receiver) if (
            callee.endswith("::operator*") and receiver is site.call
        ):
            pass
        case _:
            return None
    if not isinstance(around.type, ArithmeticType):
        return None
    if len(site.around) == 1:
        return around if _takes_a_value(site, around, writing) else None
    match site.around[1]:
        case Binary(operator=operator) if operator != ",":
            return around
        case Cast() | Unary(operator="-" | "+" | "!"):
            return around
        case Assignment(value=value) if value is around:
            return around
        case _:
            return None


def _takes_a_value(site: Site, element: Expression, writing: Writing) -> bool:
    match site.statement:
        case Declaration(declarators=(declarator,)):
            return (
                isinstance(declarator.variable.type, ArithmeticType)
                and declarator.initialiser is element
            )
        case Return(value=value):
            return value is element and isinstance(writing.function.return_type, ArithmeticType)
        case _:
            return False


def _is_distance(around: Expression, site: Site, over: Stretch) -> bool:
    """``call - x.begin()`` and ``std::distance(x.begin(), call)``."""
    match around:
        case Call(callee="std::distance", receiver=None, arguments=(first, last)):
            begin, at = first, last
        case Call(callee=str(callee), receiver=None, arguments=(last, first)) if callee.endswith(
            "::operator-"
        ):
            begin, at = first, last
        case Binary(operator="-", left=last, right=first) if isinstance(
            around.type, ArithmeticType
        ):
            begin, at = first, last
        case _:
            return False
    if at is not site.call:
        return False
    sequence = boundary(begin, "begin") or data_of(begin) or begin
    return same_expression(sequence, over.first.sequence)


def _beginning(first: Expression) -> Expression | None:
    """The iterator that numbers are added to."""
    match first:
        case Binary(operator="+", left=left):
            return _beginning(left)
        case Call(callee=str(callee), receiver=receiver) if callee.endswith("::operator+"):
            return None if receiver is None else _beginning(receiver)
        case Unary(operator="&"):
            return None
        case _:
            return first
