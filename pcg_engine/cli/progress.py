"""What happens while it happens: a live line on a terminal, plain lines when piped."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING, assert_never

from pcg_engine.domain.candidate import Candidate
from pcg_engine.domain.events import (
    CandidateJudged,
    CheckFinished,
    CheckStarted,
    Event,
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
from pcg_engine.domain.project import ProjectStep
from pcg_engine.domain.source import SourceText
from pcg_engine.domain.verdict import CheckResult, Outcome, Verified
from pcg_engine.protocol import words
from pcg_engine.tools.decide import REQUIRED

if TYPE_CHECKING:
    from rich.console import Console
    from rich.status import Status

_MARKS = {
    Outcome.PASSED: "[green]✓[/green]",
    Outcome.REFUTED: "[red]✗[/red]",
    Outcome.INCONCLUSIVE: "[yellow]?[/yellow]",
    Outcome.UNAVAILABLE: "[yellow]![/yellow]",
}


class Progress:
    """Shows events; everything goes to standard error, so that standard output stays the result."""

    def __init__(self, source: SourceText, console: Console, status: Status) -> None:
        self._source = source
        self._console = console
        self._status = status
        self._finished: dict[Candidate, int] = {}

    def note(self, text: str) -> None:
        """A sentence about the machine or the environment."""
        self._console.print(f"[dim]{_escape(text)}[/dim]")

    def event(self, event: Event) -> None:
        """Show one event."""
        match event:
            case SurveyFinished(facts=facts, nests=nests):
                self._print(f"{len(facts)} outermost loops, {len(nests)} to look at")
            case NestStarted(facts=facts, candidates=candidates):
                line = self._source.location(facts.loop.span.start).line
                where = f"{_escape(facts.loop.id.function)}, line {line}"
                self._print(f"[bold]{where}[/bold]: {_escape(words.parallelizability(facts))}")
                if candidates and facts.estimate is not None:
                    self._print(f"  {words.estimate(facts.estimate)}")
            case TrialsStarted(candidates=candidates):
                self._status.update(f"comparing the speed of {len(candidates)} versions …")
            case TrialsFinished(trials=trials):
                self._print(f"  [dim]in short trials: {_escape(words.trials(trials))}[/dim]")
            case CheckStarted(candidate=candidate, name=name):
                number = min(self._finished.get(candidate, 0) + 1, len(REQUIRED))
                self._status.update(
                    f"{candidate.name}: verifying {number}/{len(REQUIRED)}, {name.value}"
                )
            case CheckFinished(candidate=candidate, result=result):
                self._finished[candidate] = self._finished.get(candidate, 0) + 1
                self._check(candidate, result)
            case CandidateJudged(candidate=candidate, verdict=verdict):
                if isinstance(verdict, Verified):
                    ratio = words.speedup(verdict.evidence.speedup)
                    self._print(f"  [green]✓[/green] {candidate.name}: verified, {ratio}")
                else:
                    self._print(f"  [red]✗[/red] {candidate.name}: {_escape(verdict.reason)}")
            case OfferFound():
                self._status.update("looking for a better version …")
            case ModelAsked(origin=origin, host=host, prompt=prompt, turn=turn):
                what = f"{prompt}, answer {turn}" if turn > 1 else prompt
                self._print(f"  [dim]asking {_escape(origin)} at {_escape(host)}: {what}[/dim]")
            case ModelAnswered():
                self._print(f"  [dim]{_escape(_answered(event))}[/dim]")
            case ModelUnavailable(error=error):
                self._print(f"  [yellow]![/yellow] no further question: {_escape(error.sentence)}")
            case NestFinished():
                self._status.update("")
            case ProjectStepStarted(name=name, command=command):
                told = f": {command}" if command else ""
                self._status.update(_escape(f"in a copy of the project: {name}{told} …"))
            case ProjectStepFinished(step=step):
                self._status.update("")
                self._step(step)
            case _:
                assert_never(event)

    def _check(self, candidate: Candidate, result: CheckResult) -> None:
        mark = _MARKS[result.outcome]
        self._print(
            f"    {mark} {candidate.name} · {result.name.value} "
            f"[dim]{result.seconds:.1f} s[/dim] {_escape(result.detail)}"
        )

    def _step(self, step: ProjectStep) -> None:
        mark = _MARKS[Outcome.PASSED if step.succeeded else Outcome.REFUTED]
        subject = f" ({step.subject})" if step.subject else ""
        self._print(
            f"  {mark} project · {step.name.value}{_escape(subject)} "
            f"[dim]{step.seconds:.1f} s[/dim] {_escape(step.detail)}"
        )

    def _print(self, markup: str) -> None:
        self._console.print(markup, highlight=False, soft_wrap=True)


def _answered(answer: ModelAnswered) -> str:
    if answer.cached:
        return f"{answer.origin} answered {answer.prompt} earlier; the kept answer is used"
    spent = f", {answer.money:.4f} spent" if answer.money else ""
    return (
        f"{answer.origin} answered {answer.prompt} in {answer.seconds:.1f} s "
        f"({answer.usage.total:,} tokens{spent})"
    )


class Silence:
    """Shows nothing (``--json``)."""

    def note(self, text: str) -> None:
        """Ignore ``text``."""

    def event(self, event: Event) -> None:
        """Ignore ``event``."""


@contextmanager
def progress(source: SourceText, *, quiet: bool) -> Generator[Progress | Silence]:
    """Whoever shows the events of one request."""
    if quiet:
        yield Silence()
        return
    from rich.console import Console

    console = Console(stderr=True)
    with console.status("reading …") as status:
        yield Progress(source, console, status)


def _escape(text: str) -> str:
    from rich.markup import escape

    return escape(text)
