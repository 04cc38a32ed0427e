"""The life of a job in which a language model has a part."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pcg_server.jobs import (
    Applied,
    Begun,
    Broken,
    CandidateDone,
    CandidatesProposed,
    CheckBegun,
    CodeChanged,
    Ended,
    Generating,
    Happening,
    ModelBusy,
    OfferApplied,
    OfferImproved,
    Queued,
    Stale,
    State,
    Stopped,
    UserAsked,
    Verified,
    Verifying,
    advance,
    offer_of,
)
from pcg_server.words import state_detail, state_text

from pcg_engine.domain.source import Edit, Span
from pcg_engine.protocol.messages import Verification
from pcg_engine.protocol.reports import OfferReport

_MODEL = "coder"


def _offer(speedup: float, origin: str = "rules", text: str = "x") -> Verification:
    report = OfferReport(
        origin=origin,
        workflow="any@1",
        evidence="tested",
        speedup=speedup,
        low=speedup,
        high=speedup,
        threads=2,
        max_relative_error=0.0,
        checks=(),
        assumptions=(),
        diff="",
        text="",
    )
    return Verification(report, (Edit(Span(0, 0), text),), ())


def _after(state: State, *happenings: Happening) -> State:
    for happening in happenings:
        state = advance(state, happening)
    return state


def _check(candidate: int, number: int) -> CheckBegun:
    return CheckBegun("any@1", candidate, "races", number, 4)


STANDING = _offer(1.9, text="standing")


def test_a_question_to_the_user_comes_before_the_turn_and_is_shown() -> None:
    asked = _after(Queued(), UserAsked("may code be sent to h?"))
    told = (state_text(asked), state_detail(asked))
    assert told == ("waiting for your answer …", "may code be sent to h?")
    assert _after(asked, UserAsked("")) == Queued()
    assert _after(asked, Begun()) == Generating()
    assert _after(Generating(), UserAsked("late")) == Generating()


def test_what_is_awaited_of_a_model_is_told_when_nothing_is_checked() -> None:
    state = _after(Queued(), Begun(), ModelBusy(_MODEL))
    assert state_text(state) == "asking coder …"
    state = _after(state, CandidatesProposed(1))
    assert state_text(state) == "asking coder …"
    state = _after(state, _check(1, 2))
    assert state_text(state) == "verifying 2/4 …"
    assert state_detail(state) == "any@1: races (candidate 1 of 1); asking coder"
    state = _after(state, CandidateDone())
    assert (state_text(state), state_detail(state)) == ("asking coder …", "asking coder")
    state = _after(state, ModelBusy(""), _check(2, 1))
    assert state_detail(state) == "any@1: races (candidate 2)"


def test_progress_never_goes_back_when_a_model_adds_candidates() -> None:
    state: State = Verifying(1)
    seen: list[float] = []
    for candidate in (1, 2, 3):
        for number in (1, 2, 3, 4):
            state = advance(state, _check(candidate, number))
            assert isinstance(state, Verifying)
            seen.append(state.fraction)
    assert seen == sorted(seen)
    assert seen[-1] < 1.0


@pytest.mark.parametrize(
    ("happenings", "kept"),
    [
        ((Stopped(),), STANDING),
        ((Broken("worker-died", "it died", ""),), STANDING),
        ((Begun(), Stopped()), STANDING),
        ((Begun(), CandidatesProposed(0), Ended("refuted", "race", "a race", None)), STANDING),
        ((Begun(), Ended("unavailable", "endpoint-refused", "401", None)), STANDING),
        ((Begun(), CandidatesProposed(2), OfferImproved(_offer(1.5)), Stopped()), STANDING),
        ((Begun(), Ended("verified", "", "", _offer(1.5))), STANDING),
    ],
)
def test_a_standing_offer_holds_unless_a_faster_one_is_found(
    happenings: tuple[Happening, ...], kept: Verification
) -> None:
    assert _after(Queued(standing=STANDING), *happenings) == Verified(kept)


def test_a_faster_version_takes_the_place_of_the_standing_one() -> None:
    faster = _offer(2.4, _MODEL)
    state = _after(Queued(standing=STANDING), Begun(), CandidatesProposed(2))
    assert offer_of(state) == STANDING
    state = _after(state, OfferImproved(faster))
    assert offer_of(state) == faster
    assert state_text(state) == "verified 2.4×, by coder, looking for better …"
    assert _after(state, Ended("verified", "", "", faster)) == Verified(faster)


def test_the_same_version_is_as_fast_as_it_was_measured_last() -> None:
    again = replace(STANDING, offer=replace(STANDING.offer, speedup=1.7))
    state = _after(Queued(standing=STANDING), Begun(), Ended("verified", "", "", again))
    assert state == Verified(again)


def test_a_standing_offer_can_be_applied_and_becomes_stale() -> None:
    queued = Queued(standing=STANDING)
    assert _after(queued, OfferApplied()) == Applied(STANDING)
    assert _after(queued, CodeChanged(("f",))) == Stale(("f",), STANDING)
