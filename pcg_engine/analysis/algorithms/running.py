"""Running sums: ``partial_sum``, ``inclusive_scan`` and ``exclusive_scan``."""

from __future__ import annotations

from pcg_engine.analysis.algorithms.maps import counter
from pcg_engine.analysis.algorithms.stretches import beside, leading
from pcg_engine.analysis.algorithms.writing import LoopText, NotWritten, Site, Writing
from pcg_engine.domain.ast import ArithmeticKind, ArithmeticType, Construct, RecordType

_RUNNING = ("running", "running_sum", "so_far", "running_here", "so_far_here", "running_too")


def scan(site: Site, writing: Writing) -> LoopText:
    """Sums so far, with the element itself or without it.

    Started with a negative zero, a sum of floating-point numbers has every bit of its first one.
    """
    over, others = leading(site, writing)
    out, *rest = others
    exclusive = site.name == "exclusive_scan"
    start = None
    if exclusive:
        if not rest:
            raise NotWritten("algorithm-form", "PCG does not know this form of `exclusive_scan`")
        start, *rest = rest
    if rest and not _is_plus(rest[0]):
        raise NotWritten("algorithm-callable", "PCG writes running sums, and no other operations")
    if rest[1:]:
        start, *_ = rest[1:]
    type_ = over.element if start is None else start.type
    if (
        not isinstance(type_, ArithmeticType)
        or not isinstance(over.element, ArithmeticType)
        or type_.kind is ArithmeticKind.BOOLEAN
        or type_.bits < 32
        or (start is not None and type_.name != over.element.name)
    ):
        raise NotWritten(
            "algorithm-elements",
            "PCG writes running sums of numbers as wide as an `int` or wider, of one type",
        )
    at = counter(writing)
    name = writing.take(*_RUNNING)
    if start is not None:
        first = writing.text(start)
    else:
        first = "-0.0" if type_.kind is ArithmeticKind.FLOATING else "0"
    added = applied_plus(name, over.at(at))
    target = beside(out, over, at, writing)
    if not exclusive:
        body: tuple[str, ...] = (added, f"{target} = {name};")
    else:
        own = writing.unused("own", "own_element")
        body = (
            f"const {over.element.name} {own} = {over.at(at)};",
            f"{target} = {name};",
            applied_plus(name, own),
        )
    return LoopText(over.header(at), body, (f"{type_.name} {name} = {first};",), stores=True)


def applied_plus(name: str, element: str) -> str:
    """The statement that adds ``element``."""
    return f"{name} += {element};"


def _is_plus(operation: object) -> bool:
    return (
        isinstance(operation, Construct)
        and isinstance(operation.type, RecordType)
        and operation.type.name.startswith("std::plus<")
    )
