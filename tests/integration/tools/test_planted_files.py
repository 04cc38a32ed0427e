"""What a program under test leaves in its scratch folder is read with care."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from pcg_engine.domain.toolchain import CompileCommand
from pcg_engine.ports import (
    FOR_STRANGERS,
    Cancellation,
    Exited,
    LimitReached,
    Limits,
    RunOutcome,
    RunRequest,
)
from pcg_engine.tools.harness.build import Program
from pcg_engine.tools.harness.prepare import Harness
from pcg_engine.tools.harness.run import RawExecution, execute
from pcg_engine.tools.harness.variants import user_release
from tests.fakes.worlds import instruments


class PlantingSandbox:
    """Runs nothing; leaves in the scratch folder what a program could have left."""

    guarantees = FOR_STRANGERS

    def __init__(self, plant: Callable[[Path], None], outcome: RunOutcome) -> None:
        self._plant = plant
        self._outcome = outcome

    def run(self, request: RunRequest, cancellation: Cancellation) -> RunOutcome:  # noqa: ARG002
        self._plant(request.scratch)
        return self._outcome


EXITED = Exited(0, b"", b"", 0.1, 0.1)


def left_behind(
    tmp_path: Path, plant: Callable[[Path], None], outcome: RunOutcome = EXITED
) -> RawExecution:
    """What ``execute`` reads after a run that did ``plant`` in its scratch folder."""
    sandbox = PlantingSandbox(plant, outcome)
    tools = replace(instruments(), sandbox=sandbox, workspace=tmp_path)
    variant = user_release(CompileCommand("g++", (), "."), openmp=False)
    # Reading what is left asks nothing of the harness.
    program = Program(cast("Harness", None), tmp_path / "library", tmp_path / "host", variant)
    return execute(program, (), "once", {}, Limits(), tools, Cancellation())


@pytest.mark.parametrize("name", ["observations", "extra", "pcg-1.profraw"])
def test_links_lead_nowhere(tmp_path: Path, name: str) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(b"s3cret")
    raw = left_behind(tmp_path, lambda scratch: (scratch / name).symlink_to(secret))
    assert b"s3cret" not in b"".join((raw.stream, raw.extra, *raw.profiles))


def test_plain_files_are_read(tmp_path: Path) -> None:
    raw = left_behind(tmp_path, lambda scratch: cast("None", (scratch / "extra").write_bytes(b"x")))
    assert raw == RawExecution(EXITED, b"", b"x", ())


def test_more_than_can_be_read_is_not_read(tmp_path: Path) -> None:
    reached = LimitReached("disk", b"", b"", 0.1)
    raw = left_behind(
        tmp_path,
        lambda scratch: cast("None", (scratch / "observations").write_bytes(b"x")),
        reached,
    )
    assert raw == RawExecution(reached, b"", b"", ())
