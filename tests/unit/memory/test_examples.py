"""Examples survive a round trip through JSON Lines, and a bad line is named by its number."""

from __future__ import annotations

import json
from dataclasses import asdict, replace

import pytest

from pcg_engine.domain.errors import UsageError
from pcg_engine.memory.examples import (
    Origin,
    content_digest,
    count_tokens,
    distinct,
    example,
    parse_lines,
    score,
    scored,
    to_line,
)

ORIGIN = Origin(source="seed", licence="Apache-2.0", machine="2 cores", verified_by="pcg")
ONE = example("for (;;)\u2028 a();", "b();\n", "graph", "a walk", ORIGIN, 2.5)


def test_round_trip() -> None:
    other = example("x", "y", "sort", "“quoted” \\ and\ttabs", ORIGIN)
    assert parse_lines(to_line(ONE) + "\n  \n" + to_line(other), "f") == (ONE, other)


def test_derived_fields() -> None:
    assert (ONE.speedup, ONE.score, ONE.source, ONE.verified_by) == (2.5, 2.5, "seed", "pcg")
    assert ONE.tokens == count_tokens(ONE.slow) + count_tokens(ONE.fast)
    assert ONE.id == example("for (;;)\u2028 a();", "b();\n", "sort", "else", ORIGIN).id
    assert ONE.id != example("for (;;)\u2028 a();", "c();\n", "graph", "a walk", ORIGIN).id


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"category": "Not This"}, "`category` is “Not This”"),
        ({"slow": " "}, "`slow` is empty"),
        ({"fast": 7}, "`fast` is no text"),
        ({"speedup": "2"}, "`speedup` is no number"),
        ({"speedup": float("nan")}, "`speedup` is no number"),
        ({"speedup": -1.0}, "`speedup` is -1"),
        ({"score": 11.0}, "`score` is 11"),
        ({"tokens": True}, "`tokens` is no count"),
        ({"colour": "red"}, "`colour` is no field"),
    ],
)
def test_a_bad_field_is_told_with_its_line(change: dict[str, object], told: str) -> None:
    text = to_line(ONE) + "\n" + json.dumps({**asdict(ONE), **change})
    with pytest.raises(UsageError) as caught:
        parse_lines(text, "mine.jsonl")
    assert caught.value.message.startswith(f"mine.jsonl, line 3: {told}")
    assert caught.value.hint


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", "no JSON"),
        ("[1]", "no JSON object"),
        ("{}", "`id` is missing"),
        ("[" * 100_000, "no JSON"),
    ],
)
def test_a_bad_line_is_told(line: str, told: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_lines(line, "f")
    assert caught.value.message.startswith(f"f, line 1: {told}")


def test_scores_are_linear_between_the_least_and_the_greatest_speedup() -> None:
    assert [score(speedup) for speedup in (0.0, 0.5, 1.0, 4.5, 10.0, 80.0)] == [
        1,
        1,
        1,
        4.5,
        10,
        10,
    ]
    data_set = [replace(ONE, speedup=speedup) for speedup in (2.0, 0.0, 3.0, 6.0)]
    assert [one.score for one in scored(data_set)] == [1.0, 1.0, 3.25, 10.0]
    assert [one.score for one in scored(data_set[:1])] == [1.0]


def test_nothing_can_be_learnt_of_an_empty_pair() -> None:
    with pytest.raises(UsageError, match="`fast` is empty"):
        example("x", "", "sort", "t", ORIGIN)


def test_the_first_of_equal_examples_stays() -> None:
    other = replace(ONE, id="other")
    assert distinct([ONE, other, replace(ONE, title="again")]) == (ONE, other)


def test_the_digest_is_that_of_the_slow_code_in_order() -> None:
    other = replace(ONE, slow="else")
    assert content_digest([ONE, other]) == content_digest([replace(ONE, title="t"), other])
    assert content_digest([ONE, other]) != content_digest([other, ONE])
