"""How far from its root a loop reaches: the first and the last element that it may touch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pcg_engine.analysis.accesses import MemoryAccess
from pcg_engine.analysis.place import Index
from pcg_engine.analysis.ranges import Ranges
from pcg_engine.analysis.scope import Symbol
from pcg_engine.domain.polynomial import Polynomial

_ONE = Polynomial.constant(1)


@dataclass(frozen=True, slots=True)
class Reach:
    """Elements ``[first, last)`` of a root, each bound the least or greatest of several.

    A bound that is empty is not known.
    """

    first: tuple[Polynomial, ...]
    last: tuple[Polynomial, ...]


def reach(accesses: tuple[MemoryAccess, ...], depth: int, symbols: Mapping[str, Symbol]) -> Reach:
    """The elements that ``accesses`` (of one root) may touch while the loop at ``depth`` runs.

    Loops further out stand still, and their counters may occur in the bounds.
    """
    first: list[Polynomial] = []
    last: list[Polynomial] = []
    first_known = last_known = True
    for access in accesses:
        head = access.selectors[0] if access.selectors else Index(Polynomial())
        if not isinstance(head, Index):
            head = Index(Polynomial())
        if head.value is None:
            return Reach((), ())
        ranges = Ranges(access.iterations, symbols)
        over = [i.key for i in access.iterations if i.depth >= depth]
        low = ranges.minima(head.value, over)
        high = ranges.maxima(head.value, over)
        first_known &= bool(low)
        last_known &= bool(high)
        if low:
            _keep(first, low[0], ranges, least=True)
        if high:
            _keep(last, high[0] + _ONE, ranges, least=False)
    return Reach(tuple(first) if first_known else (), tuple(last) if last_known else ())


def _keep(kept: list[Polynomial], bound: Polynomial, ranges: Ranges, *, least: bool) -> None:
    """Add ``bound`` unless one that is kept already covers it; drop those that it covers."""

    def covers(one: Polynomial, other: Polynomial) -> bool:
        return ranges.is_non_negative(other - one if least else one - other)

    if any(covers(k, bound) for k in kept):
        return
    kept[:] = [k for k in kept if not covers(bound, k)]
    kept.append(bound)


def cpp_text(polynomial: Polynomial, symbols: Mapping[str, Symbol]) -> str | None:
    """``polynomial`` as a C++ sum in ``long long`` where a product could overflow.

    ``None`` if a name has no text that is valid before the loop.
    """
    texts: dict[str, str] = {}
    for name in polynomial.names:
        symbol = symbols.get(name)
        if symbol is None or not symbol.text:
            return None
        texts[name] = symbol.text if symbol.text.isidentifier() else _operand(symbol.text)
    if not polynomial.terms:
        return "0"
    parts: list[str] = []
    ordered = sorted(polynomial.terms, key=lambda t: (t[1] < 0, -len(t[0]), t[0]))
    for monomial, coefficient in ordered:
        factors = [texts[name] for name in monomial]
        magnitude = abs(coefficient)
        if magnitude != 1 or not factors:
            factors.insert(0, str(magnitude))
        product = " * ".join(factors)
        if len(factors) > 1:
            product = f"1LL * {product}"
        sign = "-" if coefficient < 0 else "+"
        parts.append(f" {sign} {product}" if parts else f"-{product}" if sign == "-" else product)
    return "".join(parts)


def _operand(text: str) -> str:
    """``text`` as an operand: a member call or subscript needs no parentheses."""
    plain = text.replace(".size()", "").replace(".", "").replace("->", "")
    return text if plain.isidentifier() else f"({text})"
