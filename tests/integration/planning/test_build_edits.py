"""The edited build files are right: CMake and make themselves say so."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from pcg_engine.adapters.compilation_database import FoundCommand, find_command
from pcg_engine.planning.openmp_build.flags import openmp_flag

FOLDER = Path(__file__).parents[2] / "cases" / "build_files"


def edited_cases(kind: str) -> list[str]:
    return sorted(path.parent.name for path in FOLDER.glob(f"{kind}_*/after"))


def project(case: str, to: Path, *, edited: bool) -> Path:
    """A copy of the case's project; the source that the question is about."""
    shutil.copytree(FOLDER / case / "before", to)
    if edited:
        shutil.copytree(FOLDER / case / "after", to, dirs_exist_ok=True)
    question = json.loads((FOLDER / case / "question.json").read_text())
    return to / question["source"]


def run(*words: str) -> str:
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.needs("cmake", "gxx")
@pytest.mark.parametrize("case", edited_cases("cmake"))
def test_cmake_compiles_the_file_with_openmp(case: str, tmp_path: Path) -> None:
    for edited in (False, True):
        folder = tmp_path / str(edited)
        source = project(case, folder, edited=edited)
        options = ("-DCMAKE_EXPORT_COMPILE_COMMANDS=ON", "-DCMAKE_CXX_COMPILER=g++")
        run("cmake", "-S", str(folder), "-B", str(folder / "build"), *options)
        found = find_command(source)
        assert isinstance(found, FoundCommand)
        assert not found.inferred
        assert openmp_flag(found.command.flags) == ("-fopenmp" if edited else None)


@pytest.mark.needs("cmake", "gxx")
def test_what_cmake_builds_is_linked(tmp_path: Path) -> None:
    project("cmake_plain", tmp_path / "heat", edited=True)
    build = tmp_path / "heat" / "build"
    run("cmake", "-S", str(tmp_path / "heat"), "-B", str(build), "-DCMAKE_CXX_COMPILER=g++")
    run("cmake", "--build", str(build))
    # What `_OPENMP` switches on in a header: `threads()` is 8.
    assert subprocess.run([build / "heat"], check=False).returncode == 7


@pytest.mark.parametrize("case", edited_cases("make"))
def test_make_compiles_and_links_with_openmp(case: str, tmp_path: Path) -> None:
    for edited in (False, True):
        folder = tmp_path / str(edited)
        project(case, folder, edited=edited)
        makefile = next(folder.rglob("Makefile"))
        told = run("make", "--always-make", "--dry-run", "-C", str(makefile.parent), "heat")
        commands = [line for line in told.splitlines() if " -o " in line or " -c " in line]
        assert commands
        assert all(("-fopenmp" in line) == edited for line in commands)
