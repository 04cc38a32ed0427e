"""Judging what a candidate left behind in one execution against the original's reference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pcg_engine.domain.verdict import CheckName, CheckResult, Outcome
from pcg_engine.ports import Exited, LimitReached
from pcg_engine.tools.comparison import Agreement, Difference, RoundingBound, compare
from pcg_engine.tools.harness.cases import Case
from pcg_engine.tools.harness.observation import Observation
from pcg_engine.tools.harness.probing import explain
from pcg_engine.tools.harness.run import Execution
from pcg_engine.tools.harness.signature import Signature

UNSTABLE = "unstable-input"
"""The code of a difference on an input on which the original's own results are as uncertain."""

_ALARM = "killed by signal 14"
_SMALL = 1000
"""Elements, or the largest integer parameter."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why an execution speaks against the candidate, or, if not ``certain``, leaves it open."""

    code: str
    detail: str
    counterexample: str
    certain: bool = True

    def result(self, name: CheckName, seconds: float) -> CheckResult:
        """The result of the check that found it."""
        open_ = self.code == "beyond-rounding" or not self.certain
        outcome = Outcome.INCONCLUSIVE if open_ else Outcome.REFUTED
        return CheckResult(
            name, outcome, self.detail, seconds, self.code, counterexample=self.counterexample
        )


@dataclass(frozen=True, slots=True)
class Doubt:
    """The original is unsteady on a case: its own results change with the last digits of numbers.

    Within ``swing`` a difference is no more than that. ``decides``: rounding decides there about
    more than digits (how many steps are made, whether a result is a number), so that none is.
    """

    swing: RoundingBound | None = None
    decides: bool = False


@dataclass(frozen=True, slots=True)
class Expectation:
    """A case, what the original leaves behind on it, and how far a candidate may be off.

    With a ``doubt``, what is further off leaves it open, as far as the doubt goes.
    """

    case: Case
    observation: Observation
    bound: RoundingBound | None = None
    doubt: Doubt | None = None


def judge(
    signature: Signature, expectations: Sequence[Expectation], execution: Execution, words: str
) -> Agreement | Failure:
    """Whether ``execution`` (of the cases of ``expectations``, in order) agrees with them.

    A difference that is certain is told before one that leaves it open.
    """
    worst = 0.0
    open_: Failure | None = None
    constants = {s.name for s in signature.slots if s.is_const}
    series = [execution.observations] + ([execution.twins] if execution.twins else [])
    for observations in series:
        for position, expectation in enumerate(expectations):
            observed = observations[position]
            where = expectation.case.description
            if observed is None:
                return _unfinished(execution, position, expectation.case, words)
            found = compare(expectation.observation, observed, expectation.bound)
            if isinstance(found, Agreement):
                worst = max(worst, found.max_relative_error)
                continue
            if _is_open(expectation, observed, found):
                open_ = open_ or _unstable(found, words, where)
                continue
            # Where storage is shared, the const parameter is only another way to see the output.
            promised = found.output in constants and expectation.case.spec.alias is None
            code = "modified-input" if promised else found.code
            return Failure(code, f"{found.detail}, with {words}", where)
    if not execution.finished:
        return _unfinished(execution, len(expectations) - 1, None, words)
    return open_ or Agreement(worst)


_OF_ROUNDING = ("different-result", "different-size", "different-exception", "beyond-rounding")


def _is_open(expectation: Expectation, observed: Observation, found: Difference) -> bool:
    """Whether the original is too unsteady on the case for the difference to tell anything."""
    doubt = expectation.doubt
    if doubt is None or found.code not in _OF_ROUNDING:
        return False
    within = compare(expectation.observation, observed, doubt.swing)
    return doubt.decides or isinstance(within, Agreement)


def _unstable(found: Difference, words: str, where: str) -> Failure:
    return Failure(
        UNSTABLE,
        f"{found.detail}, with {words}; but the original's own results change as much there when "
        "its operations are rounded otherwise, and on too few inputs they do not",
        where,
        certain=False,
    )


def _unfinished(execution: Execution, position: int, case: Case | None, words: str) -> Failure:
    report = execution.reports[position]
    where = "after the last case" if case is None else case.description
    # On a large input a right candidate may only be slow: on a small one it hangs.
    hangs = case is None or case.largest <= _SMALL
    match execution.outcome:
        case LimitReached(limit=limit):
            code = "timeout" if limit in ("wall", "cpu") else f"{limit}-limit"
            detail = f"it reached the {limit} limit, with {words}"
            return Failure(code, detail, where, certain=hangs or code != "timeout")
        case Exited(code=code, stderr=stderr):
            text = report or stderr.decode("utf-8", "replace")
            if _ALARM in report or code == -14:
                return Failure("timeout", f"it does not finish, with {words}", where, hangs)
            if "runtime error:" in text:
                return Failure("undefined-behaviour", f"{explain(text)}, with {words}", where)
            if "AddressSanitizer" in text:
                return Failure("memory-error", f"{explain(text)}, with {words}", where)
            if code == 0 and not text.strip():
                return Failure("ends-the-process", f"it ends the process, with {words}", where)
            how = explain(text) if text.strip() else f"killed by signal {-code}"
            return Failure("crash", f"it crashes ({how}), with {words}", where)
