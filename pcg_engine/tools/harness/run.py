"""Runs cases through a built program in the sandbox."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from pcg_engine.ports import (
    Cancellation,
    Exited,
    LimitReached,
    Limits,
    RunOutcome,
    RunRequest,
)
from pcg_engine.tools.harness.build import Program
from pcg_engine.tools.harness.cases import Case
from pcg_engine.tools.harness.observation import Observation
from pcg_engine.tools.harness.scratch import BASE_ENVIRONMENT, limits_for, scratch_folder
from pcg_engine.tools.harness.stream import decode_stream, encode_cases
from pcg_engine.tools.subject import Instruments

CASE_SECONDS = 3


class CallMode(StrEnum):
    """How the cases of one execution are called."""

    ONCE = "once"
    """Each case once, in order, in one process."""
    ISOLATED = "isolated"
    """Each case in a child of its own (forked before anything ran; not for ThreadSanitizer)."""
    REPEATED = "repeated"
    """One process: all cases in order, then all again in reverse; the second calls are observed."""
    NESTED = "nested"
    """From inside a parallel region (the host must have OpenMP)."""
    CONCURRENT = "concurrent"
    """Two threads at once on separate data; the second thread's are ``Execution.twins``."""


@dataclass(frozen=True, slots=True)
class Execution:
    """What one run of the host came to.

    ``observations`` has one entry a case, ``None`` where the case did not finish. ``twins`` is
    empty but in ``CONCURRENT`` mode. ``reports`` (``ISOLATED`` mode) is what each case wrote to
    its standard error; ``ranges`` the address ranges of each case's storage, by slot name.
    ``extra_output`` is what ``pcg_after_case`` wrote.
    """

    observations: tuple[Observation | None, ...]
    outcome: RunOutcome
    extra_output: bytes
    twins: tuple[Observation | None, ...] = ()
    reports: tuple[str, ...] = ()
    ranges: tuple[Mapping[str, tuple[int, int]], ...] = ()

    @property
    def finished(self) -> bool:
        """Whether every case was observed and the process ended well."""
        return (
            isinstance(self.outcome, Exited)
            and self.outcome.code == 0
            and all(o is not None for o in (*self.observations, *self.twins))
        )


def run(
    program: Program,
    cases: Sequence[Case],
    mode: CallMode,
    environment: Mapping[str, str],
    limits: Limits,
    instruments: Instruments,
    cancellation: Cancellation,
    *,
    case_seconds: int = CASE_SECONDS,
    stop_at_failure: bool = False,
) -> Execution:
    """Call the function of ``program`` on ``cases`` in one sandboxed process.

    In ``ISOLATED`` mode a case may take ``case_seconds``, and with ``stop_at_failure`` the cases
    after the first that fails are not called.
    ``environment`` is added to the variant's. A crash or a limit leaves the observations of the
    cases before it. Raises ``EnvironmentUnavailable`` if the sandbox fails.
    """
    stops = stop_at_failure and mode is CallMode.ISOLATED
    raw = execute(
        program,
        cases,
        "until-failure" if stops else mode.value,
        environment,
        limits,
        instruments,
        cancellation,
        case_seconds,
    )
    decoded = decode_stream(program.harness.signature, raw.stream, len(cases))
    return Execution(
        observations=decoded.observations,
        outcome=raw.outcome,
        extra_output=raw.extra,
        twins=decoded.twins if mode is CallMode.CONCURRENT else (),
        reports=decoded.reports,
        ranges=decoded.ranges,
    )


@dataclass(frozen=True, slots=True)
class RawExecution:
    """What the host left behind, not yet decoded; ``profiles`` are clang's coverage counters."""

    outcome: RunOutcome
    stream: bytes
    extra: bytes
    profiles: tuple[bytes, ...]


def execute(
    program: Program,
    cases: Sequence[Case],
    mode: str,
    environment: Mapping[str, str],
    limits: Limits,
    instruments: Instruments,
    cancellation: Cancellation,
    number: int = CASE_SECONDS,
) -> RawExecution:
    """Run the host in ``mode`` with its numeric argument (seconds a case, or repetitions)."""
    cancellation.check()
    with scratch_folder(instruments) as scratch:
        with (scratch / "cases").open("wb") as file:
            file.writelines(encode_cases(cases))
        outcome = instruments.sandbox.run(
            RunRequest(
                argv=(
                    *program.variant.launcher,
                    str(program.host),
                    str(program.library),
                    mode,
                    str(program.variant.red_zone),
                    str(number),
                ),
                scratch=scratch,
                readable=(program.host, program.library),
                environment={**BASE_ENVIRONMENT, **program.variant.environment, **environment},
                limits=limits_for(program.variant, limits),
            ),
            cancellation,
        )
        if isinstance(outcome, LimitReached) and outcome.limit == "disk":
            # It left more than can be read; nothing of that can be trusted to be the host's.
            return RawExecution(outcome, b"", b"", ())
        return RawExecution(
            outcome,
            _read(scratch / "observations"),
            _read(scratch / "extra"),
            tuple(_read(p) for p in sorted(scratch.glob("*.profraw"))),
        )


def _read(path: Path) -> bytes:
    """A plain file: the program under test could have put a link there, to anywhere."""
    return path.read_bytes() if path.is_file() and not path.is_symlink() else b""
