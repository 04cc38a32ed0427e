"""Runs are read back as they were written, and what is no run is said to be none."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pcg_engine.adapters.run_files import DECISIONS, RunWriter, new_run_folder, read_run
from pcg_engine.domain.endpoint import Endpoint
from pcg_engine.domain.errors import UsageError
from pcg_engine.domain.facts import Assumption, Obligation
from pcg_engine.domain.measurement import Scaling
from pcg_engine.domain.run import ActionTaken, RunBegan, RunEntry, VerdictGiven
from pcg_engine.domain.settings import Generators, Settings
from pcg_engine.domain.verdict import Evidence, Inconclusive, Refuted, Unavailable, Verified
from tests.builders import LOOP_ID, all_passed, check, speedup

_CHECK = replace(
    all_passed()[2],
    proved=True,
    obligations=(Obligation("0 <= i", "the loop's header"),),
    assumptions=(Assumption("overlap", "`x` and `y` do not overlap"),),
    scaling=(Scaling(2, "n = 900", 0.5, (("n", 900), ("x.size()", 900))),),
)
_BEGAN = RunBegan(
    "0.1",
    "kernels.cpp",
    "ab" * 32,
    Settings(4, loop=LOOP_ID, generators=Generators.ALL),
    Endpoint("default", "http://127.0.0.1:8000/v1", "coder"),
)
_ENTRIES: tuple[RunEntry, ...] = (
    ActionTaken("f", "edit"),
    VerdictGiven(
        "f", "0123", Refuted("race", "lone surrogate \udc80 and ×", (check(_CHECK.name),))
    ),
    VerdictGiven("f", "0124", Inconclusive("busy", "", ())),
    VerdictGiven("f", "0125", Unavailable("no-gxx", "", ())),
    VerdictGiven("f", "0126", Verified(Evidence((_CHECK,), True, speedup(), 0.0), ()), True),
    ActionTaken("f", "stop", "every proposal was tried"),
)


def test_a_run_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    writer = RunWriter(tmp_path / "run")
    for entry in (_BEGAN, *_ENTRIES):
        writer.write(entry)
    writer.close()

    assert read_run(tmp_path / "run") == (_BEGAN, _ENTRIES)


@pytest.mark.parametrize("content", [None, "", "{}\n", '{"type": "Strange"}\n', "no json\n"])
def test_what_is_no_run_is_said_to_be_none(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / DECISIONS).write_text(content)
    with pytest.raises(UsageError) as raised:
        read_run(tmp_path)
    assert raised.value.code == "no-recording"


def test_old_runs_go_when_new_ones_come(tmp_path: Path) -> None:
    made: list[Path] = []
    for _ in range(5):
        made.append(new_run_folder(tmp_path, keep=3))
        made[-1].mkdir()

    assert sorted(tmp_path.iterdir()) == made[-3:]
