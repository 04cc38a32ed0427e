"""Which declarations of a file a function may reach, by the names that are mentioned.

Names are compared without regard to scopes and overloads, so that more is reached than a compiler
would find. What is reached without a name (constructors, operators, calls out of templates and
headers) is taken in as far as it could be. Not seen where headers are not read: operators and
constructors of theirs that call back into this file.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from pcg_engine.domain.source import Span
from pcg_engine.syntax.declarations import Declaration, DeclarationKind, FileOutline
from pcg_engine.syntax.foreign_calls import (
    CUSTOMIZATION_POINTS,
    calls_unknown,
    could_call_back,
    is_operator_used,
)
from pcg_engine.syntax.lexemes import is_word, lexemes
from pcg_engine.syntax.own_headers import OwnHeaders

_ACCESSES = frozenset((b".", b"->", b"::", b".*", b"->*"))
_BASE_WORDS = frozenset(b"public private protected virtual final class struct".split())
_HOLDERS = frozenset(
    b"vector array span deque list unique_ptr shared_ptr optional initializer_list".split()
)
"""Standard templates that call nothing of their argument but what is called without a name."""


class Reach:
    """What ``function``, a span of the outlined text, reaches outside itself.

    ``reached`` are the positions in ``outline.declarations``. Code in the project's ``headers``
    counts as reached; without them, a call of what the file does not define may come back anywhere.
    """

    def __init__(
        self, outline: FileOutline, function: Span, headers: OwnHeaders | None = None
    ) -> None:
        self._outline = outline
        self._declarations = outline.declarations
        self._own = function
        self.reached: set[int] = set()
        self._mentioned: set[bytes] = set()
        self._accessed: set[bytes] = set()
        self._pending: list[Sequence[bytes]] = []
        self._everything = False
        self._by_name = _indexed(one.names for one in self._declarations)
        self._by_field = _indexed(one.fields for one in self._declarations)
        self._by_owner = _indexed(one.owner for one in self._declarations)
        self._operators = [
            n for n, one in enumerate(self._declarations) if one.is_function and one.is_operator
        ]
        self._customizations = [
            n
            for n, one in enumerate(self._declarations)
            if one.is_function and not one.names.isdisjoint(CUSTOMIZATION_POINTS)
        ]
        self._macros: dict[bytes, list[bytes]] = defaultdict(list)
        self._headers = () if headers is None else headers.headers
        for line in (*outline.directives, *(m for one in self._headers for m in one.macros)):
            if line.keyword == b"define":
                self._macros[line.macro].append(line.text)
        self._calls_back = (headers is None or not headers.is_complete) and any(
            could_call_back(line.text) for line in outline.directives
        )
        self._find()

    def text_of(self, number: int) -> Sequence[bytes]:
        """The lexemes of a declaration without the function's own text and others' bodies."""
        one = self._declarations[number]
        if one.span.contains(self._own):
            return self._outline.lexemes_between(one.span, (*one.left_out, self._own))
        return self._outline.lexemes_of(number)

    def _find(self) -> None:
        for number, one in enumerate(self._declarations):
            if one.is_always or self._is_special_of_unknown(one):
                self._reach(number)
            if one.span.contains(self._own):
                self._reach(number)
                for word in one.owner:
                    self._mention(word)
                if self._is_template(number):
                    self._reach_users(number)
        self._pending.append(lexemes(self._outline.text(self._own)))
        for header in self._headers:
            for word in header.mentions & self._by_name.keys():
                self._mention(word)
        while self._pending:
            self._follow(self._pending.pop())
            if not self._pending:
                self._reach_by_types()

    def _reach(self, number: int) -> None:
        if number in self.reached:
            return
        self.reached.add(number)
        text = self.text_of(number)
        one = self._declarations[number]
        self._pending.append(_without_methods(text, one) if one.methods else text)
        if one.kind is DeclarationKind.CLASS:
            self._reach_members(one.names, every=self._has_unknown_base(text))

    def _reach_everything(self) -> None:
        """All that code elsewhere could call."""
        if not self._everything:
            self._everything = True
            for number, one in enumerate(self._declarations):
                if not one.is_local:
                    self._reach(number)

    def _reach_members(self, owners: Iterable[bytes], *, every: bool) -> None:
        """The member functions that a class runs without their being named, or every one."""
        for owner in owners:
            for number in self._by_owner.get(owner, ()):
                member = self._declarations[number]
                is_implied = member.is_special or member.names & CUSTOMIZATION_POINTS
                if owner not in self._outline.namespaces and (every or is_implied):
                    self._reach(number)

    def _reach_by_types(self) -> None:
        """Operators and customization points that take a type which was reached."""
        types: set[bytes] = set()
        for number in self.reached:
            one = self._declarations[number]
            if not one.is_function:
                types |= one.names
        for number in (*self._operators, *self._customizations):
            if number not in self.reached and not types.isdisjoint(self._head(number)):
                self._reach(number)

    def _reach_users(self, template: int) -> None:
        """Who uses a template decides which instances there are, and of which types."""
        one = self._declarations[template]
        wanted = {*one.names, *one.owner} - self._outline.namespaces
        for number, other in enumerate(self._declarations):
            if other is not one and not wanted.isdisjoint(self.text_of(number)):
                self.reached.add(number)
                for word in self.text_of(number):
                    for named in self._by_name.get(word, ()):
                        if not self._declarations[named].is_function:
                            self._reach(named)

    def _follow(self, text: Sequence[bytes]) -> None:
        before = b""
        for position, lexeme in enumerate(text):
            if lexeme.startswith(b"#"):
                for word in lexemes(lexeme[1:]):
                    self._mention(word)
            elif is_word(lexeme):
                self._mention(lexeme)
                if before in _ACCESSES:
                    self._access(lexeme)
                elif before in (b"<", b","):
                    self._give_to_template(text, position)
            elif lexeme == b"\\":
                # A line continued in the middle of code may split a name.
                self._reach_everything()
            before = lexeme
        for number in self._operators:
            if number not in self.reached:
                for name in self._declarations[number].names:
                    if is_operator_used(name, text):
                        self._reach(number)
        if self._calls_back and not self._everything and calls_unknown(text, self._knows):
            self._reach_everything()

    def _mention(self, word: bytes) -> None:
        if word in self._mentioned:
            return
        self._mentioned.add(word)
        for number in self._by_name.get(word, ()):
            self._reach(number)
        self._reach_members((word,), every=False)
        for definition in self._macros.get(word, ()):
            if b"##" in definition:
                self._reach_everything()
            self._pending.append(lexemes(definition[1:]))

    def _access(self, word: bytes) -> None:
        if word not in self._accessed:
            self._accessed.add(word)
            for number in self._by_field.get(word, ()):
                self._reach(number)

    def _give_to_template(self, text: Sequence[bytes], position: int) -> None:
        """A class as a template's argument: the template may call any of its members."""
        after = next(
            (one for one in text[position + 1 : position + 4] if one not in (b"*", b"&")), b""
        )
        is_first = text[position - 1] == b"<"
        is_argument = after == b">" or (is_first and after == b",")
        is_held = position >= 2 and text[position - 2] in _HOLDERS
        if is_argument and not is_held:
            for number in self._by_name.get(text[position], ()):
                if self._declarations[number].kind is DeclarationKind.CLASS:
                    self._reach_members((text[position],), every=True)

    def _knows(self, word: bytes) -> bool:
        return word in self._by_name or word in self._by_field or word in self._macros

    def _is_special_of_unknown(self, one: Declaration) -> bool:
        """A special member of a class defined elsewhere, a literal operator, a replaced ``new``."""
        if not one.is_special:
            return False
        if not one.owner:
            return any(
                name.startswith((b"operator new", b"operator delete", b'operator"', b'operator "'))
                for name in one.names
            )
        return not any(
            self._declarations[number].kind is DeclarationKind.CLASS
            for number in self._by_name.get(one.owner[-1], ())
        )

    def _is_template(self, around: int) -> bool:
        own = lexemes(self._outline.text(self._own))
        head = own[: own.index(b"{")] if b"{" in own else own
        return b"auto" in head or b"template" in self.text_of(around)[:1]

    def _has_unknown_base(self, text: Sequence[bytes]) -> bool:
        """Whether a class derives from one that this file does not define."""
        head = text[: text.index(b"{")] if b"{" in text else text
        if b":" not in head:
            return False
        bases = head[head.index(b":") + 1 :]
        return any(
            is_word(word) and word not in _BASE_WORDS and word not in self._by_name
            for word in bases
        )

    def _head(self, number: int) -> Sequence[bytes]:
        one = self._declarations[number]
        end = one.span.end if one.body is None else one.body.start
        return lexemes(self._outline.text(Span(one.span.start, end)))


def _without_methods(text: Sequence[bytes], one: Declaration) -> Sequence[bytes]:
    """A class's text without the names of the functions it declares: declaring is not calling."""
    declared = Counter(one.methods)
    kept: list[bytes] = []
    for lexeme in text:
        if declared[lexeme] > 0:
            declared[lexeme] -= 1
            lexeme = b";"
        kept.append(lexeme)
    return kept


def _indexed(names: Iterable[Iterable[bytes]]) -> dict[bytes, list[int]]:
    index: dict[bytes, list[int]] = defaultdict(list)
    for number, words in enumerate(names):
        for word in words:
            index[word].append(number)
    return index
