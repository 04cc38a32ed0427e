"""What of an instance that cannot be run is taken on proof."""

from __future__ import annotations

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

    def proved(*_: object) -> CheckResult:
        return CheckResult(CheckName.LEGALITY, Outcome.PASSED, "proved", proved=True)

    monkeypatch.setattr(other_instances, "same_text", same_text)
    monkeypatch.setattr(other_instances, "drive", drive)
    monkeypatch.setattr(other_instances.legality, "check", proved)

    def nests_in(_: object) -> tuple[()]:
        return ()

    def original(*_: object) -> None:
        return None

    found = cast("Any", _Anything(nests_in=nests_in, original=original))
    before = cast(
        "Any",
        _Anything(function=first, nests=(), region=None, source=SourceText("f.cpp", _BEFORE)),
    )
    subject = Subject(before, replace(candidate(), origin=origin), SourceText("f.cpp", text))
    laboratory = cast("Any", _Anything(instruments=instruments(), machine=None))

    result = other_instances.check(subject, found, laboratory, Cancellation())

    assert result.outcome is outcome, result.detail
