"""What cannot be done, and what to do instead."""

from __future__ import annotations


class Refusal(Exception):
    """A request that cannot be served; its text says what to do next."""
