"""What of an instance that cannot be run is taken on proof."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast

import pytest

from pcg_engine.action import other_instances
from pcg_engine.domain.ast import Function, Linkage, VoidType
from pcg_engine.domain.candidate import FILE_ORIGIN, RULES_ORIGIN
from pcg_engine.domain.source import SourceText, Span
from pcg_engine.domain.verdict import CheckName, CheckResult, Outcome
from pcg_engine.ports import Cancellation
from pcg_engine.tools.obstacle import inconclusive
from pcg_engine.tools.subject import Subject
from tests.builders import candidate
from tests.fakes.worlds import instruments

_BEFORE = b"for (;;) x[0] /= 2;"
_MARKED = b"#pragma omp parallel for\nfor (;;) x[0] /= 2;"
_OTHER = b"#pragma omp parallel for\nfor (;;) x[0] /= sizeof(T) > 8 ? 4 : 2;"


class _Anything:
    """Stands for what nobody looks into."""

    def __init__(self, **known: object) -> None:
        self.__dict__.update(known)


def _function(key: str) -> Function:
    return Function(key, "f", VoidType(), (), None, Linkage.EXTERNAL, Span(0, 9), in_main_file=True)


def _proved(*_: object) -> CheckResult:
    return CheckResult(CheckName.LEGALITY, Outcome.PASSED, "proved", proved=True)


def _unproved(*_: object) -> CheckResult:
    return CheckResult(CheckName.LEGALITY, Outcome.PASSED, "not understood")


def _passed(*_: object) -> tuple[CheckResult, ...]:
    return (CheckResult(CheckName.EQUIVALENCE, Outcome.PASSED, "the same"),)


def _nothing(*_: object) -> tuple[()]:
    return ()


def _none(*_: object) -> None:
    return None


_FOUND = cast("Any", _Anything(nests_in=_nothing, original=_none))
_LABORATORY = cast("Any", _Anything(instruments=instruments(), machine=None))


def _subject(first: Function, origin: str, text: bytes) -> Subject:
    source = SourceText("f.cpp", _BEFORE)
    before = cast("Any", _Anything(function=first, nests=(), region=None, source=source))
    return Subject(before, replace(candidate(), origin=origin), SourceText("f.cpp", text))


@pytest.mark.parametrize(
    ("origin", "text", "outcome"),
    [
        (FILE_ORIGIN, _MARKED, Outcome.PASSED),
        (FILE_ORIGIN, _OTHER, Outcome.INCONCLUSIVE),
        (RULES_ORIGIN, _OTHER, Outcome.PASSED),
    ],
)
def test_proved_directives_say_nothing_of_other_code(
    monkeypatch: pytest.MonkeyPatch, origin: str, text: bytes, outcome: Outcome
) -> None:
    first, other = _function("first"), _function("other")

    def same_text(*_: object) -> tuple[Function, ...]:
        return (first, other)

    def drive(*_: object) -> _Anything:
        def harness(_: object) -> object:
            return inconclusive("no-harness", "its parameters cannot be made")

        return _Anything(experiment=_Anything(harness=harness))

    monkeypatch.setattr(other_instances, "same_text", same_text)
    monkeypatch.setattr(other_instances, "drive", drive)
    monkeypatch.setattr(other_instances.legality, "check", _proved)
    subject = _subject(first, origin, text)

    result = other_instances.check(subject, _FOUND, _LABORATORY, Cancellation(), lambda: True)

    assert result.outcome is outcome, result.detail


@pytest.mark.parametrize(
    ("proof", "has_time", "ran"),
    [
        (_proved, False, ["one"]),
        (_proved, True, ["one", "two", "three"]),
        (_unproved, False, ["one", "two", "three"]),
    ],
)
def test_only_what_is_proved_is_left_out_for_want_of_time(
    monkeypatch: pytest.MonkeyPatch,
    proof: Callable[..., CheckResult],
    has_time: bool,
    ran: list[str],
) -> None:
    every = tuple(map(_function, ("first", "one", "two", "three")))
    driven: list[str] = []

    def original(function: Function, *_: object) -> Function:
        return function

    def drive(function: Function, *_: object) -> _Anything:
        driven.append(function.key)
        return _Anything(experiment=_Anything(harness=_none))

    def same_text(*_: object) -> tuple[Function, ...]:
        return every

    monkeypatch.setattr(other_instances, "same_text", same_text)
    monkeypatch.setattr(other_instances, "drive", drive)
    monkeypatch.setattr(other_instances, "dynamic_checks", _nothing)
    monkeypatch.setattr(other_instances, "run_checks", _passed)
    monkeypatch.setattr(other_instances.legality, "check", proof)
    found = cast("Any", _Anything(nests_in=_nothing, original=original))
    subject = _subject(every[0], RULES_ORIGIN, _MARKED)

    result = other_instances.check(subject, found, _LABORATORY, Cancellation(), lambda: has_time)

    assert result.outcome is Outcome.PASSED, result.detail
    assert driven == ran
    left_out = [a.message for a in result.assumptions if a.code == "instances-not-run"]
    assert bool(left_out) is (len(ran) < 3)
    assert all("`f`, `f` (there was no time" in message for message in left_out)
