"""Candidates that behave differently from their original, and some that do not.

Each folder of ``behaviour/`` holds ``original.cpp``, ``candidate.cpp`` and ``expect``: the name of
the first check that does not pass and its code (or ``passed``), and on a second line
``reassociates`` if the candidate declares it.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from pcg_engine.domain.verdict import Outcome
from pcg_engine.ports import Cancellation
from pcg_engine.tools import coverage, elision, equivalence
from pcg_engine.tools.experiment import Experiment
from pcg_engine.tools.subject import Instruments
from tests.integration.tools.instruments import make_instruments
from tests.integration.tools.originals import read_original, rewritten

pytestmark = [
    pytest.mark.needs("gxx"),
    pytest.mark.needs("clang"),
    pytest.mark.needs("llvm-tools"),
]

_CASES = sorted(p for p in (Path(__file__).parent / "behaviour").iterdir() if p.is_dir())


@pytest.fixture(scope="module")
def instruments(tmp_path_factory: pytest.TempPathFactory) -> Instruments:
    return make_instruments(tmp_path_factory.mktemp("instruments"))


@pytest.mark.parametrize("folder", _CASES, ids=[p.name for p in _CASES])
def test_behaviour(folder: Path, tmp_path: Path, instruments: Instruments) -> None:
    """The checks say what ``expect`` says."""
    expected, *options = (folder / "expect").read_text().split("\n")
    original = read_original((folder / "original.cpp").read_bytes(), tmp_path, instruments)
    subject = rewritten(
        original,
        (folder / "candidate.cpp").read_bytes(),
        reassociates="reassociates" in options,
    )
    experiment = Experiment(original, instruments)
    found = "passed"
    for check in (elision.check, equivalence.check, coverage.check):
        result = check(subject, experiment, instruments, Cancellation())
        if result.outcome is not Outcome.PASSED:
            found = f"{result.name.value} {result.code}"
            break
    assert found.startswith(expected), result.detail
