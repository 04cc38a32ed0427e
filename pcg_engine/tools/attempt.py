"""Runs a program on cases and judges it, with patience: a busy machine is not the candidate's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pcg_engine.ports import Cancellation, Limits
from pcg_engine.tools.comparison import Agreement
from pcg_engine.tools.harness.build import Program
from pcg_engine.tools.harness.run import CallMode, run
from pcg_engine.tools.subject import Instruments
from pcg_engine.tools.trial import UNSTABLE, Expectation, Failure, judge

_CROSS_ITERATION = re.compile(rb"\b(?:depend\s*\(\s*(?:sink|source)\b|doacross\s*\()")
_TIMES = (1, 4)
"""The limits are these multiples, one after the other, while they are reached."""
_PORTION_BYTES = 256 << 20
"""Storage of the cases of one process: a quarter of what a file may hold."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came of a run that agrees: the largest error, and what ``pcg_after_case`` wrote."""

    agreement: Agreement
    extra_output: bytes


def attempt(
    program: Program,
    wanted: Sequence[Expectation],
    mode: CallMode,
    environment: Mapping[str, str],
    words: str,
    seconds: float,
    instruments: Instruments,
    cancellation: Cancellation,
    *,
    spinning: bool = False,
) -> Attempt | Failure:
    """Call ``program`` on the cases of ``wanted`` and compare.

    ``seconds`` is what the original took for all cases (rather more than less). Only what does
    not finish in many times that, twice in a row, does not finish; with ``spinning`` code (see
    ``is_spinning``) that is not certain. Large cases that do not depend on one another are called
    in several processes: what one leaves behind has to fit into a file.
    """
    worst, extra = 0.0, bytearray()
    open_: Failure | None = None
    for portion in portions(wanted, mode):
        found = _attempt(
            program,
            portion,
            mode,
            environment,
            words,
            seconds,
            instruments,
            cancellation,
            spinning=spinning,
        )
        if isinstance(found, Failure):
            if found.code != UNSTABLE:
                return found
            open_ = open_ or found  # what is certain comes first
            continue
        worst = max(worst, found.agreement.max_relative_error)
        extra += found.extra_output
    return open_ or Attempt(Agreement(worst), bytes(extra))


def portions(wanted: Sequence[Expectation], mode: CallMode) -> Iterator[Sequence[Expectation]]:
    """``wanted``, in order, in parts whose storage is not too large."""
    if mode not in (CallMode.ONCE, CallMode.ISOLATED):
        yield wanted
        return
    start, size = 0, 0
    for position, expectation in enumerate(wanted):
        more = expectation.case.total_bytes
        if position > start and size + more > _PORTION_BYTES:
            yield wanted[start:position]
            start, size = position, 0
        size += more
    yield wanted[start:]


def _attempt(
    program: Program,
    wanted: Sequence[Expectation],
    mode: CallMode,
    environment: Mapping[str, str],
    words: str,
    seconds: float,
    instruments: Instruments,
    cancellation: Cancellation,
    *,
    spinning: bool,
) -> Attempt | Failure:
    found: Failure | None = None
    for times in _TIMES:
        execution = run(
            program,
            [e.case for e in wanted],
            mode,
            environment,
            Limits(wall_seconds=times * (10.0 + 20.0 * seconds)),
            instruments,
            cancellation,
            case_seconds=times * int(4 + 10 * seconds),
            stop_at_failure=True,
        )
        result = judge(program.harness.signature, wanted, execution, words)
        if isinstance(result, Agreement):
            return Attempt(result, execution.extra_output)
        found = result
        if result.code != "timeout":
            break
    assert found is not None
    if spinning and found.code == "timeout":
        detail = (
            f"{found.detail}; its iterations wait for one another without giving way, which more "
            "threads than processors make very slow"
        )
        return replace(found, detail=detail, certain=False)
    return found


def is_spinning(text: bytes) -> bool:
    """Whether iterations of ``ordered`` loops wait for one another: run-times do that actively."""
    return _CROSS_ITERATION.search(text) is not None
