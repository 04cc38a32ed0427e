"""What a ``parallelize`` request came to, loop by loop."""

from __future__ import annotations

from dataclasses import dataclass

from pcg_engine.domain.candidate import Candidate
from pcg_engine.domain.facts import LoopFacts
from pcg_engine.domain.offer import Offer
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
class FileResult:
    """A whole request.

    ``facts`` are those of every outermost loop of the file, in source order (inner loops are
    their children); ``nests`` are the results of those that were tried. ``output_text`` is the
    file with all offers applied, verified as a whole, or ``None`` without an offer.
    """

    file: str
    facts: tuple[LoopFacts, ...]
    nests: tuple[NestResult, ...]
    output_text: bytes | None
    seconds: float
