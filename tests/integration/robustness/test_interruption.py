"""Whatever interrupts the command, and whenever: no process, no file, no traceback."""

from __future__ import annotations

import random
import signal
import time

import pytest

from tests.integration.robustness.place import LOOP, PATIENCE_SECONDS, Place

pytestmark = [pytest.mark.needs("clang"), pytest.mark.needs("gxx")]


def interrupt(place: Place, number: signal.Signals, after: float, times: int = 1) -> str:
    """What is wrong after ``number`` came ``after`` seconds; empty if nothing is."""
    path = place.file(LOOP)
    before = {name for name in place.listing() if name.startswith("project")}
    process = place.start("parallelize", str(path), "--apply", "--budget", "60")
    time.sleep(after)
    for _ in range(times):
        process.send_signal(number)
        time.sleep(0.05)
    _, told = process.communicate(timeout=PATIENCE_SECONDS)
    left = place.wait_for_silence()
    killed = number is signal.SIGKILL
    ended = process.returncode in (130, -number, 0, 1)
    if not ended or (b"Traceback" in told):
        return f"exit code {process.returncode}: {told.decode(errors='replace')[-300:]}"
    if left:
        return f"processes left: {left}"
    if killed:
        place.run("analyze", str(path))  # the next start removes what a killed one left
    if list(place.scratch.iterdir()):
        return f"files left: {list(place.scratch.iterdir())}"
    if {name for name in place.listing() if name.startswith("project")} != before:
        return "a file is left in the project"
    if process.returncode not in (0, 1) and path.read_text() != LOOP:
        return "the source file was changed"
    return ""


@pytest.mark.parametrize(
    ("number", "times"),
    [
        (signal.SIGINT, 1),
        (signal.SIGINT, 3),
        (signal.SIGTERM, 1),
        (signal.SIGHUP, 1),
        (signal.SIGKILL, 1),
    ],
)
def test_a_signal_leaves_nothing(place: Place, number: signal.Signals, times: int) -> None:
    after = random.Random(f"{number} {times}").uniform(0.6, 4.0)
    assert interrupt(place, number, after, times) == ""


def test_a_compiler_that_hangs_does_not_hold_it(place: Place) -> None:
    compiler = place.folder / "hangs"
    compiler.write_text("#!/bin/sh\nexec sleep 1000\n")
    compiler.chmod(0o755)
    process = place.start("parallelize", str(place.file(LOOP)), CXX=str(compiler))
    time.sleep(1.5)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=PATIENCE_SECONDS)

    assert process.returncode == 130, told
    assert place.wait_for_silence() == []
