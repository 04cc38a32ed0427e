"""What is kept and told of a language model's part in a job."""

from __future__ import annotations

from pcg_server.inquiry import Inquiry, author_of, credit, heard
from pcg_server.inquiry_page import inquiry_lines

from pcg_engine.protocol.messages import Answered, Asked, Event, Judged, Recalled, Unanswered
from pcg_engine.protocol.reports import ExampleReport, OfferReport

_MODEL = "coder"


def _after(*events: Event) -> Inquiry:
    inquiry = Inquiry()
    for event in events:
        inquiry = heard(inquiry, event)
    return inquiry


def _asked(prompt: str, turn: int = 1) -> Asked:
    return Asked(1, _MODEL, "h", prompt, turn)


def _answered(prompt: str, *, cached: bool = False) -> Answered:
    return Answered(1, _MODEL, prompt, 0 if cached else 100, 0.0, 3.0, cached)


def _told(inquiry: Inquiry) -> list[str]:
    return [one.told for one in inquiry.steps]


def test_what_the_rules_do_is_no_part_of_it() -> None:
    inquiry = _after(Judged(1, "rules", "parallel-for", "verified", "", 1.9))
    assert inquiry == Inquiry()
    assert inquiry.is_empty
    assert inquiry_lines(inquiry) == []


def test_answers_that_are_awaited_are_counted() -> None:
    inquiry = _after(_asked("any@1"), _asked("parallel@1"), _answered("any@1"))
    assert (inquiry.waiting, inquiry.tokens) == (1, 100)
    failed = heard(inquiry, Unanswered(1, _MODEL, "endpoint-refused", "401", "set KEY"))
    assert (failed.waiting, failed.failure) == (0, "401; set KEY")


def test_each_question_tells_how_it_came_about() -> None:
    inquiry = _after(
        _asked("any@1"),
        _answered("any@1", cached=True),
        Judged(1, _MODEL, "any@1", "refuted", "a race"),
        _asked("any@1", 2),
        _answered("any@1"),
        Judged(1, _MODEL, "any@1", "verified", "", 2.0),
        _asked("multi-stage-2@1", 2),
    )
    assert _told(inquiry) == [
        "asked for any",
        "the answer of an earlier run was kept",
        "refuted: a race",
        "told what was wrong, and asked for any once more (question 2)",
        "it answered after 3 s, 100 tokens",
        "verified, 2.00×",
        "asked for multi-stage-2, further on in the same conversation (question 2)",
    ]


def test_a_limit_is_told_in_the_words_of_an_editor() -> None:
    message = "the limit of 9 tokens was reached"
    inquiry = _after(Unanswered(1, _MODEL, "budget", message, "raise it with --most-tokens N"))
    assert inquiry.failure == f"{message}; raise pcg.model.mostTokens or pcg.model.mostMoney"


def test_the_users_own_examples_are_called_that() -> None:
    examples = (
        ExampleReport("Sums", "reduction", "user", 0.0, 0.5),
        ExampleReport("Scales", "transform", "seed", 3.0, 0.25),
    )
    lines = inquiry_lines(_after(Recalled(1, examples), _asked("any@1")))
    assert "- Sums (reduction, of your own): not timed, similarity 0.50" in lines
    assert "- Scales (transform): 3.0× faster, similarity 0.25" in lines


def test_only_code_of_a_model_has_an_author() -> None:
    offers = [
        OfferReport(origin, "any@1", "tested", 2.0, 2.0, 2.0, 2, 0.0, (), (), "", "")
        for origin in ("rules", _MODEL)
    ]
    assert [author_of(one) for one in offers] == ["", _MODEL]
    assert [credit(one) for one in offers] == ["", "written by coder (any)"]
