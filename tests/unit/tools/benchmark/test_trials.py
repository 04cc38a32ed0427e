"""Trials on programs whose speed is scripted: each round runs fewer of them, more often."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any, cast

import pytest

from pcg_engine.domain.candidate import Candidate
from pcg_engine.domain.trial import Trial
from pcg_engine.ports import Cancellation, LimitReached
from pcg_engine.tools.benchmark import trials
from pcg_engine.tools.benchmark.exclusive import ExclusiveTiming
from pcg_engine.tools.benchmark.sizing import Sized
from pcg_engine.tools.harness.build import Program
from pcg_engine.tools.harness.observation import Observation
from pcg_engine.tools.harness.timing import Timing
from pcg_engine.tools.obstacle import Obstacle, inconclusive
from pcg_engine.tools.subject import Subject
from tests.builders import candidate
from tests.fakes.worlds import instruments

_ORIGINAL = "original"


class _Input(str):
    """A case, by its name."""

    __slots__ = ()
    total_bytes = 8


class Race:
    """``seconds`` of each program; ``None``: does not finish, missing: does not build.

    ``hostile`` are those on further inputs, where they differ.
    """

    def __init__(
        self,
        monkeypatch: pytest.MonkeyPatch,
        seconds: dict[str, float | None],
        hostile: dict[str, dict[str, float]] | None = None,
    ) -> None:
        self.seconds = {_ORIGINAL: 1.0, **seconds}
        self.hostile = hostile or {}
        self.launches = Counter[str]()

        def build(subject: Subject, *_: object) -> Program | Obstacle:
            name = subject.candidate.workflow
            known = name in self.seconds
            return _program(name) if known else inconclusive("driver-not-built", name)

        def original(*_: object) -> Program:
            return _program(_ORIGINAL)

        def case(*_: object) -> Sized:
            return Sized(cast("Any", _Input("usual")), 0.002)

        def launch(program: Program, input_: str, *_: object) -> Timing | LimitReached:
            name = program.library.name
            self.launches[name] += 1
            taken = self.hostile.get(input_, {}).get(name, self.seconds[name])
            if taken is None:
                return cast("LimitReached", None)
            return Timing((taken, taken), Observation(()))

        def specs(*_: object) -> tuple[str, ...]:
            return tuple(sorted(self.hostile))

        def sized(case: str, *_: object) -> Sized:
            return Sized(cast("Any", _Input(case)), 0.002)

        def made(_harness: object, spec: str) -> str:
            return spec

        monkeypatch.setattr(trials, "stressed_specs", specs)
        monkeypatch.setattr(trials, "time_case", sized)
        monkeypatch.setattr(trials, "make_case", made)
        monkeypatch.setattr(trials, "timed_build", build)
        monkeypatch.setattr(trials, "timed_original", original)
        monkeypatch.setattr(trials, "timed_case", case)
        monkeypatch.setattr(trials, "time", launch)

    def hold(self, path: Path, *names: str, has_time: bool = True) -> tuple[Trial, ...]:
        entrants = [candidate(name, f"#{name}\n") for name in names]
        found = trials.hold_trials(
            [_subject(one) for one in entrants],
            cast("Any", _Prepared()),
            instruments(),
            Cancellation(),
            ExclusiveTiming(path / "lock"),
            threads=2,
            has_time=lambda: has_time,
        )
        assert not isinstance(found, Obstacle)
        return found


def _program(name: str) -> Program:
    return Program(cast("Any", None), Path(name), Path("host"), cast("Any", None))


class _Prepared:
    def inputs(self, cancellation: Cancellation) -> None:
        cancellation.check()


def _subject(one: Candidate) -> Subject:
    return Subject(cast("Any", None), one, cast("Any", None))


def _names(found: tuple[Trial, ...]) -> list[str]:
    return [trial.candidate.workflow for trial in found]


def test_the_fastest_comes_first_and_the_slow_ones_run_least(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    race = Race(monkeypatch, {"slow": 2.0, "even": 1.0, "good": 0.6, "best": 0.5})

    found = race.hold(tmp_path, "slow", "even", "good", "best")

    assert _names(found) == ["best", "good", "even", "slow"]
    assert found[0].ratio == pytest.approx(2.0)
    assert race.launches["slow"] == race.launches["even"] == 2
    assert race.launches["good"] == race.launches["best"] == 2 + 4
    # The original runs beside them in every pass.
    assert race.launches[_ORIGINAL] == 2 + 4


def test_without_time_one_round_has_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    race = Race(monkeypatch, {"one": 0.6, "two": 0.5})

    assert _names(race.hold(tmp_path, "one", "two", has_time=False)) == ["two", "one"]
    assert race.launches["one"] == 2


def test_who_does_not_build_or_not_finish_comes_last(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    race = Race(monkeypatch, {"hangs": None, "runs": 0.9})

    found = race.hold(tmp_path, "broken", "hangs", "runs")

    assert [(t.candidate.workflow, t.ratio is None) for t in found] == [
        ("runs", False),
        ("broken", True),
        ("hangs", True),
    ]
    # It is not tried again and again.
    assert race.launches["hangs"] == 1


def test_nobody_runs_where_nothing_can_be_timed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    race = Race(monkeypatch, {"one": 0.6})
    race.seconds[_ORIGINAL] = cast("Any", None)

    assert [t.ratio for t in race.hold(tmp_path, "one")] == [None]


def test_of_the_equally_fast_the_one_that_loses_least_comes_first(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    race = Race(
        monkeypatch,
        {"static": 0.50, "dynamic": 0.52, "slow": 0.9},
        {"equal": {"static": 0.6, "dynamic": 0.6}, "late": {"static": 1.0, "dynamic": 0.55}},
    )

    found = race.hold(tmp_path, "static", "dynamic", "slow")

    assert _names(found) == ["dynamic", "static", "slow"]
    assert [t.worst for t in found] == [
        pytest.approx(1 / 0.6),
        pytest.approx(1.0),
        None,
    ]


def test_without_time_hostile_inputs_do_not_count(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    hostile = {"late": {"static": 2.0}}
    race = Race(monkeypatch, {"static": 0.50, "dynamic": 0.52}, hostile)

    assert _names(race.hold(tmp_path, "static", "dynamic", has_time=False))[0] == "static"
