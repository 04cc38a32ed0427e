"""What a language model was asked for a job, what it was shown, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pcg_engine.domain.candidate import RULES_ORIGIN
from pcg_engine.protocol.messages import Answered, Asked, Event, Judged, Recalled, Unanswered
from pcg_engine.protocol.reports import ExampleReport, OfferReport


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happened, in words; ``verdict`` is that of an answer to ``prompt``."""

    prompt: str
    told: str
    verdict: str = ""


@dataclass(frozen=True, slots=True)
class Inquiry:
    """The part of a model in a job; empty where none was asked.

    ``waiting`` answers are awaited. ``money`` is in the currency of the endpoint. ``failure`` says
    why the model was not asked any further, ``failure_code`` in one word.
    """

    model: str = ""
    host: str = ""
    examples: tuple[ExampleReport, ...] = ()
    steps: tuple[Step, ...] = ()
    waiting: int = 0
    tokens: int = 0
    money: float = 0.0
    failure: str = ""
    failure_code: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether no model has had a part."""
        return not (self.model or self.failure)


def heard(inquiry: Inquiry, event: Event) -> Inquiry:
    """``inquiry`` after ``event``; what does not concern a model leaves it as it is."""
    match event:
        case Recalled(examples=examples):
            return replace(inquiry, examples=examples)
        case Asked(model=model, host=host, prompt=prompt, turn=turn):
            asked = Step(prompt, _question(inquiry.steps, prompt, turn))
            return replace(
                inquiry,
                model=model,
                host=host,
                steps=(*inquiry.steps, asked),
                waiting=inquiry.waiting + 1,
            )
        case Answered(prompt=prompt, cached=cached):
            came = "the answer of an earlier run was kept" if cached else "it answered"
            cost = "" if cached else f" after {event.seconds:.0f} s, {event.tokens:,} tokens"
            return replace(
                inquiry,
                steps=(*inquiry.steps, Step(prompt, f"{came}{cost}")),
                waiting=max(0, inquiry.waiting - 1),
                tokens=inquiry.tokens + event.tokens,
                money=inquiry.money + event.money,
            )
        case Unanswered(model=model, code=code, message=message):
            failed = Step("", f"not asked any further: {message}")
            return replace(
                inquiry,
                model=model,
                steps=(*inquiry.steps, failed),
                waiting=0,
                failure=failure_words(event),
                failure_code=code,
            )
        case Judged(origin=origin, workflow=workflow) if origin != RULES_ORIGIN:
            step = Step(workflow, _outcome(event), event.verdict)
            return replace(inquiry, steps=(*inquiry.steps, step))
        case _:
            return inquiry


def failure_words(event: Unanswered) -> str:
    """Why the model is not asked any more, and what to do about it in an editor."""
    if event.code == "budget":
        return f"{event.message}; raise pcg.model.mostTokens or pcg.model.mostMoney"
    return "; ".join(part for part in (event.message, event.hint) if part)


def workflow_of(prompt: str) -> str:
    """What a prompt asks for, without its version."""
    return prompt.partition("@")[0]


def author_of(offer: OfferReport) -> str:
    """The language model that wrote the offered code; empty if the rules did."""
    return "" if offer.origin == RULES_ORIGIN else offer.origin


def credit(offer: OfferReport) -> str:
    """“written by MODEL (any)” of code by a language model, else empty."""
    author = author_of(offer)
    return f"written by {author} ({workflow_of(offer.workflow)})" if author else ""


def _question(steps: tuple[Step, ...], prompt: str, turn: int) -> str:
    what = workflow_of(prompt)
    if turn == 1:
        return f"asked for {what}"
    judged = next((one for one in reversed(steps) if one.verdict), None)
    if judged is not None and judged.prompt == prompt and judged.verdict != "verified":
        return f"told what was wrong, and asked for {what} once more (question {turn})"
    return f"asked for {what}, further on in the same conversation (question {turn})"


def _outcome(judged: Judged) -> str:
    if judged.speedup is not None:
        return f"{judged.verdict}, {judged.speedup:.2f}×"
    return f"{judged.verdict}: {judged.reason}" if judged.reason else judged.verdict
