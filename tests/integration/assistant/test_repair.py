"""A model is told what was wrong: by the compiler, the dependence recorder, a counter-example."""

from __future__ import annotations

import pytest

from pcg_engine.domain.candidate import RULES_ORIGIN
from pcg_engine.domain.endpoint import ModelSize
from pcg_engine.domain.example import Example, Retrieved
from pcg_engine.domain.settings import Generators
from pcg_engine.domain.verdict import CheckName, Outcome as Passed, checks_of
from pcg_engine.domain.workflow import Workflow
from tests.fakes.model_server import Refuses, Says
from tests.integration.assistant.subject import RIGHT, Bench, fenced, is_right, right

pytestmark = [
    pytest.mark.needs("gxx"),
    pytest.mark.needs("clang"),
    pytest.mark.needs("archer"),
    pytest.mark.needs("llvm-tools"),
    pytest.mark.needs("bubblewrap"),
]

_DOES_NOT_COMPILE = RIGHT.replace("sum += scale", "sum += scaling")
_HIDES_A_RACE = (
    RIGHT.replace(" reduction(+ : sum)", "")
    .replace("  double sum = 0.0;\n", "  double sum = 0.0;\n  double* const total = &sum;\n")
    .replace("sum += ", "*total += ")
)
_SKIPS_THE_REST = """\
double energy(const std::vector<double>& samples) {
  double sum = 0.0;
  const std::size_t whole = samples.size() / 4 * 4;
#pragma omp parallel for reduction(+ : sum)
  for (std::size_t i = 0; i < whole; i += 4) {
    for (std::size_t k = i; k < i + 4; ++k) {
      const double s = samples[k];
      sum += scale * std::sqrt(s * s + 1.0);
    }
  }
  return sum;
}
"""
_SERIAL = """\
double energy(const std::vector<double>& samples) {
  double sum = 0.0;
  for (const double s : samples) {
    sum += std::sqrt(s * s + 1.0);
  }
  return scale * sum;
}
"""


def test_a_compiler_error_is_told_and_repaired(energy: Bench) -> None:
    outcome = energy.ask([Says(fenced(_DOES_NOT_COMPILE)), right()])

    assert outcome.codes == ("compile-error", "right")
    assert "scaling" in outcome.question(1)
    assert outcome.server.requests[1].turn == 1


def test_a_race_is_told_and_repaired(energy: Bench) -> None:
    outcome = energy.ask([Says(fenced(_HIDES_A_RACE)), right()])

    assert outcome.codes[1:] == ("right",)
    assert outcome.checks[0] in ("legality", "dependence-recording", "races")
    assert "total" in outcome.question(1) or "sum" in outcome.question(1)


def test_a_counter_example_is_told_and_repaired(energy: Bench) -> None:
    outcome = energy.ask([Says(fenced(_SKIPS_THE_REST)), right()])

    assert outcome.codes == ("different-result", "right")
    assert "samples: 1 elements" in outcome.question(1)


def test_a_small_model_is_asked_anew_and_told_nothing(energy: Bench) -> None:
    outcome = energy.ask([Says(fenced(_DOES_NOT_COMPILE)), right()], size=ModelSize.SMALL)

    assert outcome.codes == ("compile-error", "right")
    assert outcome.question(1) == outcome.question(0)
    assert [request.turn for request in outcome.server.requests[:2]] == [0, 0]


def test_attempts_are_limited(energy: Bench) -> None:
    outcome = energy.ask([Says(fenced(_DOES_NOT_COMPILE))] * 3, attempts=2)

    assert outcome.codes == ("compile-error", "compile-error")
    assert outcome.nest.offer is None
    assert outcome.nest.code == "compile-error"


def test_a_limit_of_tokens_stops_the_conversation(energy: Bench) -> None:
    outcome = energy.ask(
        [Says(fenced(_DOES_NOT_COMPILE), usage=(900, 200)), right()], most_tokens=1000
    )

    assert outcome.codes == ("compile-error",)
    assert outcome.spending.usage.total == 1100
    assert len(outcome.server.requests) == 1


def test_a_model_that_fails_leaves_what_the_rules_found(energy: Bench) -> None:
    refused = [Refuses(401, "wrong key")] * 4
    alone = energy.ask(refused)
    beside = energy.ask(refused, generators=Generators.ALL)

    assert alone.nest.outcome.value == "unavailable"
    assert alone.nest.code == "endpoint-refused"
    origins = {attempt.candidate.origin for attempt in beside.nest.attempts}
    assert origins == {RULES_ORIGIN}
    assert is_right(beside.nest.attempts[0])


def test_model_and_rules_compete(energy: Bench) -> None:
    outcome = energy.ask([right()], generators=Generators.ALL)

    origins = [attempt.candidate.origin for attempt in outcome.nest.attempts]
    assert origins[0] == RULES_ORIGIN
    # Last may be the rules' version with a condition: where small inputs were slower.
    assert origins.count("test-model") == 1
    assert outcome.codes == ("right",)


def test_stages_build_on_each_other(energy: Bench) -> None:
    outcome = energy.ask(
        [Says(fenced(_SERIAL)), right()], workflows=[Workflow.MULTI_STAGE], attempts=1
    )

    assert outcome.codes == ("right", "right")
    assert "return scale * sum;" not in outcome.question(0)
    assert "return scale * sum;" in outcome.question(1)


def test_inputs_that_the_model_names_are_run(energy: Bench) -> None:
    shape = '"values": "wide", "numbers": [-0.0], "parameters": [], "why": "a border"'
    general = f'{{"inputs": [{{"size": 4097, {shape}}}]}}'
    doubt = (
        '{"equivalent": false, "reason": "signed zeros", '
        f'"inputs": [{{"size": 2, {shape}}}, {{"size": -5, {shape}}}]}}'
    )
    answers = [right(), Says(general), Says(doubt)]
    outcome = energy.ask(answers, self_correction=True)

    assert outcome.codes == ("right",)
    checks = checks_of(outcome.nest.attempts[0].verdict)
    named = next(check for check in checks if check.name is CheckName.SUGGESTED)
    assert named.outcome is Passed.PASSED
    assert "on 3 inputs" in named.detail
    assert named.detail.endswith("doubted all the same: signed zeros")
    assert "#pragma omp parallel for" not in outcome.question(1)
    assert "#pragma omp parallel for" in outcome.question(2)


def test_examples_are_shown(energy: Bench) -> None:
    example = Example(
        *("x1", "reduction", "a sum", "int slow_sum();\n", "int fast_sum();\n"),
        *(1.7, 5.5, 12, "seed", "Apache-2.0", "some machine", "pcg"),
    )
    outcome = energy.ask([right()], recalled=(Retrieved(example, 0.9),))

    asked = outcome.server.requests[0].whole_text
    assert "int slow_sum();" in asked
    assert "int fast_sum();" in asked


def test_only_what_the_function_needs_is_sent(energy: Bench) -> None:
    outcome = energy.ask([right()])

    asked = outcome.server.requests[0].whole_text
    assert "const double scale = 0.5;" in asked
    assert "unrelated" not in asked
    assert "How much is in the samples" not in asked
    assert str(energy.command.directory) not in asked
