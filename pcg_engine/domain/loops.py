"""Loops as the syntax sees them: kind, nest, spans, enclosing function, existing pragmas."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from pcg_engine.domain.source import Span


class LoopKind(StrEnum):
    """The forms of a loop that PCG finds: what repeats work, a function that calls itself too."""

    FOR = "for"
    RANGE_FOR = "range-for"
    WHILE = "while"
    DO_WHILE = "do-while"
    ALGORITHM = "algorithm"
    RECURSION = "recursion"


@dataclass(frozen=True, slots=True, order=True)
class LoopId:
    """Identity by content: survives edits elsewhere in the file.

    ``function`` is the qualified name as written (``ns::Class::name``), ``ordinal`` counts the
    function's loops in source order from 0, ``digest`` is a hash (16 hex digits) of the
    function's text.
    """

    function: str
    ordinal: int
    digest: str

    def __str__(self) -> str:
        return f"{self.function}#{self.ordinal}@{self.digest}"

    @staticmethod
    def parse(text: str) -> LoopId:
        """The identity that ``str`` gave; raises ``ValueError`` for any other text."""
        rest, _, digest = text.rpartition("@")
        function, _, ordinal = rest.rpartition("#")
        return LoopId(function, int(ordinal), digest)


@dataclass(frozen=True, slots=True)
class Pragma:
    """An existing ``#pragma`` line (continuation lines included) before a loop."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class EnclosingFunction:
    """The function definition around a loop, by syntax alone."""

    name: str
    span: Span
    body: Span
    is_template: bool


# What may stand before a loop and is about something else: regions for tools and editors, messages
# of the compiler, how floating-point numbers and structures are treated.
_BESIDES = re.compile(
    r"#pragma (?:(?:end)?scop|(?:end)?region|mark|message|pack|STDC|"
    r"(?:GCC|clang) (?:diagnostic|warning|error|push_options|pop_options|optimize))\b"
)


@dataclass(frozen=True, slots=True)
class Loop:
    """A loop in a source file.

    ``span`` covers the statement from its keyword to its end; ``body`` is the span of the loop
    body. For an algorithm both are the call expression, for a recursion the first of the calls by
    which ``function`` calls itself. ``header`` holds
    the three parts of a ``for`` as spans (``None`` where empty). ``parent`` is the ordinal of the
    directly enclosing loop in the same function. ``function`` is ``None`` outside any function
    (a lambda at namespace scope).
    """

    id: LoopId
    kind: LoopKind
    span: Span
    body: Span
    depth: int
    parent: int | None
    function: EnclosingFunction | None
    induction_variable: str | None = None
    initialiser: Span | None = None
    condition: Span | None = None
    increment: Span | None = None
    algorithm: str | None = None
    pragmas: tuple[Pragma, ...] = ()

    @property
    def is_openmp(self) -> bool:
        """Whether an existing ``#pragma omp`` already applies to the loop."""
        return any(p.text.split()[1:2] == ["omp"] for p in self.pragmas)

    @property
    def binding_pragmas(self) -> tuple[Pragma, ...]:
        """Those that must stand directly before the loop; unknown ones are taken for such."""
        return tuple(p for p in self.pragmas if not _BESIDES.match(p.text))
