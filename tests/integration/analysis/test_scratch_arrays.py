"""Arrays that iterations fill before they read them, on the marked loops of a folder of cases.

``// scratch: NAMES`` behind a loop's head names them; every loop bears a marker.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pcg_engine.action.survey import survey
from pcg_engine.analysis.nesting import loops_by_offset
from pcg_engine.analysis.scratch_arrays import find_scratch_arrays
from pcg_engine.domain.ast import For, RangeFor
from pcg_engine.domain.facts import flatten
from pcg_engine.domain.measurement import MachineModel
from pcg_engine.domain.source import SourceText
from pcg_engine.domain.toolchain import CompileCommand
from pcg_engine.ports import Cancellation
from pcg_engine.wiring import analysis_bench

_FOLDER = Path(__file__).parents[2] / "cases" / "scratch_arrays"
_MARKER = re.compile(r"// scratch:(.*)")
_MACHINE = MachineModel(2, 1e-9, 1e10, 1.5e10, 5e-6, calibrated=False)


@pytest.mark.needs("clang")
@pytest.mark.parametrize("name", sorted(p.stem for p in _FOLDER.glob("*.cpp")))
def test_scratch_arrays_are_found_as_marked(name: str) -> None:
    path = _FOLDER / f"{name}.cpp"
    source = SourceText(str(path), path.read_bytes())
    command = CompileCommand("c++", ("-std=c++20", "-O2"), str(_FOLDER))
    reader = analysis_bench(command).reader
    result = survey(source, command, reader, _MACHINE, Cancellation())
    assert [d.message for d in result.errors] == []
    lines = source.data.decode().splitlines()
    wanted: dict[int, str] = {}
    found: dict[int, str] = {}
    for nest in result.nests:
        function = result.function_of(nest)
        assert function is not None
        statements = loops_by_offset(function)
        for facts in flatten((nest,)):
            statement = statements[facts.loop.span.start].statement
            assert isinstance(statement, For | RangeFor)
            arrays = find_scratch_arrays(statement, facts, result.unit, function, source)
            line = source.location(facts.loop.span.start).line
            marker = _MARKER.search(lines[line - 1])
            wanted[line] = marker[1].strip() if marker else "(no marker)"
            found[line] = " ".join(a.variable.name for a in arrays)
    assert wanted
    assert found == wanted
