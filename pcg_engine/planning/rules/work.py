"""How much a loop nest has to do, as a C++ expression that can stand before it (pure)."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from math import prod

from pcg_engine.analysis.scope import FunctionContext, declared_in
from pcg_engine.domain.ast import (
    ArithmeticKind,
    ArithmeticType,
    ContainerType,
    Function,
    ReferenceType,
    TranslationUnit,
    Type,
    Variable,
)
from pcg_engine.domain.facts import LoopFacts
from pcg_engine.domain.polynomial import Monomial, Polynomial
from pcg_engine.domain.source import SourceText

_LIMIT = 2**63
_WORD = 64
_SIZE = ".size()"


@dataclass(frozen=True, slots=True)
class Work:
    """An integer expression, and what it comes to for given sizes."""

    text: str
    amount: Polynomial


def work_of(
    facts: LoopFacts,
    source: SourceText,
    unit: TranslationUnit,
    function: Function,
    known: Container[str],
) -> Work | None:
    """The product of the trip counts of a nest from ``facts``' loop inward, but for constants.

    Only names that are ``known`` (whose values were measured with), and only as many loops, from
    the outermost, as 64 bits hold the product of, whatever the values are: nothing in the
    expression overflows, calls anything but ``size()``, or reads what may be unset. ``None`` if
    that leaves nothing.
    """
    types = _types(facts, source, unit, function)
    factors: list[Polynomial] = []
    for trips in _trip_counts(facts):
        factor = _without_constant(trips)
        if not all(name in types and name in known for name in factor.names):
            break
        if factor.names and not _fits([*factors, factor], types):
            break
        if factor.names:
            factors.append(factor)
    if not factors:
        return None
    return Work(_text(factors, types), _product(factors))


@dataclass(frozen=True, slots=True)
class _Integer:
    bits: int
    signed: bool

    @property
    def ends(self) -> tuple[int, int]:
        """The least and the greatest value."""
        if self.signed:
            return -(1 << (self.bits - 1)), (1 << (self.bits - 1)) - 1
        return 0, (1 << self.bits) - 1

    @property
    def magnitude(self) -> int:
        """No value is further from zero."""
        return max(map(abs, self.ends))

    @property
    def is_size(self) -> bool:
        return self.bits == _WORD and not self.signed


def _trip_counts(facts: LoopFacts) -> list[Polynomial]:
    """The trip counts from this loop inward, along the deepest nest of which they are known."""
    own = None if facts.canonical is None else facts.canonical.trip_count
    if own is None:
        return []
    inner: list[Polynomial] = []
    for child in facts.children:
        inner = max(inner, _trip_counts(child), key=len)
    return [own, *inner]


def _without_constant(trips: Polynomial) -> Polynomial:
    return Polynomial(tuple((m, c) for m, c in trips.terms if m))


def _product(factors: Sequence[Polynomial]) -> Polynomial:
    return prod(factors, start=Polynomial.constant(1))


def _fits(factors: Sequence[Polynomial], types: Mapping[str, _Integer]) -> bool:
    """Whether the product can be computed without overflow.

    Unsigned sizes may be multiplied and added: they are no larger than what the loops run through,
    and arithmetic of unsigned integers is defined in any case.
    """
    if len(factors) == 1 and _is_name(factors[0]):
        return True
    if _is_of_sizes(factors, types):
        return all(c > 0 for factor in factors for _, c in factor.terms)
    return prod(_largest(factor, types) for factor in factors) < _LIMIT


def _largest(factor: Polynomial, types: Mapping[str, _Integer]) -> int:
    """The largest absolute value that the factor, and any part of its sum, may have."""
    low = high = 0
    for monomial, coefficient in factor.terms:
        if len(monomial) == 1:
            ends = sorted(coefficient * end for end in types[monomial[0]].ends)
        else:
            most = abs(coefficient) * prod(types[name].magnitude for name in monomial)
            ends = [-most, most]
        low, high = low + min(ends[0], 0), high + max(ends[1], 0)
    return max(-low, high)


def _is_name(factor: Polynomial) -> bool:
    ((monomial, coefficient), *others) = factor.terms
    return not others and len(monomial) == 1 and coefficient == 1


def _is_of_sizes(factors: Sequence[Polynomial], types: Mapping[str, _Integer]) -> bool:
    return all(types[name].is_size for factor in factors for name in factor.names)


def _text(factors: Sequence[Polynomial], types: Mapping[str, _Integer]) -> str:
    if len(factors) == 1 and _is_name(factors[0]):
        return factors[0].terms[0][0][0]
    # From there on everything is computed in 64 bits.
    wide = "" if _is_of_sizes(factors, types) else "1LL * "
    pieces: list[str] = []
    for factor in factors:
        terms = sorted(factor.terms, key=lambda term: term[1] < 0)
        if len(terms) == 1:
            pieces.append((wide if not pieces else "") + _term(*terms[0]))
        else:
            total = wide + _term(*terms[0])
            for monomial, coefficient in terms[1:]:
                # What is added to 64 bits is made so wide; a product before has to be by itself.
                own = wide if (monomial, abs(coefficient)) != (monomial[:1], 1) else ""
                sign = "-" if coefficient < 0 else "+"
                total += f" {sign} {own}{_term(monomial, abs(coefficient))}"
            pieces.append(f"({total})" if len(factors) > 1 else total)
    return " * ".join(pieces)


def _term(monomial: Monomial, coefficient: int) -> str:
    names = " * ".join(monomial)
    return names if coefficient == 1 else f"{coefficient} * {names}"


def _types(
    facts: LoopFacts, source: SourceText, unit: TranslationUnit, function: Function
) -> dict[str, _Integer]:
    """The integers, and sizes of containers, that have one meaning and one value from the start.

    Those are parameters and variables that nothing in the function changes, and whose name no other
    one has.
    """
    if function.body is None:
        return {}
    context = FunctionContext.of(unit, function, source)
    variables = [*function.parameters, *(v for v, _ in declared_in(function.body))]
    found: dict[str, _Integer] = {}
    for variable in variables:
        if (
            variable.name in context.ambiguous
            or variable.volatile
            or variable.span.start >= facts.loop.span.start
        ):
            continue
        match _referent(variable.type):
            case ArithmeticType(kind=ArithmeticKind.INTEGER, bits=bits, signed=signed):
                if _is_set(variable, function, context):
                    found[variable.name] = _Integer(bits, signed)
            case ContainerType():
                found[f"{variable.name}{_SIZE}"] = _Integer(_WORD, signed=False)
            case _:
                pass
    return found


def _is_set(variable: Variable, function: Function, context: FunctionContext) -> bool:
    if variable.id in context.modified:
        return False
    return variable in function.parameters or variable.id in context.definitions


def _referent(type_: Type) -> Type:
    return type_.referent if isinstance(type_, ReferenceType) else type_
