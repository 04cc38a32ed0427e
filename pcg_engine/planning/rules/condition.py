"""Conditions on the size of an input, under which a loop is worth a team."""

from __future__ import annotations

from dataclasses import dataclass

_LARGEST_INT = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Condition:
    """That ``work``, a C++ integer expression, is more than ``threshold``.

    It decides about speed alone: for whatever values it holds, the loop computes the same. Where
    an ``if`` clause is false, a team of one thread runs the region (OpenMP 5.2, section 3.4).
    """

    work: str
    threshold: int

    @property
    def text(self) -> str:
        """The condition in C++, and in C."""
        suffix = "LL" if self.threshold > _LARGEST_INT else ""
        return f"{self.work} > {self.threshold}{suffix}"
