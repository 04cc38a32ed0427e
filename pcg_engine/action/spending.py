"""What asking a model costs, and how much of it is left (thread-safe)."""

from __future__ import annotations

import threading

from pcg_engine.domain.conversation import Usage
from pcg_engine.domain.endpoint import Price

_MILLION = 1_000_000


class Spending:
    """Tokens and money of one request; 0 leaves either unbounded.

    What was asked before a limit was reached is still answered and counted.
    """

    def __init__(self, price: Price, most_tokens: int = 0, most_money: float = 0.0) -> None:
        self._price = price
        self._most_tokens = most_tokens
        self._most_money = most_money
        self._usage = Usage()
        self._lock = threading.Lock()

    def charge(self, usage: Usage) -> None:
        """Count an answer."""
        with self._lock:
            self._usage += usage

    @property
    def usage(self) -> Usage:
        """What was read and written so far."""
        with self._lock:
            return self._usage

    @property
    def money(self) -> float:
        """What that costs, in the endpoint's currency."""
        return cost(self.usage, self._price)

    def why_spent(self) -> str | None:
        """Which limit was reached, and how to raise it; ``None`` while there is some left."""
        if 0 < self._most_tokens <= self.usage.total:
            return (
                f"the limit of {self._most_tokens:,} tokens was reached; "
                "raise it with --most-tokens N (0: none)"
            )
        if 0.0 < self._most_money <= self.money:
            return (
                f"the limit of {self._most_money:g} for the endpoint was reached; "
                "raise it with --most-money AMOUNT (0: none)"
            )
        return None


def cost(usage: Usage, price: Price) -> float:
    """The money for ``usage``."""
    total = usage.prompt_tokens * price.prompt + usage.completion_tokens * price.completion
    return total / _MILLION
