"""A user's project: the files of tests/workspaces/cmake_demo with a compilation database."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_SOURCES = ROOT / "tests" / "workspaces" / "cmake_demo"
_PLATE = ROOT / "examples" / "plate"
_COMMANDS = """\
[project]
build = 'cmake -S . -B build && cmake --build build --parallel 2'
test = "cd build && ctest --output-on-failure"
bench = "build/cool 200 20"
bench_pattern = 'time: ([0-9.]+) s'
bench_seconds = 1
"""
_FLAGS = ("-std=c++20", "-O3", "-DNDEBUG", "-Wall", "-Wextra")


@dataclass(frozen=True, slots=True)
class Workspace:
    """A copy of the project; ``pricing`` is the file with the loops that the tests ask for."""

    folder: Path

    @property
    def pricing(self) -> Path:
        return self.folder / "src" / "pricing.cpp"


def create_workspace(folder: Path) -> Workspace:
    """Copy the project into ``folder``, as CMake would have configured it."""
    shutil.copytree(_SOURCES, folder)
    build = folder / "build"
    build.mkdir()
    entries = [
        {
            "directory": str(build),
            "arguments": ["g++", *_FLAGS, "-o", f"{name}.o", "-c", str(folder / "src" / name)],
            "file": str(folder / "src" / name),
        }
        for name in ("main.cpp", "pricing.cpp")
    ]
    (folder / "compile_commands.json").write_text(json.dumps(entries), encoding="utf-8")
    return Workspace(folder)


def create_project(folder: Path) -> Path:
    """Copy a project with a CMake build, a test and a short benchmark; its file with loops."""
    shutil.copytree(_PLATE, folder, ignore=shutil.ignore_patterns("build"))
    (folder / ".pcg.toml").write_text(_COMMANDS, encoding="utf-8")
    settings = folder / ".vscode" / "settings.json"
    settings.parent.mkdir()
    # What a busy machine lets PCG expect of a loop may be less than what has a lens by default.
    settings.write_text('{"pcg.codeLens.threshold": 0.1}\n', encoding="utf-8")
    return folder / "src" / "plate.cpp"


def run_program(workspace: Workspace, *, openmp: bool) -> str:
    """What the built project prints; with ``openmp`` it must use the OpenMP run-time."""
    program = workspace.folder / "build" / ("with-openmp" if openmp else "without-openmp")
    sources = [str(workspace.folder / "src" / name) for name in ("main.cpp", "pricing.cpp")]
    flags = [*_FLAGS, "-Werror", *(["-fopenmp"] if openmp else ["-Wno-unknown-pragmas"])]
    compiler = shutil.which("g++")
    assert compiler is not None, "g++ is needed"
    subprocess.run([compiler, *flags, *sources, "-o", str(program)], check=True, timeout=120)
    told = subprocess.run(
        [str(program), "20000"], check=True, timeout=120, capture_output=True, text=True
    )
    return told.stdout
