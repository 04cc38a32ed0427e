"""Programs that are run with a recorder in them, and what was recorded."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pcg_engine.domain.capture import Capture
from pcg_engine.domain.facts import InputFacts
from pcg_engine.ports import Cancellation, Limits
from pcg_engine.tools.capture.instrument import Bounds, Entry, function_entry
from pcg_engine.tools.capture.program import Ran, RecordedRun, SingleFile, record
from pcg_engine.tools.capture.replay import Replayed, replay
from pcg_engine.tools.capture.specs import captured_spec, layout_digest
from pcg_engine.tools.experiment import Experiment
from pcg_engine.tools.harness.cases import CaseSpec
from pcg_engine.tools.harness.observation import Observation
from pcg_engine.tools.harness.prepare import Harness, prepare
from pcg_engine.tools.harness.recorded import RecordedSlot, slots_of
from pcg_engine.tools.harness.run import CallMode, run
from pcg_engine.tools.subject import Instruments
from tests.integration.tools.instruments import make_instruments
from tests.integration.tools.originals import read_original

_ENVIRONMENT: Mapping[str, str] = {"PATH": os.environ.get("PATH", "/usr/bin:/bin")}
_BOUNDS = Bounds()


@dataclass(frozen=True)
class Recorded:
    """A harness, and what was recorded for it."""

    harness: Harness
    instruments: Instruments
    ran: Ran

    def slots(self, position: int = 0) -> dict[str, RecordedSlot]:
        """What one recorded call holds, by name."""
        signature = self.harness.signature
        found = slots_of(signature, self.ran.recording.calls[position].data)
        return {slot.name: one for slot, one in zip(signature.slots, found, strict=True)}

    def doubles(self, name: str, position: int = 0) -> list[float]:
        """The elements of a slot with storage of its own."""
        one = self.slots(position)[name]
        data = self.ran.recording.calls[position].data
        return np.frombuffer(data, "<f8", one.count, one.start).tolist()

    def capture(self) -> Capture:
        """The recorded calls as they are kept."""
        recording = self.ran.recording
        return Capture(
            "", "kernel", layout_digest(self.harness.signature), ("program",),
            recording.total_calls, 0.0, True, recording.calls,
        )  # fmt: skip

    def specs(self) -> list[CaseSpec]:
        """What asks for the recorded calls as inputs."""
        taken = self.capture()
        specs = [captured_spec(taken, call, self.harness.signature) for call in taken.calls]
        assert None not in specs
        return [spec for spec in specs if spec is not None]

    def tried(self) -> tuple[Replayed, ...]:
        """The recorded calls, or why they are dropped."""
        experiment = Experiment(self.harness.original, self.instruments, self.harness)
        found = replay(self.specs(), experiment, self.instruments, _TOKEN)
        assert isinstance(found, tuple)
        return found

    def replayed(self) -> list[Observation]:
        """What the function leaves on each recorded call."""
        experiment = Experiment(self.harness.original, self.instruments, self.harness)
        kept = self.tried()
        assert [one.reason for one in kept] == [""] * len(kept)
        program = experiment.released(_TOKEN)
        cases = [one.case for one in kept if one.case is not None]
        done = run(program, cases, CallMode.ISOLATED, {}, Limits(), self.instruments, _TOKEN)  # pyright: ignore[reportArgumentType]  # an obstacle fails the test as well
        return [one for one in done.observations if one is not None]


_TOKEN = Cancellation()


def recorded(
    text: str,
    folder: Path,
    *arguments: str,
    inputs: InputFacts | None = None,
    bounds: Bounds = _BOUNDS,
    function: str = "kernel",
) -> Recorded:
    instruments = make_instruments(folder)
    original = read_original(text.encode(), folder, instruments, function, inputs)
    harness = prepare(original)
    assert isinstance(harness, Harness), harness
    entry = function_entry(original)
    assert isinstance(entry, Entry)
    run_ = RecordedRun(harness, entry, SingleFile(arguments, folder), bounds, 60.0, _ENVIRONMENT)
    ran = record(run_, instruments, _TOKEN, lambda _text: None)
    return Recorded(harness, instruments, ran)
