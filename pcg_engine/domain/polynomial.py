"""Integer polynomials over named sizes: extents and trip counts as analysis derives them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Monomial = tuple[str, ...]
"""A product of names, sorted; the empty tuple is the constant 1."""


@dataclass(frozen=True, slots=True)
class Polynomial:
    """A sum of ``coefficient * name * name …``; terms are sorted and have no zero coefficient.

    A name is a scalar parameter (``n``) or the length of a container parameter (``x.size()``).
    """

    terms: tuple[tuple[Monomial, int], ...] = ()

    @staticmethod
    def of(coefficients: Mapping[Monomial, int]) -> Polynomial:
        """The polynomial with these coefficients."""
        merged: dict[Monomial, int] = {}
        for monomial, coefficient in coefficients.items():
            key = tuple(sorted(monomial))
            merged[key] = merged.get(key, 0) + coefficient
        return _ordered(merged)

    @staticmethod
    def constant(value: int) -> Polynomial:
        """A constant."""
        return Polynomial.of({(): value})

    @staticmethod
    def name(name: str) -> Polynomial:
        """A single name."""
        return Polynomial.of({(name,): 1})

    def __add__(self, other: Polynomial) -> Polynomial:
        if not other.terms:
            return self
        total = dict(self.terms)
        for monomial, coefficient in other.terms:
            total[monomial] = total.get(monomial, 0) + coefficient
        return _ordered(total)

    def __neg__(self) -> Polynomial:
        return Polynomial(tuple((m, -c) for m, c in self.terms))

    def __sub__(self, other: Polynomial) -> Polynomial:
        return self + (-other)

    def __mul__(self, other: Polynomial) -> Polynomial:
        product: dict[Monomial, int] = {}
        for left, a in self.terms:
            for right, b in other.terms:
                key = tuple(sorted(left + right)) if left and right else left or right
                product[key] = product.get(key, 0) + a * b
        return _ordered(product)

    @property
    def names(self) -> frozenset[str]:
        """The names that occur."""
        return frozenset(name for monomial, _ in self.terms for name in monomial)

    @property
    def as_constant(self) -> int | None:
        """The value if no name occurs, else ``None``."""
        if not self.terms:
            return 0
        if len(self.terms) == 1 and self.terms[0][0] == ():
            return self.terms[0][1]
        return None

    def evaluate(self, values: Mapping[str, int]) -> int:
        """The value for these sizes; raises ``KeyError`` for a name that is missing."""
        total = 0
        for monomial, coefficient in self.terms:
            product = coefficient
            for name in monomial:
                product *= values[name]
            total += product
        return total

    def __str__(self) -> str:
        if not self.terms:
            return "0"
        parts: list[str] = []
        for monomial, coefficient in sorted(self.terms, key=lambda t: (-len(t[0]), t[0])):
            body = "*".join(monomial)
            magnitude = abs(coefficient)
            scaled = f"{magnitude}*{body}" if body else str(magnitude)
            text = body if body and magnitude == 1 else scaled
            sign = "-" if coefficient < 0 else "+"
            parts.append(f" {sign} {text}" if parts else f"-{text}" if coefficient < 0 else text)
        return "".join(parts)


def _ordered(coefficients: Mapping[Monomial, int]) -> Polynomial:
    """The polynomial with these coefficients, whose monomials are sorted already."""
    return Polynomial(tuple(sorted([t for t in coefficients.items() if t[1]])))
