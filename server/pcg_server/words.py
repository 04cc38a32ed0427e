"""Jobs and loops in the words of lenses, hovers and reports (Markdown)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from pcg_engine.domain.endpoint import Endpoint
from pcg_engine.domain.loops import Loop
from pcg_engine.protocol.messages import LoopAnalysis, Verification
from pcg_engine.protocol.reports import (
    LINKED,
    AssumptionReport,
    AttemptReport,
    CheckReport,
    OfferReport,
)
from pcg_server.analyses import FileAnalysis, Progress
from pcg_server.documents import Document
from pcg_server.inquiry import author_of, credit
from pcg_server.inquiry_page import inquiry_lines, next_steps
from pcg_server.job import Job
from pcg_server.jobs import (
    Applied,
    Cancelled,
    Generating,
    Inconclusive,
    ProjectStep,
    Queued,
    Refuted,
    Replaced,
    Stale,
    State,
    Unavailable,
    Verified,
    Verifying,
    offer_of,
)
from pcg_server.project_page import (
    in_short,
    is_of_project,
    project_lines,
    step_detail,
    step_text,
    told_lines,
    with_next_step,
)

_MARKS = {"passed": "✓", "refuted": "✗", "inconclusive": "?", "unavailable": "!"}


def times(speedup: float | None) -> str:
    """“1.9×”, or what stands for it where nothing was measured."""
    return "" if speedup is None else f"{speedup:.1f}×"


def state_text(state: State) -> str:
    """A state in a few words: “verifying 3/9 …”."""
    match state:
        case Generating(step=ProjectStep() as step) | Verifying(step=ProjectStep() as step):
            return f"{step_text(step)} …"
        case Queued() | Generating() | Verifying() if (best := offer_of(state)) is not None:
            return f"verified {_gain(best)}, looking for better …"
        case Queued(question=question) if question:
            return "waiting for your answer …"
        case Queued():
            return "waiting for its turn …"
        case Generating(asking=model) if model:
            return f"asking {model} …"
        case Generating():
            return "looking for candidates …"
        case Verifying(asking=model, is_resting=True) if model:
            return f"asking {model} …"
        case Verifying(asking=model, check="") if model:
            return f"asking {model} …"
        case Verifying(number=number, total=total):
            return f"verifying {max(1, number)}/{total} …"
        case Verified(verification=verification):
            return f"verified {_gain(verification)}"
        case Refuted(code=code) if is_of_project(code):
            return "not accepted by your project"
        case Inconclusive(code=code) | Unavailable(code=code) if is_of_project(code):
            return "your project could not judge it"
        case Refuted(code="not-faster"):
            return "not faster in parallel"
        case Refuted():
            return "cannot be parallelised"
        case Inconclusive():
            return "could not be verified"
        case Unavailable():
            return "could not be checked"
        case Cancelled():
            return "cancelled"
        case Stale(verification=None):
            return "stopped: the code was edited"
        case Stale():
            return "verified, but the code was edited since"
        case Applied(verification=verification):
            return f"applied {_gain(verification)}"
        case Replaced():
            return "asked for again"
        case _:
            assert_never(state)


def _gain(verification: Verification) -> str:
    """“1.9×”, which language model wrote that, and what the user's project says of it."""
    offer = verification.offer
    written = ", by ".join(filter(None, (times(offer.speedup), author_of(offer))))
    return ", ".join(filter(None, (written, in_short(verification.project))))


def state_detail(state: State) -> str:
    """A sentence on a state, where there is one."""
    match state:
        case Queued(question=question):
            return question
        case Generating(step=ProjectStep() as step) | Verifying(step=ProjectStep() as step):
            return step_detail(step)
        case Generating(asking=model):
            return f"asking {model}" if model else ""
        case Verifying():
            return _verifying_detail(state)
        case Inconclusive(code="budget"):
            return (
                "the time for one loop was over before a version was verified: "
                "raise pcg.budgetSeconds, or try again when the machine is less busy"
            )
        case Refuted(code=code, reason=reason) | Inconclusive(code=code, reason=reason):
            return with_next_step(code, reason)
        case Unavailable(code=code, reason=reason, hint=hint):
            return f"{reason}; {hint}" if hint else with_next_step(code, reason)
        case Stale(changed=changed):
            return f"changed: {', '.join(changed)}"
        case Verified(verification=verification) | Applied(verification=verification):
            return measurement(verification.offer)
        case _:
            return ""


def _verifying_detail(state: Verifying) -> str:
    asking = f"asking {state.asking}" if state.asking else ""
    if not state.check or state.is_resting:
        return asking
    of = f" of {state.candidates}" if state.candidate <= state.candidates else ""
    checking = f"{state.workflow}: {state.check} (candidate {state.candidate}{of})"
    return "; ".join(filter(None, (checking, asking)))


def measurement(offer: OfferReport) -> str:
    """“1.87× [1.80, 1.93] on 2 threads, proved and tested, written by MODEL (any)”."""
    proof = "proved and tested" if offer.evidence == "proved" else "tested"
    proof = ", ".join(filter(None, (proof, credit(offer))))
    if offer.speedup is None:
        return proof
    return (
        f"{offer.speedup:.2f}× [{offer.low:.2f}, {offer.high:.2f}] on {offer.threads} threads, "
        f"{proof}"
    )


def is_promising(analysis: LoopAnalysis, threshold: float) -> bool:
    """Whether parallelising is likely to be allowed and to gain ``threshold`` or more."""
    report = analysis.report
    return (
        not analysis.is_openmp
        and report.parallelizability in ("parallel", "parallel-with")
        and report.estimate is not None
        and report.estimate.speedup >= threshold
    )


def hover(document: Document, loop: Loop, file: FileAnalysis, job: Job | None) -> str:
    """What a hover over ``loop`` says."""
    analysis = file.of(loop)
    kind = loop.algorithm if loop.algorithm is not None else loop.kind.value
    lines = [f"**PCG** · `{kind}` loop of `{loop.id.function}`", ""]
    lines += _analysis_lines(document, loop, analysis, file)
    if job is not None:
        lines += ["", *_job_lines(job)]
    return "\n".join(lines)


def explanation(
    document: Document,
    loop: Loop,
    file: FileAnalysis,
    job: Job | None,
    askable: Endpoint | None = None,
) -> str:
    """Everything that is known of ``loop`` and of the job for it, as a page.

    ``askable`` is the language model that could be asked about it.
    """
    lines = [f"# `{loop.id.function}`, line {document.source.location(loop.span.start).line}", ""]
    lines += _analysis_lines(document, loop, file.of(loop), file)
    if job is None:
        lines += ["", "Nothing was tried yet: “Parallelize with OpenMP” tries."]
        lines += next_steps(None, askable)
        return "\n".join(lines) + "\n"
    lines += ["", f"## {state_text(job.state).capitalize()}", ""]
    detail = state_detail(job.state)
    if detail:
        lines += [f"{detail}", ""]
    match job.state:
        case (
            Verified(verification=shown)
            | Applied(verification=shown)
            | Stale(verification=Verification() as shown)
            | Verifying(best=Verification() as shown)
        ):
            lines += _offer_lines(shown.offer)
        case _:
            pass
    lines += project_lines(job.project)
    lines += inquiry_lines(job.inquiry)
    lines += _attempt_lines(job.attempts)
    lines += next_steps(job, askable)
    if job.notes:
        lines += ["", "## This machine", "", *(f"- {note}" for note in job.notes)]
    return "\n".join(lines) + "\n"


def _analysis_lines(
    document: Document, loop: Loop, analysis: LoopAnalysis | None, file: FileAnalysis
) -> list[str]:
    if analysis is None:
        match file.progress:
            case Progress.RUNNING:
                return ["Being analysed …"]
            case Progress.FAILED:
                return [f"Not analysed: {file.failure}"]
            case Progress.NONE | Progress.DONE:
                return ["Not analysed yet."]
    report = analysis.report
    lines = [_sentence(analysis.summary)]
    if report.parallelizability in ("sequential", "unknown"):
        lines += _why_not(document, loop, analysis)
    elif report.estimate is not None:
        guess = report.estimate
        lines.append(
            f"Estimate: about **{guess.speedup:.1f}×** on {guess.threads} threads "
            f"({guess.low:.1f} to {guess.high:.1f}), before anything is measured."
        )
    if analysis.is_openmp:
        lines.append("An OpenMP directive applies to it already.")
    lines += [f"- assumes that {_assumption(one)}" for one in report.assumptions]
    if file.errors:
        lines += ["", f"The file does not compile: {file.errors[0]}"]
    return lines


def _why_not(document: Document, loop: Loop, analysis: LoopAnalysis) -> list[str]:
    start = loop.span.start if loop.function is None else loop.function.span.start
    moved = document.source.location(start).line - analysis.function_line
    lines: list[str] = []
    for reason in analysis.report.reasons:
        places = ", ".join(
            f"[line {at.line + moved}]({document.uri}#L{at.line + moved})"
            for at in reason.locations
        )
        lines.append(f"- {reason.message}{f' ({places})' if places else ''}")
    return lines


def _job_lines(job: Job) -> list[str]:
    lines = [f"**{_sentence(state_text(job.state))}** {state_detail(job.state)}".rstrip()]
    if isinstance(job.state, Verified | Applied):
        offer = job.state.verification.offer
        passed = [check.name for check in offer.checks if check.outcome == "passed"]
        lines.append(f"Checks passed: {', '.join(passed)}.")
        lines += [f"- {_assumption(one)}" for one in offer.assumptions]
    told = told_lines(job.project)
    if told:
        lines += ["", "Your project:", *(f"- {line}" for line in told)]
    return lines


def _offer_lines(offer: OfferReport) -> list[str]:
    lines: list[str] = []
    if author_of(offer):
        lines += [f"This version was {credit(offer)}, a language model, and checked as any is.", ""]
    lines += ["### Evidence", "", *_check_lines(offer.checks)]
    if offer.assumptions:
        lines += ["", "### Assumptions", ""]
        lines += [f"- {_assumption(one)}" for one in offer.assumptions]
    return [*lines, "", "### Change", "", "```diff", offer.diff.rstrip("\n"), "```"]


def _attempt_lines(attempts: Iterable[AttemptReport]) -> list[str]:
    lines: list[str] = []
    for one in attempts:
        told = ", ".join(filter(None, (one.verdict, one.reason or times(one.speedup))))
        lines.append(f"- `{one.workflow}` ({one.origin}): {told}")
        lines += [f"    {line}" for line in _check_lines(c for c in one.checks if c.code)]
    return ["", "## Candidates tried", "", *lines] if lines else []


def _check_lines(checks: Iterable[CheckReport]) -> list[str]:
    lines: list[str] = []
    for check in checks:
        lines.append(f"- {_MARKS[check.outcome]} **{check.name}**: {check.detail}")
        if check.counterexample:
            lines.append(f"  counter-example: {check.counterexample}")
    return lines


def _assumption(one: AssumptionReport) -> str:
    if one.needs_confirmation:
        kept = "**not checked**"
    else:
        kept = f"checked at run time: `{one.guard}`" if one.guard else LINKED
    return f"{one.message} ({kept})"


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith('…') else '.'}"
