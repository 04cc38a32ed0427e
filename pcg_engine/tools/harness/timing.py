"""Times calls of a built program, inputs reset outside the timer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pcg_engine.ports import Cancellation, Exited, Limits, RunOutcome
from pcg_engine.tools.harness.build import Program
from pcg_engine.tools.harness.cases import Case
from pcg_engine.tools.harness.observation import Observation
from pcg_engine.tools.harness.run import execute
from pcg_engine.tools.harness.stream import decode_stream
from pcg_engine.tools.subject import Instruments


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds of each repetition (steady clock, call only), and what the last one left.

    ``cpu_seconds`` is the processor time of the whole run, with reading and refilling.
    """

    seconds: tuple[float, ...]
    observation: Observation
    cpu_seconds: float = 0.0


def time(
    program: Program,
    case: Case,
    repetitions: int,
    environment: Mapping[str, str],
    instruments: Instruments,
    cancellation: Cancellation,
    limits: Limits | None = None,
) -> Timing | RunOutcome:
    """Call ``repetitions`` times on the same storage, refilled from ``case`` before each call.

    Refilling and checking are outside the timer. The outcome of the run is returned if it did
    not end well.
    """
    raw = execute(
        program,
        (case,),
        "time",
        environment,
        limits or Limits(wall_seconds=60.0),
        instruments,
        cancellation,
        number=repetitions,
    )
    decoded = decode_stream(program.harness.signature, raw.stream, 1)
    observation = decoded.observations[0]
    match raw.outcome:
        case Exited(code=0, cpu_seconds=cpu_seconds) if (
            observation is not None and len(decoded.seconds) == repetitions
        ):
            return Timing(decoded.seconds, observation, cpu_seconds)
        case outcome:
            return outcome
