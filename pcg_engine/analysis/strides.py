"""Subscripts in unsigned 64-bit arithmetic, which may wrap around.

``a[i * w + j]`` is computed modulo 2**64. If each of two consecutive rows is accessed, ``w`` is no
larger than the array, but it may be a negative number that was converted, with which rows overlap
that a polynomial tells apart. If rows are left out (every second one, or those that a condition
excludes), a stride like 2**63 is valid, too. What is added, as in ``a[i + k]``, may just as well be
a negative number. A size that a loop counts to from a number is none of these.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pcg_engine.analysis.accesses import Condition, MemoryAccess
from pcg_engine.analysis.place import Index
from pcg_engine.analysis.scope import Symbol
from pcg_engine.analysis.suppositions import is_written
from pcg_engine.domain.facts import Assumption
from pcg_engine.domain.polynomial import Monomial, Polynomial

_LONGEST_STRIDE = (1 << 31) - 1


@dataclass(frozen=True, slots=True)
class Strides:
    """The ``assumptions`` that no subscript wraps around; ``unguarded`` are accesses without."""

    assumptions: tuple[Assumption, ...]
    unguarded: tuple[MemoryAccess, ...]


def wrapping_strides(
    accesses: Iterable[MemoryAccess], depth: int, symbols: Mapping[str, Symbol]
) -> Strides:
    """What has to hold of the subscripts of ``accesses`` to one root, in a loop at ``depth``."""
    group = tuple(accesses)
    sizes = {name for a in group for name in _counted_to(a)}
    lone = _is_lone(group, depth)
    safe = {
        stride
        for a in group
        for stride, dense in _strides(a, depth, symbols)
        if dense and (lone or not _unsigned(stride, symbols) - sizes)
    }
    wanted = [(s, a) for a in group for s, _ in _strides(a, depth, symbols) if s not in safe]
    wanted += [(o, a) for o, a in _offsets(group, depth) if _unsigned(o, symbols) - sizes]
    assumptions: list[Assumption] = []
    unguarded: list[MemoryAccess] = []
    for product, access in wanted:
        if all(is_written(symbols[name]) for name in product if name in symbols):
            assumptions.append(_assumed([symbols[name].text for name in product]))
        else:
            unguarded.append(access)
    return Strides(tuple(dict.fromkeys(assumptions)), tuple(unguarded))


def _assumed(texts: list[str]) -> Assumption:
    product = " * ".join(texts)
    computed = product if len(texts) == 1 else f"1.0 * {product}"
    return Assumption(
        "stride",
        f"`{product}` is less than 2^31, so that no subscript wraps around",
        f"{computed} <= {_LONGEST_STRIDE}",
    )


def _counted_to(access: MemoryAccess) -> Iterator[str]:
    """What loops around ``access`` count to from a number, one by one: no run reaches 2**62."""
    for iteration in access.iterations:
        start = iteration.start
        if iteration.exact and start is not None and start.as_constant is not None:
            yield from (n for bound in iteration.upper for n in bound.names if _is_sum(bound))


def _is_sum(bound: Polynomial) -> bool:
    """Whether nothing in a bound is subtracted, and so each part of it is at most as large."""
    return all(coefficient > 0 or not monomial for monomial, coefficient in bound.terms)


def _is_lone(group: tuple[MemoryAccess, ...], depth: int) -> bool:
    """Whether all use one subscript, in which a single term changes while the loop runs."""
    if len({access.selectors for access in group}) > 1:
        return False
    access = group[0]
    running = {i.key for i in access.iterations if i.depth >= depth}
    return all(
        selector.value is not None
        and sum(bool(running & set(monomial)) for monomial, _ in selector.value.terms) <= 1
        for selector in access.selectors
        if isinstance(selector, Index)
    )


def _offsets(
    group: tuple[MemoryAccess, ...], depth: int
) -> Iterator[tuple[Monomial, MemoryAccess]]:
    """By what subscripts of one array differ that stays the same while the loop runs."""
    first: dict[int, Polynomial] = {}
    for access in group:
        running = {i.key for i in access.iterations if i.depth >= depth}
        for position, selector in enumerate(access.selectors):
            if not isinstance(selector, Index) or selector.value is None:
                continue
            fixed = Polynomial.of({m: c for m, c in selector.value.terms if not running & set(m)})
            difference = fixed - first.setdefault(position, fixed)
            yield from ((m, access) for m, _ in difference.terms if m)


def _strides(
    access: MemoryAccess, depth: int, symbols: Mapping[str, Symbol]
) -> Iterator[tuple[Monomial, bool]]:
    """Unsigned strides of the counters that run, and whether the rows follow one another."""
    running = {i.key: i for i in access.iterations if i.depth >= depth}
    for selector in access.selectors:
        if not isinstance(selector, Index) or selector.value is None:
            continue
        for monomial, coefficient in selector.value.terms:
            counters = [name for name in monomial if name in running]
            stride = tuple(name for name in monomial if name not in running)
            if not counters or not _unsigned(stride, symbols):
                continue
            is_dense = (
                access.condition is Condition.ALWAYS
                and abs(coefficient) == 1
                and len(counters) == 1
                and running[counters[0]].step == 1
                and all(i.lower and i.upper for i in running.values() if i.depth > depth)
            )
            yield stride, is_dense


def _unsigned(product: Monomial, symbols: Mapping[str, Symbol]) -> frozenset[str]:
    """The factors that may be close to 2**64."""
    return frozenset(name for name in product if _is_unsigned(symbols.get(name)))


def _is_unsigned(symbol: Symbol | None) -> bool:
    """Whether the symbol may be close to 2**64."""
    return (
        symbol is not None
        and symbol.minimum is not None
        and symbol.minimum >= 0
        and symbol.maximum is None
        and not symbol.text.endswith(".size()")
    )
