"""An unchanged candidate is not checked twice, and a changed world is noticed."""

from __future__ import annotations

from dataclasses import replace

from pcg_engine.action.result_cache import ResultCache
from pcg_engine.domain.facts import Assumption, Obligation
from pcg_engine.domain.source import SourceText
from pcg_engine.domain.verdict import CheckName, CheckResult, Outcome
from tests.builders import check
from tests.fakes.subjects import subject
from tests.fakes.worlds import DictStore, instruments

RESULTS = (
    check(CheckName.COMPILE),
    CheckResult(
        CheckName.LEGALITY,
        Outcome.PASSED,
        "proved",
        0.25,
        proved=True,
        obligations=(Obligation("0 <= j < n", "the bounds of j"),),
        assumptions=(Assumption("no-overlap", "x and y must not overlap", "x != y"),),
        max_relative_error=1e-15,
    ),
)


def test_what_was_kept_comes_back_whole() -> None:
    cache = ResultCache(DictStore(), instruments())

    cache.keep(subject(), RESULTS)

    assert cache.recall(subject()) == tuple(replace(r, seconds=0.0) for r in RESULTS)


def test_nothing_comes_back_for_another_text_compiler_or_declaration() -> None:
    store = DictStore()
    ResultCache(store, instruments()).keep(subject(), RESULTS)
    other_text = replace(subject(), source=SourceText("f.cpp", b"void f() {}\n"))
    strict = subject()
    loose = replace(strict, candidate=replace(strict.candidate, reassociates=True))

    assert ResultCache(store, instruments()).recall(other_text) is None
    assert ResultCache(store, instruments()).recall(loose) is None
    assert ResultCache(store, instruments("2")).recall(subject()) is None


def test_nothing_comes_back_for_another_author_or_assumption() -> None:
    store = DictStore()
    known = subject()
    ResultCache(store, instruments()).keep(known, RESULTS)
    assumption = Assumption("no-overlap", "x and y must not overlap")

    for candidate in (
        replace(known.candidate, origin="some-model"),
        replace(known.candidate, assumptions=(assumption,)),
    ):
        changed = replace(known, candidate=candidate)
        assert ResultCache(store, instruments()).recall(changed) is None


def test_what_may_change_by_itself_is_not_kept() -> None:
    for outcome in (Outcome.INCONCLUSIVE, Outcome.UNAVAILABLE):
        cache = ResultCache(DictStore(), instruments())

        cache.keep(subject(), (*RESULTS, check(CheckName.RACES, outcome, "no-archer")))

        assert cache.recall(subject()) is None


def test_a_refutation_is_kept() -> None:
    cache = ResultCache(DictStore(), instruments())
    refuted = (check(CheckName.COMPILE, Outcome.REFUTED, "compile-error", "no"),)

    cache.keep(subject(), refuted)

    assert cache.recall(subject()) == (replace(refuted[0], seconds=0.0),)


def test_a_damaged_entry_is_forgotten() -> None:
    store = DictStore()
    cache = ResultCache(store, instruments())
    cache.keep(subject(), RESULTS)
    store.entries = dict.fromkeys(store.entries, b"[{}]")

    assert cache.recall(subject()) is None
