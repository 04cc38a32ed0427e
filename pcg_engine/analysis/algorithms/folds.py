"""Algorithms that combine all elements into one value: ``accumulate``, ``reduce``, ``count``."""

from __future__ import annotations

from collections.abc import Sequence

from pcg_engine.analysis.algorithms.callables import Applied, Argument, applied
from pcg_engine.analysis.algorithms.maps import counter, evaluated, only
from pcg_engine.analysis.algorithms.stretches import (
    Stretch,
    index_in,
    leading,
    place,
)
from pcg_engine.analysis.algorithms.writing import LoopText, NotWritten, Site, Writing
from pcg_engine.domain.ast import (
    ArithmeticKind,
    ArithmeticType,
    Expression,
    RecordType,
    Type,
)

_TOTALS = ("total", "sum", "total_value", "total_of_all", "total_here", "one_total", "total_too")


def accumulate(site: Site, writing: Writing) -> LoopText:
    """``accumulate(first, last, start)``, also with an operation, from left to right.

    The type of ``start`` is that of the sum, whatever the elements are.
    """
    over, others = leading(site, writing)
    if len(others) not in (1, 2):
        only(others, 1, site)
    at = counter(writing)
    element = Argument(over.at(at), over.element)
    return _folded(site, writing, over, at, others[0], others[1:], element, Applied(over.at(at)))


def reduce(site: Site, writing: Writing) -> LoopText:
    """``reduce``, whose order is open: of elements of the sum's own type."""
    over, others = leading(site, writing)
    if len(others) > 2:
        only(others, 2, site)
    at = counter(writing)
    element = Argument(over.at(at), over.element)
    start = others[0] if others else None
    type_ = over.element if start is None else start.type
    _require_same(type_, over.element)
    return _folded(
        site, writing, over, at, start, others[1:], element, Applied(over.at(at)), is_open=True
    )


def inner_product(site: Site, writing: Writing) -> LoopText:
    """``inner_product(first, last, first2, start)``, also with two operations."""
    over, others = leading(site, writing)
    if len(others) not in (2, 4):
        only(others, 2, site)
    at = counter(writing)
    pair = _pair(over, at, others[0], writing)
    product = _product(pair, others[3:], writing)
    element = Argument(product.operand, _common(pair))
    return _folded(site, writing, over, at, others[1], others[2:3], element, product)


def transform_reduce(site: Site, writing: Writing) -> LoopText:
    """``transform_reduce`` of one range or of two, whose order is open."""
    over, others = leading(site, writing)
    at = counter(writing)
    own = Argument(over.at(at), over.element)
    if len(others) == 3 and isinstance(others[0].type, ArithmeticType):
        start, operation, function = others
        mapped = applied(function, (own,), writing)
        type_: Type = start.type
        operations: Sequence[Expression] = (operation,)
    elif len(others) in (2, 4):
        pair = _pair(over, at, others[0], writing)
        start = others[1]
        mapped = _product(pair, others[3:], writing)
        type_ = _common(pair) if len(others) == 2 else start.type
        operations = others[2:3]
    else:
        raise NotWritten("algorithm-form", "PCG does not know this form of `transform_reduce`")
    _require_same(start.type, type_)
    _require_wide(start.type)
    element = Argument(mapped.operand, start.type)
    return _folded(site, writing, over, at, start, operations, element, mapped, is_open=True)


def count(site: Site, writing: Writing) -> LoopText:
    """``count(first, last, value)`` and ``count_if(first, last, predicate)``."""
    over, others = leading(site, writing)
    (wanted,) = only(others, 1, site)
    at = counter(writing)
    if site.name == "count":
        first, value = evaluated(wanted, writing)
        condition = Applied(f"{over.at(at)} == {value}", first)
    else:
        condition = applied(wanted, (Argument(over.at(at), over.element),), writing)
    name = writing.take("number", "matches", "number_of_matches", "number_here", "matches_too")
    return LoopText(
        over.header(at),
        (*condition.lines, f"if ({condition.text}) ++{name};"),
        condition.before,
        value=name,
        total=name,
        total_type="std::ptrdiff_t",
        total_start="0",
    )


def _folded(
    site: Site,
    writing: Writing,
    over: Stretch,
    at: str,
    start: Expression | None,
    operation: Sequence[Expression],
    element: Argument,
    computed: Applied,
    *,
    is_open: bool = False,
) -> LoopText:
    """A loop that combines ``element``, which ``computed`` computes, with what it has so far."""
    type_ = over.element if start is None else start.type
    if not isinstance(type_, ArithmeticType) or type_.kind is ArithmeticKind.BOOLEAN:
        raise NotWritten(
            "algorithm-elements",
            f"`{site.name}` combines values that are no numbers, and PCG combines only those",
        )
    name = writing.take(*_TOTALS)
    text = "0" if start is None else _start(start, writing)
    if not operation:
        update = Applied(f"{name} += {computed.text};")
    else:
        call = applied(operation[0], (Argument(name, type_), element), writing)
        update = Applied(_update(name, call.text, element.text), call.before, call.lines)
    return LoopText(
        over.header(at),
        (*computed.lines, *update.lines, update.text),
        (*computed.before, *update.before),
        value=name,
        total=name,
        total_type=type_.name,
        total_start=text,
        reassociates=is_open and type_.kind is ArithmeticKind.FLOATING,
    )


def _update(name: str, value: str, element: str) -> str:
    """``name = name + element;`` as ``name += element;``."""
    bare = element[1:-1] if element.startswith("(") and element.count("(") == 1 else element
    for operator in ("+", "*", "&", "|", "^"):
        if value in (f"{name} {operator} {element}", f"{element} {operator} {name}"):
            return f"{name} {operator}= {bare};"
    return f"{name} = {value};"


def _start(start: Expression, writing: Writing) -> str:
    """What is evaluated once anyway needs no variable of its own."""
    text = writing.text(start)
    if "//" in text or "/*" in text or not text:
        raise NotWritten("algorithm-range", "a comment stands inside of an argument")
    return text


def _pair(
    over: Stretch, at: str, second: Expression, writing: Writing
) -> tuple[Argument, Argument]:
    there = place(second, writing)
    beside = Argument(there.at(index_in(there, over, at)), there.element)
    return Argument(over.at(at), over.element), beside


def _product(
    pair: tuple[Argument, Argument], operation: Sequence[Expression], writing: Writing
) -> Applied:
    left, right = pair
    if not all(isinstance(a.type, ArithmeticType) for a in pair):
        raise NotWritten("algorithm-elements", "the products are not those of numbers")
    if operation:
        return applied(operation[0], pair, writing)
    return Applied(f"{left.text} * {right.text}")


def _common(pair: tuple[Argument, Argument]) -> Type:
    """The type of a product; that of both where they are the same."""
    left, right = pair
    match left.type, right.type:
        case ArithmeticType(name=name, bits=bits), ArithmeticType(name=other) if (
            name == other and bits >= 32
        ):
            return left.type
        case _:
            return RecordType("a product of unlike types")


def _require_same(sum_: Type, element: Type) -> None:
    """Where the order is open, sums of another type than the elements' depend on it."""
    if (
        isinstance(sum_, ArithmeticType)
        and isinstance(element, ArithmeticType)
        and sum_.name == element.name
    ):
        _require_wide(sum_)
        return
    raise NotWritten(
        "algorithm-elements",
        "the start value has another type than what is added: in which order the conversions "
        "happen is the library's affair; give a start value of the elements' type",
    )


def _require_wide(type_: Type) -> None:
    if not isinstance(type_, ArithmeticType) or type_.bits < 32:
        raise NotWritten("algorithm-elements", "the numbers are narrower than an `int`")
