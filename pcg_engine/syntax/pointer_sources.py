"""Where pointers come from that a function is given or finds, as far as its file tells.

The analysis follows the arguments in all calls of a function with internal linkage, and pointers at
namespace scope that nothing sets again. An edit elsewhere may change both: another call, an
assignment. What could is picked out here by names, without a compiler: more than need be, not less.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from pcg_engine.domain.source import Span
from pcg_engine.syntax.declarations import FileOutline
from pcg_engine.syntax.lexemes import is_word

_OPENING = frozenset((b"(", b"[", b"{"))
_CLOSING = frozenset((b")", b"]", b"}"))


def pointer_sources(
    outline: FileOutline, function: Span, reached: Iterable[int]
) -> tuple[bytes, ...]:
    """The lexemes outside of ``function`` that tell what its pointers lead to.

    ``reached`` are the positions of the declarations that it reaches.
    """
    return tuple(_Sources(outline, function).find(reached))


class _Sources:
    def __init__(self, outline: FileOutline, function: Span) -> None:
        self._outline = outline
        self._function = function
        self._set_once: set[bytes] = set()
        """Pointers at namespace scope whose uses were looked for."""

    def find(self, reached: Iterable[int]) -> Iterator[bytes]:
        declarations = self._outline.declarations
        for number in sorted(reached):
            yield from self._of_file(number)
        called = [n for n, one in enumerate(declarations) if one.span.contains(self._function)]
        seen: set[int] = set()
        while called:
            number = called.pop(0)
            one = declarations[number]
            if number in seen or one.owner or not (one.is_function and one.is_local):
                continue
            seen.add(number)
            for caller in range(len(declarations)):
                if declarations[caller].span.contains(self._function):
                    continue
                own = self._outline.lexemes_of(caller)
                calls = list(_calls(own, one.names))
                if not calls or (caller == number and len(calls) == 1):
                    continue  # no call: the first one in its own text is its declarator
                called.append(caller)
                for arguments in calls:
                    yield from arguments
                    for word in _words_outside_brackets(arguments[1:]):
                        yield from self._of_name(word, own)

    def _of_name(self, name: bytes, around: Sequence[bytes]) -> Iterator[bytes]:
        """What is done with ``name`` in ``around``, and with a variable of the file called so."""
        if self._is_number_in(name, around):
            return
        yield from _uses(around, name)
        for number, one in enumerate(self._outline.declarations):
            if name in one.names and not one.is_function and not one.is_local:
                yield from self._outline.lexemes_of(number)
                yield from self._of_file(number)

    def _of_file(self, number: int) -> Iterator[bytes]:
        """All uses in the file of a pointer that is initialised at namespace scope."""
        one = self._outline.declarations[number]
        text = self._outline.lexemes_of(number)
        if one.is_function or one.is_local or b"static" not in text or b"*" not in text:
            return
        for name in sorted(one.names - self._set_once):
            self._set_once.add(name)
            for other, declaration in enumerate(self._outline.declarations):
                if other != number and not declaration.span.contains(self._function):
                    yield from _uses(self._outline.lexemes_of(other), name)

    @staticmethod
    def _is_number_in(name: bytes, around: Sequence[bytes]) -> bool:
        """Whether ``around`` declares ``name`` as a plain integer, of which there are many uses."""
        types = (b"int", b"long", b"unsigned", b"short", b"size_t")
        return any(word == name and before in types for before, word in pairwise(around))


def _calls(text: Sequence[bytes], names: frozenset[bytes]) -> Iterator[Sequence[bytes]]:
    """Each of ``names`` with what follows it in parentheses; alone where nothing does."""
    for position, word in enumerate(text):
        if word in names:
            end = position + 1
            if text[end : end + 1] == (b"(",):
                end = _behind(text, end)
            yield text[position:end]


def _uses(text: Sequence[bytes], name: bytes) -> Iterator[bytes]:
    """What begins with ``name``, up to the statement's end, wherever it is not subscripted."""
    for position, word in enumerate(text):
        if word == name and text[position + 1 : position + 2] != (b"[",):
            yield from text[max(0, position - 1) : position]
            for following in text[position:]:
                yield following
                if following in (b";", b"{", b"}"):
                    break


def _words_outside_brackets(text: Sequence[bytes]) -> list[bytes]:
    """The names in ``text`` that no subscript holds and that are not called."""
    found: dict[bytes, None] = {}
    depth = 0
    for position, word in enumerate(text):
        if word == b"[":
            depth += 1
        elif word == b"]":
            depth -= 1
        elif depth == 0 and is_word(word) and text[position + 1 : position + 2] != (b"(",):
            found[word] = None
    return list(found)


def _behind(text: Sequence[bytes], start: int) -> int:
    """The position behind the bracket that closes the one at ``start``."""
    depth = 0
    for position in range(start, len(text)):
        if text[position] in _OPENING:
            depth += 1
        elif text[position] in _CLOSING:
            depth -= 1
            if depth == 0:
                return position + 1
    return len(text)
