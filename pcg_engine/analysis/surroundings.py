"""What of its file a function needs to compile, as text for a prompt, and nothing else of it.

Names are compared without regard to scopes, so that a namesake may come along. Comments stay
behind. Of a called function the signature is enough, unless it is small; of a class the members
without their bodies, of a table its type.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from pcg_engine.analysis.foreign_declarations import foreign_declarations
from pcg_engine.domain.ast import TranslationUnit
from pcg_engine.domain.source import Span
from pcg_engine.syntax.comments import without_comments
from pcg_engine.syntax.declarations import (
    Declaration,
    DeclarationKind,
    FileOutline,
    outline_of,
)
from pcg_engine.syntax.definitions import definition_at
from pcg_engine.syntax.lexemes import Directive, is_word, lexemes
from pcg_engine.syntax.parse import SyntaxTree

_SMALL_BODY = 400
_SMALL_METHOD = 160
_SMALL_TABLE = 300
_KEYWORDS = frozenset(
    b"auto bool break case catch char class const constexpr continue default do double else enum "
    b"extern false float for if inline int long namespace new noexcept nullptr operator private "
    b"protected public return short signed sizeof static static_cast std struct switch template "
    b"this true typedef typename union unsigned using void volatile while".split()
)
_BLANK_LINES = re.compile(rb"\n(?:[ \t]*\n)+")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Declarations as C++ text; ``left_out`` names those that did not fit, the text does so too."""

    text: str
    left_out: tuple[str, ...] = ()


def surroundings(
    tree: SyntaxTree,
    function: Span,
    unit: TranslationUnit | None = None,
    limit: int = 6000,
) -> Surroundings:
    """What ``function`` mentions of its file, and what that mentions, nearest first.

    ``limit`` is in characters. ``unit`` adds types and functions of the project's headers, as far
    as they are known from it.
    """
    definition = definition_at(tree, function)
    own = function if definition is None else definition.whole
    outline = outline_of(tree)
    found = _Search(outline, own)
    parts = [*_lines(outline, own), *found.parts()]
    if unit is not None:
        known = {word for one in outline.declarations for word in one.names}
        foreign = tuple(foreign_declarations(unit, found.mentioned, known))
        parts += [
            _Part(f"`{one.name}`", (one.text,), (), 1, number - len(foreign))
            for number, one in enumerate(foreign)
        ]
    kept, left_out = _fitting(parts, limit)
    text = _text(kept)
    if left_out:
        note = f"// Not shown: {', '.join(left_out)}.\n"
        text = f"{text}{note}"
    return Surroundings(text, left_out)


@dataclass(frozen=True, slots=True)
class _Part:
    """A declaration: its ``texts``, longest first, of which one is shown; how near it is."""

    label: str
    texts: tuple[str, ...]
    scope: tuple[str, ...]
    level: int
    position: int


class _Search:
    """Breadth first from the words of the function."""

    def __init__(self, outline: FileOutline, own: Span) -> None:
        self._outline = outline
        self._own = own
        self._classes = [c for c in outline.declarations if c.kind is DeclarationKind.CLASS]
        self.mentioned: set[bytes] = set()
        self._levels: dict[int, int] = {}
        self._macros: dict[int, int] = {}
        words = set(_words(outline.text(own)))
        for one in outline.declarations:
            if one.span.contains(own):
                # A member reaches its class.
                words.update(one.owner)
                if one.kind is DeclarationKind.CLASS:
                    words |= one.names
        level = 0
        while words:
            level += 1
            self.mentioned |= words
            words = set(self._reach(words, level)) - self.mentioned

    def parts(self) -> Iterator[_Part]:
        """What was found."""
        for number, level in self._levels.items():
            one = self._outline.declarations[number]
            yield _Part(
                f"`{one.label}`",
                tuple(dict.fromkeys(self._texts(one))),
                tuple(scope.decode("utf-8", "replace") for scope in one.scope),
                level,
                one.span.start,
            )
        for number, level in self._macros.items():
            line = self._outline.directives[number]
            name = line.macro.decode("utf-8", "replace")
            yield _Part(f"`{name}`", (_shown(line.text),), (), level, line.start)

    def _reach(self, words: set[bytes], level: int) -> Iterator[bytes]:
        for number, one in enumerate(self._outline.declarations):
            if number in self._levels or one.is_always or words.isdisjoint(one.names):
                continue
            if one.is_function and (one.span.contains(self._own) or not self._is_shown(one)):
                continue
            self._levels[number] = level
            yield from _words(self._texts(one)[0].encode("utf-8", "replace"))
        for number, line in enumerate(self._outline.directives):
            if line.keyword == b"define" and line.macro in words and number not in self._macros:
                self._macros[number] = level
                yield from line.words

    def _is_shown(self, one: Declaration) -> bool:
        # Members are declared in their class; outside of it, small ones say more.
        if not one.owner:
            return True
        is_small = one.body is not None and len(one.body) <= _SMALL_METHOD
        return is_small and not any(other.span.contains(one.span) for other in self._classes)

    def _texts(self, one: Declaration) -> list[str]:
        if one.kind is DeclarationKind.CLASS:
            return [self._without_bodies(one)]
        whole = _shown(self._outline.text(one.span))
        if one.is_function and one.body is not None:
            head = _shown(self._outline.text(Span(one.span.start, one.body.start)))
            prototype = f"{head.rstrip()};"
            return [whole, prototype] if len(one.body) <= _SMALL_BODY else [prototype]
        if one.kind is DeclarationKind.OTHER and not whole.rstrip().endswith(";"):
            whole = f"{whole.rstrip()};"
        if len(whole) > _SMALL_TABLE and "=" in whole:
            return [f"{whole.partition('=')[0].rstrip()} = /* values not shown */;"]
        return [whole]

    def _without_bodies(self, one: Declaration) -> str:
        parts: list[bytes] = []
        at = one.span.start
        for body in sorted(one.left_out):
            if len(body) > _SMALL_METHOD or self._own.contains(body):
                parts += (self._outline.data[at : body.start].rstrip(), b";")
                at = body.end
        parts.append(self._outline.data[at : one.span.end])
        text = _shown(b"".join(parts)).rstrip()
        return text if text.endswith(";") else f"{text};"


def _lines(outline: FileOutline, own: Span) -> Iterator[_Part]:
    """What is included, and names that are imported."""
    for line in outline.directives:
        if line.keyword == b"include" and not own.holds(line.start):
            yield _Part("an include", (_shown(line.text),), (), 0, line.start)
    for one in outline.declarations:
        text = outline.text(one.span)
        if text.startswith(b"using ") and one.is_always:
            scope = tuple(part.decode("utf-8", "replace") for part in one.scope)
            yield _Part("a using-declaration", (_shown(text),), scope, 0, one.span.start)


def _fitting(parts: Iterable[_Part], limit: int) -> tuple[list[tuple[_Part, str]], tuple[str, ...]]:
    """The parts that fit, nearest first, and the names of the others."""
    kept: list[tuple[_Part, str]] = []
    left_out: list[str] = []
    remaining = limit
    for part in sorted(parts, key=lambda one: (one.level, len(one.texts[-1]), one.position)):
        text = next((one for one in part.texts if len(one) < remaining), None)
        if text is None:
            left_out.append(part.label)
        else:
            kept.append((part, text))
            remaining -= len(text) + 1
    return kept, tuple(dict.fromkeys(left_out))


def _text(kept: Sequence[tuple[_Part, str]]) -> str:
    """What is included, then the texts in the order of the file, in their namespaces."""
    lines: list[str] = []
    ordered = sorted(kept, key=lambda one: (one[0].level > 0, one[0].position))
    for scope, group in groupby(ordered, key=lambda one: one[0].scope):
        lines += (f"{name} {{" for name in scope)
        lines += (text for _, text in group)
        lines += "}" * len(scope)
    return "".join(f"{line}\n" for line in lines)


def _words(text: bytes) -> Iterator[bytes]:
    for lexeme in lexemes(text):
        if lexeme.startswith(b"#"):
            yield from Directive(0, 0, lexeme).words
        elif is_word(lexeme) and lexeme not in _KEYWORDS:
            yield lexeme


def _shown(text: bytes) -> str:
    plain = without_comments(text.replace(b"\r\n", b"\n"))
    return _BLANK_LINES.sub(b"\n", plain).decode("utf-8", "replace").strip("\n")
