"""Loops that are run: what iterations share against what the analysis says they share.

The nests by hand are in ``benchmarks/dependence_oracle/handmade``; the random ones are the first of
those that ``benchmarks/oracle.py`` draws.
"""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.dependence_oracle.execution import (
    Observed,
    Tools,
    Unanalysed,
    build_runtime,
    observe,
)
from benchmarks.dependence_oracle.generator import random_nest
from benchmarks.dependence_oracle.shrinking import observe_nests
from pcg_engine.domain.toolchain import CompileCommand
from pcg_engine.wiring import analysis_bench

pytestmark = pytest.mark.needs("gxx", "clang")

_ROOT = Path(__file__).parents[2]
_BY_HAND = sorted((_ROOT / "benchmarks/dependence_oracle/handmade").glob("*.cpp"))
_CASES = [
    _ROOT / f"tests/cases/analysis/{n}.cpp"
    for n in ("elementwise", "idioms", "soundness", "confirmed_memory", "inherited_members")
]

_KNOWN = """
double flow(double* a, int n) {
    for (int i = 1; i < n; ++i) a[i] = a[i - 1];
    return 0;
}
double anti(double* a, int n) {
    for (int i = 0; i < n; ++i) a[i] = a[i + 1];
    return 0;
}
double output(double* a, int n) {
    for (int i = 0; i < n; ++i) a[i / 2] = i;
    return 0;
}
double carried(double* a, int n) {
    double t = 0;
    for (int i = 0; i < n; ++i) {
        a[i] = t;
        t = i;
    }
    return 0;
}
double field(double* a, int n) {
    struct { double x, y; } t{};
    for (int i = 0; i < n; ++i) {
        a[i] = t.y;
        t.y = i;
    }
    return 0;
}
double bound(double* a, int n) {
    for (int i = 0; i < n; ++i) {
        a[i] = 0;
        if (i == 2) n = 4;
    }
    return 0;
}
double temporary(double* a, int n) {
    double t = 0;
    for (int i = 0; i < n; ++i) {
        t = i;
        a[i] = t;
    }
    return 0;
}
double independent(double* a, int n) {
    for (int i = 0; i < n; ++i) a[2 * i] = a[2 * i + 1];
    return 0;
}
"""


@pytest.fixture(scope="module")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Tools:
    folder = tmp_path_factory.mktemp("oracle")
    compiler = shutil.which("g++")
    assert compiler is not None
    reader = analysis_bench(CompileCommand("c++", (), str(folder)), temporary=folder).reader
    return Tools(reader, compiler, build_runtime(compiler, folder))


def _missed(observed: tuple[Observed, ...]) -> list[tuple[str, str]]:
    return [(one.nest, one.tally.finding) for one in observed if one.tally.missed]


def test_the_oracle_sees_conflicts(tools: Tools, tmp_path: Path) -> None:
    observed = observe(_KNOWN, tools, tmp_path, seed=1)
    seen = {one.nest for one in observed if one.tally.hard_plain}
    assert seen == {"flow", "anti", "output", "carried", "field", "bound"}
    assert all(one.tally.iterated for one in observed)


# With an odd `n` the row has no value; where an earlier run had its row lies `last`.
_WITHOUT_A_VALUE = """
double no_row(int n) {
    double** rows = new double*[1];
    if (n % 2 == 0) rows[0] = new double[16];
    double* last = new double[16]{5};
    for (int i = 0; i < *last; ++i) rows[0][i] = 7;
    return 0;
}
"""


def test_a_pointer_without_a_value_is_not_one_of_an_earlier_run(
    tools: Tools, tmp_path: Path
) -> None:
    (observed,) = observe(_WITHOUT_A_VALUE, tools, tmp_path, seed=1)
    assert observed.tally.iterated
    assert observed.tally.discarded
    assert not observed.tally.hard_plain


def test_the_oracle_holds_verdicts_against_what_it_sees(
    tools: Tools, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from benchmarks.dependence_oracle import execution
    from pcg_engine.action.survey import survey
    from pcg_engine.domain.facts import LoopFacts, Parallelizability

    def credulous(facts: LoopFacts) -> LoopFacts:
        return replace(
            facts, parallelizability=Parallelizability.PARALLEL, variables=(), assumptions=()
        )

    def all_parallel(*arguments: object) -> object:
        found = survey(*arguments)  # type: ignore[arg-type]
        return replace(found, nests=tuple(credulous(n) for n in found.nests))

    monkeypatch.setattr(execution, "survey", all_parallel)
    observed = observe(_KNOWN, tools, tmp_path, seed=1)
    missed = {name for name, _ in _missed(observed)}
    assert missed == {one.nest for one in observed} - {"independent"}


def test_the_oracle_takes_no_fault_of_pcg_for_an_answer(
    tools: Tools,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    contained_faults: list[str],
) -> None:
    from pcg_engine.analysis import analyze

    def fails(*_arguments: object, **_named: object) -> None:
        raise KeyError("x")

    monkeypatch.setattr(analyze, "analyze", fails)

    with pytest.raises(Unanalysed, match="KeyError: 'x'"):
        observe(_KNOWN, tools, tmp_path, seed=1)
    assert contained_faults


@pytest.mark.parametrize("path", [*_BY_HAND, *_CASES], ids=lambda path: path.stem)
def test_no_dependence_is_missed_in_nests_by_hand(tools: Tools, tmp_path: Path, path: Path) -> None:
    observed = observe(path.read_text(), tools, tmp_path, seed=1)
    assert any(one.tally.several for one in observed)
    assert _missed(observed) == []


def test_no_dependence_is_missed_in_random_nests(tools: Tools, tmp_path: Path) -> None:
    nests = tuple(random_nest(k, f"nest_{k}") for k in range(64))
    observed = observe_nests(nests, tools, tmp_path, seed=1)
    assert sum(one.tally.several > 0 for one in observed) > 20
    assert _missed(observed) == []
