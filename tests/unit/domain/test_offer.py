"""An offer names what it rests on, and whether the code checks it."""

from __future__ import annotations

from dataclasses import replace

from pcg_engine.domain.facts import Assumption
from tests.builders import offer

GUARDED = Assumption("no-overlap", "x and y must not overlap", "x != y")
UNCHECKED = Assumption("no-effects", "`cmp` has no side effects")


def test_guarded_assumptions_keep_their_guard_and_others_have_none() -> None:
    found = offer()
    found = replace(
        found,
        candidate=replace(found.candidate, assumptions=(GUARDED,)),
        verdict=replace(found.verdict, assumptions=(UNCHECKED,)),
    )

    assert found.assumptions == (GUARDED, UNCHECKED)


def test_a_guard_that_the_code_does_not_have_counts_for_nothing() -> None:
    found = offer()
    found = replace(
        found,
        candidate=replace(found.candidate, assumptions=(GUARDED,)),
        verdict=replace(found.verdict, assumptions=(GUARDED,)),
    )

    assert found.assumptions == (replace(GUARDED, guard=None),)


def test_guards_of_several_instances_are_asked_once() -> None:
    found = offer()
    several = (GUARDED, replace(GUARDED, guard="x + n <= y"))
    found = replace(found, verdict=replace(found.verdict, assumptions=several))

    assert found.assumptions == (replace(GUARDED, guard=None),)
