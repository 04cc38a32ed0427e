"""Integer sets for isl: affine constraints over counters and symbols, as text, decided exactly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import islpy as isl

from pcg_engine.analysis.scope import Iteration, Symbol
from pcg_engine.domain.polynomial import Monomial, Polynomial


@dataclass(slots=True)
class ConstraintSystem:
    """A conjunction of affine constraints.

    Names in ``dimensions`` are set dimensions; every other monomial is a parameter of its own, so
    products of symbols are over-approximated by independent integers (``exact`` turns false).
    """

    symbols: Mapping[str, Symbol]
    dimensions: dict[str, str] = field(default_factory=dict[str, str])
    parameters: dict[Monomial, str] = field(default_factory=dict[Monomial, str])
    constraints: list[str] = field(default_factory=list[str])
    strides: int = 0
    exact: bool = True

    def dimension(self, name: str) -> str:
        """Make ``name`` a set dimension."""
        return self.dimensions.setdefault(name, f"x{len(self.dimensions)}")

    def equal(self, left: Polynomial, right: Polynomial) -> bool:
        """Add ``left == right``; false (and nothing added) if that is not affine."""
        return self._add(left - right, "= 0")

    def at_least(self, left: Polynomial, right: Polynomial) -> bool:
        """Add ``left >= right``; false (and nothing added) if that is not affine."""
        return self._add(left - right, ">= 0")

    def iterate(self, iteration: Iteration, rename: Mapping[str, str]) -> None:
        """Add the iteration space of ``iteration``, its dimension being declared already."""
        counter = Polynomial.name(rename.get(iteration.key, iteration.key))
        bounded = iteration.exact
        for lower in iteration.lower:
            bounded &= self.at_least(counter, renamed(lower, rename))
        for upper in iteration.upper:
            bounded &= self.at_least(renamed(upper, rename), counter + Polynomial.constant(1))
        step = iteration.step
        if step is None:
            bounded = False
        elif step != 1 and iteration.start is not None:
            start = self.affine(renamed(iteration.start, rename))
            value = self.affine(counter)
            if start is None or value is None:
                bounded = False
            else:
                self.strides += 1
                k = f"k{self.strides}"
                self.constraints.append(f"exists ({k} : {value} - ({start}) = {step} {k})")
        if not bounded:
            self.exact = False

    def build(self) -> isl.Set:
        """The set of the dimensions' values, parameters being constrained by their types."""
        clauses = list(self.constraints)
        for monomial, parameter in self.parameters.items():
            symbol = self.symbols.get(monomial[0]) if len(monomial) == 1 else None
            if symbol is not None and symbol.minimum is not None:
                clauses.append(f"{parameter} >= {symbol.minimum}")
            if symbol is not None and symbol.maximum is not None:
                clauses.append(f"{parameter} <= {symbol.maximum}")
        heads = ", ".join(self.parameters.values())
        dimensions = ", ".join(self.dimensions.values())
        text = f"[{heads}] -> {{ [{dimensions}] : {' and '.join(clauses) or 'true'} }}"
        return _read(text)

    def affine(self, polynomial: Polynomial) -> str | None:
        """``polynomial`` in isl's notation, or ``None`` if a counter is multiplied by a symbol."""
        parts: list[str] = []
        for monomial, coefficient in polynomial.terms:
            if not monomial:
                parts.append(str(coefficient))
            elif len(monomial) == 1 and monomial[0] in self.dimensions:
                parts.append(f"{coefficient} {self.dimensions[monomial[0]]}")
            elif self.dimensions.keys() & set(monomial):
                return None
            else:
                parts.append(f"{coefficient} {self._parameter(monomial)}")
        return " + ".join(parts) or "0"

    def _parameter(self, monomial: Monomial) -> str:
        if monomial not in self.parameters:
            self.parameters[monomial] = f"p{len(self.parameters)}"
            symbol = self.symbols.get(monomial[0]) if len(monomial) == 1 else None
            if symbol is None or not symbol.exact:
                self.exact = False
        return self.parameters[monomial]

    def _add(self, polynomial: Polynomial, relation: str) -> bool:
        text = self.affine(polynomial)
        if text is None:
            self.exact = False
            return False
        self.constraints.append(f"{text} {relation}")
        return True


@lru_cache(maxsize=8192)
def _read(text: str) -> isl.Set:
    """The set that ``text`` describes; many pairs of accesses ask the same question."""
    return isl.Set(text)


def renamed(polynomial: Polynomial, rename: Mapping[str, str]) -> Polynomial:
    """``polynomial`` with names replaced."""
    return Polynomial.of(
        {
            tuple(rename.get(name, name) for name in monomial): coefficient
            for monomial, coefficient in polynomial.terms
        }
    )


def constant_value(values: isl.Set, dimension: str, names: Iterable[str]) -> int | None:
    """The only value that ``dimension`` takes in ``values`` for all parameters, if there is one."""
    position = list(names).index(dimension)
    free = values.project_out(isl.dim_type.param, 0, values.dim(isl.dim_type.param))
    total = free.dim(isl.dim_type.set)
    single = free.project_out(isl.dim_type.set, position + 1, total - position - 1)
    single = single.project_out(isl.dim_type.set, 0, position)
    value = single.plain_get_val_if_fixed(isl.dim_type.set, 0)
    if value.is_int():
        return int(value.to_python())
    hull = single.simple_hull() if not single.is_empty() else None
    if hull is None or not hull.is_bounded():
        return None
    low, high = single.dim_min_val(0), single.dim_max_val(0)
    if low.is_int() and high.is_int() and low.eq(high):
        return int(low.to_python())
    return None
