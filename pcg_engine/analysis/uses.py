"""What a walk over statements found out about the variables they name."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pcg_engine.domain.ast import Call, Construct, For, RangeFor, Variable, While
from pcg_engine.domain.source import Span

Loop = For | RangeFor | While


class UseKind(StrEnum):
    """What happens to the variable."""

    READ = "read"
    WRITE = "write"
    UPDATE = "update"
    """Read and written, partly written, or possibly written (by a callee)."""
    ELEMENT = "element"
    """An element of an array or container is used."""
    MODIFY = "modify"
    """A container or array is modified as a whole (``push_back``, assignment)."""
    ESCAPE = "escape"
    """Its address is taken, a reference is bound to it, or it reaches an unknown callee."""


@dataclass(frozen=True, slots=True)
class Use:
    """One use; ``exposed``: it may happen before the walk surely wrote the variable."""

    variable: Variable
    kind: UseKind
    span: Span
    exposed: bool


@dataclass(frozen=True, slots=True)
class Uses:
    """The uses of a walk.

    ``assigned`` holds the ids of the variables that are written along every path to the end.
    ``opaque_calls`` may touch memory that their arguments do not show; ``captured`` holds the ids
    of local variables that callees (lambdas) use by capture. ``irregular`` is set by jumps that
    the walk does not follow (``goto``): then ``exposed`` and ``assigned`` mean nothing.
    """

    uses: tuple[Use, ...]
    assigned: frozenset[str]
    opaque_calls: tuple[Call | Construct, ...]
    irregular: bool
    captured: frozenset[str] = frozenset()

    def of(self, variable: Variable) -> tuple[Use, ...]:
        """The uses of ``variable`` in walking order."""
        return tuple(u for u in self.uses if u.variable.id == variable.id)

    @property
    def exposed(self) -> frozenset[str]:
        """Ids of the variables whose value on entry may matter."""
        return self.captured | frozenset(
            u.variable.id for u in self.uses if u.exposed and u.kind is not UseKind.WRITE
        )
