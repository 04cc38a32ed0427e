"""What a language model did for a job, and what can be done next, as parts of a page (Markdown)."""

from __future__ import annotations

from pcg_engine.domain.endpoint import Endpoint
from pcg_engine.protocol.reports import ExampleReport
from pcg_server.inquiry import Inquiry
from pcg_server.job import Job
from pcg_server.jobs import is_working, offer_of

_OWN = "user"


def inquiry_lines(inquiry: Inquiry) -> list[str]:
    """The examples that the model was shown, and the conversations; nothing without a model."""
    if not inquiry.model:
        return []
    lines = ["", "## Language model", ""]
    lines.append(
        f"`{inquiry.model}`{f' at {inquiry.host}' if inquiry.host else ''}{_cost(inquiry)}."
    )
    if inquiry.examples:
        lines += ["", "### Examples it was shown", ""]
        lines += map(_example, inquiry.examples)
    if inquiry.steps:
        lines += ["", "### What it was asked, and what came of it", ""]
        lines += (f"{number}. {one.told}" for number, one in enumerate(inquiry.steps, start=1))
    return lines


def next_steps(job: Job | None, askable: Endpoint | None) -> list[str]:
    """What can be done next where a language model has a part in it; nothing without one."""
    if job is not None and is_working(job.state):
        return []
    inquiry = Inquiry() if job is None else job.inquiry
    steps: list[str] = []
    if job is not None and inquiry.model and offer_of(job.state) is not None:
        steps.append("“Show diff” and “Apply” take it from here.")
    if inquiry.failure:
        steps.append(f"The model was not asked any further: {inquiry.failure}.")
    if askable is not None:
        whom = askable.model
        other = " once more, or for something else" if inquiry.model == whom else ""
        sent = "" if askable.is_local else f"; the code then goes to {askable.host}"
        steps.append(f"The code actions ask {whom}{other}{sent}.")
    return ["", "## Next", "", *(f"- {one}" for one in steps)] if steps else []


def _cost(inquiry: Inquiry) -> str:
    parts = [f", {inquiry.tokens:,} tokens" if inquiry.tokens else ""]
    # In the currency of whoever wrote the prices into the profile.
    parts.append(f", {inquiry.money:.4f} by the profile's prices" if inquiry.money else "")
    return "".join(parts)


def _example(one: ExampleReport) -> str:
    gain = f"{one.speedup:.1f}× faster" if one.speedup else "not timed"
    whose = ", of your own" if one.source == _OWN else ""
    return f"- {one.title} ({one.category}{whose}): {gain}, similarity {one.similarity:.2f}"
