"""Open files: immutable snapshots that follow the editor's edits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lsprotocol import types

from pcg_engine.domain.loops import Loop, LoopId
from pcg_engine.domain.source import Edit, SourceText, Span
from pcg_engine.syntax.index import LoopIndex
from pcg_engine.syntax.splice import apply_edits
from pcg_server.convert import Encoding, Lines, encode

LANGUAGES = frozenset({"cpp", "c++", "c"})
"""What editors call the languages that PCG looks at (Emacs: by the mode's name)."""

Change = types.TextDocumentContentChangePartial | types.TextDocumentContentChangeWholeDocument


@dataclass(frozen=True, slots=True)
class Document:
    """One version of an open file, with its loops."""

    uri: str
    version: int
    index: LoopIndex
    lines: Lines

    @property
    def source(self) -> SourceText:
        """Path and text."""
        return self.index.source

    @property
    def path(self) -> Path:
        """Where the file is on disk, if it was saved."""
        return Path(self.source.path)

    def loop(self, identity: LoopId) -> Loop | None:
        """The loop with this identity; ``None`` if it is gone, or if there are two."""
        found = [loop for loop in self.index.loops if loop.id == identity]
        return found[0] if len(found) == 1 else None

    def identified(self, identity: str) -> Loop | None:
        """The loop whose identity is written so; ``None`` as above."""
        try:
            return self.loop(LoopId.parse(identity))
        except ValueError:
            return None

    def innermost_at(self, span: Span) -> Loop | None:
        """The innermost loop that holds ``span``; where a line is meant, the loop it begins."""
        holding = [loop for loop in self.loops_at(span) if loop.span.contains(span)]
        if holding:
            return max(holding, key=lambda loop: loop.depth)
        line = self.lines.line_span(self.lines.position(span.start).line)
        starting = [loop for loop in self.loops_at(line) if line.holds(loop.span.start)]
        return min(starting, key=lambda loop: loop.span.start) if starting else None

    def first_of_function_at(self, offset: int) -> Loop | None:
        """The first loop of the function that holds ``offset``."""
        found = [
            loop
            for loop in self.index.loops
            if loop.function is not None and loop.function.span.contains(Span(offset, offset))
        ]
        return min(found, key=lambda loop: loop.span.start) if found else None

    def header_end(self, loop: Loop) -> int:
        """Where the header of ``loop`` ends and its body begins."""
        if loop.body.start > loop.span.start:
            return loop.body.start
        return loop.span.end

    def loop_with_header_at(self, offset: int) -> Loop | None:
        """The loop whose header holds ``offset``."""
        found = [
            loop
            for loop in self.loops_at(Span(offset, offset))
            if loop.span.start <= offset < self.header_end(loop)
        ]
        return max(found, key=lambda loop: loop.depth) if found else None

    def loops_at(self, span: Span) -> tuple[Loop, ...]:
        """The loops whose statement shares a byte with ``span``, outermost first."""
        return self.index.loops_in(Span(span.start, max(span.end, span.start + 1)))

    def is_switched_off(self, loop: Loop) -> bool:
        """Whether ``// pcg: off`` stands on the loop's first line, or on the line before it."""
        data = self.source.data
        line_start = self.source.line_start(loop.span.start)
        before = data.rfind(b"\n", 0, max(line_start - 1, 0)) + 1
        end = data.find(b"\n", loop.span.start)
        text = data[before : len(data) if end < 0 else end]
        return b"pcg: off" in text.replace(b"pcg:off", b"pcg: off")


def opened(item: types.TextDocumentItem, encoding: Encoding) -> Document:
    """The first version of a file."""
    source = SourceText(path_of(item.uri), encode(item.text))
    return Document(item.uri, item.version, LoopIndex.build(source), Lines(source.data, encoding))


def changed(document: Document, version: int, changes: Sequence[Change]) -> Document:
    """The next version: ``changes`` apply one after the other, each to what the last one left."""
    encoding = document.lines.encoding
    index, lines = document.index, document.lines
    for change in changes:
        if isinstance(change, types.TextDocumentContentChangePartial):
            edit = Edit(
                lines.span(change.range),
                encode(change.text).decode("utf-8", "surrogateescape"),
            )
            source = apply_edits(index.source, (edit,))
            index = index.update((edit,), source)
        else:
            index = LoopIndex.build(SourceText(index.source.path, encode(change.text)))
        lines = Lines(index.source.data, encoding)
    return Document(document.uri, version, index, lines)


def path_of(uri: str) -> str:
    """The path that a ``file:`` URI names; any other URI is a path of its own."""
    parts = urlsplit(uri)
    if parts.scheme != "file":
        return uri
    return unquote(parts.path, errors="surrogateescape")


def is_file(uri: str) -> bool:
    """Whether ``uri`` names a file on this machine."""
    return urlsplit(uri).scheme == "file"
