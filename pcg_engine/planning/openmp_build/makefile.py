"""OpenMP in a Makefile: a line for ``CXXFLAGS`` and one for ``LDFLAGS``."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from pcg_engine.domain.source import Edit
from pcg_engine.planning.openmp_build.flags import openmp_flag
from pcg_engine.planning.openmp_build.layout import line_after, line_before
from pcg_engine.planning.openmp_build.plan import BuildPlan
from pcg_engine.planning.openmp_build.proposal import AlreadyOn, ByHand, FileEdit
from pcg_engine.ports import ProjectFiles

_NAMES = ("GNUmakefile", "makefile", "Makefile")
_FLAG = "-fopenmp"
_SUFFIXES = (".cpp", ".cc", ".cxx", ".c++", ".C", ".hpp", ".hh", ".hxx", ".h")
_GENERATED = re.compile(rb"generated (?:automatically )?by|CMAKE generated", re.IGNORECASE)
_ASSIGNMENT = re.compile(
    r"\s*(?:override\s+|export\s+)*(?P<name>[\w.-]+)\s*(?P<how>::?:?=|\+=|\?=|=)\s*(?P<value>.*)",
    re.DOTALL,
)
_OPENING = re.compile(r"\s*(?:ifeq|ifneq|ifdef|ifndef|define)\b")
_CLOSING = re.compile(r"\s*(?:endif|endef)\b")
_COMPILES = re.compile(r"\$[({]CXX[)}]|(?:^|[\s@/-])(?:g\+\+|c\+\+|clang\+\+|icpx)(?:-\d+)?\s")
_LINKS = re.compile(r"\$[({](?:CC|LD)[)}]|(?:^|[\s@/-])(?:gcc|cc|clang|ld)(?:-\d+)?\s")
_INCLUDE = re.compile(r"\s*[-s]?include\s+(?P<names>.*)")
_REFERENCE = re.compile(r"\$[({](?P<name>\w+)[)}]")
_CXXFLAGS, _LDFLAGS = "CXXFLAGS", "LDFLAGS"


@dataclass(frozen=True, slots=True)
class _Line:
    """A logical line: its text without comments and splices, and where it begins and ends."""

    text: str
    start: int
    end: int
    is_recipe: bool


@dataclass(frozen=True, slots=True)
class _Assignment:
    """An assignment, and where a line may follow that is not in its condition."""

    name: str
    value: str
    after: int


def plan_for_make(files: ProjectFiles, source: str) -> AlreadyOn | BuildPlan | ByHand | None:
    """How to switch OpenMP on for ``source``; ``None`` if there is no Makefile above it."""
    path = _nearest(files, source, lambda _text: True)
    text = None if path is None else files.read(path)
    if path is None or text is None:
        return None
    if _GENERATED.search(text[:400]):
        return ByHand(
            f"{path} is written by a tool that configures the build",
            f"configure again with `CXXFLAGS={_FLAG}` and `LDFLAGS={_FLAG}` added",
        )
    lines = list(_lines(text))
    assignments = list(_assignments(lines))
    for one in assignments:
        if one.name in (_CXXFLAGS, "CXX") and openmp_flag(one.value.split()) is not None:
            return AlreadyOn(f"{path}: {one.name} has {_FLAG}", is_in_command=False)
    obstacle = _obstacle(files, path, text, lines, assignments)
    if obstacle is not None:
        return obstacle
    folder = posixpath.dirname(path)
    return BuildPlan(
        f"Add {_FLAG} to {_CXXFLAGS} and {_LDFLAGS} in {posixpath.relpath(path, files.root)}",
        (posixpath.relpath(path, files.root),),
        tuple(FileEdit(path, edit) for edit in _edits(text, lines, assignments)),
        tuple(one for one in files.below(folder) if one.endswith(_SUFFIXES)),
        "run `make clean` and build again: make does not notice that flags changed",
    )


def _obstacle(
    files: ProjectFiles,
    path: str,
    text: bytes,
    lines: Sequence[_Line],
    assignments: Sequence[_Assignment],
) -> ByHand | None:
    """Why two more lines in this file might not be enough."""
    everywhere = f"add {_FLAG} to the commands that compile and to those that link"
    reaching = _names_with((_CXXFLAGS, _LDFLAGS), assignments)
    for line in lines:
        used = {match["name"] for match in _REFERENCE.finditer(line.text)}
        number = text.count(b"\n", 0, line.start) + 1
        place = f"{path}:{number}"
        if line.is_recipe and _runs_compiler(line.text) and used.isdisjoint(reaching):
            return ByHand(f"{place} uses neither $({_CXXFLAGS}) nor $({_LDFLAGS})", everywhere)
        included = _INCLUDE.match(line.text)
        if included is not None and _may_assign(files, path, included["names"], assignments):
            return ByHand(f"{place} includes files that set the flags", everywhere)
    above = _nearest(files, posixpath.dirname(path), _calls_make)
    if above is not None:
        return ByHand(f"{above} runs make in other folders, and may link there", everywhere)
    return None


def _runs_compiler(recipe: str) -> bool:
    """Whether a recipe compiles C++, or links what may be C++."""
    if _COMPILES.search(recipe) is not None:
        return True
    return _LINKS.search(recipe) is not None and re.search(r"\s-[cESM]\b", recipe) is None


def _may_assign(
    files: ProjectFiles, path: str, names: str, assignments: Sequence[_Assignment]
) -> bool:
    """Whether an included file may set the flags anew; files of dependencies do not."""
    for name in names.split():
        text = files.read(posixpath.normpath(posixpath.join(posixpath.dirname(path), name)))
        if text is not None:
            inner = _assignments(list(_lines(text)))
            if any(one.name in (_CXXFLAGS, _LDFLAGS) for one in inner):
                return True
        elif "$" in name and not any(one.name == _CXXFLAGS for one in assignments):
            return True
    return False


def _calls_make(text: bytes) -> bool:
    return b"$(MAKE)" in text or b"${MAKE}" in text


def _edits(
    text: bytes, lines: Sequence[_Line], assignments: Sequence[_Assignment]
) -> Iterator[Edit]:
    added = {name: f"{name} += {_FLAG}" for name in (_CXXFLAGS, _LDFLAGS)}
    last = {one.name: one.after for one in assignments if one.name in added}
    own = last.get(_CXXFLAGS)
    if own is None:
        first = next((line.start for line in lines), 0)
        yield line_before(text, first, added[_CXXFLAGS])
    else:
        yield line_after(text, own, added[_CXXFLAGS])
    linked = last.get(_LDFLAGS, own)
    if linked is None:
        first = next((line.start for line in lines), 0)
        yield line_before(text, first, added[_LDFLAGS])
    else:
        yield line_after(text, linked, added[_LDFLAGS])


def _nearest(files: ProjectFiles, below: str, is_wanted: Callable[[bytes], bool]) -> str | None:
    """The nearest Makefile in the folders above ``below``, up to the project's."""
    folder: str = below
    while folder not in (files.root, "", "/"):
        folder = posixpath.dirname(folder)
        for name in _NAMES:
            text = files.read(posixpath.join(folder, name))
            if text is not None and is_wanted(text):
                return posixpath.join(folder, name)
    return None


def _lines(text: bytes) -> Iterator[_Line]:
    start = 0
    told = text.decode("latin-1")
    for match in re.finditer(r"(?:[^\\\n]|\\(?:.|\Z))*(?:\n|\Z)", told, re.DOTALL):
        if not match[0]:
            break
        start, end = match.span()
        written = match[0].rstrip("\r\n")
        is_recipe = written.startswith("\t")
        plain = re.sub(r"\\\r?\n", " ", written)
        if not is_recipe:
            plain = re.sub(r"(?<!\\)#.*", "", plain)
        if plain.strip():
            yield _Line(plain, start, max(start, end - 1), is_recipe)


def _assignments(lines: Sequence[_Line]) -> Iterator[_Assignment]:
    """The assignments outside rules, those in conditions with the end of the outermost."""
    depth = 0
    waiting: list[_Assignment] = []
    for line in lines:
        if line.is_recipe:
            continue
        if _OPENING.match(line.text):
            depth += 1
        elif _CLOSING.match(line.text):
            depth -= 1
            if depth <= 0:
                yield from (_Assignment(one.name, one.value, line.end) for one in waiting)
                waiting.clear()
        else:
            match = _ASSIGNMENT.fullmatch(line.text)
            if match is not None:
                one = _Assignment(match["name"], match["value"], line.end)
                if depth > 0:
                    waiting.append(one)
                else:
                    yield one


def _names_with(names: Sequence[str], assignments: Sequence[_Assignment]) -> set[str]:
    """The variables whose value holds that of one of ``names``; make has some of its own."""
    found = {*names, "COMPILE.cpp", "COMPILE.cc", "LINK.cpp", "LINK.cc", "LINK.o"}
    while True:
        more = {
            one.name
            for one in assignments
            if any(match["name"] in found for match in _REFERENCE.finditer(one.value))
        }
        if more <= found:
            return found
        found |= more
