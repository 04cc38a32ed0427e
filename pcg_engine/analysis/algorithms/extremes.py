"""``min_element`` and ``max_element``: the first of the smallest, the first of the largest."""

from __future__ import annotations

from pcg_engine.analysis.algorithms.callables import Applied, Argument, applied
from pcg_engine.analysis.algorithms.maps import counter, only
from pcg_engine.analysis.algorithms.results import asked_element, iterator_value
from pcg_engine.analysis.algorithms.stretches import leading
from pcg_engine.analysis.algorithms.writing import LoopText, NotWritten, Site, Writing
from pcg_engine.domain.ast import ArithmeticType, Construct, RecordType

_SMALLEST = ("least", "smallest", "least_of_all", "smallest_of_all", "least_here", "least_too")
_LARGEST = ("greatest", "largest", "greatest_of_all", "largest_of_all", "most", "greatest_here")


def extreme(site: Site, writing: Writing) -> LoopText:
    """A loop that compares every element with the best before it.

    Without elements the end is yielded, which is where the counter starts then. What ``*`` yields
    without elements is undefined.
    """
    over, others = leading(site, writing)
    if others and isinstance(others[-1], Construct) and _is_less(others[-1]):
        others = others[:-1]
    if len(others) > 1:
        only(others, 1, site)
    is_least = site.name == "min_element"
    at = counter(writing)
    name = writing.take(*(_SMALLEST if is_least else _LARGEST))
    element = asked_element(site, writing)
    type_ = over.element
    if element is not None and isinstance(type_, ArithmeticType):
        best, store = name, f"{name} = {over.at(at)};"
        before = f"{type_.name} {name} = {over.at(over.lower)};"
        value, replaced = name, element.span
    else:
        if over.lower != "0":
            raise NotWritten(
                "algorithm-range",
                "where the best element is, PCG writes only for ranges from the very beginning",
            )
        best, store = over.at(name), f"{name} = {at};"
        before = f"{over.type_name} {name} = 0;"
        result = iterator_value(site, over, name, writing)
        value, replaced = result.text, result.replaced
    pair = [Argument(over.at(at), type_), Argument(best, type_)]
    if not is_least:
        pair.reverse()
    if others:
        compared = applied(others[0], pair, writing)
    elif isinstance(type_, ArithmeticType):
        compared = Applied(_written(over.at(at), best, is_least=is_least))
    else:
        raise NotWritten("algorithm-elements", "the elements are no numbers")
    return LoopText(
        over.header(at, skip=1),
        (*compared.lines, f"if ({compared.text}) {{", f"    {store}", "}"),
        (*compared.before, before),
        value=value,
        replaced=replaced,
    )


def _written(at: str, best: str, *, is_least: bool) -> str:
    return f"{at} < {best}" if is_least else f"{at} > {best}"


def _is_less(functor: Construct) -> bool:
    return isinstance(functor.type, RecordType) and functor.type.name in (
        "std::less<void>",
        "std::ranges::less",
    )
