r"""The cases of ``tests/cases/syntax``: C++ files that say which loops are to be found in them.

A line ends in ``// expect-loop: KIND [KEY=VALUE]… [; KIND …]``, once for each loop that begins on
it, in source order. Lines without a marker have no loop. ``-`` is the absence of a value, ``\s`` a
blank, ``|`` separates pragmas (without their ``#pragma``).
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pcg_engine.domain.loops import Loop
from pcg_engine.domain.source import SourceText
from pcg_engine.syntax.index import LoopIndex
from pcg_engine.syntax.loops import find_loops
from pcg_engine.syntax.parse import parse

CASES = sorted((Path(__file__).parents[2] / "cases" / "syntax").glob("*.cpp"))
_MARKER = re.compile(r"//\s*expect-loop:\s*(.*)")


def expected(text: str) -> dict[int, list[dict[str, str]]]:
    by_line: dict[int, list[dict[str, str]]] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        marker = _MARKER.search(line)
        if marker is None:
            continue
        for loop in marker[1].split(" ; "):
            kind, *pairs = loop.split()
            wanted = {"kind": kind}
            for pair in pairs:
                key, _, value = pair.partition("=")
                wanted[key] = value.replace("\\s", " ")
            by_line.setdefault(number, []).append(wanted)
    return by_line


def described(loop: Loop) -> dict[str, str]:
    function = loop.function
    return {
        "kind": loop.kind.value,
        "function": "-" if function is None else function.name,
        "template": "yes" if function is not None and function.is_template else "no",
        "ordinal": str(loop.id.ordinal),
        "depth": str(loop.depth),
        "parent": "-" if loop.parent is None else str(loop.parent),
        "variable": loop.induction_variable or "-",
        "algorithm": loop.algorithm or "-",
        "pragmas": "|".join(p.text.removeprefix("#pragma ") for p in loop.pragmas) or "-",
    }


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path: Path) -> None:
    source = SourceText(path.name, path.read_bytes())
    wanted = expected(source.data.decode())
    found: dict[int, list[dict[str, str]]] = {}
    for loop in find_loops(parse(source)):
        line = source.location(loop.span.start).line
        asked = wanted.get(line, [])
        place = len(found.setdefault(line, []))
        keys = asked[place] if place < len(asked) else described(loop)
        found[line].append({key: described(loop).get(key, "no such key") for key in keys})
    assert found == wanted


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_loop_ids_are_unique_and_the_index_agrees(path: Path) -> None:
    source = SourceText(path.name, path.read_bytes())
    loops = find_loops(parse(source))
    assert loops == LoopIndex.build(source).loops
    assert len({loop.id for loop in loops}) == len(loops)


def test_there_are_cases() -> None:
    assert len(CASES) >= 6
