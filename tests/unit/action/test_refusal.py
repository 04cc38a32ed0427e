"""What is not run where the sandbox does not promise all that strangers' code needs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pcg_engine.action.checks import Laboratory, NestJudge
from pcg_engine.action.result_cache import ResultCache
from pcg_engine.domain.candidate import FILE_ORIGIN, RULES_ORIGIN
from pcg_engine.domain.errors import EnvironmentUnavailable
from pcg_engine.domain.events import Event
from pcg_engine.domain.measurement import MachineModel
from pcg_engine.domain.settings import Settings
from pcg_engine.domain.verdict import Unavailable, Verdict
from pcg_engine.ports import (
    FOR_STRANGERS,
    Cancellation,
    CompileOutcome,
    CompileRequest,
    CompilerRole,
    Guarantee,
    RunOutcome,
    RunRequest,
)
from pcg_engine.tools.benchmark.exclusive import ExclusiveTiming
from pcg_engine.tools.subject import Original
from tests.fakes.subjects import subject
from tests.fakes.worlds import DictStore, instruments


class RecordingSandbox:
    """Promises what it is told to, and counts who wants to run something."""

    def __init__(self, guarantees: frozenset[Guarantee]) -> None:
        self.guarantees = guarantees
        self.runs = 0

    def run(self, request: RunRequest, cancellation: Cancellation) -> RunOutcome:  # noqa: ARG002
        self.runs += 1
        raise EnvironmentUnavailable("no-sandbox", f"nothing runs {request.argv[0]}")


class RecordingCompiler:
    """Builds nothing, and counts who wants it to."""

    def __init__(self) -> None:
        self.runs = 0

    def identity(self, role: CompilerRole) -> str:
        return role.value

    def compile(self, request: CompileRequest, cancellation: Cancellation) -> CompileOutcome:  # noqa: ARG002
        self.runs += 1
        raise EnvironmentUnavailable("no-compiler", f"nothing builds {request.origin}")


def judge(
    guarantees: frozenset[Guarantee], origin: str, *, known: bool, tmp_path: Path
) -> tuple[Verdict, int]:
    """The verdict on a candidate, and how often anything was compiled or run for it."""
    sandbox = RecordingSandbox(guarantees)
    compiler = RecordingCompiler()
    tools = replace(instruments(), sandbox=sandbox, compiler=compiler)
    machine = MachineModel(2, 1e-9, 1e9, 2e9, 1e-6, calibrated=False)
    timing = ExclusiveTiming(tmp_path / "lock")
    laboratory = Laboratory(tools, machine, timing, ResultCache(DictStore(), tools))
    given = subject()
    original = given.original if known else _unknown(given.original)
    events: list[Event] = []
    with NestJudge(original, Settings(2), laboratory, Cancellation(), events.append) as judging:
        verdict = judging.judge(replace(given.candidate, origin=origin))
    return verdict, sandbox.runs + compiler.runs


def _unknown(original: Original) -> Original:
    """A function whose body is not known: it may do anything."""
    return replace(original, function=replace(original.function, body=None))


@pytest.mark.parametrize("missing", list(Guarantee))
def test_strangers_need_every_promise(missing: Guarantee, tmp_path: Path) -> None:
    guarantees = FOR_STRANGERS - {missing}
    for origin in (FILE_ORIGIN, "some-model"):
        verdict, _ = judge(guarantees, origin, known=True, tmp_path=tmp_path)
        assert isinstance(verdict, Unavailable)
        assert verdict.code == "no-isolation"
        assert f"does not promise: {missing.value};" in verdict.reason


def test_rules_are_tried_on_functions_that_touch_nothing_outside(tmp_path: Path) -> None:
    verdict, uses = judge(frozenset(), RULES_ORIGIN, known=True, tmp_path=tmp_path)
    assert uses > 0
    assert isinstance(verdict, Unavailable)
    assert verdict.code != "no-isolation"


def test_functions_that_may_do_anything_are_not_even_prepared(tmp_path: Path) -> None:
    for origin in (RULES_ORIGIN, FILE_ORIGIN):
        verdict, uses = judge(frozenset(), origin, known=False, tmp_path=tmp_path)
        assert isinstance(verdict, Unavailable)
        assert (verdict.code, uses) == ("no-isolation", 0)


def test_a_full_sandbox_refuses_nobody(tmp_path: Path) -> None:
    for origin in (RULES_ORIGIN, FILE_ORIGIN, "some-model"):
        verdict, uses = judge(FOR_STRANGERS, origin, known=False, tmp_path=tmp_path)
        assert uses > 0
        assert isinstance(verdict, Unavailable)
        assert verdict.code != "no-isolation"
