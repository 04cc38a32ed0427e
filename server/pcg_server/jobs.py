"""The life of a job, as a pure state machine: one job turns one loop nest into an offer, or not.

::

    Queued ─▶ Generating ─▶ Verifying ─▶ Verified ⇄ Stale
       │          │             │            └────▶ Applied
       └──────────┴─────────────┴─▶ Refuted | Inconclusive | Unavailable | Cancelled | Stale

    any of them ─▶ Replaced

``Verifying`` holds the best offer found so far: it can be applied while the work goes on. So can
a ``standing`` offer of an earlier job, when a language model is asked for something faster.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import assert_never

from pcg_engine.protocol.messages import Verification
from pcg_engine.protocol.reports import AttemptReport


@dataclass(frozen=True, slots=True)
class Queued:
    """Waits for its turn, or for the user's answer to ``question``."""

    question: str = ""
    standing: Verification | None = None


@dataclass(frozen=True, slots=True)
class ProjectStep:
    """What is being done in a copy of the user's project, and the ``command`` for it, if any."""

    step: str
    command: str


@dataclass(frozen=True, slots=True)
class Generating:
    """The file is being read, candidates are being made; the model ``asking`` is asked, if any.

    Before that the user's project is tried as it is, where it has to accept the result: ``step``.
    """

    asking: str = ""
    standing: Verification | None = None
    step: ProjectStep | None = None


@dataclass(frozen=True, slots=True)
class Verifying:
    """Check ``number`` of ``total`` of candidate ``candidate`` of ``candidates``.

    Between two candidates ``is_resting``. How many a model will write nobody knows before; while
    an answer is awaited ``asking`` is the model's name. ``reached`` is what ``fraction`` does not
    fall below. ``step`` is what the user's project is doing with the result.
    """

    candidates: int
    candidate: int = 1
    workflow: str = ""
    check: str = ""
    number: int = 0
    total: int = 1
    best: Verification | None = None
    asking: str = ""
    is_resting: bool = False
    standing: Verification | None = None
    reached: float = 0.0
    step: ProjectStep | None = None

    @property
    def fraction(self) -> float:
        """How much of the work is done, 0 to 1, as far as can be told."""
        done = self.candidate - 1 + max(0, self.number - 1) / self.total
        return max(self.reached, min(1.0, done / max(1, self.candidates, self.candidate)))


@dataclass(frozen=True, slots=True)
class Verified:
    """There is an offer, and the code it was made for is what it was."""

    verification: Verification


@dataclass(frozen=True, slots=True)
class Refuted:
    """Everything tried is wrong, or not faster."""

    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Inconclusive:
    """Nothing wrong was found, but something could not be established."""

    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Unavailable:
    """PCG could not do its work; ``hint`` says what to do about it."""

    code: str
    reason: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Cancelled:
    """The user stopped it."""


@dataclass(frozen=True, slots=True)
class Stale:
    """The code was edited: ``changed`` names what. An offer that there was is kept."""

    changed: tuple[str, ...]
    verification: Verification | None = None


@dataclass(frozen=True, slots=True)
class Applied:
    """The offer is in the text."""

    verification: Verification


@dataclass(frozen=True, slots=True)
class Replaced:
    """Another job has taken its place: there is nothing to show of it any more."""


State = (
    Queued
    | Generating
    | Verifying
    | Verified
    | Refuted
    | Inconclusive
    | Unavailable
    | Cancelled
    | Stale
    | Applied
    | Replaced
)


@dataclass(frozen=True, slots=True)
class UserAsked:
    """The user is asked ``question`` before anything else is done."""

    question: str


@dataclass(frozen=True, slots=True)
class Begun:
    """The worker took the job up."""


@dataclass(frozen=True, slots=True)
class CandidatesProposed:
    """So many candidates will be judged."""

    number: int


@dataclass(frozen=True, slots=True)
class CheckBegun:
    """Check ``number`` of ``total`` of the ``candidate``-th candidate begins."""

    workflow: str
    candidate: int
    check: str
    number: int
    total: int


@dataclass(frozen=True, slots=True)
class CandidateDone:
    """The checks of a candidate have ended."""


@dataclass(frozen=True, slots=True)
class ModelBusy:
    """An answer of ``model`` is awaited; empty: of none any more."""

    model: str


@dataclass(frozen=True, slots=True)
class ProjectBusy:
    """Something is done in a copy of the user's project; ``None``: that has ended."""

    step: ProjectStep | None


@dataclass(frozen=True, slots=True)
class OfferImproved:
    """A first or better offer."""

    verification: Verification


@dataclass(frozen=True, slots=True)
class Ended:
    """The work is done: ``verdict`` is the contract's word."""

    verdict: str
    code: str
    reason: str
    verification: Verification | None
    attempts: tuple[AttemptReport, ...] = ()


@dataclass(frozen=True, slots=True)
class Broken:
    """The work could not be done."""

    code: str
    reason: str
    hint: str


@dataclass(frozen=True, slots=True)
class Stopped:
    """The user cancelled it."""


@dataclass(frozen=True, slots=True)
class CodeChanged:
    """The code around was edited; ``changed`` names what matters to the job, if anything."""

    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OfferApplied:
    """The editor made the edit."""


@dataclass(frozen=True, slots=True)
class ApplicationReverted:
    """The edit was taken back."""


Happening = (
    UserAsked
    | Begun
    | CandidatesProposed
    | CheckBegun
    | CandidateDone
    | ModelBusy
    | ProjectBusy
    | OfferImproved
    | Ended
    | Broken
    | Stopped
    | CodeChanged
    | OfferApplied
    | ApplicationReverted
)


def is_working(state: State) -> bool:
    """Whether the worker has, or will have, something to do for it."""
    return isinstance(state, Queued | Generating | Verifying)


def offer_of(state: State) -> Verification | None:
    """The offer that can be applied now."""
    match state:
        case Verifying(best=best, standing=standing):
            return _faster(best, standing)
        case Queued(standing=standing) | Generating(standing=standing):
            return standing
        case Verified(verification=verification):
            return verification
        case _:
            return None


def advance(state: State, happening: Happening) -> State:
    """The state after ``happening``; what does not concern a state leaves it as it is."""
    match happening:
        case UserAsked(question=question):
            return replace(state, question=question) if isinstance(state, Queued) else state
        case Begun():
            return Generating(standing=state.standing) if isinstance(state, Queued) else state
        case CandidatesProposed(number=number):
            return _proposed(state, number)
        case CheckBegun():
            return _checking(state, happening)
        case CandidateDone():
            return replace(state, is_resting=True) if isinstance(state, Verifying) else state
        case ModelBusy(model=model):
            is_open = isinstance(state, Generating | Verifying)
            return replace(state, asking=model) if is_open else state
        case ProjectBusy(step=step):
            is_open = isinstance(state, Generating | Verifying)
            return replace(state, step=step) if is_open else state
        case OfferImproved(verification=verification):
            if isinstance(state, Verifying):
                return replace(state, best=verification)
            return state
        case Ended():
            return _ended(happening, offer_standing(state)) if is_working(state) else state
        case Broken(code=code, reason=reason, hint=hint):
            if not is_working(state):
                return state
            best = offer_of(state)
            return Unavailable(code, reason, hint) if best is None else Verified(best)
        case Stopped():
            if not is_working(state):
                return state
            best = offer_of(state)
            return Cancelled() if best is None else Verified(best)
        case CodeChanged(changed=changed):
            return _changed(state, changed)
        case OfferApplied():
            best = offer_of(state)
            return state if best is None else Applied(best)
        case ApplicationReverted():
            return Verified(state.verification) if isinstance(state, Applied) else state
        case _:
            assert_never(happening)


def offer_standing(state: State) -> Verification | None:
    """The offer of an earlier job that holds unless a faster one is found."""
    return state.standing if isinstance(state, Queued | Generating | Verifying) else None


def _faster(one: Verification | None, other: Verification | None) -> Verification | None:
    """The faster of two offers; the first, if neither is."""
    if one is None or other is None:
        return one or other
    return other if (other.offer.speedup or 0.0) > (one.offer.speedup or 0.0) else one


def _proposed(state: State, number: int) -> State:
    match state:
        case Queued(standing=standing):
            return Verifying(number, standing=standing)
        case Generating(asking=asking, standing=standing):
            return Verifying(number, asking=asking, standing=standing)
        case _:
            return state


def _checking(state: State, begun: CheckBegun) -> State:
    if not isinstance(state, Verifying):
        return state
    if begun.candidate == state.candidate and begun.number < state.number:
        # Checks run beside each other: progress never goes back.
        return replace(state, check=begun.check, is_resting=False)
    return replace(
        state,
        candidate=begun.candidate,
        workflow=begun.workflow,
        check=begun.check,
        number=begun.number,
        total=begun.total,
        is_resting=False,
        reached=state.fraction,
    )


def _ended(end: Ended, standing: Verification | None) -> State:
    best = _faster(end.verification if end.verdict == "verified" else None, standing)
    if best is not None:
        # Measured again, the same edits are what they are now.
        new = end.verification
        return Verified(new if new is not None and new.edits == best.edits else best)
    match end.verdict:
        case "refuted":
            return Refuted(end.code, end.reason)
        case "inconclusive":
            return Inconclusive(end.code, end.reason)
        case _:
            return Unavailable(end.code, end.reason)


def _changed(state: State, changed: tuple[str, ...]) -> State:
    match state:
        case Verified(verification=verification) if changed:
            return Stale(changed, verification)
        case Queued() | Generating() | Verifying() if changed:
            return Stale(changed, offer_of(state))
        case Stale(verification=verification) if not changed and verification is not None:
            return Verified(verification)
        case Stale() if changed:
            return replace(state, changed=changed)
        case _:
            return state
