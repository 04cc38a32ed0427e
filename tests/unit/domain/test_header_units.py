"""The text of a header between the parts of a unit."""

from __future__ import annotations

from pcg_engine.domain.header_units import HeaderUnits, UnitContext, header_part
from pcg_engine.domain.source import SourceText
from pcg_engine.domain.toolchain import CompileCommand

_HEADER = SourceText("step.hpp", b"void step();\n")
_COMMAND = CompileCommand("g++", (), "/p")


def test_every_offset_is_that_of_the_header() -> None:
    units = HeaderUnits(_HEADER, (UnitContext("a.cpp", _COMMAND),))
    assert units.source.data.startswith(_HEADER.data)
    assert header_part(units.source) == _HEADER


def test_a_text_whose_end_was_changed_is_no_header() -> None:
    assert header_part(_HEADER) is None


def test_results_rest_on_all_units_and_on_the_database() -> None:
    contexts = (
        UnitContext("a.cpp", _COMMAND, ("/p/a.cpp", "/p/types.hpp")),
        UnitContext("b.cpp", _COMMAND, ("/p/b.cpp", "/p/types.hpp")),
    )
    units = HeaderUnits(_HEADER, contexts, (), "/p/compile_commands.json")
    names = ("a.cpp", "types.hpp", "b.cpp", "compile_commands.json")
    assert units.files == tuple(f"/p/{name}" for name in names)
