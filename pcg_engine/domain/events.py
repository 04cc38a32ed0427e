"""What happens during a request, for whoever shows progress."""

from __future__ import annotations

from dataclasses import dataclass

from pcg_engine.domain.candidate import Candidate
from pcg_engine.domain.conversation import Usage
from pcg_engine.domain.errors import EnvironmentUnavailable
from pcg_engine.domain.facts import LoopFacts
from pcg_engine.domain.offer import Offer
from pcg_engine.domain.project import ProjectStep, StepName
from pcg_engine.domain.result import NestResult
from pcg_engine.domain.trial import Trial
from pcg_engine.domain.verdict import CheckName, CheckResult, Verdict


@dataclass(frozen=True, slots=True)
class SurveyFinished:
    """The file was read and analysed; ``nests`` will be tried in this order.

    ``files`` are the paths of all files that were read.
    """

    facts: tuple[LoopFacts, ...]
    nests: tuple[LoopFacts, ...]
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NestStarted:
    """Work on one loop nest begins; ``candidates`` were proposed for it."""

    facts: LoopFacts
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class TrialsStarted:
    """The speeds of several candidates will be compared, before any of them is verified."""

    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class TrialsFinished:
    """How fast they were, the fastest first."""

    trials: tuple[Trial, ...]


@dataclass(frozen=True, slots=True)
class CheckStarted:
    """A check of a candidate begins."""

    candidate: Candidate
    name: CheckName


@dataclass(frozen=True, slots=True)
class CheckFinished:
    """A check ended."""

    candidate: Candidate
    result: CheckResult


@dataclass(frozen=True, slots=True)
class CandidateJudged:
    """All checks of a candidate that were needed have ended."""

    candidate: Candidate
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class OfferFound:
    """A first or better verified candidate; better ones may follow while the budget lasts."""

    offer: Offer


@dataclass(frozen=True, slots=True)
class ModelAsked:
    """A question goes to the model ``origin``: the ``turn``-th of a conversation, from 1.

    ``prompt`` names what is asked, and in which version; ``host`` is where it goes.
    """

    origin: str
    host: str
    prompt: str
    turn: int


@dataclass(frozen=True, slots=True)
class ModelAnswered:
    """Its answer came; ``money`` is in the endpoint's currency, ``cached`` answers cost nothing."""

    origin: str
    prompt: str
    usage: Usage
    money: float
    seconds: float
    cached: bool


@dataclass(frozen=True, slots=True)
class ModelUnavailable:
    """The model is not asked any more for this nest: it failed, or what it may cost is spent."""

    origin: str
    error: EnvironmentUnavailable


@dataclass(frozen=True, slots=True)
class NestFinished:
    """Work on one loop nest ended."""

    result: NestResult


@dataclass(frozen=True, slots=True)
class ProjectStepStarted:
    """A step in a copy of the user's project begins; ``command`` is what is run, if anything."""

    name: StepName
    command: str


@dataclass(frozen=True, slots=True)
class ProjectStepFinished:
    """It ended."""

    step: ProjectStep


Event = (
    SurveyFinished
    | NestStarted
    | TrialsStarted
    | TrialsFinished
    | CheckStarted
    | CheckFinished
    | CandidateJudged
    | OfferFound
    | ModelAsked
    | ModelAnswered
    | ModelUnavailable
    | NestFinished
    | ProjectStepStarted
    | ProjectStepFinished
)
