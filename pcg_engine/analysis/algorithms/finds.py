"""Algorithms that end with the first match: ``find``, ``all_of``, ``any_of``, ``equal``."""

from __future__ import annotations

from pcg_engine.analysis.algorithms.callables import Applied, Argument, applied
from pcg_engine.analysis.algorithms.maps import counter, evaluated, only
from pcg_engine.analysis.algorithms.results import iterator_value
from pcg_engine.analysis.algorithms.stretches import Stretch, index_in, leading, place
from pcg_engine.analysis.algorithms.writing import LoopText, NotWritten, Site, Writing
from pcg_engine.domain.ast import ArithmeticType

_NAMES = ("match", "found_at", "match_here", "found_here", "first_found", "match_too")


def find(site: Site, writing: Writing) -> LoopText:
    """``find``, ``find_if`` and ``find_if_not``."""
    over, others = leading(site, writing)
    (wanted,) = only(others, 1, site)
    at = counter(writing)
    if site.name == "find":
        first, value = evaluated(wanted, writing)
        condition = Applied(f"{over.at(at)} == {value}", first)
    else:
        condition = applied(wanted, (Argument(over.at(at), over.element),), writing)
    text = f"!({condition.text})" if site.name == "find_if_not" else condition.text
    name = writing.take("found_at", *_NAMES)
    result = iterator_value(site, over, name, writing)
    return LoopText(
        over.header(at),
        (*condition.lines, f"if ({text}) {{", f"    {name} = {at};", "    break;", "}"),
        (*condition.before, f"{over.type_name} {name} = {over.end};"),
        value=result.text,
        replaced=result.replaced,
    )


def test_all(site: Site, writing: Writing) -> LoopText:
    """``all_of``, ``any_of`` and ``none_of``."""
    over, others = leading(site, writing)
    (predicate,) = only(others, 1, site)
    at = counter(writing)
    condition = applied(predicate, (Argument(over.at(at), over.element),), writing)
    match site.name:
        case "all_of":
            name, start, then = writing.take("all", "holds", "holds_for_all"), "true", "false"
            text = f"!({condition.text})"
        case "any_of":
            name, start, then = writing.take("any", "is_found", "holds_for_one"), "false", "true"
            text = condition.text
        case _:
            name, start, then = writing.take("none", "is_absent", "holds_never"), "true", "false"
            text = condition.text
    return _tested(over, at, condition, text, name, start, then)


def equal(site: Site, writing: Writing) -> LoopText:
    """``equal(first, last, first2)``, also with a predicate."""
    over, others = leading(site, writing)
    if site.is_ranges or len(others) not in (1, 2) or not _has_offset(others):
        raise NotWritten("algorithm-form", "PCG knows `equal` of a range and a second beginning")
    at = counter(writing)
    there = place(others[0], writing)
    pair = (
        Argument(over.at(at), over.element),
        Argument(there.at(index_in(there, over, at)), there.element),
    )
    if len(others) == 2:
        condition = applied(others[1], pair, writing)
    elif all(isinstance(a.type, ArithmeticType) for a in pair):
        condition = Applied(f"{pair[0].text} == {pair[1].text}")
    else:
        raise NotWritten("algorithm-elements", "the elements are no numbers")
    name = writing.take("same", "is_same", "are_equal")
    return _tested(over, at, condition, f"!({condition.text})", name, "true", "false")


def _has_offset(others: tuple[object, ...]) -> bool:
    """Whether no end of the second range is given."""
    return len(others) == 1 or "iterator" not in str(getattr(others[1], "type", ""))


def _tested(
    over: Stretch, at: str, condition: Applied, text: str, name: str, start: str, then: str
) -> LoopText:
    return LoopText(
        over.header(at),
        (*condition.lines, f"if ({text}) {{", f"    {name} = {then};", "    break;", "}"),
        condition.before,
        value=name,
        total=name,
        total_type="bool",
        total_start=start,
    )
