"""How the files of one command are compiled."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from pcg_engine.cli.arguments import parse_arguments
from pcg_engine.cli.inputs import DEFAULT_FLAGS, CompileCommands
from pcg_engine.domain.errors import EnvironmentUnavailable, UsageError
from pcg_engine.domain.toolchain import CompileCommand


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "a.cpp").write_text("int a;\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write_database(project: Path, command: str) -> Path:
    database = project / "build" / "compile_commands.json"
    database.parent.mkdir(exist_ok=True)
    entry = {"file": "../src/a.cpp", "directory": str(project / "build"), "command": command}
    database.write_text(json.dumps([entry]))
    return database


def commands(*argv: str, notes: list[str] | None = None, cxx: str = "") -> CompileCommands:
    heard: list[str] = [] if notes is None else notes
    environment = {"CXX": cxx} if cxx else {}
    return CompileCommands(parse_arguments(["analyze", *argv]), environment, heard.append)


def executable(path: Path) -> str:
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return str(path)


def test_the_database_says_and_paths_stay_those_of_the_build(project: Path) -> None:
    compiler = executable(project / "c++")
    database = write_database(project, f"{compiler} -I../include -O3 -c ../src/a.cpp")
    notes: list[str] = []
    found = commands("src/a.cpp", notes=notes, cxx="other++")
    for _ in range(2):
        command = found.of(Path("src/a.cpp"))
        include = f"-I{project / 'build' / '../include'}"
        assert command == CompileCommand(compiler, (include, "-O3"), str(project))
    assert notes == [f"compiled as in {database}"]
    quiet: list[str] = []
    commands("src/a.cpp", "--format", "json", notes=quiet).of(Path("src/a.cpp"))
    assert quiet == []


def test_other_files_of_the_program_are_named_from_anywhere(project: Path) -> None:
    (project / "src" / "b.cpp").write_text("int b;\n")
    found = commands("src/a.cpp", "--also", "src/b.cpp").of(Path("src/a.cpp"))
    assert found.also == (str(project / "src" / "b.cpp"),)
    assert found.database is None
    with pytest.raises(UsageError, match=r"--also src/c\.cpp: there is no such file"):
        commands("src/a.cpp", "--also", "src/c.cpp").of(Path("src/a.cpp"))


def test_the_database_says_where_other_files_are(project: Path) -> None:
    compiler = executable(project / "c++")
    database = write_database(project, f"{compiler} -O3 -c ../src/a.cpp")
    assert commands("src/a.cpp").of(Path("src/a.cpp")).database == str(database)


def test_flags_behind_a_double_dash_override_the_database(project: Path) -> None:
    write_database(project, "nowhere++ -O3 ../src/a.cpp")
    command = commands("src/a.cpp", "--", "-O1", cxx="my++").of(Path("src/a.cpp"))
    assert command == CompileCommand("my++", ("-O1",), str(project))


def test_without_a_database_there_are_default_flags(project: Path) -> None:
    command = commands("src/a.cpp").of(Path("src/a.cpp"))
    assert command == CompileCommand("g++", DEFAULT_FLAGS, str(project))


def test_a_broken_database_is_an_error_with_a_way_out(project: Path) -> None:
    write_database(project, "g++").write_text("{")
    with pytest.raises(UsageError) as caught:
        commands("src/a.cpp").of(Path("src/a.cpp"))
    assert caught.value.code == "bad-database"
    assert str(project / "build" / "compile_commands.json") in caught.value.message
    assert "behind “--”" in caught.value.hint


def test_what_it_names_must_be_there_and_cpp(project: Path) -> None:
    write_database(project, "nowhere++ -O3 ../src/a.cpp")
    with pytest.raises(EnvironmentUnavailable) as missing:
        commands("src/a.cpp").of(Path("src/a.cpp"))
    assert "`nowhere++`" in missing.value.message
    write_database(project, "gcc -xc ../src/a.cpp")
    with pytest.raises(UsageError) as c:
        commands("src/a.cpp").of(Path("src/a.cpp"))
    assert c.value.code == "not-cpp"


def test_a_folder_that_is_gone(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> str:
        raise FileNotFoundError(2, "No such file or directory")

    monkeypatch.setattr(os, "getcwd", gone)
    with pytest.raises(UsageError, match="the current folder cannot be used"):
        commands("a.cpp").of(project / "src" / "a.cpp")
