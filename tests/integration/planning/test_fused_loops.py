"""Random pairs of loops: they become one just where they may, and compute the same."""

from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path

import pytest

from pcg_engine.adapters.clang_ast import ClangAstReader
from pcg_engine.analysis.analyze import analyze
from pcg_engine.domain.candidate import Candidate
from pcg_engine.domain.source import SourceText
from pcg_engine.domain.toolchain import CompileCommand
from pcg_engine.planning.rules import fusion
from pcg_engine.planning.rules.propose import propose
from pcg_engine.ports import Cancellation
from pcg_engine.syntax.loops import find_loops
from pcg_engine.syntax.parse import parse
from pcg_engine.syntax.splice import apply_edits
from tests.conftest import toolchain
from tests.golden.test_rules import MACHINE
from tests.integration.planning.printed import printed

COMMAND = CompileCommand("c++", ("-std=c++20", "-O1"), ".")
SIZE, EDGE = 300, 4


@dataclass(frozen=True, slots=True)
class Reference:
    """The element of ``array`` that is ``offset`` from ``factor`` times the counter."""

    array: str
    factor: int
    offset: int

    def text(self, counter: str) -> str:
        index = counter if self.factor == 1 else f"{self.factor} * {counter}"
        return f"{self.array}[{index} + {self.offset}]".replace("+ -", "- ")

    def element(self, counter: int) -> tuple[str, int]:
        return self.array, self.factor * counter + self.offset


@dataclass(frozen=True, slots=True)
class Body:
    """``write = reads[0] * 3 + reads[1]``."""

    write: Reference
    reads: tuple[Reference, Reference]

    def text(self, counter: str) -> str:
        one, other = (r.text(counter) for r in self.reads)
        return f"{self.write.text(counter)} = {one} * 3 + {other} % 1000;"

    @property
    def references(self) -> tuple[Reference, ...]:
        return (self.write, *self.reads)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two loops with the same header, but for the counter's name."""

    name: str
    bodies: tuple[Body, Body]
    step: int
    is_down: bool

    @property
    def text(self) -> str:
        """The function."""
        loops = "".join(
            f"    {self._header(counter)}\n        {body.text(counter)}\n"
            for counter, body in zip(("i", "k"), self.bodies, strict=True)
        )
        arrays = ", ".join(f"unsigned long (&{a})[{SIZE}]" for a in "abc")
        return f"void {self.name}(int n, {arrays}) {{\n{loops}}}\n"

    def _header(self, counter: str) -> str:
        if self.is_down:
            return f"for (int {counter} = n; {counter} > {EDGE}; {counter} -= {self.step})"
        return f"for (int {counter} = {EDGE}; {counter} < n; {counter} += {self.step})"

    @property
    def may_be_fused(self) -> bool:
        """Whether no two iterations of different number touch one element, one writing it."""
        return not any(
            self._meet(one, other)
            for n in (40, 41)
            for one, other in permutations(self._counters(n), 2)
        )

    def _counters(self, n: int) -> range:
        return range(n, EDGE, -self.step) if self.is_down else range(EDGE, n, self.step)

    def _meet(self, one: int, other: int) -> bool:
        """Whether iteration ``one`` writes what iteration ``other`` touches."""
        written = {body.write.element(one) for body in self.bodies}
        return any(r.element(other) in written for body in self.bodies for r in body.references)

    @property
    def shares_data(self) -> bool:
        """Whether one array is used by both."""
        one, other = ({r.array for r in body.references} for body in self.bodies)
        return bool(one & other)


def _pairs(count: int) -> list[Pair]:
    draw = random.Random(11)

    def reference() -> Reference:
        return Reference(
            draw.choice("abc"), draw.choice((1, 1, 1, 2)), draw.choice((0, 0, 0, -1, 1, 2, -3))
        )

    def body() -> Body:
        return Body(reference(), (reference(), reference()))

    return [
        Pair(f"pair{n}", (body(), body()), draw.choice((1, 1, 2)), draw.random() < 0.3)
        for n in range(count)
    ]


PAIRS = _pairs(120)
TEXT = "".join(pair.text for pair in PAIRS)

DRIVER = """
#include <cstdio>
#include <initializer_list>
static unsigned long x[{size}], y[{size}], z[{size}];
static void fill(unsigned long seed) {{
    for (unsigned long* array : {{x, y, z}})
        for (int i = 0; i < {size}; ++i)
            array[i] = (seed = seed * 6364136223846793005u + 1) >> 50;
}}
static unsigned long sum() {{
    unsigned long all = 0;
    for (unsigned long* array : {{x, y, z}})
        for (int i = 0; i < {size}; ++i) all = all * 31 + array[i];
    return all;
}}
int main() {{
    for (auto run : {{{names}}})
        for (int n : {{0, 4, 5, 6, 7, 40, 140}}) {{
            fill(n);
            run(n, x, y, z);
            std::printf("%lu ", sum());
            fill(n);
            run(n, x, x, z);
            std::printf("%lu ", sum());
            fill(n);
            run(n, x, y, x);
            std::printf("%lu\\n", sum());
        }}
}}
"""


def _fusions(scratch: Path) -> tuple[SourceText, dict[str, Candidate]]:
    clang = toolchain().clang
    assert clang is not None
    source = SourceText("pairs.cpp", TEXT.encode())
    reader = ClangAstReader(clang.path, clang.version, scratch)
    unit = reader.read(source, COMMAND, (), Cancellation(), openmp=False)
    loops = find_loops(parse(source))
    found: dict[str, Candidate] = {}
    for function in unit.functions.values():
        own = tuple(x for x in loops if function.span.contains(x.span))
        for nest in analyze(unit, function, own, source, MACHINE):
            for candidate in propose(nest, source, unit, function):
                if candidate.workflow == fusion.ID:
                    found[function.name] = candidate
    return source, found


def _results(text: bytes, flags: tuple[str, ...], scratch: Path) -> str:
    names = ", ".join(pair.name for pair in PAIRS)
    whole = text + DRIVER.format(size=SIZE, names=names).encode()
    return printed(whole, flags, scratch)


@pytest.mark.needs("clang", "gxx")
def test_loops_become_one_where_they_may_and_compute_the_same(tmp_path: Path) -> None:
    source, found = _fusions(tmp_path)

    assert set(found) == {p.name for p in PAIRS if p.may_be_fused and p.shares_data}
    assert 10 < len(found) < len(PAIRS) - 10
    edits = tuple(edit for candidate in found.values() for edit in candidate.edits)
    changed = apply_edits(source, edits)
    expected = _results(source.data, (), tmp_path)
    assert _results(changed.data, ("-fopenmp",), tmp_path) == expected
    assert _results(changed.data, (), tmp_path) == expected
