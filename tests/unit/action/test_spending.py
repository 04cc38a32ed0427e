"""Tokens and money of a request."""

from __future__ import annotations

import pytest

from pcg_engine.action.spending import Spending
from pcg_engine.domain.conversation import Usage
from pcg_engine.domain.endpoint import Price


def test_prices_are_for_a_million_tokens() -> None:
    spending = Spending(Price(prompt=2.0, completion=8.0))
    spending.charge(Usage(500_000, 100_000))
    spending.charge(Usage(0, 25_000))

    assert spending.usage == Usage(500_000, 125_000)
    assert spending.money == pytest.approx(2.0)
    assert spending.why_spent() is None


@pytest.mark.parametrize(
    ("spending", "option"),
    [
        (Spending(Price(), most_tokens=1000), "--most-tokens"),
        (Spending(Price(1000.0, 1000.0), most_money=1.0), "--most-money"),
    ],
)
def test_limits_are_reached_and_say_how_to_raise_them(spending: Spending, option: str) -> None:
    spending.charge(Usage(900, 99))
    assert spending.why_spent() is None
    spending.charge(Usage(0, 1))
    told = spending.why_spent()
    assert told is not None
    assert option in told
