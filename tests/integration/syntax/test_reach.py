"""What a function reaches, against a compiler: nothing that changes its code may be missed."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from pcg_engine.domain.source import SourceText
from pcg_engine.syntax.declarations import FileOutline, outline_of
from pcg_engine.syntax.fingerprint import Dependencies, dependencies
from pcg_engine.syntax.parse import parse

CASE = Path(__file__).parents[2] / "cases" / "reach" / "mutations.cpp"
NUMBER = re.compile(rb"(?<![\w.])\d{2,}(?=\.0|\b)(?!\d)")
SUBJECT = re.compile(r"_Z(?P<length>\d+)(?P<rest>k_[a-z]+)")
DATA = re.compile(r"\t\.(?:long|quad|value|byte|zero|string)")
# Functions that are the same stay apart.
OPTIONS = ("-std=c++20", "-O2", "-S", "-fno-asynchronous-unwind-tables", "-fno-ipa-icf")


def code_of(text: bytes) -> Mapping[str, str]:
    """The assembly of each function and object, with the constants that it names in place."""
    command = ["g++", *OPTIONS, "-x", "c++", "-o", "-", "-"]
    done = subprocess.run(command, input=text, capture_output=True, check=True)
    symbols: dict[str, list[str]] = {}
    constants: dict[str, str] = {}
    current: list[str] = []
    local = ""
    for line in done.stdout.decode().splitlines():
        label = re.fullmatch(r"([\w.]+):", line)
        if label is not None:
            local = label[1] if label[1].startswith(".L") else ""
            if not local:
                current = symbols.setdefault(label[1], [])
        elif local and DATA.match(line):
            constants[local] = constants.get(local, "") + line
        elif not re.match(r"\t\.(?:size|type|section|p2align|globl|weak)", line):
            current.append(line)
    return {name: _with_constants(lines, constants) for name, lines in symbols.items()}


def _with_constants(lines: list[str], constants: Mapping[str, str]) -> str:
    # Other labels are numbered through the whole file.
    return re.sub(r"\.L\w+", lambda m: constants.get(m[0], ".L"), "\n".join(lines))


def changed_subjects(before: Mapping[str, str], after: Mapping[str, str]) -> set[str]:
    """The functions under test whose code changed, or that of something they name."""
    names = before.keys() | after.keys()
    changed = {name for name in names if before.get(name) != after.get(name)}
    uses = {n: set(re.findall(r"\w+", before.get(n, "") + after.get(n, ""))) & names for n in names}
    while more := {name for name in names - changed if uses[name] & changed}:
        changed |= more
    matches = [match for name in changed if (match := SUBJECT.match(name))]
    return {match["rest"][: int(match["length"])] for match in matches}


def outline(text: bytes) -> FileOutline:
    return outline_of(parse(SourceText("a.cpp", text)))


def depended_on(text: bytes) -> dict[str, Dependencies]:
    found = outline(text)
    return {
        one.label: dependencies(found, one.span)
        for one in found.declarations
        if one.label.startswith("k_")
    }


@pytest.mark.needs("gxx")
def test_nothing_that_changes_the_code_is_missed() -> None:
    original = CASE.read_bytes()
    places = [m for m in NUMBER.finditer(original) if m.start() > original.index(b"#define")]
    mutants = [
        original[: m.start()] + str(int(m[0]) + 40).encode() + original[m.end() :] for m in places
    ]
    with ThreadPoolExecutor(2) as pool:
        before, *compiled = pool.map(code_of, [original, *mutants])
    expected = depended_on(original)
    noticed = 0
    for mutant, after in zip(mutants, compiled, strict=True):
        told = depended_on(mutant)
        affected = {name for name, one in told.items() if one.difference(expected[name])}
        changed = changed_subjects(before, after)
        noticed += len(changed)
        assert changed <= affected, changed - affected
        if b"unused() const { return 96; }" in mutant:
            assert affected == set()
    # The compiler has seen the mutants: most change some function.
    assert noticed >= len(mutants) // 2
