"""Inputs on which the original loses its digits: nobody is refuted there, nor passes for them."""

from __future__ import annotations

import pytest

from pcg_engine.domain.verdict import CheckResult, Outcome
from pcg_engine.ports import Cancellation
from pcg_engine.tools import equivalence
from pcg_engine.tools.benchmark.agreement import Compared, compare_timed
from pcg_engine.tools.benchmark.sampling import Sample, team
from pcg_engine.tools.benchmark.timed import build_text
from pcg_engine.tools.experiment import Experiment
from pcg_engine.tools.harness import variants
from pcg_engine.tools.harness.cases import Case, CaseSpec, Style
from pcg_engine.tools.harness.inputs import make_case
from pcg_engine.tools.harness.nudged import nudged
from pcg_engine.tools.harness.observation import Observation
from pcg_engine.tools.harness.prepare import Harness
from pcg_engine.tools.harness.timing import Timing, time
from pcg_engine.tools.obstacle import Obstacle
from pcg_engine.tools.subject import Instruments, Subject
from tests.integration.tools.instruments import make_instruments
from tests.integration.tools.originals import read_original, rewritten

pytestmark = [pytest.mark.needs("gxx"), pytest.mark.needs("clang")]

# The last digit of the sum decides about all of the result, on every input.
_CHAOTIC = b"""#include <cmath>
double kernel(const double* x, int n) {
  double s = 0.0;
  for (int i = 0; i < n; ++i) s += 0.1 * x[i];
  double y = 0.25 + 0.5 * (s - std::floor(s));
  for (int k = 0; k < 200; ++k) y = 3.99 * y * (1.0 - y);
  return y;
}
"""

# The same, but on numbers of few digits the sum is exact, and what follows does no harm.
_SOMETIMES = b"""#include <cmath>
double kernel(const double* x, int n) {
  double s = 0.0;
  for (int i = 0; i < n; ++i) s += x[i];
  if (1024.0 * s == std::floor(1024.0 * s)) return s;
  double y = 0.25 + 0.5 * (s - std::floor(s));
  for (int k = 0; k < 200; ++k) y = 3.99 * y * (1.0 - y);
  return y;
}
"""

_LARGE = 20_000
_THREADS = 3


@pytest.fixture(scope="module")
def instruments(tmp_path_factory: pytest.TempPathFactory) -> Instruments:
    return make_instruments(tmp_path_factory.mktemp("instruments"))


@pytest.fixture(scope="module")
def chaotic(instruments: Instruments, tmp_path_factory: pytest.TempPathFactory) -> Experiment:
    folder = tmp_path_factory.mktemp("chaotic")
    return Experiment(read_original(_CHAOTIC, folder, instruments), instruments)


@pytest.fixture(scope="module")
def sometimes(instruments: Instruments, tmp_path_factory: pytest.TempPathFactory) -> Experiment:
    folder = tmp_path_factory.mktemp("sometimes")
    return Experiment(read_original(_SOMETIMES, folder, instruments), instruments)


def _reordered(experiment: Experiment, *changes: tuple[bytes, bytes]) -> Subject:
    """The original with its sum on all threads, and further ``changes``."""
    text = experiment.original.source.data
    before, after = b"  for (int i", b"  #pragma omp parallel for reduction(+:s)\n  for (int i"
    for old, new in ((before, after), *changes):
        assert old in text
        text = text.replace(old, new)
    return rewritten(experiment.original, text, reassociates=True)


def _equivalence(experiment: Experiment, subject: Subject, tools: Instruments) -> CheckResult:
    return equivalence.check(subject, experiment, tools, Cancellation())


def test_where_no_input_is_steady_the_answer_is_open(
    chaotic: Experiment, instruments: Instruments
) -> None:
    result = _equivalence(chaotic, _reordered(chaotic), instruments)

    assert (result.outcome, result.code) == (Outcome.INCONCLUSIVE, "unstable-input")


@pytest.mark.parametrize(
    "change",
    [
        pytest.param((b"0.25 + 0.5", b"0.75 + 0.5"), id="other-numbers"),
        pytest.param((b"i < n;", b"i < n - 1;"), id="a-term-is-missing"),
        pytest.param((b"return y;", b"return y + 4.0;"), id="out-of-range"),
    ],
)
def test_a_wrong_candidate_does_not_pass_for_it(
    chaotic: Experiment, instruments: Instruments, change: tuple[bytes, bytes]
) -> None:
    result = _equivalence(chaotic, _reordered(chaotic, change), instruments)

    assert result.outcome is not Outcome.PASSED


def test_other_inputs_take_the_place_of_unsteady_ones(
    sometimes: Experiment, instruments: Instruments
) -> None:
    result = _equivalence(sometimes, _reordered(sometimes), instruments)

    assert result.outcome is Outcome.PASSED, result.detail


def test_what_is_wrong_on_steady_inputs_is_refuted(
    sometimes: Experiment, instruments: Instruments
) -> None:
    subject = _reordered(sometimes, (b"i < n;", b"i < n - 1;"))

    result = _equivalence(sometimes, subject, instruments)

    assert (result.outcome, result.code) == (Outcome.REFUTED, "different-result")


# --- the input that is timed ---------------------------------------------------------------------


def _harness(experiment: Experiment) -> Harness:
    harness = experiment.harness(Cancellation())
    assert isinstance(harness, Harness)
    return harness


def _large(experiment: Experiment, style: Style) -> Case:
    case = make_case(_harness(experiment), CaseSpec(_LARGE, style, 8))
    assert case is not None
    return case


def _sample(experiment: Experiment, subject: Subject, case: Case, tools: Instruments) -> Sample:
    """What the two leave on ``case``; the times are made up."""
    seen: list[Observation] = []
    for text, openmp in ((subject.original.source.data, False), (subject.source.data, True)):
        variant = variants.user_release(subject.original.command, openmp)
        program = build_text(text, variant, experiment, tools, Cancellation())
        assert not isinstance(program, Obstacle)
        timed = time(program, case, 1, team(_THREADS), tools, Cancellation())
        assert isinstance(timed, Timing)
        seen.append(timed.observation)
    expected, observed = seen
    return Sample((1.0,), 1.0, 1.0, expected, observed)


def _compared(
    experiment: Experiment, subject: Subject, case: Case, tools: Instruments
) -> Obstacle | CheckResult | Compared:
    sample = _sample(experiment, subject, case, tools)
    return compare_timed(sample, subject, experiment, case, _THREADS, tools, Cancellation())


def test_large_inputs_of_other_kinds_are_compared_instead(
    sometimes: Experiment, instruments: Instruments
) -> None:
    subject = _reordered(sometimes)

    found = _compared(sometimes, subject, _large(sometimes, Style.RANDOM), instruments)

    assert isinstance(found, Compared)
    assert "compared on 2 others instead" in found.words


def test_without_any_the_answer_is_open(chaotic: Experiment, instruments: Instruments) -> None:
    found = _compared(chaotic, _reordered(chaotic), _large(chaotic, Style.RANDOM), instruments)

    assert isinstance(found, Obstacle)
    assert (found.outcome, found.code) == (Outcome.INCONCLUSIVE, "unstable-input")


@pytest.mark.parametrize(
    "change",
    [
        pytest.param((b"s += ", b"if (i != 19000) s += "), id="wrong-from-some-size-on"),
        pytest.param((b"3.99 *", b"3.98 *"), id="wrong-where-it-is-unsteady"),
    ],
)
def test_a_wrong_candidate_does_not_pass_for_the_input_either(
    sometimes: Experiment, instruments: Instruments, change: tuple[bytes, bytes]
) -> None:
    subject = _reordered(sometimes, change)

    found = _compared(sometimes, subject, _large(sometimes, Style.RANDOM), instruments)

    assert isinstance(found, CheckResult)
    assert found.outcome is Outcome.REFUTED


def test_numbers_that_are_nudged_are_off_by_one_unit(
    sometimes: Experiment, instruments: Instruments
) -> None:
    del instruments
    signature = _harness(sometimes).signature
    case = _large(sometimes, Style.RANDOM)

    one, same, other = (nudged(signature, case, seed) for seed in (0, 0, 1))

    assert one is not None
    assert same is not None
    assert other is not None
    assert len(one.encoded) == len(case.encoded)
    assert one.encoded == same.encoded != other.encoded != case.encoded
    assert sum(a != b for a, b in zip(one.encoded, case.encoded, strict=True)) < 2 * _LARGE
