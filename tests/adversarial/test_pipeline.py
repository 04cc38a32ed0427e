"""Candidates judged by all checks but the benchmark, as ``pcg parallelize`` runs them.

Each folder of ``pipeline/`` holds ``original.cpp``, ``candidate.cpp`` and ``expect``: ``passed``
(all checks), ``not-verified``, or the name of a check and its code, which must be among those that
did not pass; or the code alone, where timing decides which of two checks is first. On a second
line ``reassociates`` if the candidate declares it, and ``model`` if it does not come from a rule.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from pcg_engine.action.checks import Laboratory, dynamic_checks, static_checks
from pcg_engine.action.outlined import Driven
from pcg_engine.action.survey import survey
from pcg_engine.action.verification import Plan, run_checks
from pcg_engine.domain.candidate import RULES_ORIGIN, Candidate
from pcg_engine.domain.settings import Settings
from pcg_engine.domain.source import Edit, SourceText, Span
from pcg_engine.domain.toolchain import CompileCommand
from pcg_engine.domain.verdict import Outcome
from pcg_engine.ports import Cancellation
from pcg_engine.tools.experiment import Experiment
from pcg_engine.tools.subject import Original, Subject
from pcg_engine.wiring import laboratory

pytestmark = [
    pytest.mark.needs("gxx"),
    pytest.mark.needs("clang"),
    pytest.mark.needs("archer"),
    pytest.mark.needs("llvm-tools"),
]

_COMMAND = CompileCommand("g++", ("-std=c++20", "-O2"), ".")
_CASES = sorted(p for p in (Path(__file__).parent / "pipeline").iterdir() if p.is_dir())


@dataclass
class Bench:
    """The laboratory, and the experiments on originals that several candidates share."""

    laboratory: Laboratory
    folder: Path
    experiments: dict[str, Experiment] = field(default_factory=dict[str, Experiment])

    def experiment(self, text: str) -> Experiment:
        if text not in self.experiments:
            self.experiments[text] = Experiment(self._original(text), self.laboratory.instruments)
        return self.experiments[text]

    def _original(self, text: str) -> Original:
        path = self.folder / f"original{len(self.experiments)}.cpp"
        path.write_text(text)
        reader = self.laboratory.instruments.reader
        found = survey(
            SourceText(str(path), text.encode()),
            _COMMAND,
            reader,
            self.laboratory.machine,
            Cancellation(),
        )
        nest = found.nests[0]
        function = found.function_of(nest)
        assert function is not None
        return found.original(function, (nest,))


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Generator[Bench]:
    with laboratory(_COMMAND, Settings(threads=2), print) as made:
        yield Bench(made, tmp_path_factory.mktemp("originals"))


@pytest.mark.parametrize("folder", _CASES, ids=[p.name for p in _CASES])
def test_pipeline(folder: Path, bench: Bench) -> None:
    """The checks together say what ``expect`` says."""
    expected, *lines = (folder / "expect").read_text().splitlines()
    options = " ".join(lines).split()
    experiment = bench.experiment((folder / "original.cpp").read_text())
    original = experiment.original
    text = (folder / "candidate.cpp").read_bytes()
    candidate = Candidate(
        original.nests[0].loop.id,
        "model" if "model" in options else RULES_ORIGIN,
        "test",
        (Edit(Span(0, len(original.source.data)), text.decode()),),
        "",
        reassociates="reassociates" in options,
    )
    plan = Plan(
        (*static_checks(bench.laboratory), *dynamic_checks(Driven(experiment), bench.laboratory)),
    )
    subject = Subject(original, candidate, SourceText(original.source.path, text))

    results = run_checks(subject, plan, Cancellation(), lambda _: None)

    failed = {f"{r.name.value} {r.code}" for r in results if r.outcome is not Outcome.PASSED}
    details = [r.detail for r in results]
    match expected:
        case "passed":
            assert (failed, len(results)) == (set(), plan.total), details
        case "not-verified":
            assert failed, details
        case _:
            codes = {r.code for r in results if r.outcome is not Outcome.PASSED}
            assert expected in failed | codes, (failed, details)
