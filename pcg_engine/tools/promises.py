"""What an edit promises the compiler without anybody checking it (pure).

A compiler that is told that two pointers never meet, that an address is aligned, or that an object
is not really constant, makes code that is wrong where this does not hold. Tests see it only if they
break the promise *and* the compiler made use of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from pcg_engine.tools.tokens import Directive, pieces

_WORDS = frozenset(
    (
        *("restrict", "__restrict", "__restrict__"),
        *("const_cast", "reinterpret_cast", "launder", "bit_cast"),
        *("assume_aligned", "unreachable", "__builtin_assume_aligned", "__builtin_unreachable"),
        *("assume", "__builtin_assume"),
    )
)
_CLAUSES = frozenset(("aligned", "safelen", "order"))


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise that only the candidate makes, as written, and its line."""

    text: str
    line: int


def new_promises(original: bytes, candidate: bytes) -> tuple[Promise, ...]:
    """The promises that the candidate makes more often than the original, in source order."""
    known = Counter(promise.text for promise in _promises(original))
    found: list[Promise] = []
    for promise in _promises(candidate):
        if known[promise.text] > 0:
            known[promise.text] -= 1
        else:
            found.append(promise)
    return tuple(found)


def _promises(text: bytes) -> Iterator[Promise]:
    for piece in pieces(text):
        if isinstance(piece, Directive):
            if piece.begins("pragma", "omp"):
                for token in piece.tokens[2:]:
                    if token.text in _CLAUSES:
                        yield Promise(token.text, piece.line)
        elif piece.text in _WORDS:
            yield Promise(piece.text, piece.line)
