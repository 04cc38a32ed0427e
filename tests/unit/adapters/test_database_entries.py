"""Reading a compilation database, and choosing the entry for a file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pcg_engine.adapters.database_entries import Choice, Entries, Malformed, read_entries

FOLDER = Path("/p/build")


def entries(*files: str) -> Entries:
    text = json.dumps([{"file": f, "directory": "/p/build", "command": "g++"} for f in files])
    found = read_entries(text.encode(), FOLDER)
    assert isinstance(found, Entries)
    return found


def chosen(found: Entries, file: str) -> tuple[str, bool]:
    choice = found.choose(file)
    assert isinstance(choice, Choice)
    return choice.entry.file, choice.inferred


def test_the_listed_file_and_of_two_the_first() -> None:
    text = b"""[
      {"file": "../src/a.cpp", "directory": "/p/build", "arguments": ["g++", "-O1"]},
      {"file": "/p/src/a.cpp", "directory": ".", "arguments": ["g++", "-O2"]}
    ]"""
    found = read_entries(text, FOLDER)
    assert isinstance(found, Entries)
    assert [one.directory for one in found.all] == ["/p/build", "/p/build"]
    choice = found.choose("/p/src/a.cpp")
    assert choice is not None
    assert (choice.entry.arguments, choice.inferred) == (("g++", "-O1"), False)


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("/p/src/ir/use.h", "/p/src/ir/use.cpp"),
        ("/p/include/ir/use.hpp", "/p/src/ir/use.cpp"),
        ("/p/src/ir/Sema.h", "/p/src/ir/semadecl.cpp"),
        ("/p/src/io/new.cpp", "/p/src/io/read.cpp"),
        ("/p/src/ir/use.c", "/p/src/c/use.c"),
    ],
)
def test_the_most_similar_file(file: str, expected: str) -> None:
    found = entries(
        "/p/src/main.cpp",
        "/p/src/io/read.cpp",
        "/p/test/use.cpp",
        "/p/src/ir/use.cpp",
        "/p/src/ir/semadecl.cpp",
        "/p/src/c/use.c",
    )
    assert chosen(found, file) == (expected, True)
    assert chosen(found, file) == (expected, True)


def test_no_entry() -> None:
    assert entries().choose("/p/a.cpp") is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('[{"file":', "line 1, column 10: Expecting value"),
        ("[]\n[]", "line 2, column 1: Extra data"),
        ('{"file": "a"}', "it is no list of commands"),
        ("[3]", "entry 1: it is no object"),
        ('[{"directory": "/"}]', "entry 1: it has no `file`"),
        ('[{"file": "a.cpp"}]', "entry 1: it has no `directory`"),
        (
            '[{"file": "a", "directory": "/"}]',
            "entry 1: it has neither `command` nor `arguments`",
        ),
        (
            '[{"file": "a", "directory": "/", "arguments": ["g++", 3]}]',
            "entry 1: its `command` is no string, or its `arguments` are no list of strings",
        ),
    ],
)
def test_what_is_wrong_is_said(text: str, reason: str) -> None:
    assert read_entries(text.encode(), FOLDER) == Malformed(reason)


def test_bytes_that_are_no_text() -> None:
    found = read_entries(b'["\xff\xfe\xfa"]', FOLDER)
    assert isinstance(found, Malformed)
    assert found.reason.startswith("it is no JSON text")
    assert isinstance(read_entries(b"[" * 100_000, FOLDER), Malformed)
