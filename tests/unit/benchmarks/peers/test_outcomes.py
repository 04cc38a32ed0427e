from __future__ import annotations

import pytest

from benchmarks.peers.outcomes import (
    NoOffer,
    Outcome,
    Same,
    Timed,
    Unavailable,
    Way,
    Wrong,
    from_json,
    to_json,
)


@pytest.mark.parametrize(
    "outcome",
    [Timed((0.5, 0.25)), Same(Way.GCC), Wrong("A"), Unavailable("no clang"), NoOffer("busy")],
)
def test_an_outcome_is_kept_as_it_is(outcome: Outcome) -> None:
    assert from_json(to_json(outcome)) == outcome


def test_what_is_no_outcome_is_not_taken_for_one() -> None:
    with pytest.raises(ValueError, match="not an outcome"):
        from_json({})
