"""Random bodies: they are taken apart just where they may be, and compute the same."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from pathlib import Path

import pytest

from pcg_engine.adapters.clang_ast import ClangAstReader
from pcg_engine.analysis.analyze import analyze
from pcg_engine.domain.candidate import Candidate
from pcg_engine.domain.source import SourceText
from pcg_engine.domain.toolchain import CompileCommand
from pcg_engine.planning.rules import fission
from pcg_engine.planning.rules.propose import propose
from pcg_engine.ports import Cancellation
from pcg_engine.syntax.loops import find_loops
from pcg_engine.syntax.parse import parse
from pcg_engine.syntax.splice import apply_edits
from tests.conftest import toolchain
from tests.golden.test_rules import MACHINE
from tests.integration.planning.printed import printed

COMMAND = CompileCommand("c++", ("-std=c++20", "-O1"), ".")
SIZE, EDGE = 9000, 4
"""More elements than are handed on at a time."""


@dataclass(frozen=True, slots=True)
class Reference:
    """The element of ``array`` that is ``offset`` from the counter."""

    array: str
    offset: int

    @property
    def text(self) -> str:
        return f"{self.array}[i + {self.offset}]".replace("+ -", "- ")


@dataclass(frozen=True, slots=True)
class Line:
    """``write = reads[0] * 3 + reads[1] % 1000``, or a sum that a later line adds (``keeps``).

    With ``mixes`` the second one is an operand that takes long.
    """

    write: Reference
    reads: tuple[Reference, Reference]
    keeps: bool
    adds: bool
    mixes: bool = False

    @property
    def text(self) -> str:
        one, other = (r.text for r in self.reads)
        if self.keeps:
            return (
                "        unsigned long own = 0;\n"
                f"        for (int k = 1; k < 9; ++k) own = own * 31 + ({one} ^ {other}) / k;\n"
            )
        added = " + own" if self.adds else ""
        if self.mixes:
            return f"        {self.write.text} = {one} * 3 + mixed({other}, i);\n"
        return f"        {self.write.text} = {one} * 3 + {other} % 1000{added};\n"

    def depends(self, other: Line, later: int) -> bool:
        """Whether ``other`` uses or undoes, ``later`` iterations on, what this line does."""

        def places(line: Line, at: int) -> tuple[set[tuple[str, int]], set[tuple[str, int]]]:
            written: set[tuple[str, int]] = set()
            if not line.keeps:
                written.add((line.write.array, line.write.offset + at))
            return written, {(r.array, r.offset + at) for r in line.reads} | written

        written, touched = places(self, 0)
        others_written, others_touched = places(other, later)
        return bool(written & others_touched or touched & others_written)


@dataclass(frozen=True)
class Body:
    """One loop over its lines; only a first one is kept for the others."""

    name: str
    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        """The function."""
        arrays = ", ".join(f"unsigned long (&{a})[{SIZE}]" for a in "abcde")
        inside = "".join(line.text for line in self.lines)
        return (
            f"void {self.name}(int n, {arrays}) {{\n"
            f"    for (int i = {EDGE}; i < n; ++i) {{\n{inside}    }}\n}}\n"
        )

    @property
    def may_be_distributed(self) -> bool:
        """Whether most lines are in parts with no dependence inside, in an order that keeps all."""
        lines = range(len(self.lines))
        if self._is_free(lines):
            return False  # parallel as it is
        cuts = [0, *(at for at in lines[1:] if self._may_cut(at)), len(self.lines)]
        pieces = [range(one, other) for one, other in combinations(cuts, 2)]
        free = [piece for piece in pieces if self._is_free(piece)]
        return any(2 * sum(map(len, some)) > len(lines) for some in _apart(free))

    def _may_cut(self, at: int) -> bool:
        """Whether nothing from line ``at`` on is needed before it in a later iteration."""
        return not any(source >= at > sink for source, sink in self._dependences)

    def _is_free(self, lines: range) -> bool:
        return not any(source in lines and sink in lines for source, sink in self._dependences)

    @cached_property
    def _dependences(self) -> list[tuple[int, int]]:
        numbered = list(enumerate(self.lines))
        return [
            (n, k)
            for n, one in numbered
            for k, other in numbered
            if any(one.depends(other, later) for later in range(1, 2 * EDGE + 1))
        ]


def _apart(pieces: list[range]) -> list[list[range]]:
    """All choices of pieces that have nothing in common."""
    found: list[list[range]] = [[]]
    for piece in pieces:
        found += [
            [*some, piece] for some in found if not any(set(piece) & set(other) for other in some)
        ]
    return found


def _bodies(count: int) -> list[Body]:
    draw = random.Random(23)

    def reference() -> Reference:
        return Reference(draw.choice("abcde"), draw.choice((0, 0, 0, -1, 1, 2, -3)))

    def line(*, keeps: bool = False, adds: bool = False, mixes: bool = False) -> Line:
        return Line(reference(), (reference(), reference()), keeps, adds, mixes)

    found: list[Body] = []
    for number in range(count):
        keeps, mixes = number % 4 == 0, number % 4 == 1
        first = [line(keeps=True)] if keeps else []
        if mixes:
            back = Reference("a", draw.choice((-1, -2)))
            first = [
                Line(Reference("a", 0), (back, reference()), keeps=False, adds=False, mixes=True)
            ]
        length = draw.choice((0, 0, 1) if mixes else (2, 3, 4))
        rest = [line(adds=keeps, mixes=mixes) for _ in range(length)]
        found.append(Body(f"body{number}", (*first, *rest)))
    return found


BODIES = _bodies(240)
MIXED = """static unsigned long mixed(unsigned long value, int by) {
    for (int k = 1; k < 9; ++k) value = value * 31 + value / (k + by);
    return value;
}
"""
TEXT = MIXED + "".join(body.text for body in BODIES)

DRIVER = """
#include <cstdio>
#include <initializer_list>
static unsigned long v[{size}], w[{size}], x[{size}], y[{size}], z[{size}];
static void fill(unsigned long seed) {{
    for (unsigned long* array : {{v, w, x, y, z}})
        for (int i = 0; i < {size}; ++i)
            array[i] = (seed = seed * 6364136223846793005u + 1) >> 50;
}}
static unsigned long sum() {{
    unsigned long all = 0;
    for (unsigned long* array : {{v, w, x, y, z}})
        for (int i = 0; i < {size}; ++i) all = all * 31 + array[i];
    return all;
}}
int main() {{
    for (auto run : {{{names}}})
        for (int n : {{0, 4, 5, 6, 140, 8196, 8990}}) {{
            fill(n);
            run(n, v, w, x, y, z);
            std::printf("%lu ", sum());
            fill(n);
            run(n, v, w, x, x, z);
            std::printf("%lu ", sum());
            fill(n);
            run(n, v, v, x, y, x);
            std::printf("%lu\\n", sum());
        }}
}}
"""


def _distributions(scratch: Path) -> tuple[SourceText, dict[str, Candidate]]:
    clang = toolchain().clang
    assert clang is not None
    source = SourceText("bodies.cpp", TEXT.encode())
    reader = ClangAstReader(clang.path, clang.version, scratch)
    unit = reader.read(source, COMMAND, (), Cancellation(), openmp=False)
    loops = find_loops(parse(source))
    found: dict[str, Candidate] = {}
    for function in unit.functions.values():
        own = tuple(x for x in loops if function.span.contains(x.span))
        for nest in analyze(unit, function, own, source, MACHINE):
            for candidate in propose(nest, source, unit, function):
                if candidate.workflow == fission.ID:
                    found[function.name] = candidate
    return source, found


def _results(text: bytes, flags: tuple[str, ...], scratch: Path) -> str:
    names = ", ".join(body.name for body in BODIES)
    whole = text + DRIVER.format(size=SIZE, names=names).encode()
    return printed(whole, flags, scratch)


@pytest.mark.needs("clang", "gxx")
def test_bodies_are_taken_apart_where_they_may_be_and_compute_the_same(tmp_path: Path) -> None:
    source, found = _distributions(tmp_path)

    plain = {b.name for b in BODIES if not (b.lines[0].keeps or b.lines[0].mixes)}
    assert set(found) & plain == {b.name for b in BODIES if b.may_be_distributed} & plain
    assert 10 < len(set(found) & plain) < len(plain) - 10
    handed_on = {name for name, c in found.items() if "own_of[" in c.edits[0].text}
    assert len(handed_on) > 10
    assert sum("operand_of[" in c.edits[0].text for c in found.values()) > 10
    edits = tuple(edit for candidate in found.values() for edit in candidate.edits)
    changed = apply_edits(source, edits)
    expected = _results(source.data, (), tmp_path)
    assert _results(changed.data, ("-fopenmp",), tmp_path) == expected
    assert _results(changed.data, (), tmp_path) == expected
