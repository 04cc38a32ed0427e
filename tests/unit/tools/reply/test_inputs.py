"""Inputs that a model names."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, strategies as st

from pcg_engine.tools.harness.cases import CaseSpec, Style
from pcg_engine.tools.reply.inputs import Judgement, judgement, suggested_inputs

_ANSWER: dict[str, object] = {
    "equivalent": False,
    "reason": "The first\nelement is lost.",
    "inputs": [
        {
            "size": 17,
            "values": "ties",
            "numbers": [0.0, 1],
            "parameters": [{"name": "k", "value": 1}, {"name": "b", "value": 2}],
            "why": "borders",
        },
        {"size": 0, "values": "exact", "numbers": [], "parameters": [], "why": "empty"},
    ],
}
_INPUTS = (
    CaseSpec(17, Style.TIES, 700, planted=(0.0, 1.0), pinned=(("b", 2), ("k", 1))),
    CaseSpec(0, Style.EXACT, 701),
)


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(_ANSWER),
        f"```json\n{json.dumps(_ANSWER, indent=2)}\n```",
        f"I think they differ.\n\n{json.dumps(_ANSWER)}\n\nTry them.",
        f'<think>\n{{"equivalent": true}}\n</think>\n{json.dumps(_ANSWER)}',
    ],
)
def test_judgements_are_read(text: str) -> None:
    assert judgement(text) == Judgement(False, "The first element is lost.", _INPUTS)


@pytest.mark.parametrize(
    ("given_", "spec"),
    [
        ({"size": 5}, CaseSpec(5, Style.EXACT, 700)),
        ({"size": 5.0, "values": "huge"}, CaseSpec(5, Style.EXACT, 700)),
        ({"size": -3}, CaseSpec(0, Style.EXACT, 700)),
        ({"size": 10**12}, CaseSpec(1_000_000, Style.EXACT, 700)),
        ({"parameters": {"n": 0}}, CaseSpec(0, Style.EXACT, 700, pinned=(("n", 0),))),
        (
            {"size": 2, "numbers": [1e400, "x", True, None, 2.5]},
            CaseSpec(2, Style.EXACT, 700, planted=(2.5,)),
        ),
        (
            {"size": 2, "parameters": [{"name": "n", "value": 1.5}, {"name": 3}, 4]},
            CaseSpec(2, Style.EXACT, 700),
        ),
        ({"size": 2, "parameters": {"n": 10**30}}, CaseSpec(2, Style.EXACT, 700)),
        ({"size": True}, None),
        ({"why": "because"}, None),
        ("n = 3", None),
    ],
)
def test_inputs_are_bounded_and_meaningless_ones_left_out(
    given_: object, spec: CaseSpec | None
) -> None:
    found = suggested_inputs(json.dumps({"inputs": [given_]}))
    assert found == (() if spec is None else (spec,))


def test_there_are_at_most_a_few() -> None:
    assert len(suggested_inputs(json.dumps({"inputs": [{"size": n} for n in range(99)]}))) == 16


@pytest.mark.parametrize("text", ["", "yes", "{}", '{"inputs": 3}', '{"equivalent": "yes"}'])
def test_answers_that_say_nothing(text: str) -> None:
    assert judgement(text) == Judgement(None, "", ())


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=10,
    )
)
def test_any_answer_is_read(value: object) -> None:
    found = judgement(json.dumps({"equivalent": value, "inputs": [value], "reason": value}))
    assert len(found.inputs) <= 1
