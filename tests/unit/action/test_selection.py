"""The fastest wins; among equals, the simplest."""

from __future__ import annotations

from pcg_engine.action.selection import best_offer
from tests.builders import offer


def test_no_offer_gives_none() -> None:
    assert best_offer([]) is None


def test_a_clearly_faster_offer_wins_even_if_it_is_larger() -> None:
    small = offer(1.2, 1.1, 1.3, "#p\n")
    fast = offer(1.8, 1.7, 1.9, "#pragma omp parallel for collapse(2)\n")

    assert best_offer([small, fast]) == fast


def test_among_overlapping_intervals_the_smallest_change_wins() -> None:
    large = offer(1.85, 1.7, 1.95, "#pragma omp parallel for collapse(2)\n")
    small = offer(1.75, 1.6, 1.8, "#p\n")

    assert best_offer([large, small]) == small
