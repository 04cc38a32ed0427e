"""Judging candidates of the corpus as ``pcg verify`` does, but by every check."""

from __future__ import annotations

import hashlib
import json
import threading
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pcg_engine
from pcg_engine.action.checks import Laboratory, dynamic_checks, static_checks
from pcg_engine.action.outlined import Driven
from pcg_engine.action.survey import Survey, survey
from pcg_engine.action.verification import NamedCheck, Plan, run_checks
from pcg_engine.action.verify import subject_of
from pcg_engine.domain.settings import Settings
from pcg_engine.domain.source import SourceText
from pcg_engine.domain.toolchain import CompileCommand
from pcg_engine.domain.verdict import CheckName, CheckResult, Outcome, Verdict
from pcg_engine.ports import Cancellation, CompilerRole, Store
from pcg_engine.syntax.items import ItemKind, items
from pcg_engine.syntax.parse import parse
from pcg_engine.syntax.splice import apply_edits, difference
from pcg_engine.tools import extract
from pcg_engine.tools.benchmark import check as benchmark
from pcg_engine.tools.decide import decide
from pcg_engine.tools.experiment import Experiment
from pcg_engine.tools.extract import ChangedFunction, Comparison
from pcg_engine.tools.subject import Original, Subject
from tests.adversarial.verifier.corpus import TIMED, Entry
from tests.adversarial.verifier.judgement import Finding, Judgement, together

COMMAND = CompileCommand("g++", ("-std=c++20", "-O2"), ".")
SETTINGS = Settings(threads=2, benchmark=False)

_FORMAT = 1


@dataclass
class Bench:
    """What the candidates share: surveys of originals, and experiments on them. Thread-safe.

    Judgements without timing are kept in ``store``, for the code, the tools and the texts they
    were made with.
    """

    laboratory: Laboratory
    store: Store
    _surveys: dict[Path, Survey] = field(default_factory=dict[Path, Survey])
    _experiments: dict[str, Experiment] = field(default_factory=dict[str, Experiment])
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def judge(self, entry: Entry, *, to_the_end: bool) -> Judgement:
        """What the checks say of ``entry``; all of them if ``to_the_end``, none timed."""
        key = self._key(entry, to_the_end)
        kept = self.store.get(key)
        if kept is not None:
            return _decoded(kept)
        work = _Candidate(self, entry)
        checked = [_checked(work, change, to_the_end) for change in work.comparison.changed]
        judgement = together([c.results for c in checked], [c.verdict for c in checked])
        if all(finding.outcome is not Outcome.UNAVAILABLE for finding in judgement.findings):
            self.store.put(key, _encoded(judgement))
        return judgement

    def timed(self, entry: Entry, judgement: Judgement) -> Judgement:
        """``judgement`` and the benchmark, if only that can refuse ``entry`` and the rest passed.

        Nothing else must run meanwhile.
        """
        if entry.family not in TIMED or judgement.told is not None:
            return judgement
        work = _Candidate(self, entry)
        results = [self._benchmark(work, change) for change in work.comparison.changed]
        told = [r for r in results if r.outcome is not Outcome.PASSED]
        findings = tuple(Finding(r.name, r.outcome, r.code, r.detail) for r in told or results)
        return Judgement((*judgement.findings, *findings[:1]), findings[0] if told else None)

    def survey(self, path: Path) -> Survey:
        """The original at ``path``, read once."""
        with self._lock:
            if path not in self._surveys:
                source = SourceText(str(path), path.read_bytes())
                names = [i.name for i in items(parse(source)) if i.kind is ItemKind.FUNCTION]
                self._surveys[path] = survey(
                    source,
                    COMMAND,
                    self.laboratory.instruments.reader,
                    self.laboratory.machine,
                    Cancellation(),
                    also=names,
                )
            return self._surveys[path]

    def experiment(self, original: Original) -> Experiment:
        """What all candidates for the same part of the same function share."""
        loops = [str(nest.loop.id) for nest in original.nests]
        key = json.dumps([original.source.path, original.function.key, loops, str(original.region)])
        with self._lock:
            if key not in self._experiments:
                self._experiments[key] = Experiment(original, self.laboratory.instruments)
            return self._experiments[key]

    def _benchmark(self, work: _Candidate, change: ChangedFunction) -> CheckResult:
        subject = work.subject(change)
        assert subject is not None
        return benchmark.check(
            subject,
            self.experiment(subject.original),
            self.laboratory.instruments,
            Cancellation(),
            self.laboratory.timing,
            threads=SETTINGS.threads,
            threshold=SETTINGS.threshold,
        )

    def _key(self, entry: Entry, to_the_end: bool) -> str:
        tools = self.laboratory.instruments
        parts = [
            _FORMAT,
            _engine_digest(),
            repr(tools.toolchain),
            tools.compiler.identity(CompilerRole.USER),
            tools.compiler.identity(CompilerRole.CLANG),
            tools.threads,
            COMMAND.flags,
            entry.original.read_text(),
            entry.text.decode(),
            to_the_end,
        ]
        return "trust:" + hashlib.sha256(json.dumps(parts).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class _Checked:
    results: tuple[CheckResult, ...]
    verdict: Verdict


class _Candidate:
    """One entry, compared with its original."""

    def __init__(self, bench: Bench, entry: Entry) -> None:
        self.bench = bench
        self.name = f"{Path(entry.name).name}.cpp"
        self.found = bench.survey(entry.original)
        self.source = SourceText(self.name, entry.text)
        self.comparison: Comparison = extract.compare(self.found.source, self.source)
        self.edits = difference(self.found.source, self.source)
        if not self.comparison.changed:
            raise ValueError(f"{entry.name} changes no function")

    def subject(self, change: ChangedFunction) -> Subject | None:
        """What the checks are given; ``None`` if the compiler did not build the function."""
        prepared = subject_of(change, self.found, self.edits, name=self.name, reassociates=True)
        if prepared is None:
            return None
        original, candidate = prepared
        return Subject(original, candidate, apply_edits(original.source, candidate.edits))


def _checked(work: _Candidate, change: ChangedFunction, to_the_end: bool) -> _Checked:
    extraction = extract.check(work.comparison, change, alone=False)
    subject = work.subject(change)
    if subject is None:
        return _Checked((extraction,), decide((extraction,), timed=False))
    if extraction.outcome is not Outcome.PASSED and not to_the_end:
        return _Checked((extraction,), decide((extraction,), timed=False))
    laboratory = work.bench.laboratory
    experiment = work.bench.experiment(subject.original)
    stages = (*static_checks(laboratory), *dynamic_checks(Driven(experiment), laboratory))
    results = run_checks(
        subject, Plan(stages), Cancellation(), _ignore, workers=1, to_the_end=to_the_end
    )
    return _Checked((extraction, *results), _verdict(extraction, results, stages))


def _verdict(
    extraction: CheckResult,
    results: tuple[CheckResult, ...],
    stages: tuple[tuple[NamedCheck, ...], ...],
) -> Verdict:
    """What ``pcg verify`` would say: it stops after the first stage that did not pass whole."""
    seen: list[CheckResult] = [extraction]
    by_name: dict[CheckName, CheckResult] = {result.name: result for result in results}
    for stage in stages:
        if any(result.outcome is not Outcome.PASSED for result in seen):
            break
        seen.extend(by_name[check.name] for check in stage if check.name in by_name)
    return decide(seen, timed=False)


def _ignore(_: object) -> None:
    """Nobody watches."""


@cache
def _engine_digest() -> str:
    root = Path(pcg_engine.__file__).parent
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(f"{path.relative_to(root)}\0".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _encoded(judgement: Judgement) -> bytes:
    findings = [[f.check, f.outcome, f.code, f.detail] for f in judgement.findings]
    told = judgement.told
    decided = None if told is None else [told.check, told.outcome, told.code, told.detail]
    return json.dumps({"findings": findings, "told": decided}).encode()


def _decoded(text: bytes) -> Judgement:
    fields = json.loads(text)
    findings = tuple(_finding(one) for one in fields["findings"])
    return Judgement(findings, None if fields["told"] is None else _finding(fields["told"]))


def _finding(fields: list[str]) -> Finding:
    check, outcome, code, detail = fields
    return Finding(CheckName(check), Outcome(outcome), code, detail)
