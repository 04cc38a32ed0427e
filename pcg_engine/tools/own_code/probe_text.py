"""What probes look like in C++ and in C (pure)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Around:
    """What is put before and behind an expression."""

    before: str
    after: str


class ProbeText(Protocol):
    """Declared in ``harness/runtime/probes.hpp`` and ``probes.h``."""

    def hit(self, number: int) -> str:
        """A statement: that code ran."""
        ...

    def flag(self, number: int) -> Around:
        """A condition."""
        ...

    def value(self, number: int) -> Around:
        """A comparison whose result is a value."""
        ...

    def bits(self, number: int) -> Around:
        """An operator that picks bits."""
        ...


class CppProbes:
    """Templates, so that constant expressions stay what they are."""

    def hit(self, number: int) -> str:
        """See ``ProbeText``."""
        return f" ::pcg_own::hit<{number}>();"

    def flag(self, number: int) -> Around:
        """See ``ProbeText``."""
        return Around(f"::pcg_own::flag<{number}>(static_cast<bool>(", "))")

    def value(self, number: int) -> Around:
        """See ``ProbeText``."""
        return Around(f"::pcg_own::value<{number}>(", ")")

    def bits(self, number: int) -> Around:
        """See ``ProbeText``."""
        return Around(f"::pcg_own::bits<{number}>(", ")")


class CProbes:
    """Functions, and expressions with a statement in them where the type may be any."""

    def hit(self, number: int) -> str:
        """See ``ProbeText``."""
        return f" pcg_own_note({number}, 1);"

    def flag(self, number: int) -> Around:
        """See ``ProbeText``."""
        return Around(f"pcg_own_note({number}, !!(", "))")

    def value(self, number: int) -> Around:
        """See ``ProbeText``."""
        return Around(f"pcg_own_note({number}, (", "))")

    def bits(self, number: int) -> Around:
        """See ``ProbeText``."""
        before = "__extension__({ __auto_type pcg_own_bits = ("
        return Around(before, f"); PCG_OWN_BITS({number}, pcg_own_bits); pcg_own_bits; }})")
