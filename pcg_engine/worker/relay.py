"""From the engine's events to those of the protocol."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import assert_never

from pcg_engine.domain.candidate import Candidate
from pcg_engine.domain.events import (
    CandidateJudged,
    CheckFinished,
    CheckStarted,
    Event as EngineEvent,
    ModelAnswered,
    ModelAsked,
    ModelUnavailable,
    NestFinished,
    NestStarted,
    OfferFound,
    ProjectStepFinished,
    ProjectStepStarted,
    SurveyFinished,
    TrialsFinished,
    TrialsStarted,
)
from pcg_engine.domain.example import Retrieved
from pcg_engine.domain.offer import Offer
from pcg_engine.domain.verdict import Verdict, Verified
from pcg_engine.protocol.messages import (
    Answered,
    Asked,
    Checking,
    Event,
    FileStamp,
    Judged,
    Offered,
    Parallelize,
    Proposed,
    Recalled,
    StepBegun,
    StepEnded,
    Text,
    Unanswered,
    Verification,
)
from pcg_engine.protocol.reporting import example_report, offer_report, verdict_word
from pcg_engine.protocol.reports import ProjectReport

_SYSTEM = ("/usr/", "/lib/", "/opt/")
"""Where packages install what users do not edit."""

Recall = Callable[[str], tuple[Retrieved, ...]]


class Relay:
    """Tells, of one request, what an editor shows; ``tell`` may be called by several threads."""

    def __init__(self, request: Parallelize, tell: Callable[[Event], None]) -> None:
        self._request = request
        self._tell = tell
        self._seen: dict[Candidate, int] = {}
        self._files: tuple[FileStamp, ...] = ()

    def pass_on(self, event: EngineEvent) -> None:
        """Send what an editor shows."""
        number = self._request.id
        match event:
            case SurveyFinished(files=files):
                self._files = _stamps(files, self._request.text)
            case NestStarted(candidates=candidates):
                self._tell(Proposed(number, len(candidates)))
            case TrialsStarted(candidates=candidates):
                from pcg_engine.tools.decide import REQUIRED

                first = candidates[0].workflow
                self._tell(Checking(number, first, 1, "speed trials", 0, len(REQUIRED)))
            case CheckStarted(candidate=candidate, name=name):
                from pcg_engine.tools.decide import REQUIRED

                self._seen.setdefault(candidate, 0)
                position = list(self._seen).index(candidate) + 1
                count = min(self._seen[candidate] + 1, len(REQUIRED))
                self._tell(
                    Checking(number, candidate.workflow, position, name.value, count, len(REQUIRED))
                )
            case CheckFinished(candidate=candidate):
                self._seen[candidate] = self._seen.get(candidate, 0) + 1
            case CandidateJudged(candidate=candidate, verdict=verdict):
                self._tell(_judged(number, candidate, verdict))
            case OfferFound(offer=offer):
                # What the project has to accept is no offer before it has.
                if self._request.project is None:
                    self._tell(Offered(number, self.verification(offer)))
            case ModelAsked(origin=model, host=host, prompt=prompt, turn=turn):
                self._tell(Asked(number, model, host, prompt, turn))
            case ModelAnswered(origin=model, prompt=prompt, usage=usage):
                self._tell(
                    Answered(
                        number,
                        model,
                        prompt,
                        usage.total,
                        event.money,
                        event.seconds,
                        event.cached,
                    )
                )
            case ModelUnavailable(origin=model, error=error):
                self._tell(Unanswered(number, model, error.code, error.message, error.hint))
            case TrialsFinished() | NestFinished():
                pass
            case ProjectStepStarted(name=name, command=command):
                self._tell(StepBegun(number, name.value, command))
            case ProjectStepFinished(step=step):
                seconds = round(step.seconds, 3)
                ended = StepEnded(number, step.name.value, step.succeeded, step.detail, seconds)
                self._tell(ended)
            case _:
                assert_never(event)

    def telling(self, recall: Recall) -> Recall:
        """``recall``, with what it finds told as well."""

        def told(code: str) -> tuple[Retrieved, ...]:
            found = recall(code)
            self._tell(Recalled(self._request.id, tuple(map(example_report, found))))
            return found

        return told

    def verification(self, offer: Offer, project: ProjectReport | None = None) -> Verification:
        """``offer`` with what is needed to apply it later, and what the project said of it."""
        return Verification(offer_report(offer), offer.candidate.edits, self._files, project)


def _judged(number: int, candidate: Candidate, verdict: Verdict) -> Judged:
    reason, speedup = "", None
    if isinstance(verdict, Verified):
        measured = verdict.evidence.speedup
        speedup = None if measured is None else round(measured.ratio, 3)
    else:
        reason = verdict.reason
    word = verdict_word(verdict)
    return Judged(number, candidate.origin, candidate.workflow, word, reason, speedup)


def _stamps(files: tuple[str, ...], text: Text) -> tuple[FileStamp, ...]:
    """Those of the user's own files, but for the text itself."""
    own = Path(text.command.directory) / text.path
    stamps: list[FileStamp] = []
    for name in files:
        if name.startswith(_SYSTEM) or Path(name) == own:
            continue
        with suppress(OSError):
            stamps.append(FileStamp(name, hashlib.sha256(Path(name).read_bytes()).hexdigest()))
    return tuple(stamps)
