"""The project's own headers, and what they make a function depend on."""

from __future__ import annotations

import pytest

from pcg_engine.domain.source import SourceText, Span
from pcg_engine.syntax.declarations import outline_of
from pcg_engine.syntax.fingerprint import Dependencies, dependencies
from pcg_engine.syntax.own_headers import HeaderReader, header_of, include_folders
from pcg_engine.syntax.parse import parse
from tests.fakes.project_files import TextFiles

HEADER = b"""\
#pragma once
#include "cells.hpp"
#include <vector>
double potential(int);
double kinetic(int);
struct Grid {
    double flux(int i) const;
    double slope(int i) const { return flux(i) + offset(); }
    double offset() const { return 3; }
};
inline double energy(int i) { return potential(i) * 2; }
#define APPLY(f, i) f(i)
"""
CELLS = b"#pragma once\nstruct Cell { double mass; };\n"
SOURCE = b"""\
#include "grid.hpp"
#include <cmath>
double potential(int i) { return i; }
double kinetic(int i) { return i; }
double Grid::flux(int i) const { return i; }
double unseen(int i) { return i; }
void kernel(double* u, const Grid& g, int n) { for (int i = 0; i < n; i++) u[i] = energy(i); }
"""
FOLDERS = ("/p/include",)
TEXTS = {"/p/include/grid.hpp": HEADER, "/p/include/cells.hpp": CELLS, "/p/src/a.cpp": SOURCE}


def depended_on(texts: dict[str, bytes], source: bytes = SOURCE) -> Dependencies:
    text = SourceText("/p/src/a.cpp", source)
    headers = HeaderReader(TextFiles(texts)).of(text, FOLDERS)
    begin = source.index(b"void kernel(")
    return dependencies(outline_of(parse(text)), Span(begin, source.index(b"\n", begin)), headers)


def after(path: str, old: bytes, new: bytes) -> tuple[str, ...]:
    assert TEXTS[path].count(old) == 1
    texts = {**TEXTS, path: TEXTS[path].replace(old, new)}
    return depended_on(TEXTS).difference(depended_on(texts, texts["/p/src/a.cpp"]))


GRID, CELL, FILE = "/p/include/grid.hpp", "/p/include/cells.hpp", "/p/src/a.cpp"


@pytest.mark.parametrize(
    ("path", "old", "new", "changed"),
    [
        (GRID, b"potential(i) * 2", b"potential(i) * 3", "include/grid.hpp"),
        (CELL, b"double mass", b"float mass", "include/cells.hpp"),
        (GRID, b"#pragma once\n", b"#pragma once // a comment\n\n", ""),
        (FILE, b"potential(int i) {", b"potential(int i) { ++i;", "potential"),
        (FILE, b"Grid::flux(int i) const {", b"Grid::flux(int i) const { ++i;", "Grid::flux"),
        (FILE, b"kinetic(int i) {", b"kinetic(int i) { ++i;", ""),
        (FILE, b"unseen(int i) {", b"unseen(int i) { ++i;", ""),
    ],
)
def test_what_headers_make_matter(path: str, old: bytes, new: bytes, changed: str) -> None:
    assert after(path, old, new) == ((f"`{changed}`",) if changed else ())


def test_names_in_macros_of_headers_are_mentions() -> None:
    source = SOURCE.replace(b"energy(i)", b"APPLY(kinetic, i)")
    other = source.replace(b"kinetic(int i) { return i", b"kinetic(int i) { return 2")
    assert depended_on(TEXTS, source).difference(depended_on(TEXTS, other)) == ("`kinetic`",)


def test_an_include_that_is_no_name_makes_every_call_matter() -> None:
    source = SOURCE.replace(b'"grid.hpp"', b"GRID_HEADER")
    other = source.replace(b"unseen(int i) { return i", b"unseen(int i) { return 2")
    assert depended_on(TEXTS, source).difference(depended_on(TEXTS, other)) == ("`unseen`",)


def test_the_headers_of_a_file() -> None:
    files = TextFiles({**TEXTS, "/p/include/vector": b"", "/p/src/cells.hpp": b"int nearer;"})
    reader = HeaderReader(files)
    found = reader.of(SourceText("/p/src/a.cpp", SOURCE), FOLDERS)
    names = [one.name for one in found.headers]
    # What a header includes is looked for beside the header.
    assert names == ["include/cells.hpp", "include/grid.hpp", "include/vector"]
    assert found.is_complete
    again = reader.of(SourceText("/p/src/a.cpp", SOURCE), FOLDERS)
    assert all(one is other for one, other in zip(found.headers, again.headers, strict=True))


def test_headers_that_include_each_other() -> None:
    files = TextFiles({"/p/a.hpp": b'#include "b.hpp"\n', "/p/b.hpp": b'#include "a.hpp"\n'})
    found = HeaderReader(files).of(SourceText("/p/a.cpp", b'#include "a.hpp"\n'), ())
    assert [one.name for one in found.headers] == ["a.hpp", "b.hpp"]


def test_declaring_is_not_mentioning() -> None:
    header = header_of("grid.hpp", SourceText("/p/include/grid.hpp", HEADER))
    functions = {b"potential", b"kinetic", b"flux", b"slope", b"offset", b"energy"}
    assert header.mentions & functions == {b"potential", b"flux", b"offset"}


def test_folders_of_flags() -> None:
    flags = ("-O2", "-I../include", "-isystem", "/opt/x", "-iquote", "q", "-I")
    assert include_folders(flags, "/p/build") == ("/p/include", "/opt/x", "/p/build/q", "/p/build")
