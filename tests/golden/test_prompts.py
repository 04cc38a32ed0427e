"""What models are asked, word for word."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from pcg_engine.domain.conversation import Message
from pcg_engine.domain.workflow import Workflow
from pcg_engine.planning.prompts.evolution import Verified, evolution
from pcg_engine.planning.prompts.feedback import follow_up
from pcg_engine.planning.prompts.input_generator import input_generator
from pcg_engine.planning.prompts.opening import opening
from pcg_engine.planning.prompts.prompt import Prompt, TooLong
from pcg_engine.planning.prompts.self_correction import self_correction
from pcg_engine.planning.prompts.task import Feedback, Pair, Task

_CODE = """\
double energy(const std::vector<Body>& bodies) {
    double total = 0.0;
    for (std::size_t i = 0; i < bodies.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            total -= bodies[i].mass * bodies[j].mass / distance(bodies[i], bodies[j]);
        }
    }
    return total;
}
"""
_RESULT = _CODE.replace(
    "    for (std::size_t i",
    "#pragma omp parallel for reduction(- : total) schedule(dynamic, 16)\n    for (std::size_t i",
)
_SURROUNDINGS = """\
#include <cmath>
#include <vector>
struct Body {
    double x, y, z;
    double mass;
};
double distance(const Body& a, const Body& b);
"""
TASK = Task(
    name="energy",
    code=_CODE,
    first_line=3,
    last_line=7,
    surroundings=_SURROUNDINGS,
    findings=(
        "the loop at line 3: parallel with reduction(-:total)",
        "the loop at line 4: parallel with reduction(-:total)",
        "in parallel, this nest is expected to run at 6.5× (5.0 to 7.4) on 8 threads",
    ),
    assumptions=("`distance` has no side effects",),
    hotness=0.93,
    compiler="g++ 12.2.0 -std=c++20 -O2",
    cores=8,
)
PAIRS = (
    Pair(
        "for (int i = 0; i < n; ++i) s += x[i] * y[i];\n",
        "#pragma omp parallel for simd reduction(+ : s)\n"
        "for (int i = 0; i < n; ++i) s += x[i] * y[i];\n",
        5.94,
    ),
    Pair(
        "for (int i = 0; i < n; ++i)\n    for (int j = 0; j < i; ++j) w[i] += a[i][j];",
        "#pragma omp parallel for schedule(dynamic, 8)\n"
        "for (int i = 0; i < n; ++i)\n    for (int j = 0; j < i; ++j) w[i] += a[i][j];",
        3.2,
    ),
)
FEEDBACK = {
    "compiler-error": Feedback(
        "compile",
        "does-not-compile",
        "line 14: ‘totl’ was not declared in this scope; did you mean ‘total’?",
        ("line 14: error: ‘totl’ was not declared in this scope", "line 12: note: in ‘energy’"),
    ),
    "interface": Feedback("interface", "calls", "it calls `printf`, which the original does not"),
    "legality": Feedback(
        "legality", "not-private", "line 13: `t` is shared, and every iteration writes it"
    ),
    "race": Feedback(
        "races",
        "race",
        "two threads use `total` at the same time, and one writes it",
        ("WARNING: ThreadSanitizer: data race\n  Write of size 8 at energy a.cpp:15:19",),
    ),
    "dependence": Feedback(
        "dependence-recording",
        "conflict",
        "iteration 3 reads what iteration 2 writes: `x[i - 1]` at line 14, `x[i]` at line 15",
        counterexample="n = 17, exact values",
    ),
    "counter-example": Feedback(
        "equivalence",
        "different-result",
        "the return value is 12.5 instead of 12.75",
        counterexample="n = 1, ties; 2 threads",
    ),
    "not-faster": Feedback(
        "benchmark",
        "not-faster",
        "it runs at 0.81× [0.79, 0.83] on 8 threads, n = 4,000",
        ("the parallel region is entered 4,000 times, for 2 µs of work each",),
    ),
    "no-code": Feedback("extract", "no-code", "there is no complete definition of `energy`"),
    "renamed": Feedback("", "renamed", "the answer defines `energy_omp` instead of `energy`"),
    "other-check": Feedback("linting", "odd", "something new is wrong"),
}


def _shown(messages: Sequence[Message], id_: str = "") -> str:
    parts = [f"==== {id_}\n"] if id_ else []
    parts += [f"==== {message.role}\n\n{message.text}\n" for message in messages]
    return "\n".join(parts)


def _prompt(found: Prompt | TooLong) -> str:
    assert isinstance(found, Prompt)
    return _shown(found.messages, found.id)


@pytest.mark.parametrize("workflow", Workflow)
@pytest.mark.parametrize("pairs", [(), PAIRS], ids=["plain", "examples"])
def test_openings(
    workflow: Workflow, pairs: tuple[Pair, ...], golden: Callable[[str, str], None]
) -> None:
    name = f"{workflow}{'-examples' if pairs else ''}"
    golden(f"prompts/{name}.txt", _prompt(opening(workflow, TASK, pairs, 10_000)))


def test_the_second_stage(golden: Callable[[str, str], None]) -> None:
    later = replace(TASK, code=_CODE.replace("j < i", "j != i"))
    found = opening(Workflow.MULTI_STAGE, later, PAIRS[:1], 10_000, stage=2)
    golden("prompts/multi-stage-second.txt", _prompt(found))


def test_sums_in_their_order(golden: Callable[[str, str], None]) -> None:
    exact = replace(
        TASK, exact=True, surroundings="", findings=(), assumptions=(), last_line=3, cores=1
    )
    golden("prompts/exact.txt", _prompt(opening(Workflow.PARALLEL, exact, (), 10_000)))


@pytest.mark.parametrize("name", FEEDBACK)
def test_feedback(name: str, golden: Callable[[str, str], None]) -> None:
    golden(f"prompts/feedback-{name}.txt", _shown([follow_up(FEEDBACK[name])]))


def test_self_correction(golden: Callable[[str, str], None]) -> None:
    golden("prompts/self-correction.txt", _prompt(self_correction(TASK, _RESULT, 10_000)))


def test_evolution(golden: Callable[[str, str], None]) -> None:
    population = (Verified(_RESULT, 5.123), Verified(_RESULT.replace("16", "64"), 5.5))
    found = evolution(TASK, population, 10_000, "82% in `distance`")
    golden("prompts/evolution.txt", _prompt(found))
    assert isinstance(found, Prompt)
    shorter = evolution(TASK, population, found.tokens - 1, "82% in `distance`")
    assert isinstance(shorter, Prompt)
    assert shorter.left_out == ("1 of 1 examples",)
    assert "dynamic, 64" in shorter.messages[1].text
    assert "dynamic, 16" not in shorter.messages[1].text
    assert isinstance(evolution(TASK, population, 100), TooLong)


def test_input_generator(golden: Callable[[str, str], None]) -> None:
    golden("prompts/inputs.txt", _prompt(input_generator(TASK, 10_000)))
