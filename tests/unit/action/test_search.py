"""What is timed, in which order candidates are verified, and what is told of the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pcg_engine.action.search import ranked, with_outpaced
from pcg_engine.action.state import AgentState
from pcg_engine.domain.candidate import Candidate
from pcg_engine.domain.events import Event, TrialsFinished, TrialsStarted
from pcg_engine.domain.result import Attempt
from pcg_engine.domain.trial import Trial
from pcg_engine.domain.verdict import OUTPACED, Evidence, Inconclusive, Verified
from tests.builders import all_passed, candidate, facts, offer, speedup

PLAIN = candidate("parallel-for", "#pragma omp parallel for\n")
DYNAMIC = candidate("parallel-for-dynamic", "#pragma omp parallel for schedule(dynamic)\n")
GUIDED = replace(
    candidate("parallel-for-dynamic", "#pragma omp parallel for schedule(guided)\n"),
    variant="guided",
)
DEALT = replace(
    candidate("parallel-for-dynamic", "#pragma omp parallel for schedule(static, 1)\n"),
    variant="static, 1",
)


class Track:
    """Holds trials by a table of ratios, and notes who was in each."""

    def __init__(self, ratios: dict[Candidate, float | None]) -> None:
        self._ratios = ratios
        self.entrants: list[tuple[Candidate, ...]] = []

    def hold(self, candidates: Sequence[Candidate]) -> tuple[Trial, ...]:
        self.entrants.append(tuple(candidates))
        found = [Trial(c, self._ratios[c]) for c in candidates]
        return tuple(sorted(found, key=lambda t: -(t.ratio or 0.0)))


def _ranked(
    track: Track,
    *usual: Candidate,
    favourites: tuple[tuple[str, str], ...] = (),
    has_time: bool = True,
) -> tuple[list[Candidate], list[Event]]:
    events: list[Event] = []
    found = ranked(
        usual, lambda: (GUIDED, DEALT), favourites, track.hold, lambda: has_time, events.append
    )
    return [t.candidate for t in found], events


def test_the_winner_is_compared_with_its_own_variants_alone() -> None:
    track = Track({PLAIN: 1.2, DYNAMIC: 1.7, GUIDED: 1.8, DEALT: 1.5})

    order, events = _ranked(track, PLAIN, DYNAMIC)

    assert track.entrants == [(PLAIN, DYNAMIC), (DYNAMIC, GUIDED, DEALT)]
    assert order == [GUIDED, DYNAMIC, DEALT, PLAIN]
    assert [type(e) for e in events] == [TrialsStarted, TrialsFinished] * 2


def test_a_rule_without_variants_is_not_timed_twice() -> None:
    track = Track({PLAIN: 1.7, DYNAMIC: 1.2})

    assert _ranked(track, PLAIN, DYNAMIC)[0] == [PLAIN, DYNAMIC]
    assert len(track.entrants) == 1


def test_what_is_slower_than_the_original_is_not_tuned() -> None:
    track = Track({DYNAMIC: 0.8})

    assert _ranked(track, DYNAMIC)[0] == [DYNAMIC]
    assert len(track.entrants) == 1


def test_without_time_nothing_is_tuned() -> None:
    track = Track({DYNAMIC: 1.7})

    assert _ranked(track, DYNAMIC, has_time=False)[0] == [DYNAMIC]


def test_what_won_before_is_among_the_first() -> None:
    track = Track({PLAIN: 1.2, DYNAMIC: 1.7, GUIDED: 1.8, DEALT: 1.5})
    favourites = (("parallel-for-dynamic", "guided"), ("gone", ""))

    order, _ = _ranked(track, PLAIN, DYNAMIC, favourites=favourites)

    assert track.entrants[0] == (GUIDED, PLAIN, DYNAMIC)
    assert order[0] == GUIDED


def test_of_many_all_are_verified_in_turn_though_not_all_are_timed() -> None:
    many = tuple(candidate(f"rule-{n}", f"#{n}\n") for n in range(11))
    track = Track({c: 1.0 + n / 10 for n, c in enumerate(many)})

    order, _ = _ranked(track, *many)

    assert len(track.entrants[0]) == 8
    assert set(order) == set(many)
    assert order[0] == many[7]
    assert order[8:] == list(many[8:])


def test_where_nothing_can_be_timed_the_order_stays() -> None:
    track = Track({PLAIN: None, DYNAMIC: None})

    assert _ranked(track, PLAIN, DYNAMIC)[0] == [PLAIN, DYNAMIC]


def _state_with_offer() -> AgentState:
    winner = replace(offer(), candidate=GUIDED)
    verdict = Verified(Evidence(tuple(all_passed()), True, speedup(), 0.0), ())
    return replace(AgentState(facts()), best=winner, attempts=(Attempt(GUIDED, verdict),))


def test_the_outpaced_are_told_with_both_figures() -> None:
    state = _state_with_offer()
    trials = (Trial(GUIDED, 1.8), Trial(PLAIN, 1.2), Trial(DEALT, None))

    attempts = with_outpaced(state, trials).attempts

    assert [a.candidate for a in attempts] == [GUIDED, PLAIN]
    lost = attempts[1].verdict
    assert isinstance(lost, Inconclusive)
    assert lost.code == OUTPACED
    assert "1.20 times" in lost.reason
    assert "(guided)` 1.80 times" in lost.reason


def test_who_lost_on_hostile_inputs_only_is_told_so() -> None:
    state = _state_with_offer()
    trials = (Trial(GUIDED, 1.8, 1.5), Trial(PLAIN, 1.9, 0.6))

    (_, lost) = with_outpaced(state, trials).attempts

    assert isinstance(lost.verdict, Inconclusive)
    assert "; on the worst input for each, 0.60 and 1.50 times;" in lost.verdict.reason


def test_without_a_winner_nobody_was_outpaced() -> None:
    state = AgentState(facts())

    assert with_outpaced(state, (Trial(PLAIN, 1.2),)) == state
