"""What is not faster on the usual input is measured on a longer one before that is said."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pytest

from pcg_engine.domain.verdict import Outcome
from pcg_engine.ports import Cancellation
from pcg_engine.tools.benchmark import check as benchmark
from pcg_engine.tools.benchmark.exclusive import ExclusiveTiming
from pcg_engine.tools.benchmark.sampling import Pairing, Sample
from pcg_engine.tools.benchmark.sizing import Sized
from pcg_engine.tools.harness.cases import Case, CaseSpec, RecordedInput, Style
from pcg_engine.tools.harness.observation import Observation
from pcg_engine.tools.subject import Subject
from tests.builders import candidate
from tests.fakes.worlds import instruments

_SUBJECT = Subject(cast("Any", None), candidate(), cast("Any", None))


def _sized(n: int, recorded: RecordedInput | None = None, style: Style = Style.RANDOM) -> Sized:
    spec = CaseSpec(n, style, 8, recorded=recorded)
    return Sized(Case(spec, b"", f"n = {n}", 8 * n, (), n, (("n", n),), (("n", n),)), 0.002)


class Bench:
    """Measures ``ratios`` by the size of the input; there is a longer one if it has a ratio.

    A size below zero stands for small integers; on those in ``kept`` a clause keeps it serial.
    """

    def __init__(
        self,
        monkeypatch: pytest.MonkeyPatch,
        ratios: dict[int, float],
        seconds: float = 0.002,
        recorded: RecordedInput | None = None,
        kept: frozenset[int] = frozenset(),
    ) -> None:
        self.measured: list[int] = []
        usual, *longer = sorted(n for n in ratios if n > 0)

        def collect(pairing: Pairing, *_: object) -> Sample:
            n = pairing.case.spec.size
            self.measured.append(n)
            if pairing.case.spec.style is Style.EXACT:
                n = -n
            seen = (ratios[n] * 0.99, ratios[n], ratios[n] * 1.01) * 3
            return Sample(seen, seconds, seconds / ratios[n], Observation(()), Observation(()))

        def program(*_: object) -> _Program:
            return _Program()

        def usual_case(*asked: object) -> Sized:
            return _sized(usual, recorded, Style.EXACT if Style.EXACT in asked else Style.RANDOM)

        def keeper(_subject: Subject, _experiment: object, case: Case, *_: object) -> str | None:
            n = case.spec.size if case.spec.style is Style.RANDOM else -case.spec.size
            return "if(apart)" if n in kept else None

        def longer_case(*_: object) -> Sized | None:
            return _sized(longer[0]) if longer else None

        def no_shapes(*_: object) -> tuple[()]:
            return ()

        monkeypatch.setattr(benchmark, "timed_original", program)
        monkeypatch.setattr(benchmark, "timed_build", program)
        monkeypatch.setattr(benchmark, "timed_case", usual_case)
        monkeypatch.setattr(benchmark, "longer_timed_case", longer_case)
        monkeypatch.setattr(benchmark, "collect", collect)
        monkeypatch.setattr(benchmark, "other_shapes", no_shapes)
        monkeypatch.setattr(benchmark, "what_keeps_serial", keeper)

    def check(self, folder: Path) -> tuple[Outcome, str, str]:
        timing = ExclusiveTiming(folder / "lock")
        result = benchmark.check(
            _SUBJECT, cast("Any", None), instruments(), Cancellation(), timing, threads=2
        )
        return result.outcome, result.code, result.detail


class _Program:
    harness = None


def test_what_is_faster_on_the_usual_input_needs_no_longer_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    bench = Bench(monkeypatch, {1000: 1.5, 8000: 1.9})

    assert bench.check(tmp_path)[0] is Outcome.PASSED
    assert bench.measured == [1000]


def test_a_longer_input_may_show_it_and_both_sizes_are_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    bench = Bench(monkeypatch, {1000: 0.9, 8000: 1.5})

    outcome, code, detail = bench.check(tmp_path)

    assert (outcome, code, bench.measured) == (Outcome.PASSED, "", [1000, 8000])
    assert detail.startswith("1.50× [")
    assert "(n = 8000;" in detail
    assert ", but not faster: 0.90× [" in detail
    assert "(n = 1000;" in detail


def test_what_is_faster_on_neither_is_not_faster(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    bench = Bench(monkeypatch, {1000: 0.9, 8000: 0.95})

    outcome, code, detail = bench.check(tmp_path)

    assert (outcome, code) == (Outcome.REFUTED, "not-faster")
    assert "; nor on a longer input: not faster: 0.95× [" in detail


def test_without_a_longer_input_the_usual_one_decides(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    bench = Bench(monkeypatch, {1000: 0.9})

    outcome, code, detail = bench.check(tmp_path)

    assert (outcome, code, "longer" in detail) == (Outcome.REFUTED, "not-faster", False)


@pytest.mark.parametrize(
    ("seconds", "recorded", "hinted"),
    [(12e-6, None, True), (2e-3, None, False), (12e-6, RecordedInput(b"", "call 1"), False)],
)
def test_short_calls_that_were_made_up_ask_for_those_of_the_program(
    seconds: float,
    recorded: RecordedInput | None,
    hinted: bool,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    bench = Bench(monkeypatch, {1000: 0.4}, seconds, recorded)

    detail = bench.check(tmp_path)[2]

    assert ("; such a call takes 12 µs: if yours do more, let `pcg capture`" in detail) == hinted


@pytest.mark.parametrize(
    ("ratios", "kept", "measured", "outcome", "code"),
    [
        # Parallel on small integers, and faster there.
        ({1000: 1.0, -1000: 1.8}, {1000}, [1000, 1000], Outcome.PASSED, ""),
        # Serial wherever it was timed: nothing is known of it in parallel.
        (
            {1000: 1.0, -1000: 1.0, 8000: 1.0},
            {1000, -1000, 8000},
            [1000, 1000, 8000],
            Outcome.INCONCLUSIVE,
            "kept-serial",
        ),
        # Parallel on small integers, or on the longer input, and no faster.
        ({1000: 1.0, -1000: 0.9}, {1000}, [1000, 1000], Outcome.REFUTED, "not-faster"),
        (
            {1000: 1.0, -1000: 1.0, 8000: 0.9},
            {1000, -1000},
            [1000, 1000, 8000],
            Outcome.REFUTED,
            "not-faster",
        ),
        # Parallel on the usual input: small integers are not asked.
        ({1000: 0.9, -1000: 1.8}, set[int](), [1000], Outcome.REFUTED, "not-faster"),
    ],
)
def test_what_its_own_clause_keeps_serial_is_not_called_slower(
    ratios: dict[int, float],
    kept: set[int],
    measured: list[int],
    outcome: Outcome,
    code: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    bench = Bench(monkeypatch, ratios, kept=frozenset(kept))

    found = bench.check(tmp_path)

    assert (found[0], found[1], bench.measured) == (outcome, code, measured)
    assert ("`if(apart)` keeps the candidate serial on the inputs" in found[2]) == (
        code == "kept-serial"
    )
    assert ("where 1.05× is asked for" in found[2]) == (code == "not-faster")


def test_a_captured_input_is_not_replaced_by_small_integers(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    recorded = RecordedInput(b"", "call 1")
    bench = Bench(monkeypatch, {1000: 1.0, -1000: 1.8}, 0.002, recorded, frozenset({1000}))

    assert bench.check(tmp_path)[1] == "kept-serial"
    assert bench.measured == [1000]
