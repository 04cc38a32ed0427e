"""Which words of a build's command say how a file is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from pcg_engine.adapters.command_words import CommandWords, Unreadable, take_apart, unquoted

FOLDER = Path("/project/build")


def words(command: str, file: str = "/project/src/a.cpp") -> CommandWords | Unreadable:
    split = unquoted(command)
    assert isinstance(split, list)
    return take_apart(split, FOLDER, frozenset((file, "../src/a.cpp")))


@pytest.mark.parametrize(
    ("command", "compiler", "flags"),
    [
        (
            "/usr/bin/c++ -DA -I../include -isystem /opt/x -O3 -MD -MT a.o -MF a.d -o a.o -c a.cpp",
            "/usr/bin/c++",
            ["-DA", "-I../include", "-isystem", "/opt/x", "-O3"],
        ),
        ("ccache g++ -O2 -c ../src/a.cpp -oa.o", "g++", ["-O2"]),
        ("env A=1 nice -n5 clang++-19 a.cpp", "clang++-19", []),
        ("g++ -fdiagnostics-color=always -fopenmp x.cpp", "g++", ["-fopenmp"]),
        ("cmake -E env A=1 ccache g++ -O1 a.cpp", "g++", ["-O1"]),
        ("tools/g++ a.cpp", "/project/build/tools/g++", []),
        ("g++ -Wall a.cpp b.cc lib.a -lm -o app", "g++", ["-Wall", "lib.a", "-lm"]),
        ("g++ -include b.cpp -D X.cpp a.cpp", "g++", ["-include", "b.cpp", "-D", "X.cpp"]),
        ("icpx -xHost -xAVX2 a.cpp", "icpx", ["-xHost", "-xAVX2"]),
        ("g++ -x c++-header a.cpp", "g++", []),
        ("gcc-12 -O2 a.cpp", "g++-12", ["-O2"]),
        ("/opt/bin/x86_64-linux-gnu-gcc a.cpp", "/opt/bin/x86_64-linux-gnu-g++", []),
        (
            "clang++ -Xclang -include-pch -Xclang p -Xclang -include -Xclang p.h -Xclang -q a.cpp",
            "clang++",
            ["-include", "p.h", "-Xclang", "-q"],
        ),
        ("g++ -Wp,-MD,a.d -MMD -MP -MQ a -O1 -- a.cpp", "g++", ["-O1"]),
        ("g++ '-DNAME=\"a b\"' -I'a b' a.cpp", "g++", ['-DNAME="a b"', "-Ia b"]),
    ],
)
def test_what_is_kept(command: str, compiler: str, flags: list[str]) -> None:
    assert words(command) == CommandWords(compiler, tuple(flags), "c++")


def test_a_c_file_stays_c() -> None:
    found = take_apart(("gcc", "-O2", "-c", "a.c"), FOLDER, frozenset(("a.c",)))
    assert found == CommandWords("g++", ("-O2",), "c")
    assert words("gcc -xc a.cpp") == CommandWords("g++", (), "c")


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        ("cl.exe /O2 a.cpp", "it uses `cl.exe`, and PCG builds with g++ and clang++"),
        ("/opt/cuda/bin/nvcc -O2 a.cu", "it uses `nvcc`, and PCG builds with g++ and clang++"),
        ("ccache", "it names no compiler"),
    ],
)
def test_what_cannot_be_used(command: str, reason: str) -> None:
    assert words(command) == Unreadable(reason)


def test_quotes_that_do_not_match() -> None:
    assert unquoted("g++ -DX='a") == Unreadable("its quotes do not match (no closing quotation)")


def test_response_files_are_read(tmp_path: Path) -> None:
    (tmp_path / "inner.rsp").write_text("-O3 '-DA=1 2'\n-c")
    (tmp_path / "outer.rsp").write_text("-Wall @inner.rsp\n-o a.o")
    found = take_apart(("g++", "@outer.rsp", "a.cpp"), tmp_path, frozenset(("a.cpp",)))
    assert found == CommandWords("g++", ("-Wall", "-O3", "-DA=1 2"), "c++")


def test_a_response_file_that_is_missing_or_endless(tmp_path: Path) -> None:
    found = take_apart(("g++", "@gone.rsp"), tmp_path, frozenset())
    missing = tmp_path / "gone.rsp"
    assert found == Unreadable(f"its response file {missing}: No such file or directory")
    (tmp_path / "self.rsp").write_text("@self.rsp")
    assert isinstance(take_apart(("g++", "@self.rsp"), tmp_path, frozenset()), Unreadable)
    modules = take_apart(("g++", "@a.cpp.o.modmap", "-O2"), tmp_path, frozenset())
    assert modules == CommandWords("g++", ("-O2",), "c++")
