from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.projects.bench import expert_loops, hot_nests, line_now
from benchmarks.projects.checks import Check
from benchmarks.projects.profile import HotLoop, ProgramLoop
from benchmarks.projects.recipe import Edit, Recipe
from benchmarks.projects.recipes import RECIPES
from benchmarks.projects.tree import makefile, planted, write_build

_TEXT = """\
const int size = 1000;
void f(double *a) {
#pragma omp parallel for
  for (int i = 0; i < size; i++) a[i] = 0;
}
"""
_RECIPE = Recipe(
    name="tiny",
    repository="someone/tiny",
    about="as it is",
    root="source",
    units=("*.c", "*.cpp"),
    flags=("-std=c++17", "-DNAME=a b"),
    serial_flags=("-DSERIAL",),
    link=("-lm",),
    check=Check(),
    edits=(Edit("f.cpp", "size = 1000", "size = 10"),),
    written={"main.c": "int main(void) { return 0; }\n"},
    left_out=("docs",),
)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "all" / "tiny" / "source"
    (folder / "docs").mkdir(parents=True)
    (folder / "docs" / "x.cpp").write_text("x")
    (folder / "f.cpp").write_text(_TEXT)
    return tmp_path / "all"


def test_the_serial_version_has_no_directives_and_the_experts_has(
    source: Path, tmp_path: Path
) -> None:
    serial = planted(_RECIPE, source, tmp_path / "serial", is_expert=False)
    expert = planted(_RECIPE, source, tmp_path / "expert", is_expert=True)
    changed = _TEXT.replace("1000", "10")
    assert expert.texts()["f.cpp"] == changed
    assert serial.texts()["f.cpp"] == changed.replace("#pragma omp parallel for", "")
    assert serial.units() == ("main.c", "f.cpp")
    assert serial.flags == ("-std=c++17", "-DNAME=a b", "-DSERIAL", "-O3")
    assert expert.flags == ("-std=c++17", "-DNAME=a b", "-O3")
    assert serial.key() != expert.key()
    assert (source / "tiny" / "source" / "f.cpp").read_text() == _TEXT
    assert list(expert_loops(expert.folder, serial.folder)) == [
        ProgramLoop("f.cpp", 4, 4, "f", 4, is_nest=True)
    ]
    again = planted(_RECIPE, source, tmp_path / "serial", is_expert=False)
    assert again.key() == serial.key()


def test_sources_that_are_not_as_expected_are_refused(source: Path, tmp_path: Path) -> None:
    (source / "tiny" / "source" / "f.cpp").write_text(_TEXT.replace("1000", "2000"))
    with pytest.raises(ValueError, match=r"f\.cpp does not hold `size = 1000` once"):
        planted(_RECIPE, source, tmp_path / "serial", is_expert=False)
    with pytest.raises(ValueError, match="is not there"):
        planted(_RECIPE, tmp_path / "none", tmp_path / "serial", is_expert=False)


def test_a_makefile_and_a_database_tell_the_same(source: Path, tmp_path: Path) -> None:
    tree = planted(_RECIPE, source, tmp_path / "serial", is_expert=False)
    compilers = {True: "gcc", False: "g++"}
    assert makefile(_RECIPE, tree.units(), tree.flags, compilers) == (
        "OUT = pcg-build\n"
        "EXTRA =\n"
        "$(OUT)/program: $(OUT)/0.o $(OUT)/1.o\n"
        "\tg++ $(EXTRA) -o $@ $^ -lm\n"
        "$(OUT)/0.o: main.c\n"
        "\t@mkdir -p $(OUT)\n"
        "\tgcc -w -std=c++17 '-DNAME=a b' -DSERIAL -O3 -MMD -MP $(EXTRA) -c -o $@ main.c\n"
        "$(OUT)/1.o: f.cpp\n"
        "\t@mkdir -p $(OUT)\n"
        "\tg++ -w -std=c++17 '-DNAME=a b' -DSERIAL -O3 -MMD -MP $(EXTRA) -c -o $@ f.cpp\n"
        "-include $(wildcard $(OUT)/*.d)\n"
    )
    write_build(tree, compilers)
    entries = json.loads((tree.folder / "compile_commands.json").read_text())
    assert entries[1] == {
        "directory": str(tree.folder),
        "file": "f.cpp",
        "arguments": ["g++", "-std=c++17", "-DNAME=a b", "-DSERIAL", "-O3", "-c", "f.cpp"],
    }


def test_a_line_is_found_again_unless_it_was_changed() -> None:
    before = "a\nb\nc\nd\n"
    assert line_now(before, before, 3) == 3
    after = "a\n#pragma\nb\nC\nd\n"
    assert [line_now(before, after, line) for line in (1, 2, 3, 4)] == [1, 3, None, 5]


def test_nests_are_those_without_a_loop_around_and_one_for_each_line() -> None:
    nest = HotLoop(ProgramLoop("a.c", 3, 9, "f", 3, is_nest=True), 0.9)
    same_line = HotLoop(ProgramLoop("a.c", 3, 3, "f", 3, is_nest=True), 0.5)
    inner = HotLoop(ProgramLoop("a.c", 4, 8, "f", 3, is_nest=False), 0.8)
    other = HotLoop(ProgramLoop("b.c", 3, 9, "f", 3, is_nest=True), 0.1)
    assert hot_nests([nest, inner, same_line, other]) == [nest, other]


def test_recipes_have_names_of_their_own() -> None:
    names = [recipe.name for recipe in RECIPES]
    assert len(set(names)) == len(names)
    assert all(recipe.repository.endswith(f"/{recipe.name}") for recipe in RECIPES)
