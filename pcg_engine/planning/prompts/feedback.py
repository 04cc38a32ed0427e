"""What a model is told of an answer that was no good (paper: feedback of the Tools)."""

from __future__ import annotations

from collections.abc import Mapping

from pcg_engine.domain.conversation import Message
from pcg_engine.domain.verdict import CheckName
from pcg_engine.planning.prompts import sections
from pcg_engine.planning.prompts.delimiters import fenced, on_one_line
from pcg_engine.planning.prompts.task import Feedback

_LONGEST_REASON = 1500
_LONGEST_DETAILS = 4000

_HEADINGS: Mapping[str, str] = {
    CheckName.EXTRACT: "Your answer could not be taken over.",
    CheckName.COMPILE: "Your version does not compile.",
    CheckName.INTERFACE: "Your version changes more than what the function does inside.",
    CheckName.LEGALITY: "The OpenMP directives of your version are wrong.",
    CheckName.ELISION: "Compiled without OpenMP, your version computes something else.",
    CheckName.EQUIVALENCE: "Your version computes something else than the original.",
    CheckName.COVERAGE: "Not all of your version could be tested.",
    CheckName.RECORDING: "Iterations that your version runs in parallel depend on each other.",
    CheckName.RACES: "Your version has a data race.",
    CheckName.SUGGESTED: "Your version is wrong on an input that you named yourself.",
    CheckName.BENCHMARK: "Your version is right, but not faster.",
}
_ADVICE: Mapping[str, str] = {
    CheckName.EXTRACT: "Give the function again in the form asked for.",
    CheckName.COMPILE: "Correct the errors; keep what was right.",
    CheckName.INTERFACE: (
        "Keep to the rules: the signature stays, nothing but the function and new helpers changes, "
        "and only functions are called that compute."
    ),
    CheckName.LEGALITY: (
        "Find out what each variable is to the iterations: private, shared, a reduction, or "
        "carried from one to the next. If the iterations do depend on each other, restructure "
        "the loop or parallelize another one."
    ),
    CheckName.ELISION: (
        "Without its directives the text is an ordinary program, which must be right by itself."
    ),
    CheckName.EQUIVALENCE: (
        "Work through the input by hand, find the statement at which the two part, and correct the "
        "cause; do not treat this input as a special case."
    ),
    CheckName.COVERAGE: "Leave out branches that ordinary inputs do not reach.",
    CheckName.RECORDING: (
        "Every variable that is written must belong to one iteration, be reduced, or be updated "
        "atomically. If one iteration needs what another computes, restructure the loop or "
        "parallelize another one."
    ),
    CheckName.RACES: (
        "Find the accesses that the report names. Make what they share private, a reduction or "
        "atomic, or distribute the work so that no two threads touch it."
    ),
    CheckName.SUGGESTED: (
        "Work through the input by hand, find the statement at which the two part, and correct the "
        "cause; do not treat this input as a special case."
    ),
    CheckName.BENCHMARK: (
        "Think of what the time goes to: work that is repeated, memory that is visited out of "
        "order, threads that wait for each other or share cache lines, parallel regions around too "
        "little work. Try another way."
    ),
}
_BY_CODE: Mapping[str, str] = {
    "renamed": "Give the function again under its own name.",
    "signature": "Give the function again with the parameters that it has.",
    "elided": "Give all of the code: placeholders are not filled in.",
    "unchanged": "Change the code so that it runs faster.",
    "cut-off": "Give the function alone, without any explanation, so that it fits.",
    "too-long": "Give the function alone, without any explanation.",
    "diff-does-not-apply": "Give the complete function, not a diff.",
    "edit-outside-function": "Leave everything else of the file as it is.",
    "name-in-use": "Give your helpers names that the file does not use.",
}
_MEANING = "What is wrong with it is not known for certain."


def follow_up(feedback: Feedback) -> Message:
    """What went wrong, what was printed, what to do about it, and what an answer looks like."""
    check = feedback.check or CheckName.EXTRACT
    advice = _BY_CODE.get(feedback.code, "") if check == CheckName.EXTRACT else ""
    return sections.question(
        (
            _HEADINGS.get(check, f"Your version did not pass the check `{on_one_line(check)}`."),
            _shortened(on_one_line(feedback.reason), _LONGEST_REASON),
            _counterexample(feedback),
            _details(feedback),
            advice or _ADVICE.get(check, _MEANING),
            sections.answer(),
        )
    )


def _counterexample(feedback: Feedback) -> str:
    if not feedback.counterexample:
        return ""
    return f"The input on which it shows:\n\n{fenced(feedback.counterexample, 'text')}"


def _details(feedback: Feedback) -> str:
    if not feedback.details:
        return ""
    text = _shortened("\n".join(feedback.details), _LONGEST_DETAILS)
    return f"What the tools say:\n\n{fenced(text, 'text')}"


def _shortened(text: str, longest: int) -> str:
    """``text`` without its middle if it is too long: reports begin and end with what matters."""
    if len(text) <= longest:
        return text
    half = longest // 2
    return f"{text[:half]} [...] {text[-half:]}"
