"""Flags, dependency files, and the ends of macro uses."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pcg_engine.adapters.clang_ast.dependency_files import (
    are_current,
    parse_dependencies,
    stamps,
)
from pcg_engine.adapters.clang_ast.flags import include_folders, parser_flags
from pcg_engine.adapters.clang_ast.macros import MacroUses
from pcg_engine.adapters.foreign_flags import rejected_flags, without_flags


def test_only_what_decides_the_tree_is_passed_on() -> None:
    flags = (
        *("-std=c++20", "-O3", "-march=native", "-Wall", "-Werror", "-g", "-fopenmp", "-c"),
        *("-o", "a.o", "-Iinc", "-I", "other", "-DN=3", "-fno-gcse", "-lm", "-flto=auto"),
        *("-fsanitize=address", "-isystem", "third", "-include", "config.h", "-MF", "x.d"),
    )
    kept = parser_flags(flags, frozenset(("-fno-gcse",)))
    assert kept == (
        *("-std=c++20", "-O3", "-march=native", "-Iinc", "-I", "other", "-DN=3"),
        *("-isystem", "third", "-include", "config.h"),
    )
    assert include_folders(kept) == ("inc", "other")


def test_flags_that_clang_rejects_are_recognised() -> None:
    stderr = (
        "clang++-19: error: unknown argument: '-fno-gcse'\n"
        "clang++-19: error: unknown argument '-fgcc'; did you mean '-fcc'?\n"
        "clang++-19: error: unsupported argument 'x' to option '-mtune='\n"
        "clang++-19: warning: optimization flag '-fmodulo-sched' is not supported\n"
        "a.cpp:1:2: error: unknown type name 'q'\n"
    )
    rejected = rejected_flags(stderr)
    assert rejected == {"-fno-gcse", "-fgcc", "-mtune="}
    flags = ("-O2", "-fno-gcse", "-fgcc=3", "-mtune=x", "-march=native", "-fgccs")
    assert without_flags(flags, rejected) == ("-O2", "-march=native", "-fgccs")


def test_dependencies_with_blanks_and_continuations() -> None:
    text = "a.o: main.cpp \\\n  /usr/include/a.h my\\ dir/b.h \\\n /usr/include/a.h\n"
    assert parse_dependencies(text) == ("main.cpp", "/usr/include/a.h", "my dir/b.h")


def test_files_are_current_until_one_changes(tmp_path: Path) -> None:
    own, system = tmp_path / "own.h", tmp_path / "sys" / "s.h"
    system.parent.mkdir()
    own.write_text("1")
    system.write_text("2")
    recorded = stamps((str(own), str(system)), (str(system.parent),))
    assert are_current(recorded)
    os.utime(own, (1, 1))
    assert are_current(recorded), "an own header counts by content"
    own.write_text("3")
    assert not are_current(recorded)
    own.write_text("1")
    os.utime(system, (1, 1))
    assert not are_current(recorded), "a system header counts by time"
    system.unlink()
    assert not are_current(recorded)


@pytest.mark.parametrize(
    ("text", "use"),
    [
        ("SQ(x) + 1", "SQ(x)"),
        ("SQ (f(\")\", ')')) + 1", "SQ (f(\")\", ')'))"),
        ("SQ(a /* ) */, b) + 1", "SQ(a /* ) */, b)"),
        ("SQ + 1", "SQ"),
        ("#define N 3\nN (x)", "N"),
        ("#define SQ(x) x\nSQ (x)", "SQ (x)"),
        ("SQ(x", "SQ"),
    ],
)
def test_a_use_of_a_macro_ends_after_its_arguments(text: str, use: str) -> None:
    name = use.split("(")[0].strip()
    start = text.rindex(use)
    uses = MacroUses(text.encode())
    assert uses.end_of_use(start + len(name)) == start + len(use)
