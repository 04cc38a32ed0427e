"""Strides of flattened arrays in unsigned 64-bit arithmetic, which may wrap around.

``a[i * w + j]`` is computed modulo 2**64. If each of two consecutive rows is accessed, ``w`` is no
larger than the array. If rows are left out (every second one, or those that a condition excludes),
a stride like 2**63 is valid, and makes rows coincide that a polynomial tells apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pcg_engine.analysis.accesses import Condition, MemoryAccess
from pcg_engine.analysis.place import Index
from pcg_engine.analysis.scope import Symbol
from pcg_engine.domain.facts import Assumption
from pcg_engine.domain.polynomial import Monomial

_LONGEST_STRIDE = (1 << 31) - 1


@dataclass(frozen=True, slots=True)
class Strides:
    """The ``assumptions`` that no stride wraps around; ``unguarded`` are accesses without one."""

    assumptions: tuple[Assumption, ...]
    unguarded: tuple[MemoryAccess, ...]


def wrapping_strides(
    accesses: Iterable[MemoryAccess], depth: int, symbols: Mapping[str, Symbol]
) -> Strides:
    """What has to hold of the strides of ``accesses`` to one root, in a loop at ``depth``."""
    group = tuple(accesses)
    safe = {stride for a in group for stride, dense in _strides(a, depth, symbols) if dense}
    assumptions: list[Assumption] = []
    unguarded: list[MemoryAccess] = []
    for access in group:
        for stride, _ in _strides(access, depth, symbols):
            if stride in safe:
                continue
            texts = [symbols[name].text for name in stride]
            if all(text.isidentifier() for text in texts):
                assumptions.append(_assumed(texts))
            else:
                unguarded.append(access)
    return Strides(tuple(dict.fromkeys(assumptions)), tuple(unguarded))


def _assumed(texts: list[str]) -> Assumption:
    product = " * ".join(texts)
    computed = product if len(texts) == 1 else f"1.0 * {product}"
    return Assumption(
        "stride",
        f"rows are less than 2^31 elements apart (`{product}`), so that no subscript wraps around",
        f"{computed} <= {_LONGEST_STRIDE}",
    )


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
            if not counters or not any(_is_unsigned(symbols.get(name)) for name in stride):
                continue
            is_dense = (
                access.condition is Condition.ALWAYS
                and abs(coefficient) == 1
                and len(counters) == 1
                and running[counters[0]].step == 1
                and all(i.lower and i.upper for i in running.values() if i.depth > depth)
            )
            yield stride, is_dense


def _is_unsigned(symbol: Symbol | None) -> bool:
    """Whether the symbol may be close to 2**64."""
    return (
        symbol is not None
        and symbol.minimum is not None
        and symbol.minimum >= 0
        and symbol.maximum is None
        and not symbol.text.endswith(".size()")
    )
