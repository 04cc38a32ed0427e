"""In what order the candidates of a nest are verified: the fastest of short trials first.

Verifying a candidate takes many times as long as timing it for a moment. So rules' candidates are
timed against each other before (successive halving), then the winner against versions of itself
with other parameters. The fastest is verified; the next one only if that one does not pass.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from pcg_engine.action.state import AgentState
from pcg_engine.action.wins import Version
from pcg_engine.domain.candidate import Candidate
from pcg_engine.domain.events import Event, TrialsFinished, TrialsStarted
from pcg_engine.domain.next_steps import with_next_step
from pcg_engine.domain.result import Attempt
from pcg_engine.domain.trial import Trial
from pcg_engine.domain.verdict import OUTPACED, Inconclusive

Hold = Callable[[Sequence[Candidate]], tuple[Trial, ...]]
"""Holds trials: the best first, without a ratio where there is none."""

_MOST = 8
"""So many are timed at once."""
_WORTH_TUNING = 1.0
"""What does not reach this is not looked for with other parameters."""


def ranked(
    usual: Sequence[Candidate],
    variants: Callable[[], Sequence[Candidate]],
    favourites: Sequence[Version],
    hold: Hold,
    has_time: Callable[[], bool],
    emit: Callable[[Event], None],
) -> tuple[Trial, ...]:
    """The ``usual`` candidates, and the ``variants`` that were timed, in the order to verify them.

    ``favourites`` are among the first that are timed. With ``has_time`` left the best is compared
    with its variants.
    """
    others = tuple(variants()) if favourites else ()
    first = _first(usual, others, favourites)
    trials = _held(first, hold, emit)
    left = [c for c in usual if c not in first]
    best = trials[0]
    if best.ratio is not None and best.ratio >= _WORTH_TUNING and has_time():
        known = {t.candidate for t in trials}
        own = [
            c
            for c in (others or variants())
            if _is_version_of(c, best.candidate) and c not in known
        ]
        if own:
            tuned = _held((best.candidate, *own[: _MOST - 1]), hold, emit)
            trials = (*tuned, *(t for t in trials if t.candidate != best.candidate))
            trials = tuple(sorted(trials, key=lambda t: t.ratio is None))
    return (*trials, *(Trial(c, None) for c in left))


def with_outpaced(state: AgentState, trials: Sequence[Trial]) -> AgentState:
    """``state`` with an attempt for each candidate that lost a trial to the one that was verified.

    Nothing is known of it but that it was slower.
    """
    if state.best is None:
        return state
    winner = state.best.candidate
    of_winner = next((t for t in trials if t.candidate == winner), None)
    if of_winner is None or of_winner.ratio is None:
        return state
    tried = {attempt.candidate for attempt in state.attempts}
    lost = tuple(
        Attempt(t.candidate, _outpaced(t, of_winner))
        for t in trials
        if t.ratio is not None and t.candidate not in tried
    )
    return replace(state, attempts=(*state.attempts, *lost))


def _outpaced(lost: Trial, winner: Trial) -> Inconclusive:
    name = winner.candidate.name
    told = (
        f"not verified: in a short trial it was {lost.ratio or 0.0:.2f} times as fast as the "
        f"original, `{name}` {winner.ratio or 0.0:.2f} times"
    )
    if lost.worst is not None and winner.worst is not None and lost.worst < winner.worst:
        told += f"; on the worst input for each, {lost.worst:.2f} and {winner.worst:.2f} times"
    return Inconclusive(OUTPACED, with_next_step(OUTPACED, told), ())


def _first(
    usual: Sequence[Candidate], others: Sequence[Candidate], favourites: Sequence[Version]
) -> tuple[Candidate, ...]:
    """What is timed first: favourites, then the usual ones in their order."""
    known = {(c.workflow, c.variant): c for c in (*others, *usual)}
    winners = [known[version] for version in favourites if version in known]
    return tuple(dict.fromkeys((*winners, *usual)))[:_MOST]


def _held(
    candidates: tuple[Candidate, ...], hold: Hold, emit: Callable[[Event], None]
) -> tuple[Trial, ...]:
    emit(TrialsStarted(candidates))
    trials = hold(candidates)
    emit(TrialsFinished(trials))
    return trials


def _is_version_of(candidate: Candidate, other: Candidate) -> bool:
    return candidate.workflow == other.workflow and candidate.loop_id == other.loop_id
