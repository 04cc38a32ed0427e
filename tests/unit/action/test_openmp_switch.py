"""How a copy's build gets OpenMP, told with the user's paths."""

from __future__ import annotations

from pathlib import Path

import pytest

from pcg_engine.action.openmp_switch import OpenMPSwitch, find_switch
from pcg_engine.domain.errors import UsageError
from pcg_engine.domain.project import ProjectCommands
from pcg_engine.domain.source import Edit, Span
from pcg_engine.planning.openmp_build.propose import BuildQuestion
from tests.fakes.project_files import TextFiles

COMMANDS = ProjectCommands("/home/u/p", "make")
COPY = "/copies/1"


def _switch(
    texts: dict[str, bytes], flags: tuple[str, ...] = (), commands: ProjectCommands = COMMANDS
) -> OpenMPSwitch:
    files = TextFiles({f"{COPY}/{name}": text for name, text in texts.items()}, COPY)
    return find_switch(commands, BuildQuestion(f"{COPY}/a.cpp", flags), files)


def test_a_build_file_is_edited_and_what_comes_alive_is_told() -> None:
    makefile = b"CXXFLAGS = -O2\napp: a.o\n\t$(CXX) $(CXXFLAGS) a.o $(LDFLAGS)\n"
    sources = {"a.cpp": b"int a;\n", "b.cpp": b"\n#pragma omp simd\n"}

    found = _switch({"Makefile": makefile, **sources})

    assert found == OpenMPSwitch(
        "Add -fopenmp to CXXFLAGS and LDFLAGS in Makefile",
        "make",
        {
            Path("Makefile"): (
                Edit(Span(15, 15), "CXXFLAGS += -fopenmp\n"),
                Edit(Span(15, 15), "LDFLAGS += -fopenmp\n"),
            )
        },
        ("/home/u/p/b.cpp:2: #pragma omp simd",),
    )


def test_what_is_on_already_needs_no_edit() -> None:
    found = _switch({"a.cpp": b""}, ("-O2", "-fopenmp"))

    assert found == OpenMPSwitch("the build has it: -fopenmp", "make")


def test_a_command_of_the_users_goes_before_any_edit() -> None:
    own = ProjectCommands("/home/u/p", "make", openmp_build="make OPENMP=1")

    assert _switch({"a.cpp": b""}, commands=own) == OpenMPSwitch(
        "built by `make OPENMP=1`", "make OPENMP=1"
    )


def test_where_nobody_knows_how_that_is_an_error_with_the_users_paths() -> None:
    makefile = b"app: a.cpp\n\tg++ -O2 a.cpp -o app\n"

    with pytest.raises(UsageError) as caught:
        _switch({"Makefile": makefile, "a.cpp": b""})

    assert caught.value.code == "no-openmp-build"
    assert "/home/u/p/Makefile:2" in caught.value.message
    assert COPY not in caught.value.sentence
    assert "openmp_build" in caught.value.hint
