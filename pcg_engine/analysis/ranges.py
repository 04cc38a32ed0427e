"""Proving that integer polynomials are non-negative over iteration domains.

isl knows no products of parameters, so the obligations of delinearisation and of wrap-around are
proved here: induction variables are replaced by the end of their range that minimises the
polynomial, and what is left must be non-negative for all values the symbols can take.
Sound, not complete.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from pcg_engine.analysis.scope import BOUNDED, Iteration, Symbol
from pcg_engine.domain.polynomial import Monomial, Polynomial

_ONE = Polynomial.constant(1)
_DEPTH = 6
_HUGE = 1 << 62


@dataclass(frozen=True)
class Ranges:
    """What bounds the names of polynomials at one place: the loops around it, and the symbols.

    Every loop in ``iterations`` is running an iteration, so its range is not empty. What was asked
    once is kept, so that no symbol may be added once something was asked.
    """

    iterations: tuple[Iteration, ...]
    symbols: Mapping[str, Symbol]

    def is_non_negative(self, polynomial: Polynomial) -> bool:
        """Whether ``polynomial >= 0`` is proved."""
        return self._prove(polynomial, _DEPTH)

    def is_less(self, left: Polynomial, right: Polynomial) -> bool:
        """Whether ``left < right`` is proved."""
        return self.is_non_negative(right - left - _ONE)

    def minima(self, polynomial: Polynomial, over: Iterable[str]) -> tuple[Polynomial, ...]:
        """Lower bounds of ``polynomial`` without the induction variables ``over``."""
        return tuple(-p for p in self.maxima(-polynomial, over))

    def maxima(self, polynomial: Polynomial, over: Iterable[str]) -> tuple[Polynomial, ...]:
        """Upper bounds of ``polynomial`` without the induction variables ``over``.

        Empty if none is found; each one bounds it alone.
        """
        wanted = set(over)
        found = [polynomial]
        for iteration in reversed(self.iterations):
            if iteration.key not in wanted:
                continue
            following: list[Polynomial] = []
            for candidate in found:
                if iteration.key not in candidate.names:
                    following.append(candidate)
                    continue
                lowered = self._eliminated(-candidate, iteration, _DEPTH, by_type=False)
                following.extend(-p for p in lowered)
            found = following[:8]
        return tuple(p for p in found if not p.names & wanted)

    @cached_property
    def _proofs(self) -> dict[tuple[Polynomial, int], bool]:
        return {}

    def _prove(self, polynomial: Polynomial, depth: int) -> bool:
        constant = polynomial.as_constant
        if constant is not None:
            return constant >= 0
        if depth == 0:
            return False
        known = self._proofs.get((polynomial, depth))
        if known is None:
            known = self._proofs[polynomial, depth] = self._proved(polynomial, depth)
        return known

    def _proved(self, polynomial: Polynomial, depth: int) -> bool:
        innermost = self._innermost(polynomial)
        if innermost is None:
            return self._prove_symbols(polynomial, depth)
        return any(
            self._prove(p, depth - 1) for p in self._eliminated(polynomial, innermost, depth)
        )

    def _innermost(self, polynomial: Polynomial) -> Iteration | None:
        for iteration in reversed(self.iterations):
            if iteration.key in polynomial.names:
                return iteration
        return None

    def _eliminated(
        self, polynomial: Polynomial, iteration: Iteration, depth: int, *, by_type: bool = True
    ) -> list[Polynomial]:
        """Lower bounds of ``polynomial`` in which the induction variable does not occur.

        With ``by_type`` the range of the variable's type counts as well.
        """
        split = split_linear(polynomial, iteration.key)
        if split is None:
            return []
        coefficient, rest = split
        symbol = self.symbols.get(iteration.key)
        if self._prove(coefficient, depth - 1):
            bounds = list(iteration.lower)
            if by_type and symbol is not None and symbol.minimum is not None:
                bounds.append(Polynomial.constant(symbol.minimum))
            return [coefficient * bound + rest for bound in bounds]
        if self._prove(-coefficient, depth - 1):
            bounds = [bound - _ONE for bound in iteration.upper]
            if by_type and symbol is not None and symbol.maximum is not None:
                bounds.append(Polynomial.constant(symbol.maximum))
            return [coefficient * bound + rest for bound in bounds]
        return []

    def _prove_symbols(self, polynomial: Polynomial, depth: int) -> bool:
        minima = self._minima
        polynomial = self._with_maxima(polynomial)
        if _non_negative_above(polynomial, minima):
            return True
        if depth <= _DEPTH - 4:
            return False
        negative = [m for m, c in polynomial.terms if c < 0 and m]
        for fact in self._facts:
            if any(set(fact.names) & set(m) for m in negative):
                for factor in self._multipliers(polynomial):
                    reduced = polynomial - fact * factor
                    if len(reduced.terms) <= len(polynomial.terms) + 1 and _non_negative_above(
                        reduced, minima
                    ):
                        return True
        return False

    def _with_maxima(self, polynomial: Polynomial) -> Polynomial:
        """``polynomial`` with names that only lower it replaced by their greatest value."""
        worst: dict[str, Polynomial] = {}
        for name in polynomial.names:
            symbol = self.symbols.get(name)
            used = [(m, c) for m, c in polynomial.terms if name in m]
            if (
                symbol is not None
                and symbol.maximum is not None
                and symbol.maximum < _HUGE
                and all(m == (name,) and c < 0 for m, c in used)
            ):
                worst[name] = Polynomial.constant(symbol.maximum)
        reduced = substitute(polynomial, worst)
        constant = reduced.as_constant
        return reduced if constant is not None and constant >= 0 else polynomial

    def _multipliers(self, polynomial: Polynomial) -> list[Polynomial]:
        known = [_ONE]
        for name in sorted(polynomial.names):
            symbol = self.symbols.get(name)
            if symbol is not None and symbol.minimum is not None and symbol.minimum >= 0:
                known.append(Polynomial.name(name))
        return known

    @cached_property
    def _facts(self) -> list[Polynomial]:
        """Polynomials in symbols alone that are non-negative because the loops run."""
        names = {i.key for i in self.iterations}
        facts: list[Polynomial] = []
        for iteration in self.iterations:
            if iteration.key.startswith(BOUNDED):
                continue  # it may have been computed on another path
            for lower in iteration.lower:
                for upper in iteration.upper:
                    fact = upper - lower - _ONE
                    if not fact.names & names and fact.as_constant is None:
                        facts.append(fact)
        return facts

    @cached_property
    def _minima(self) -> dict[str, int]:
        minima = {k: s.minimum for k, s in self.symbols.items() if s.minimum is not None}
        for fact in self._facts:
            if len(fact.names) != 1:
                continue
            (name,) = fact.names
            coefficients = dict(fact.terms)
            factor = coefficients.get((name,), 0)
            if factor > 0 and set(coefficients) <= {(name,), ()}:
                bound = -(coefficients.get((), 0) // factor)
                minima[name] = max(minima.get(name, bound), bound)
        return minima


def split_linear(polynomial: Polynomial, name: str) -> tuple[Polynomial, Polynomial] | None:
    """``(c, r)`` with ``polynomial == c * name + r`` and ``name`` in neither; else ``None``."""
    coefficient: dict[Monomial, int] = {}
    rest: dict[Monomial, int] = {}
    for monomial, value in polynomial.terms:
        occurrences = monomial.count(name)
        if occurrences == 0:
            rest[monomial] = value
        elif occurrences == 1:
            remaining = list(monomial)
            remaining.remove(name)
            coefficient[tuple(remaining)] = value
        else:
            return None
    return Polynomial.of(coefficient), Polynomial.of(rest)


def substitute(polynomial: Polynomial, values: Mapping[str, Polynomial]) -> Polynomial:
    """``polynomial`` with every name in ``values`` replaced."""
    if not polynomial.names & values.keys():
        return polynomial
    total = Polynomial()
    for monomial, coefficient in polynomial.terms:
        term = Polynomial.constant(coefficient)
        for name in monomial:
            term = term * values.get(name, Polynomial.name(name))
        total = total + term
    return total


def _non_negative_above(polynomial: Polynomial, minima: Mapping[str, int]) -> bool:
    """Whether it is non-negative wherever every name is at least its minimum.

    Each name is replaced by its minimum plus a non-negative rest; then no coefficient may be
    negative.
    """
    if any(name not in minima for name in polynomial.names):
        return False
    shifted = substitute(
        polynomial,
        {n: Polynomial.name(n) + Polynomial.constant(minima[n]) for n in polynomial.names},
    )
    return all(coefficient >= 0 for _, coefficient in shifted.terms)
