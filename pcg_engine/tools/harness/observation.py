"""What a call leaves behind, decoded from the host's stream."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from pcg_engine.tools.harness.layout import Layout, dtype_of

ELSEWHERE = (1 << 64) - 1
"""The number of what a pointer leads to that was set to memory which is none of the driver's."""
UNTOLD = "after the call "
"""How the sentence begins that tells what is not compared."""


@dataclass(frozen=True, slots=True)
class Part:
    """The scalars that stand at ``path`` in all elements of a value of no fixed size."""

    path: str
    element: Layout
    data: bytes

    def array(self) -> np.ndarray[Any, np.dtype[Any]]:
        """As a numpy array, read-only."""
        return np.frombuffer(self.data, dtype=dtype_of(self.element))


@dataclass(frozen=True, slots=True)
class Output:
    """The elements of one buffer, reference, container, global, or of the result.

    ``data`` is packed; ``rows`` holds the row lengths of a nested vector (else empty). Of a value
    of no fixed size ``rows`` holds all numbers of elements in it, and ``parts`` what ``data`` is
    else. Behind a pointer to pointers, ``rows`` goes on with the number of the row that each
    pointer leads to. ``intact`` is false if a guard zone next to the storage was overwritten.
    ``moved`` tells that a container's elements are no longer where they were before the call, so
    that what pointed to them dangles. ``target`` is where a global pointer leads: the number of the
    slot, that of all slots for a null pointer, and the byte in its storage. The name of the result
    is ``return value``.
    """

    name: str
    element: Layout
    data: bytes
    rows: tuple[int, ...] = ()
    intact: bool = True
    moved: bool = False
    parts: tuple[Part, ...] = ()
    target: tuple[int, int] | None = None

    def array(self) -> np.ndarray[Any, np.dtype[Any]]:
        """The elements as a numpy array (structured for structs), read-only."""
        return np.frombuffer(self.data, dtype=dtype_of(self.element))

    @property
    def leads_elsewhere(self) -> bool:
        """Whether a pointer was set to memory that nothing is told of, as what a function makes."""
        return ELSEWHERE in self.rows or (self.target is not None and self.target[0] == ELSEWHERE)

    def columns(self) -> tuple[Part, ...]:
        """All that is compared, array by array."""
        return self.parts or (Part("", self.element, self.data),)

    def __len__(self) -> int:
        if self.parts:
            return self.rows[0] if self.rows else 1
        return len(self.data) // dtype_of(self.element).itemsize


@dataclass(frozen=True, slots=True)
class Observation:
    """The outcome of one call: outputs in signature order, result last.

    ``exception`` is the type and message of an exception that left the function. ``changes`` names
    what of its process the call left in another state. ``settled`` is false if the outputs were
    seen to change after the call had returned.
    """

    values: tuple[Output, ...]
    exception: str | None = None
    changes: tuple[str, ...] = ()
    settled: bool = True

    @property
    def untold(self) -> str:
        """What of it PCG does not know, as a clause for a person; empty if it knows all."""
        names = [f"`{value.name}`" for value in self.values if value.leads_elsewhere]
        if not names:
            return ""
        return (
            f"{UNTOLD}{' and '.join(names)} leads to memory that is none of the arguments', "
            "which PCG does not compare"
        )
