"""Random stencils: fronts of blocks are proposed just where they may be, and compute the same."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

import pytest

from pcg_engine.adapters.clang_ast import ClangAstReader
from pcg_engine.analysis.analyze import analyze
from pcg_engine.domain.candidate import Candidate
from pcg_engine.domain.source import SourceText
from pcg_engine.domain.toolchain import CompileCommand
from pcg_engine.planning.rules import wavefront
from pcg_engine.planning.rules.propose import propose
from pcg_engine.ports import Cancellation
from pcg_engine.syntax.loops import find_loops
from pcg_engine.syntax.parse import parse
from pcg_engine.syntax.splice import apply_edits
from tests.conftest import toolchain
from tests.golden.test_rules import MACHINE
from tests.integration.planning.printed import printed

COMMAND = CompileCommand("c++", ("-std=c++20", "-O1"), ".")
SIDE, EDGE = 200, 5
"""Several blocks in both directions, none of them whole at the ends."""


@dataclass(frozen=True, slots=True)
class Stencil:
    """An update of each element from those at ``offsets``; rows and columns may count down."""

    name: str
    offsets: tuple[tuple[int, int], ...]
    rows_down: bool
    columns_down: bool
    is_triangular: bool

    @property
    def text(self) -> str:
        """The function."""
        read = " + ".join(f"a[i + {r}][j + {c}]" for r, c in self.offsets)
        first = f"{EDGE} + i" if self.is_triangular else str(EDGE)
        return (
            f"void {self.name}(int n, long a[{SIDE}][{SIDE}]) {{\n"
            f"    {_header('i', str(EDGE), self.rows_down)}\n"
            f"        {_header('j', first, self.columns_down)}\n"
            f"            a[i][j] = ({read}) % 1000003 + i - j;\n"
            "}\n"
        )

    @property
    def may_go_in_fronts(self) -> bool:
        """Whether rows can be moved by up to two columns so that nothing depends on the right."""
        distances: list[tuple[int, int]] = []
        for row, column in self.offsets:
            down = -row if self.rows_down else row
            right = -column if self.columns_down else column
            # What is read there was written before, or will be written later.
            earlier = (down, right) < (0, 0)
            distances.append((-down, -right) if earlier else (down, right))
        carried = [d for d in distances if d[0] > 0]
        return any(all(c + moved * r >= 0 for r, c in carried) for moved in range(3))


def _header(name: str, first: str, is_down: bool) -> str:
    if is_down:
        return f"for (int {name} = n - {EDGE + 1}; {name} >= {first}; --{name})"
    return f"for (int {name} = {first}; {name} < n - {EDGE}; ++{name})"


def _stencils(count: int) -> list[Stencil]:
    draw = random.Random(7)
    found: list[Stencil] = []
    for number in range(count):
        places = [(r, c) for r in range(-2, 3) for c in range(-5, 6)]
        # One in the same row, so that the inner loop is sequential too, and one in another one.
        beside = (0, draw.choice((-5, -1, 1, 5)))
        above = (draw.choice((-2, -1, 1, 2)), draw.randrange(-5, 6))
        offsets = (beside, above, *draw.sample(places, draw.randrange(3)))
        found.append(
            Stencil(
                f"stencil{number}",
                offsets,
                draw.random() < 0.3,
                draw.random() < 0.3,
                draw.random() < 0.3,
            )
        )
    return found


STENCILS = _stencils(40)
TEXT = "".join(s.text for s in STENCILS)

DRIVER = """
#include <cstdio>
#include <initializer_list>
static long a[{side}][{side}];
int main() {{
    for (auto run : {{{names}}})
        for (int n : {{0, 10, 11, 12, 74, 75, 138, {side}}}) {{
            unsigned long seed = n;
            for (auto& row : a)
                for (long& x : row) x = (seed = seed * 6364136223846793005u + 1) >> 50;
            run(n, a);
            unsigned long sum = 0;
            for (auto& row : a) for (long x : row) sum = sum * 31 + x;
            std::printf("%lu\\n", sum);
        }}
}}
"""


def _fronts(scratch: Path) -> tuple[SourceText, dict[str, Candidate]]:
    clang = toolchain().clang
    assert clang is not None
    source = SourceText("stencils.cpp", TEXT.encode())
    reader = ClangAstReader(clang.path, clang.version, scratch)
    unit = reader.read(source, COMMAND, (), Cancellation(), openmp=False)
    found: dict[str, Candidate] = {}
    for function in unit.functions.values():
        loops = tuple(x for x in find_loops(parse(source)) if function.span.contains(x.span))
        for nest in analyze(unit, function, loops, source, MACHINE):
            for candidate in propose(nest, source, unit, function):
                if candidate.workflow == wavefront.ID:
                    found[function.name] = candidate
    return source, found


def _results(text: bytes, flags: tuple[str, ...], scratch: Path) -> str:
    names = ", ".join(s.name for s in STENCILS)
    whole = text + DRIVER.format(side=SIDE, names=names).encode()
    return printed(whole, flags, scratch)


@pytest.mark.needs("clang", "gxx")
def test_fronts_are_proposed_where_they_may_be_and_compute_the_same(tmp_path: Path) -> None:
    source, found = _fronts(tmp_path)

    assert set(found) == {s.name for s in STENCILS if s.may_go_in_fronts}
    assert 10 < len(found) < len(STENCILS) - 5
    edits = tuple(edit for candidate in found.values() for edit in candidate.edits)
    changed = apply_edits(source, edits)
    assert _results(changed.data, ("-fopenmp",), tmp_path) == _results(source.data, (), tmp_path)
