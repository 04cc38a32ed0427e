"""What random nests are made of: names in scope, subscripts, places and values."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto
from random import Random

PREAMBLE = """\
#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

struct Body {
    double x, y;
    int kind;
    double w[4];
};
"""

NARROW = ("unsigned char", "signed char", "short", "unsigned short")
COLUMNS = 8


class Shape(Enum):
    """How an array's elements are named."""

    FLAT = auto()
    ROWS = auto()
    BODIES = auto()


@dataclass(frozen=True, slots=True)
class Array:
    """An array in scope; ``is_table`` has integers that may be subscripts."""

    name: str
    element: str
    shape: Shape
    is_const: bool = False
    has_size: bool = False

    @property
    def is_table(self) -> bool:
        """Whether elements may be used as subscripts."""
        return self.element == "int" and self.shape is Shape.FLAT


@dataclass(slots=True)
class Scope:
    """Names that the text being drawn may use."""

    random: Random
    style: str
    counters: list[str] = field(default_factory=list[str])
    sizes: list[str] = field(default_factory=list[str])
    integers: list[str] = field(default_factory=list[str])
    scalars: list[str] = field(default_factory=list[str])
    readable: list[str] = field(default_factory=list[str])
    arrays: list[Array] = field(default_factory=list[Array])
    pointers: list[str] = field(default_factory=list[str])
    scratch: list[str] = field(default_factory=list[str])
    """Arrays of ``COLUMNS`` elements that the function has for itself."""
    fresh: int = 0
    target: Array | None = None
    own: str = ""
    """In a tame nest: the one array that is written, and the element that an iteration owns."""

    def chance(self, probability: float) -> bool:
        """Whether something of that probability happens."""
        return self.random.random() < probability

    def name(self, stem: str) -> str:
        """A name that was not used before."""
        self.fresh += 1
        return f"{stem}{self.fresh}"

    def pick(self, *options: str) -> str:
        """One of ``options``."""
        return self.random.choice(options)

    def counter(self) -> str:
        """A loop's counter, more often of an inner loop."""
        if not self.counters:
            return str(self.random.randint(0, 3))
        if self.chance(0.55):
            return self.counters[-1]
        return self.random.choice(self.counters)

    # --- subscripts ------------------------------------------------------------------------------

    def subscript(self) -> str:
        """An integer expression, in the style of the nest."""
        draw = self.random.random()
        if self.integers and draw < 0.12:
            return self.random.choice(self.integers)
        match self.style:
            case "affine" | "scalars" | "pointers":
                return self._affine() if draw < 0.95 else self._odd()
            case "flat":
                return self._flat() if draw < 0.9 else self._affine()
            case "narrow":
                return self._narrow() if draw < 0.75 else self._affine()
            case "indirect":
                return self._indirect() if draw < 0.6 else self._affine()
            case "odd":
                return self._odd() if draw < 0.7 else self._affine()
            case _:
                kinds = (self._affine, self._affine, self._flat, self._narrow, self._indirect)
                return self.random.choice((*kinds, self._odd))()

    def _affine(self) -> str:
        i = self.counter()
        offset = self.pick("", "", "", " + 1", " - 1", " + 2", " - 2", " + k", " - k", " + n")
        draw = self.random.random()
        if draw < 0.55:
            return i + offset
        if draw < 0.7:
            return self.pick("2 * ", "3 * ", "-") + i + offset
        if draw < 0.76:
            return f"n - {i}{offset}"
        if draw < 0.8:
            return f"s * {i}{offset}"
        if draw < 0.84:
            return f"({i} << 1){offset}"
        if len(self.counters) > 1 and draw < 0.96:
            other = self.random.choice(self.counters)
            return self.pick("", "2 * ", "3 * ") + i + self.pick(" + ", " - ") + other + offset
        return self.pick("0", "1", "k", "n")

    def _flat(self) -> str:
        i, j = self.counter(), self.counter()
        width = self.pick("m", "m", "m", "n", "8", "(m + 1)", "s")
        shift = self.pick("", "", "", " + 1", " - 1", " + k", f" + {width}")
        form = self.random.randrange(5)
        if form == 0:
            return f"({i} + {self.pick('0', '1', '1')}) * {width} + {j}{shift}"
        if form == 1:
            return f"{j} + {i} * {width}{shift}"
        if form == 2 and len(self.counters) > 2:
            a, b, c = self.counters[-3:]
            return f"({a} * {width} + {b}) * {self.pick('m', 'n', '4')} + {c}"
        return f"{i} * {width} + {j}{shift}"

    def _narrow(self) -> str:
        i = self.counter()
        kind = self.pick(*NARROW)
        draw = self.random.random()
        if draw < 0.3:
            return f"({kind})({i} * {self.pick('64', '100', '85', '16384', '40')}) % 97"
        if draw < 0.5:
            return f"static_cast<{self.pick('unsigned char', 'signed char')}>({self._affine()})"
        if draw < 0.62:
            return f"((unsigned){i} * {self.pick('0x40000000u', '0x80000000u', 'w')} >> 28)"
        if draw < 0.72:
            return f"((unsigned){i} - {self.pick('1', '3')}u) {self.pick('% 50', '/ 100000000')}"
        if draw < 0.8:
            return f"(unsigned char)({i} + {self.pick('250', '254', '128')})"
        if draw < 0.9:
            return f"(std::size_t)({self._affine()})"
        return f"(int)(short)({i} * {self.pick('32768', '65536', '21846', '3')}) / 8"

    def _indirect(self) -> str:
        tables = [a for a in self.arrays if a.is_table]
        if not tables:
            return self._odd()
        table = self.random.choice(tables)
        return f"{table.name}[{self._affine()}]" + self.pick("", "", " + 1", " * m")

    def _odd(self) -> str:
        i = self.counter()
        draw = self.random.randrange(11)
        if draw < 3:
            return f"{i} % {self.pick('2', '4', '7', 'm', '(n + 1)')}"
        if draw < 5:
            return f"{i} / {self.pick('2', '3')}" + self.pick("", " + 1")
        if draw == 5:
            return f"std::min<int>({i}, {self.pick('2', 'm', 'n - 1')})"
        if draw == 6:
            return f"std::max<int>({i} - {self.pick('1', '2', 'k')}, 0)"
        if draw == 7:
            return f"({i} {self.pick('& 3', '^ 1', '>> 1', '| 1')})"
        if draw == 8:
            return f"{i} * {self.counter()}"
        if draw == 9:
            return f"({i} > {self.pick('1', 'k', 'm')} ? {i} : {self.pick('0', 'm', 'n - ' + i)})"
        return f"std::abs((int)({i}) - {self.pick('1', '2', 'k')})"

    # --- places and values -----------------------------------------------------------------------

    def element(self, array: Array) -> str:
        """An element of ``array`` (or a field of one)."""
        match array.shape:
            case Shape.FLAT:
                return f"{array.name}[{self.subscript()}]"
            case Shape.ROWS:
                if self.chance(0.8):
                    return f"{array.name}[{self._affine()}][{self._affine()}]"
                return f"{array.name}[{self.subscript()}][{self.subscript()}]"
            case Shape.BODIES:
                field_ = self.pick("x", "x", "y", f"w[{self.pick('0', '1', '3')}]", "kind")
                return f"{array.name}[{self.subscript()}].{field_}"

    def owned(self) -> str:
        """The element of a tame nest's target that belongs to the iteration."""
        assert self.target is not None
        if not self.own:
            self.own = self._spread()
        if self.target.shape is Shape.BODIES:
            return f"{self.target.name}[{self.own}].{self.pick('x', 'y', 'w[1]')}"
        return f"{self.target.name}{self.own if self.own[0] == '[' else f'[{self.own}]'}"

    def _spread(self) -> str:
        """A subscript that names every counter, as independent iterations need."""
        assert self.target is not None
        i = self.counters
        if self.target.shape is Shape.ROWS:
            column = i[1] if len(i) > 1 else self.pick("0", "1", "k")
            return f"[{i[0]}][{column}]"
        if len(i) == 1 or self.chance(0.15):
            return self.subscript()
        width = self.pick("m", "m", "m", "n", "8", "(m + 1)")
        if len(i) == 2:
            first, second = (i[0], i[1]) if self.chance(0.75) else (i[1], i[0])
            return f"{first} * {width} + {second}" + self.pick("", "", " + 1", " + k")
        return f"({i[0]} * {width} + {i[1]}) * {self.pick('m', 'n', '8')} + {i[2]}"

    def place(self) -> str:
        """Something to assign to."""
        if self.target is not None and self.chance(0.85):
            return self.owned()
        writable = [a for a in self.arrays if not a.is_const]
        scalar = 0.5 if self.style == "scalars" else 0.15
        if self.scalars and (not writable or (self.target is None and self.chance(scalar))):
            return self.random.choice(self.scalars)
        if self.pointers and self.chance(0.5 if self.style == "pointers" else 0.2):
            pointer = self.random.choice(self.pointers)
            return self.pick(f"{pointer}[{self.subscript()}]", f"*{pointer}", f"{pointer}[0]")
        return self.element(self.random.choice(writable))

    def value(self) -> str:
        """Something to read; small numbers stay small."""
        parts = [self._operand() for _ in range(self.random.choice((1, 1, 2, 2, 3)))]
        return self.pick(" + ", " - ", " + ").join(parts)

    def _operand(self) -> str:
        draw = self.random.random()
        if draw < 0.6 and self.target is not None:
            others = [a for a in self.arrays if a is not self.target]
            if not others or self.chance(0.3):
                return self.owned() if self.chance(0.9) else self.element(self.target)
            return self.element(self.random.choice(others))
        if draw < 0.6:
            if self.pointers and self.chance(0.3):
                return f"{self.random.choice(self.pointers)}[{self.subscript()}]"
            return self.element(self.random.choice(self.arrays))
        if self.target is not None and self.chance(0.96):
            if self.readable and draw < 0.8:
                return self.random.choice(self.readable)
        elif self.scalars and draw < 0.8:
            return self.random.choice(self.scalars)
        return self.pick("1", "2", self.counter(), "k", *self.integers[-1:])

    def condition(self) -> str:
        """Something to test."""
        draw = self.random.random()
        if draw < 0.5:
            return f"{self._operand()} {self.pick('>', '<', '==', '!=')} {self.pick('1', '2', 'k')}"
        if draw < 0.7:
            return f"{self.counter()} % 2 == 0"
        return f"{self.counter()} {self.pick('>', '<', '!=')} {self.pick('k', '1', '2', 'm')}"
