"""Conditions under which rows of flattened arrays are apart, where only the program's run can tell.

``a[i * n + j]`` with ``j < m`` is row ``i``, column ``j`` if ``m <= n``. Where nothing proves that,
it may be supposed, and a test before the loop tells.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import lru_cache
from itertools import product
from math import gcd, prod

from pcg_engine.analysis.ranges import Ranges
from pcg_engine.analysis.scope import Symbol
from pcg_engine.domain.facts import Assumption
from pcg_engine.domain.polynomial import Monomial, Polynomial

ROWS_APART = "rows-apart"
"""The code of such conditions."""

_MEMBER = re.compile(r"(?:this->)?[^\W\d]\w*(?:\.[^\W\d]\w*)*(?:\(\))?")
_MOST = 4
"""More conditions than that would hardly ever hold together."""
_SIZES = (64, 65, 1_000, 1_001, 100_000, 10_000_000)
"""Sizes of some weight, for which conditions are tried: smaller ones bring nothing."""
_INT = 1 << 31
_UNSIGNED = 1 << 32


class Suppositions:
    """What was supposed of the sizes of one loop; nothing, unless that is ``allowed``.

    ``wanted``: some index could not be split into row and column without.
    """

    def __init__(self, symbols: Mapping[str, Symbol], *, allowed: bool) -> None:
        self.allowed = allowed
        self.wanted = False
        self._symbols = symbols
        self._facts: dict[Polynomial, str] = {}

    def suppose(self, polynomial: Polynomial, ranges: Ranges, counters: Collection[str]) -> bool:
        """Suppose that ``polynomial >= 0``, whatever the ``counters`` are; whether it can be."""
        for least in ranges.minima(polynomial, counters):
            fact = _reduced(least)
            if not _can_hold((*self._facts, fact)):
                continue
            guard = None if fact.as_constant is not None else _guard(fact, self._symbols)
            if guard is not None and (fact in self._facts or len(self._facts) < _MOST):
                self._facts[fact] = guard
                return True
        return False

    @property
    def mark(self) -> tuple[Polynomial, ...]:
        """What is supposed now."""
        return tuple(self._facts)

    def forget_since(self, mark: Collection[Polynomial]) -> None:
        """Suppose no more than what ``mark`` holds."""
        self._facts = {fact: guard for fact, guard in self._facts.items() if fact in mark}

    @property
    def assumptions(self) -> tuple[Assumption, ...]:
        """The conditions, each with a test."""
        return tuple(
            Assumption(
                ROWS_APART, f"`{guard}`, so that the rows of a flattened array are apart", guard
            )
            for fact, guard in sorted(self._facts.items(), key=lambda f: f[1])
            if not any(self._follows(fact, other) for other in self._facts if other != fact)
        )

    def symbols(self) -> Mapping[str, Symbol]:
        """The symbols with the least values that they have where all of this holds."""
        known = dict(self._symbols)
        for _ in self._facts:
            for fact in self._facts:
                for name in fact.names & known.keys():
                    least = _least(fact, name, known)
                    own = known[name].minimum
                    if least is not None and (own is None or own < least):
                        known[name] = replace(known[name], minimum=least)
        return known

    @staticmethod
    def _follows(fact: Polynomial, other: Polynomial) -> bool:
        """Whether ``fact`` holds wherever ``other`` does."""
        difference = (fact - other).as_constant
        return difference is not None and difference > 0


@lru_cache(maxsize=4096)
def _can_hold(facts: tuple[Polynomial, ...]) -> bool:
    """Whether all of ``facts >= 0`` hold together for some such sizes."""
    names = sorted({name for fact in facts for name in fact.names})
    if len(names) > _MOST:
        return False
    return any(
        all(_value(fact, dict(zip(names, sizes, strict=True))) >= 0 for fact in facts)
        for sizes in product(_SIZES, repeat=len(names))
    )


def _value(polynomial: Polynomial, sizes: Mapping[str, int]) -> int:
    return sum(c * prod(sizes[name] for name in m) for m, c in polynomial.terms)


def _least(fact: Polynomial, name: str, symbols: Mapping[str, Symbol]) -> int | None:
    """What ``fact >= 0`` says that ``name`` is at least: ``w - r - 1 >= 0`` with ``r >= 0``: 1."""
    terms = dict(fact.terms)
    if terms.pop((name,), 0) != 1 or any(name in monomial for monomial in terms):
        return None
    least = -terms.pop((), 0)
    for monomial, coefficient in terms.items():
        other = symbols.get(monomial[0]) if len(monomial) == 1 else None
        if coefficient > 0 or other is None or other.minimum is None:
            return None
        least -= coefficient * other.minimum
    return least


def _reduced(polynomial: Polynomial) -> Polynomial:
    """The same condition (not negative) with the least factors."""
    divisor = gcd(*(abs(c) for m, c in polynomial.terms if m))
    if divisor <= 1:
        return polynomial
    return Polynomial.of({m: c // divisor for m, c in polynomial.terms})


def _guard(fact: Polynomial, symbols: Mapping[str, Symbol]) -> str | None:
    """C++ for ``fact >= 0`` that cannot overflow; ``None`` if there is none."""
    more = {m: c for m, c in fact.terms if m and c > 0}
    less = {m: -c for m, c in fact.terms if m and c < 0}
    constant = dict(fact.terms).get((), 0)
    names = {name for monomial in (*more, *less) for name in monomial}
    if not all(name in symbols and is_written(symbols[name]) for name in names):
        return None
    first, second = _single(more), _single(less)
    if first and not less:
        return f"{symbols[first].text} >= {-constant}"
    if not more:
        return None  # a size would have to be small
    if first and second and constant in (0, -1) and _same_type(symbols[first], symbols[second]):
        sign = ">=" if constant == 0 else ">"
        return f"{symbols[first].text} {sign} {symbols[second].text}"
    left = _sum(more, max(constant, 0), symbols)
    right = _sum(less, max(-constant, 0), symbols)
    return None if left is None or right is None else f"{left} >= {right}"


def _single(terms: Mapping[Monomial, int]) -> str | None:
    """The name that is the only term."""
    if len(terms) != 1:
        return None
    ((monomial, coefficient),) = terms.items()
    return monomial[0] if len(monomial) == 1 and coefficient == 1 else None


def _sum(terms: Mapping[Monomial, int], constant: int, symbols: Mapping[str, Symbol]) -> str | None:
    """The sum in ``long long``, whose terms are all of numbers in 32 bits."""
    parts: list[str] = []
    products = 0
    for monomial, coefficient in sorted(terms.items()):
        ends = [_magnitude(symbols[name]) for name in monomial]
        if any(end is None for end in ends) or len(monomial) > 2:
            return None
        if len(monomial) == 2:
            products += 1
            if coefficient != 1 or any(end is None or end > _INT for end in ends):
                return None
        if coefficient >= _INT or products > 1:
            return None
        factors = [str(coefficient)] if coefficient != 1 else []
        parts.append(" * ".join(["1LL", *factors, *(symbols[name].text for name in monomial)]))
    if abs(constant) >= _INT or len(parts) > _MOST:
        return None
    if constant or not parts:
        parts.append(str(constant))
    return " + ".join(parts)


def _magnitude(symbol: Symbol) -> int | None:
    """What no value is further from zero than, if that is known to fit into 32 bits."""
    if symbol.minimum is None or symbol.maximum is None:
        return None
    most = max(abs(symbol.minimum), abs(symbol.maximum))
    return most if most <= _UNSIGNED else None


def is_written(symbol: Symbol) -> bool:
    """Whether it is a variable, a member of an object, or the size of a container.

    These can be named before the loop, and naming them reads nothing that may not be there.
    """
    if symbol.exact:
        return symbol.text.removesuffix(".size()").isidentifier()
    return _MEMBER.fullmatch(symbol.text) is not None


def _same_type(one: Symbol, other: Symbol) -> bool:
    """Whether comparing the two compares their values."""
    return (one.minimum, one.maximum) == (other.minimum, other.maximum)
