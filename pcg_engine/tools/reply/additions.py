"""Declarations that an answer adds to the file, and which of them it uses (pure)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pcg_engine.syntax.lexemes import is_word, lexemes


@dataclass(frozen=True, slots=True)
class Addition:
    """A declaration to put beside the function.

    ``names`` are those by which it is used (none: whether it is used cannot be told); ``scope`` are
    the namespaces to put around it.
    """

    text: str
    names: frozenset[str]
    scope: tuple[str, ...]
    indentation: str
    is_prototype: bool = False

    @property
    def words(self) -> frozenset[str]:
        """The identifiers in it."""
        return words_of(self.text)


def used(additions: Sequence[Addition], text: str) -> tuple[Addition, ...]:
    """Those of ``additions`` that ``text`` mentions, or that one mentioned mentions."""
    mentioned = set(words_of(text))
    kept: set[int] = set()
    while True:
        found = {
            n
            for n, one in enumerate(additions)
            if n not in kept and (not one.names or not one.names.isdisjoint(mentioned))
        }
        if not found:
            break
        kept |= found
        for n in found:
            mentioned |= additions[n].words
    defined = {name for n in kept for name in additions[n].names if not additions[n].is_prototype}
    return tuple(
        one
        for n, one in enumerate(additions)
        if n in kept and not (one.is_prototype and one.names.isdisjoint(defined))
    )


def words_of(text: str) -> frozenset[str]:
    """The identifiers and keywords of ``text``, those of directives included."""
    found: set[str] = set()
    for lexeme in lexemes(text.encode("utf-8", "replace")):
        inner = lexemes(lexeme[1:]) if lexeme.startswith(b"#") else [lexeme]
        found.update(word.decode("utf-8", "replace") for word in inner if is_word(word))
    return frozenset(found)
