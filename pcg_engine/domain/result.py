"""What a ``parallelize`` request came to, loop by loop."""

from __future__ import annotations

from dataclasses import dataclass

from pcg_engine.domain.candidate import Candidate
from pcg_engine.domain.facts import LoopFacts
from pcg_engine.domain.loops import LoopId
from pcg_engine.domain.offer import Offer
from pcg_engine.domain.project import ProjectReport
from pcg_engine.domain.verdict import Outcome, Verdict


@dataclass(frozen=True, slots=True)
class Attempt:
    """One candidate with its verdict."""

    candidate: Candidate
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class NestResult:
    """What trying one loop nest came to.

    ``outcome`` is ``PASSED`` exactly if there is an offer. ``code`` and ``reason`` say why not.
    """

    facts: LoopFacts
    outcome: Outcome
    code: str
    reason: str
    offer: Offer | None
    attempts: tuple[Attempt, ...]


@dataclass(frozen=True, slots=True)
class FunctionResult:
    """What verifying one changed function of a candidate's file came to.

    ``start`` is its offset in the original; ``loop_id`` is that of the first edited loop, if any.
    ``outcome`` is ``PASSED`` exactly if there is an offer.
    """

    function: str
    start: int
    loop_id: LoopId | None
    outcome: Outcome
    code: str
    reason: str
    offer: Offer | None
    attempt: Attempt


@dataclass(frozen=True, slots=True)
class VerificationResult:
    """What verifying a candidate's file came to.

    ``facts`` are those of every outermost loop of the original, ``functions`` the results of the
    changed functions, in source order. ``output_text`` is the candidate's text if every one of
    them was verified, else ``None``.
    """

    file: str
    candidate: str
    facts: tuple[LoopFacts, ...]
    functions: tuple[FunctionResult, ...]
    output_text: bytes | None
    seconds: float


@dataclass(frozen=True, slots=True)
class FileResult:
    """A whole request.

    ``facts`` are those of every outermost loop of the file, in source order (inner loops are
    their children); ``nests`` are the results of those that were tried. ``output_text`` is the
    file with all offers applied, verified as a whole, or ``None`` without an offer. ``project`` is
    what the user's own build, tests and benchmark said, if they were asked.
    """

    file: str
    facts: tuple[LoopFacts, ...]
    nests: tuple[NestResult, ...]
    output_text: bytes | None
    seconds: float
    project: ProjectReport | None = None
