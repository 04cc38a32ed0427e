"""What an answer says of callees in other files: which it rests on, and which it lacks."""

from __future__ import annotations

from dataclasses import replace

from pcg_engine.analysis.defined_elsewhere import defined_elsewhere, how_to_know
from pcg_engine.domain.ast import (
    Block,
    Call,
    ExpressionStatement,
    Function,
    Linkage,
    LinkedUnit,
    TranslationUnit,
    VoidType,
)
from pcg_engine.domain.confirmation import DEFINED_ELSEWHERE
from pcg_engine.domain.facts import Assumption
from pcg_engine.domain.source import Span
from pcg_engine.protocol.reports import AssumptionReport

_AT = Span(0, 0)


def _calls(*keys: str) -> Block:
    calls = (Call(key, key, None, (), VoidType(), _AT) for key in keys)
    return Block(tuple(ExpressionStatement(call, _AT) for call in calls), _AT)


def _function(
    key: str, *called: str, elsewhere: str = "", defined: bool = True, internal: bool = False
) -> Function:
    return Function(
        key,
        key,
        VoidType(),
        (),
        _calls(*called) if defined else None,
        Linkage.INTERNAL if internal else Linkage.EXTERNAL,
        _AT,
        in_main_file=not elsewhere,
        elsewhere=elsewhere,
    )


def _unit(*functions: Function) -> TranslationUnit:
    files = sorted({f.elsewhere for f in functions if f.elsewhere})
    linked = tuple(LinkedUnit(path, "", (), "/p") for path in files)
    return TranslationUnit({f.key: f for f in functions}, (), {}, (), linked=linked)


def test_functions_are_told_file_by_file_where_they_are_entered() -> None:
    unit = _unit(
        _function("own", "f", "h"),
        _function("f", "inner", "g", elsewhere="/p/a.cpp"),
        _function("inner", "f", elsewhere="/p/a.cpp"),
        _function("g", elsewhere="/p/deep/b.cpp"),
        _function("h", elsewhere="/p/a.cpp"),
        _function("uncalled", elsewhere="/p/c.cpp"),
    )
    assert defined_elsewhere(_calls("own"), unit) == (
        Assumption(DEFINED_ELSEWHERE, "`f` and `h` are what `a.cpp` defines"),
        Assumption(DEFINED_ELSEWHERE, "`g` is what `b.cpp` defines"),
    )
    assert defined_elsewhere(_calls("nothing"), unit) == ()
    assert defined_elsewhere(_calls("own"), replace(unit, linked=())) == ()


def test_nobody_has_to_confirm_what_was_read_and_linked() -> None:
    assert not Assumption(DEFINED_ELSEWHERE, "…").needs_confirmation
    assert not AssumptionReport(DEFINED_ELSEWHERE, "…", None).needs_confirmation
    assert not Assumption("no-overlap", "…", "x + n <= y").needs_confirmation
    assert Assumption("no-overlap", "…").needs_confirmation
    assert AssumptionReport("no-nan", "…", None).needs_confirmation


def test_what_is_not_defined_anywhere_gets_a_next_step() -> None:
    unit = _unit(
        _function("f", defined=False),
        _function("g", defined=False),
        _function("own"),
        _function("hidden", defined=False, internal=True),
    )
    assert how_to_know(("own", "hidden", "other"), unit) == ""
    assert how_to_know(("f",), unit) == (
        "; `f` is not defined in this file: a compilation database that lists the file which "
        "defines it, or `--also FILE` (in an editor `pcg.also`), would tell"
    )
    assert how_to_know(("g", "f"), unit).startswith("; `f` and `g` are not defined in this file: ")


def test_a_definition_that_does_not_count_is_told_with_its_reason() -> None:
    unit = replace(
        _unit(_function("f", defined=False), _function("g", defined=False)),
        unlinked={"g": "`g` is defined in a.cpp as weak"},
    )
    assert how_to_know(("f", "g"), unit) == "; `g` is defined in a.cpp as weak"
