"""What won is remembered by the shape of the nest, for one compiler and team."""

from __future__ import annotations

from dataclasses import replace

from pcg_engine.action.wins import Wins, shape
from pcg_engine.domain.facts import Cost, Parallelizability
from tests.builders import candidate, facts
from tests.fakes.worlds import DictStore, instruments

COST = Cost(operations=40.0, bytes=16.0, trip_count=100.0, uniform=False)


def test_the_most_frequent_winner_comes_first() -> None:
    wins = Wins(DictStore(), instruments(), 2)
    nest = replace(facts(), cost=COST)
    guided = replace(candidate("parallel-for-dynamic"), variant="guided")
    for winner in (candidate("parallel-for"), guided, guided):
        wins.won(nest, winner)

    assert wins.favourites(nest) == (("parallel-for-dynamic", "guided"), ("parallel-for", ""))


def test_another_team_or_shape_has_its_own_winners() -> None:
    store = DictStore()
    nest = facts()
    Wins(store, instruments(), 2).won(nest, candidate())

    assert Wins(store, instruments(), 16).favourites(nest) == ()
    assert Wins(store, instruments(), 2).favourites(facts(Parallelizability.SEQUENTIAL)) == ()
    assert Wins(store, instruments(), 2).favourites(facts())


def test_a_kept_entry_that_is_damaged_counts_for_nothing() -> None:
    store = DictStore()
    wins = Wins(store, instruments(), 2)
    wins.won(facts(), candidate())
    for key in list(store.entries):
        store.put(key, b'[["parallel-for"]]')

    assert wins.favourites(facts()) == ()


def test_nests_that_are_alike_have_one_shape() -> None:
    nest = replace(facts(), cost=COST)
    alike = replace(nest, cost=replace(COST, operations=42.0))

    assert shape(nest) == shape(alike)
    assert shape(nest) != shape(replace(nest, cost=replace(COST, operations=400.0)))
    assert shape(nest) != shape(replace(nest, children=(facts(),)))
    assert shape(nest) != shape(replace(nest, cost=replace(COST, uniform=True)))
