"""Random call graphs against a brute-force oracle, and edits that may not matter."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from hypothesis import given, strategies as st

from pcg_engine.domain.source import SourceText
from pcg_engine.syntax.declarations import FileOutline, outline_of
from pcg_engine.syntax.fingerprint import Dependencies, dependencies
from pcg_engine.syntax.parse import parse

CASES = sorted((Path(__file__).parents[1] / "cases" / "syntax").glob("*.cpp"))
PROGRAMS = [path.read_bytes() for path in CASES]
LINE_ENDS = re.compile(rb"(?<=[;{}])\n")


def outline(data: bytes) -> FileOutline:
    return outline_of(parse(SourceText("a.cpp", data)))


def all_dependencies(data: bytes) -> list[Dependencies]:
    found = outline(data)
    return [dependencies(found, one.span) for one in found.declarations if one.is_function]


@dataclass(frozen=True)
class Program:
    """Functions and variables by number; each mentions some of those before and after it."""

    mentions: tuple[frozenset[int], ...]
    is_variable: tuple[bool, ...]

    def text(self, changed: int | None = None) -> bytes:
        lines: list[str] = []
        for number, mentioned in enumerate(self.mentions):
            value = " + ".join(["1" if number != changed else "2", *map(self._use, mentioned)])
            if self.is_variable[number]:
                lines.append(f"int item{number} = {value};")
            else:
                lines.append(f"int item{number}() {{ return {value}; }}")
        return "\n".join(lines).encode()

    def reachable(self, start: int) -> set[int]:
        found, pending = {start}, [start]
        while pending:
            for other in self.mentions[pending.pop()] - found:
                found.add(other)
                pending.append(other)
        return found

    def _use(self, number: int) -> str:
        return f"item{number}" if self.is_variable[number] else f"item{number}()"


@st.composite
def programs(draw: st.DrawFn) -> Program:
    size = draw(st.integers(2, 7))
    mentions = draw(
        st.lists(st.frozensets(st.integers(0, size - 1), max_size=3), min_size=size, max_size=size)
    )
    variables = draw(st.lists(st.booleans(), min_size=size - 1, max_size=size - 1))
    return Program(tuple(mentions), (False, *variables))


@given(program=programs(), changed=st.integers(1, 6))
def test_exactly_what_is_reachable_matters(program: Program, changed: int) -> None:
    changed %= len(program.mentions)
    before, after = outline(program.text()), outline(program.text(changed))
    first = dependencies(before, before.declarations[0].span)
    second = dependencies(after, after.declarations[0].span)
    matters = changed in program.reachable(0) - {0}
    assert first.difference(second) == ((f"`item{changed}`",) if matters else ())


@given(
    program=st.sampled_from([p for p in PROGRAMS if b'R"' not in p]),
    inserted=st.sampled_from([b"\n", b"  \n\t\n", b" // no\n", b"/* for (;;) {\n#if 0\n*/\n"]),
    places=st.sets(st.integers(0, 200)),
)
def test_comments_and_white_space_never_matter(
    program: bytes, inserted: bytes, places: set[int]
) -> None:
    lines = LINE_ENDS.split(program)
    ends = [inserted if number in places else b"\n" for number in range(len(lines) - 1)]
    spaced = b"".join(map(bytes.__add__, lines, [*ends, b""]))
    for before, after in zip(all_dependencies(program), all_dependencies(spaced), strict=True):
        assert before.difference(after) == ()


@given(
    program=st.sampled_from(PROGRAMS),
    at=st.floats(0, 1),
    length=st.integers(0, 30),
    inserted=st.sampled_from([b"", b"}", b"{", b'"', b"/*", b"\n#if 0\n", b"\\\n", b"template <"]),
)
def test_no_text_raises(program: bytes, at: float, length: int, inserted: bytes) -> None:
    place = int(at * len(program))
    edited = program[:place] + inserted + program[place + length :]
    for found in all_dependencies(edited):
        assert found.difference(found) == ()
        assert len({part.name for part in found.parts}) == len(found.parts)
