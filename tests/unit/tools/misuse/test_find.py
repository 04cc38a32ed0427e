"""Wrong directives are told with what is wrong and what is right; right ones never are."""

from __future__ import annotations

import re

import pytest

from pcg_engine.analysis.analyze import analyze
from pcg_engine.domain.ast import Function
from pcg_engine.domain.measurement import MachineModel
from pcg_engine.domain.misuse import Misuse
from pcg_engine.syntax.loops import find_loops
from pcg_engine.syntax.parse import parse
from pcg_engine.syntax.splice import apply_edits
from pcg_engine.tools.misuse.find import CATALOG, Program, misuse_in
from tests.trees import recorded

MACHINE = MachineModel(2, 1e-9, 1e10, 1e10, 1e-5, calibrated=False)
SOURCE, SERIAL = recorded("misuse")
PROGRAM = Program(SOURCE, find_loops(parse(SOURCE)), SERIAL, recorded("misuse", openmp=True)[1])
FUNCTIONS = [f for f in SERIAL.functions.values() if f.in_main_file and f.body is not None]
BY_FUNCTION = pytest.mark.parametrize("function", FUNCTIONS, ids=lambda f: f.name)


def found_in(function: Function) -> tuple[Misuse, ...]:
    loops = tuple(x for x in PROGRAM.loops if function.span.contains(x.span))
    return misuse_in(PROGRAM, function.key, analyze(SERIAL, function, loops, SOURCE, MACHINE))


def shown(one: Misuse) -> tuple[str, str]:
    number = "" if one.catalog is None else f" {one.catalog}"
    assert one.repair is not None
    directive = one.repair.directive or "(none)"
    return f"{one.code}{number}", directive.removeprefix("#pragma omp ")


@BY_FUNCTION
def test_what_is_told_of_each_function(function: Function) -> None:
    expected: list[tuple[str, str]] = []
    codes: list[str] = []
    for line in SOURCE.slice(function.span).splitlines():
        if match := re.match(r"\s*// expect: (.*)", line):
            codes.append(match[1])
        elif match := re.match(r"\s*// repaired: (.*)", line):
            expected += [(code, match[1]) for code in codes]
            codes = []
    assert sorted(map(shown, found_in(function))) == sorted(expected)


def test_every_kind_of_fault_has_an_example() -> None:
    seen = {one.code for function in FUNCTIONS for one in found_in(function)}
    assert seen == set(CATALOG)


@BY_FUNCTION
def test_the_edits_of_a_repair_write_the_directive_that_is_told(function: Function) -> None:
    for one in found_in(function):
        assert one.repair is not None
        edited = apply_edits(SOURCE, one.repair.edits)
        line = SOURCE.location(one.directive.start).line - 1
        after = edited.data.decode().splitlines()[line]
        if one.repair.directive is None:
            assert after == SOURCE.data.decode().splitlines()[line + 1]
        else:
            words = after.split("//")[0].split()
            assert words == one.repair.directive.split()


def test_a_comment_behind_a_directive_stays() -> None:
    (function,) = (f for f in FUNCTIONS if f.name == "squares_through_shared")
    (one,) = found_in(function)
    assert one.repair is not None
    edited = apply_edits(SOURCE, one.repair.edits).data
    assert b"schedule(static) private(t)  // each element on its own\n" in edited
