"""The project's own headers that a file includes, as far as an offer for the file depends on them.

What a header's code says is part of the program under test; and it may name functions that the file
defines, and so reach them from a function that does not name them.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pcg_engine.domain.source import SourceText
from pcg_engine.ports import ProjectFiles
from pcg_engine.syntax.declarations import outline_of
from pcg_engine.syntax.lexemes import Directive, directives, is_word, lexemes
from pcg_engine.syntax.parse import parse

_INCLUDE = re.compile(
    rb'#include(?:_next)? ?(?:"(?P<quoted>[^"]+)"|<(?P<angled>[^>]+)>|(?P<other>.*))'
)
_MOST_HEADERS = 500


@dataclass(frozen=True, slots=True)
class Header:
    """A header: its ``name`` from the project's folder, and the digest of its code.

    ``mentions`` are the words of its code but for the names of functions that it only declares;
    ``macros`` are its ``#define`` lines.
    """

    name: str
    digest: str
    mentions: frozenset[bytes]
    macros: tuple[Directive, ...]


@dataclass(frozen=True, slots=True)
class OwnHeaders:
    """The headers that a file includes, directly or not, sorted by name.

    ``is_complete`` is false where an ``#include`` could not be read as the name of a file.
    """

    headers: tuple[Header, ...]
    is_complete: bool


@dataclass(frozen=True, slots=True)
class _Read:
    text: bytes
    header: Header
    includes: tuple[Directive, ...]


class HeaderReader:
    """Reads headers through ``files``, each again only when its text changed.

    Headers outside the project's folder are left out: they know nothing of its files.
    """

    def __init__(self, files: ProjectFiles) -> None:
        self._files = files
        self._known: dict[str, _Read] = {}

    def of(self, source: SourceText, folders: Sequence[str]) -> OwnHeaders:
        """The headers of ``source``; ``folders`` are searched as ``-I`` tells, in their order."""
        found: dict[str, Header] = {}
        is_complete = True
        pending = [(source.path, line) for line in _includes(source.data)]
        while pending and len(found) < _MOST_HEADERS:
            path, line = pending.pop()
            names = list(included_paths(line, path, folders))
            is_complete &= bool(names)
            for name in names:
                read = self._read(name)
                if read is None:
                    continue
                if name not in found:
                    found[name] = read.header
                    pending += ((name, one) for one in read.includes)
                break
        headers = sorted(found.values(), key=lambda one: one.name)
        return OwnHeaders(tuple(headers), is_complete and not pending)

    def _read(self, path: str) -> _Read | None:
        text = self._files.read(path)
        if text is None:
            return None
        known = self._known.get(path)
        if known is None or known.text != text:
            name = posixpath.relpath(path, self._files.root)
            known = self._known[path] = _Read(
                text, header_of(name, SourceText(path, text)), tuple(_includes(text))
            )
        return known


def header_of(name: str, source: SourceText) -> Header:
    """What ``source`` is to the files that include it."""
    words = lexemes(source.data)
    outline = outline_of(parse(source))
    declared: Counter[bytes] = Counter()
    for one in outline.declarations:
        if one.is_function or one.is_prototype:
            declared.update(one.names)
        prototypes = Counter(one.methods)
        # Those with a body are declarations of their own.
        prototypes.subtract(
            member
            for other in outline.declarations
            for member in other.names
            if other.is_function and other.span != one.span and one.span.contains(other.span)
        )
        declared.update(+prototypes)
    mentioned = Counter(word for word in words if is_word(word))
    macros = tuple(line for line in outline.directives if line.keyword == b"define")
    mentioned.subtract(declared)
    inside = {word for line in macros for word in line.words}
    return Header(
        name,
        hashlib.sha256(b"\0".join(words)).hexdigest()[:32],
        frozenset(word for word, count in mentioned.items() if count > 0) | inside,
        macros,
    )


def include_folders(flags: Sequence[str], directory: str) -> tuple[str, ...]:
    """The folders that ``flags``, relative to ``directory``, name for the project's headers."""
    found: list[str] = []
    words = iter(flags)
    for word in words:
        for option in ("-iquote", "-isystem", "-I"):
            if word.startswith(option):
                name = word[len(option) :] or next(words, "")
                found.append(posixpath.normpath(posixpath.join(directory, name)))
    return tuple(found)


def included_paths(line: Directive, path: str, folders: Sequence[str]) -> Iterator[str]:
    """Where the header of an ``#include`` in the file ``path`` may be, best first."""
    match = _INCLUDE.match(line.text)
    if match is None or match["other"] is not None:
        return
    quoted: bytes | None = match["quoted"]
    name = (match["angled"] if quoted is None else quoted).decode("utf-8", "surrogateescape")
    own = () if quoted is None else (posixpath.dirname(path),)
    for folder in (*own, *folders):
        yield posixpath.normpath(posixpath.join(folder, name))
    if not own and not folders:
        # A standard header, which is nowhere in the project.
        yield posixpath.join("/", name)


def _includes(text: bytes) -> Iterator[Directive]:
    return (line for line in directives(text) if line.keyword in (b"include", b"include_next"))
