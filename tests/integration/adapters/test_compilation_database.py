"""Finding the compilation database of a file, as clangd does."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from pcg_engine.adapters.compilation_database import (
    Databases,
    FoundCommand,
    NoCommand,
    find_command,
)
from pcg_engine.domain.toolchain import CompileCommand


def write_database(path: Path, file: Path, *flags: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    arguments = ["g++", *flags, "-c", str(file)]
    entry = {"file": str(file), "directory": str(path.parent), "arguments": arguments}
    path.write_text(json.dumps([entry]))
    return path


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "project" / "src" / "deep"
    folder.mkdir(parents=True)
    file = folder / "a.cpp"
    file.write_text("int a;\n")
    return file


@pytest.mark.parametrize("place", ["src/deep", "src", ".", "build", "src/build"])
def test_it_is_found_above_and_in_build_folders(source: Path, place: str) -> None:
    project = source.parents[2]
    database = write_database(project / place / "compile_commands.json", source, "-O3")
    command = CompileCommand("g++", ("-O3",), str(database.parent))
    assert find_command(source) == FoundCommand(command, str(database), False, database)


def test_the_nearest_wins_and_commands_go_before_flags(source: Path) -> None:
    project = source.parents[2]
    write_database(project / "compile_commands.json", source, "-O1")
    near = write_database(project / "src" / "build" / "compile_commands.json", source, "-O2")
    (project / "src" / "compile_flags.txt").write_text("-O3\n")
    found = find_command(source)
    assert isinstance(found, FoundCommand)
    assert (found.command.flags, found.database) == (("-O2",), near)


def test_a_flags_file_names_no_compiler(source: Path) -> None:
    flags = source.parents[1] / "compile_flags.txt"
    flags.write_text("-std=c++17\n\n -I \ninclude dir\n-xc++\n")
    command = CompileCommand("clang++", ("-std=c++17", "-I", "include dir"), str(flags.parent))
    found = find_command(source, compiler="clang++")
    assert found == FoundCommand(command, str(flags), False, flags)


def test_a_file_that_is_not_listed_is_read_like_the_most_similar_one(source: Path) -> None:
    database = write_database(source.parents[2] / "compile_commands.json", source, "-O3")
    found = find_command(source.with_suffix(".cc"))
    told = f"{database}, as {source}, the most similar file there"
    command = CompileCommand("g++", ("-O3",), str(database.parent))
    assert found == FoundCommand(command, told, True, database)


def test_the_command_of_a_header_says_where_the_units_are_that_include_it(source: Path) -> None:
    database = write_database(source.parents[2] / "compile_commands.json", source, "-O3")
    found = find_command(source.with_suffix(".hpp"))
    assert isinstance(found, FoundCommand)
    command = CompileCommand("g++", ("-O3",), str(database.parent), str(database))
    assert found.command == command


def test_a_link_to_a_listed_file_is_that_file(source: Path) -> None:
    write_database(source.parents[2] / "compile_commands.json", source, "-O3")
    link = source.parents[2] / "linked"
    link.symlink_to(source.parent)
    found = find_command(link / "a.cpp")
    assert isinstance(found, FoundCommand)
    assert not found.inferred


def test_an_explicit_place(source: Path, tmp_path: Path) -> None:
    write_database(source.parents[2] / "compile_commands.json", source, "-O1")
    other = write_database(tmp_path / "out" / "compile_commands.json", source, "-O2")
    for named in (other, other.parent):
        found = find_command(source, named)
        assert isinstance(found, FoundCommand)
        assert (found.command.flags, found.database) == (("-O2",), other)
    gone = find_command(source, tmp_path / "gone")
    assert gone == NoCommand(
        f"there is no compile_commands.json at {tmp_path / 'gone'}; name one that exists, "
        "or its folder"
    )


def test_none_is_no_complaint(source: Path) -> None:
    assert find_command(source) == NoCommand("")


def test_a_broken_database_says_so_and_no_other_is_used(source: Path) -> None:
    project = source.parents[2]
    write_database(project / "compile_commands.json", source, "-O1")
    broken = project / "src" / "compile_commands.json"
    broken.write_text("[{")
    found = find_command(source)
    assert isinstance(found, NoCommand)
    assert found.database == broken
    assert found.reason.startswith(f"{broken}: line 1, column 3: ")
    assert "have the build write it again" in found.reason
    broken.write_text("[]")
    assert "lists no file" in getattr(find_command(source), "reason", "")
    broken.write_text(json.dumps([{"file": str(source), "directory": "/", "command": "g++ '-DX"}]))
    assert "its quotes do not match" in getattr(find_command(source), "reason", "")


def test_a_database_is_read_once_for_each_version(source: Path) -> None:
    database = write_database(source.parents[2] / "compile_commands.json", source, "-O1")
    databases = Databases()
    assert not databases.is_known(source)
    first = find_command(source, databases=databases)
    assert databases.is_known(source)
    content = databases.content(database)
    assert databases.content(database) is content
    write_database(database, source, "-O2")
    os.utime(database, ns=(1, 1))
    assert not databases.is_known(source)
    second = find_command(source, databases=databases)
    assert isinstance(first, FoundCommand)
    assert isinstance(second, FoundCommand)
    assert (first.command.flags, second.command.flags) == (("-O1",), ("-O2",))
    database.unlink()
    assert find_command(source, databases=databases) == NoCommand("")
