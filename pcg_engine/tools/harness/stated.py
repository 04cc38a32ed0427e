"""What the user says of a function's arguments, in comments before it or inside it (pure).

``// pcg: n == x.size(), lower < upper, permutation(order)``: terms between commas. A relation holds
between two sums of products of integer parameters, lengths ``x.size()`` and numbers; a property is
one of ``sorted``, ``permutation``, ``nonzero``, ``positive`` and ``power_of_two``. The elements of
one array are indices of another one (``indices(col, x)``), or where its rows begin
(``row_starts(row, col)``, as in a compressed sparse matrix). ``mesh from make_mesh`` names the
function that makes an object (``this from …`` that of a member function).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import numpy as np

from pcg_engine.domain.facts import ValueFact
from pcg_engine.domain.polynomial import Polynomial
from pcg_engine.domain.source import SourceText, Span
from pcg_engine.tools.harness.elements import Array
from pcg_engine.tools.harness.sizes import Shape, size_name

_COMMENT = re.compile(rb"//[ \t]*pcg:(?P<text>[^\n]*)|/\*[ \t]*pcg:(?P<block>.*?)\*/", re.DOTALL)
_COMMENT_LINE = re.compile(rb"[ \t]*(?://|/\*|\*)|[ \t]*(?:template\b|\[\[)")
_PROPERTY = re.compile(r"(?P<property>\w+)\s*\(\s*(?P<name>\w+)\s*\)")
_RELATION = re.compile(r"(?P<left>[^<>=!]+)(?P<sign>==|<=|>=|!=|<|>)(?P<right>[^<>=!]+)")
_PAIR = re.compile(r"(?P<property>\w+)\s*\(\s*(?P<name>\w+)\s*,\s*(?P<other>\w+)\s*\)")
_FROM = re.compile(r"(?P<name>\w+)\s+from\s+(?P<factory>(?:::)?\w+(?:::\w+)*)")
_COMMA = re.compile(r",(?![^()]*\))")
_FACTOR = re.compile(r"\w+(?:\s*\.\s*size\s*\(\s*\))?")
_ROUNDS = 8


class Property(StrEnum):
    """What may be said of one parameter, or of all its elements."""

    SORTED = "sorted"
    PERMUTATION = "permutation"
    NONZERO = "nonzero"
    POSITIVE = "positive"
    POWER_OF_TWO = "power_of_two"


@dataclass(frozen=True, slots=True)
class Sum:
    """Products of names (``n``, ``x.size()``) and numbers, added up."""

    terms: tuple[tuple[str, ...], ...]

    def value(self, known: Mapping[str, int]) -> int | None:
        """The value, if every name is known."""
        total = 0
        for factors in self.terms:
            product = 1
            for factor in factors:
                number = int(factor) if factor.isdigit() else known.get(factor)
                if number is None:
                    return None
                product *= number
            total += product
        return total

    @property
    def name(self) -> str | None:
        """The one name that this is."""
        if len(self.terms) != 1 or len(self.terms[0]) != 1 or self.terms[0][0].isdigit():
            return None
        return self.terms[0][0]


@dataclass(frozen=True, slots=True)
class Relation:
    """``left sign right``."""

    left: Sum
    sign: str
    right: Sum

    @property
    def names(self) -> frozenset[str]:
        """All names on both sides."""
        terms = (*self.left.terms, *self.right.terms)
        return frozenset(factor for factors in terms for factor in factors)


@dataclass(frozen=True, slots=True)
class MadeBy:
    """The object that the parameter ``name`` is comes from the function ``factory``."""

    name: str
    factory: str


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """A term that is none of the above, and its 1-based line."""

    term: str
    line: int


@dataclass(frozen=True, slots=True)
class Stated:
    """All that is said about one function's arguments."""

    relations: tuple[Relation, ...] = ()
    properties: tuple[tuple[str, Property], ...] = ()
    indices: tuple[ValueFact, ...] = ()
    made: tuple[MadeBy, ...] = ()

    def factory(self, name: str) -> str:
        """The function that makes the object of the parameter ``name``; empty if none is named."""
        return next((one.factory for one in self.made if one.name == name), "")

    def both(self, other: Stated) -> Stated:
        """What is said here and in ``other``."""
        return Stated(
            (*self.relations, *other.relations),
            (*self.properties, *other.properties),
            (*self.indices, *other.indices),
            (*self.made, *other.made),
        )

    @property
    def names(self) -> frozenset[str]:
        """The parameters of whose values something is said."""
        return frozenset(name for name, _ in self.properties)

    def has(self, name: str, wanted: Property) -> bool:
        """Whether the parameter ``name`` has the property."""
        return (name, wanted) in self.properties

    def pinned(self, shape: Shape) -> dict[str, int]:
        """Sizes and integer parameters that differ from ``shape`` so that everything holds.

        Whatever stands alone on one side is what changes, the left one first; but not what has to
        be a power of two, nor what is equal to that.
        """
        known = {**shape.scalars, **{size_name(n): count for n, count in shape.counts.items()}}
        before = dict(known)
        fixed = {name for name, wanted in self.properties if wanted is Property.POWER_OF_TWO}
        for _ in range(_ROUNDS):
            settled = dict(known)
            for name, wanted in self.properties:
                for key in (name, size_name(name)):
                    if key in known and (wanted is Property.POWER_OF_TWO or key == name):
                        known[key] = _with_property(known[key], wanted)
            settled_names = {key for name in fixed for key in (name, size_name(name))}
            for relation in self._in_order(settled_names):
                _hold(relation, known, settled_names)
            if known == settled:
                break
        return {
            key.removesuffix(".size()"): value
            for key, value in known.items()
            if value != before[key]
        }

    def _in_order(self, settled: Collection[str]) -> Iterator[Relation]:
        """All relations, those with something that is ``settled`` as early as possible."""
        pending = list(self.relations)
        while pending:
            ready = (one for one in pending if not one.names.isdisjoint(settled))
            following = next(ready, pending[0])
            pending.remove(following)
            yield following

    def adjusted(self, name: str, elements: Array, rng: np.random.Generator) -> Array:
        """``elements`` of the parameter ``name`` with the properties that are stated of it."""
        if elements.dtype.names is not None or elements.ndim != 1:
            return elements
        if self.has(name, Property.PERMUTATION):
            elements = rng.permutation(len(elements)).astype(elements.dtype)
        if self.has(name, Property.POSITIVE):
            elements = np.abs(elements)
        if self.has(name, Property.NONZERO) or self.has(name, Property.POSITIVE):
            elements = np.where(elements == 0, np.ones_like(elements), elements)
        return np.sort(elements) if self.has(name, Property.SORTED) else elements


def stated(source: SourceText, function: Span) -> Stated | NotUnderstood:
    """What the comments before and inside the function at ``function`` say."""
    return _stated(source.path, source.data, function)


@lru_cache(maxsize=64)
def _stated(path: str, data: bytes, function: Span) -> Stated | NotUnderstood:
    source = SourceText(path, data)
    relations: list[Relation] = []
    properties: list[tuple[str, Property]] = []
    indices: list[ValueFact] = []
    made: list[MadeBy] = []
    start = _start_of_comments(data, source.line_start(function.start))
    for match in _COMMENT.finditer(data, start, function.end):
        text = (match["text"] or match["block"] or b"").decode("utf-8", "replace").strip()
        for term in _COMMA.split(text) if text != "off" else ():
            found = _term(term.strip())
            match found:
                case Relation():
                    relations.append(found)
                case (str(), Property()):
                    properties.append(found)
                case ValueFact():
                    indices.append(found)
                case MadeBy():
                    made.append(found)
                case None:
                    return NotUnderstood(term.strip(), source.location(match.start()).line)
    return Stated(tuple(relations), tuple(properties), tuple(indices), tuple(made))


def _start_of_comments(data: bytes, start: int) -> int:
    """Where the lines of comments begin that end just before ``start``."""
    while start > 0:
        before = data.rfind(b"\n", 0, start - 1) + 1
        if not _COMMENT_LINE.match(data, before, start):
            break
        start = before
    return start


def _term(text: str) -> Relation | tuple[str, Property] | ValueFact | MadeBy | None:
    origin = _FROM.fullmatch(text)
    if origin is not None:
        name = "*this" if origin["name"] == "this" else origin["name"]
        return MadeBy(name, origin["factory"])
    paired = _PAIR.fullmatch(text)
    if paired is not None:
        return _indices(paired["property"], paired["name"], paired["other"])
    named = _PROPERTY.fullmatch(text)
    if named is not None:
        try:
            return named["name"], Property(named["property"])
        except ValueError:
            return None
    related = _RELATION.fullmatch(text)
    if related is None:
        return None
    left, right = _sum(related["left"]), _sum(related["right"])
    return None if left is None or right is None else Relation(left, related["sign"], right)


def _indices(kind: str, name: str, other: str) -> ValueFact | None:
    match kind:
        case "indices":
            return ValueFact(name, Polynomial(), None, index_of=other)
        case "row_starts":
            return ValueFact(name, Polynomial(), None, monotone=True, index_of=other)
        case _:
            return None


def _sum(text: str) -> Sum | None:
    terms: list[tuple[str, ...]] = []
    for term in text.split("+"):
        factors = [factor.strip() for factor in term.split("*")]
        if not all(_FACTOR.fullmatch(factor) for factor in factors):
            return None
        terms.append(tuple("".join(factor.split()) for factor in factors))
    return Sum(tuple(terms))


def _with_property(value: int, wanted: Property) -> int:
    match wanted:
        case Property.POWER_OF_TWO:
            return 1 << max(value.bit_length() - 1, 0)
        case Property.POSITIVE:
            return max(value, 1)
        case Property.NONZERO:
            return value or 1
        case Property.SORTED | Property.PERMUTATION:
            return value


def _hold(relation: Relation, known: dict[str, int], settled: set[str]) -> None:
    """Change one name in ``known``, one that is not ``settled`` if there is a choice."""
    left, right = relation.left.value(known), relation.right.value(known)
    if left is None or right is None:
        return
    ways = sorted(_ways(relation, left, right), key=lambda way: way[0] in settled)
    for name, other, sign in ways:
        if name is not None and name in known:
            known[name] = _nearest(known[name], sign, other)
            if relation.sign == "==":
                settled |= relation.names
            return


def _ways(relation: Relation, left: int, right: int) -> Iterator[tuple[str | None, int, str]]:
    mirrored = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}
    if relation.sign in ("<", "<="):
        # Rather a larger one on the right than a negative one on the left.
        yield relation.right.name, left, mirrored[relation.sign]
    yield relation.left.name, right, relation.sign
    yield relation.right.name, left, mirrored.get(relation.sign, relation.sign)


def _nearest(value: int, sign: str, other: int) -> int:
    """The value nearest to ``value`` that stands in the relation to ``other``."""
    match sign:
        case "==":
            return other
        case "!=":
            return value + (value == other)
        case "<":
            return min(value, other - 1)
        case "<=":
            return min(value, other)
        case ">":
            return max(value, other + 1)
        case _:
            return max(value, other)
