"""The ``[project]`` of a ``.pcg.toml``, and what is found without one."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from pcg_engine.adapters.build_detection import Detected, detect, project_root
from pcg_engine.adapters.project_configuration import find_project, first_table
from pcg_engine.domain.errors import UsageError
from pcg_engine.domain.project import BenchMeasure, ProjectCommands, TimeLimits

_NPROC = '"$(nproc)"'


def _project(folder: Path, text: str, name: str = ".pcg.toml") -> Path:
    """A project whose root holds ``text`` in the file ``name``; a source in it."""
    (folder / "src").mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text)
    source = folder / "src" / "a.cpp"
    source.write_text("int a;\n")
    return source


def test_everything_that_can_be_named(tmp_path: Path) -> None:
    (tmp_path / "libraries").mkdir()
    text = f"""
[other]
unknown = 1

[project]
build = "make -C src"
test = "make check"
bench = "./app"
openmp_build = "make OPENMP=1"
bench_pattern = 'rate ([0-9.]+)'
bench_higher_is_better = true
bench_seconds = 30
build_timeout = 60
test_timeout = 50.5
bench_timeout = 40
environment = {{ DATA = "small" }}
readable = ["{tmp_path / "libraries"}"]
exclude = ["data", "build/old"]
"""
    root = tmp_path / "p"
    source = _project(root, text)

    assert find_project(source) == ProjectCommands(
        root=str(root),
        build="make -C src",
        test="make check",
        bench="./app",
        openmp_build="make OPENMP=1",
        measure=BenchMeasure("rate ([0-9.]+)", higher_is_better=True),
        limits=TimeLimits(60.0, 50.5, 40.0, 30.0),
        environment=(("DATA", "small"),),
        readable=(str(tmp_path / "libraries"),),
        left_out=(str(root / "data"), str(root / "build" / "old")),
        origin=str(root / ".pcg.toml"),
    )


def test_what_is_not_named_is_looked_for_and_what_is_empty_is_not(tmp_path: Path) -> None:
    source = _project(tmp_path, "check:\n\t./check\nbench:\n\t./bench\n", "Makefile")
    (tmp_path / ".pcg.toml").write_text('[project]\nbench = ""\n')

    found = find_project(source)

    assert (found.build, found.test, found.bench) == (f"make -j{_NPROC}", "make check", "")


def test_the_nearest_table_wins_and_files_without_one_are_passed_over(tmp_path: Path) -> None:
    source = _project(tmp_path, '[project]\nbuild = "make"\n')
    (source.parent / ".pcg.toml").write_text("[relations]\n")

    assert find_project(source).root == str(tmp_path)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('build = "make"\ntests = "make check"', "project.tests"),
        ("build = 7", "project.build"),
        ('build = "make"\ntest = ["make", "check"]', "project.test"),
        ('build = "make"\nbench_pattern = "time"', "group"),
        ('build = "make"\nbench_pattern = "("', "regular expression"),
        ('build = "make"\ntest_timeout = 0', "project.test_timeout"),
        ('build = "make"\nbench_timeout = nan', "project.bench_timeout"),
        ('build = "make"\nbench_higher_is_better = 1', "project.bench_higher_is_better"),
        ('build = "make"\nexclude = ["../other"]', "project.exclude"),
        ('build = "make"\nreadable = ["/nowhere/at/all"]', "/nowhere/at/all"),
        ('build = "make"\nreadable = [".."]', "project.readable"),
        ('build = "make"\nenvironment = { "A B" = "x" }', "project.environment"),
        ('test = "make check"', "project.build"),
        ("build =", "cannot be read"),
    ],
)
def test_what_is_wrong_is_an_error_that_names_it(tmp_path: Path, text: str, named: str) -> None:
    source = _project(tmp_path, f"[project]\n{text}\n")

    with pytest.raises(UsageError) as caught:
        find_project(source)

    assert named in caught.value.sentence


def test_without_a_table_or_a_build_there_is_no_project(tmp_path: Path) -> None:
    source = _project(tmp_path, "nothing", "README")
    (tmp_path / ".git").mkdir()

    with pytest.raises(UsageError) as caught:
        find_project(source)

    assert caught.value.code == "no-project"


def test_a_configured_cmake_build_is_used(tmp_path: Path) -> None:
    _project(tmp_path, "project(p)\n", "CMakeLists.txt")
    other = tmp_path / "another"
    for folder, home in ((other, "/elsewhere"), (tmp_path / "build" / "release", str(tmp_path))):
        folder.mkdir(parents=True)
        (folder / "CMakeCache.txt").write_text(f"CMAKE_HOME_DIRECTORY:INTERNAL={home}\n")
    (tmp_path / "build" / "release" / "CTestTestfile.cmake").write_text("")

    assert detect(tmp_path) == Detected(
        f"cmake --build build/release --parallel {_NPROC}",
        "cd build/release && ctest --output-on-failure",
        "",
        "CMakeLists.txt, configured in build/release",
    )


def test_a_cmake_project_that_is_not_configured_is_configured_first(tmp_path: Path) -> None:
    _project(tmp_path, "project(p)\nenable_testing()\n", "CMakeLists.txt")

    assert detect(tmp_path) == Detected(
        "cmake -S . -B build -DCMAKE_BUILD_TYPE=Release && "
        f"cmake --build build --parallel {_NPROC}",
        "cd build && ctest --output-on-failure",
        "",
        "CMakeLists.txt, not configured yet",
    )


def test_meson(tmp_path: Path) -> None:
    _project(tmp_path, "project('p', 'cpp')\ntest('a', a)\n", "meson.build")
    (tmp_path / "out" / "meson-private").mkdir(parents=True)

    assert detect(tmp_path) == Detected(
        "meson compile -C out",
        "meson test -C out --print-errorlogs",
        "",
        "meson.build, configured in out",
    )


def test_assignments_are_no_targets(tmp_path: Path) -> None:
    _project(tmp_path, "test := a\ncheck = b\nall:\n", "Makefile")

    assert detect(tmp_path) == Detected(f"make -j{_NPROC}", "", "", "Makefile")


def test_the_root_is_the_outermost_build_of_the_repository(tmp_path: Path) -> None:
    root = tmp_path / "p"
    source = _project(root, "add_subdirectory(src)\n", "CMakeLists.txt")
    (source.parent / "CMakeLists.txt").write_text("add_library(a a.cpp)\n")
    (tmp_path / "Makefile").write_text("all:\n")
    assert project_root(source) == tmp_path
    (root / ".git").mkdir()
    assert project_root(source) == root


def test_the_first_table_is_read_as_what_was_found(tmp_path: Path) -> None:
    source = _project(tmp_path, "check:\n\t./check\n", "Makefile")

    table = first_table(tmp_path)
    table.place.write_text(table.text)
    found = find_project(source)

    assert tomllib.loads(table.text)["project"]["test"] == "make check"
    assert (found.build, found.test) == (f"make -j{_NPROC}", "make check")
    with pytest.raises(UsageError):
        first_table(tmp_path)
