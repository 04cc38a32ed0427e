"""Edits of texts: applying them, showing them as a diff, and carrying them past other edits."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pcg_engine.domain.source import Edit, SourceText, Span

_LONE_LINE_FEED = re.compile(r"(?<!\r)\n")
_NO_NEWLINE = b"\\ No newline at end of file\n"


@dataclass(frozen=True, slots=True)
class Conflict:
    """``edit`` cannot be carried past ``earlier``: both touch the same text."""

    edit: Edit
    earlier: Edit


def apply_edits(source: SourceText, edits: Sequence[Edit]) -> SourceText:
    """``source`` after ``edits``, whose spans all refer to the text before.

    The edits must be disjoint, sorted and inside the text, else ``ValueError``. Insertions at one
    place appear in the order in which they are given.
    """
    parts: list[bytes] = []
    position = 0
    for edit in edits:
        if edit.span.start < position:
            raise ValueError(f"edits overlap or are not sorted at byte {edit.span.start}")
        if edit.span.end > len(source.data):
            raise ValueError(f"an edit ends at byte {edit.span.end}, after the end of the text")
        parts.append(source.data[position : edit.span.start])
        parts.append(edit.data)
        position = edit.span.end
    parts.append(source.data[position:])
    return SourceText(source.path, b"".join(parts))


def with_line_ends(edits: Sequence[Edit], source: SourceText) -> tuple[Edit, ...]:
    r"""``edits`` with ``\r\n`` for ``\n`` where all lines of ``source`` end so."""
    data = source.data
    if not 0 < data.count(b"\r\n") == data.count(b"\n"):
        return tuple(edits)
    return tuple(Edit(one.span, _LONE_LINE_FEED.sub("\r\n", one.text)) for one in edits)


def rebase(edits: Sequence[Edit], earlier: Sequence[Edit]) -> tuple[Edit, ...] | Conflict:
    """``edits`` of a text as edits of that text after ``earlier``; both disjoint and sorted.

    Applying ``earlier`` and then the result does what both do. It is a ``Conflict`` if an edit
    changes, or inserts strictly inside, what an earlier one replaced, or if both insert at one
    place, since their order would be a guess.
    """
    moved: list[Edit] = []
    for edit in edits:
        delta = 0
        for other in earlier:
            if _collide(edit.span, other.span):
                return Conflict(edit, other)
            if other.span.end <= edit.span.start:
                delta += other.growth
        moved.append(Edit(Span(edit.span.start + delta, edit.span.end + delta), edit.text))
    return tuple(moved)


def difference(
    old: SourceText, new: SourceText, anchors: Sequence[tuple[int, int]] = ()
) -> tuple[Edit, ...]:
    """Edits of lines, or of parts of them, that turn ``old`` into ``new``.

    ``anchors`` are places of both texts, ascending, that belong to each other: no edit extends
    beyond one.
    """
    edits: list[Edit] = []
    start, new_start = 0, 0
    for end, new_end in (*anchors, (len(old.data), len(new.data))):
        piece, new_piece = old.data[start:end], new.data[new_start:new_end]
        if piece != new_piece:
            edits.extend(_line_edits(piece, new_piece, start))
        start, new_start = end, new_end
    return tuple(edits)


def unified_diff(old: SourceText, new: SourceText) -> str:
    """The difference as ``git apply`` reads it, three lines of context; empty if there is none.

    Paths are those of the texts, without a leading ``/``, after ``a/`` and ``b/``. Bytes that are
    not UTF-8 are lone surrogates in the result: write it with ``errors="surrogateescape"``.
    """
    if old.data == new.data:
        return ""
    lines = difflib.diff_bytes(
        difflib.unified_diff,
        _lines(old.data),
        _lines(new.data),
        b"a/" + _path(old),
        b"b/" + _path(new),
    )
    return b"".join(_terminated(lines)).decode("utf-8", "surrogateescape")


def _collide(edit: Span, other: Span) -> bool:
    if edit.start == edit.end and other.start == other.end:
        return edit.start == other.start
    return edit.start < other.end and other.start < edit.end


def _line_edits(old: bytes, new: bytes, start: int) -> Iterator[Edit]:
    """Edits of the whole lines of ``old``, which begins at ``start``."""
    before, after = _lines(old), _lines(new)
    shared = _common_prefix(before, after)
    tail = _common_prefix(before[shared:][::-1], after[shared:][::-1])
    starts = [start + sum(map(len, before[:shared]))]
    before, after = before[shared : len(before) - tail], after[shared : len(after) - tail]
    for line in before:
        starts.append(starts[-1] + len(line))
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for tag, i, i_end, j, j_end in matcher.get_opcodes():
        if tag != "equal":
            text = b"".join(after[j:j_end]).decode("utf-8", "surrogateescape")
            yield Edit(Span(starts[i], starts[i_end]), text)


def _common_prefix(one: Sequence[bytes], other: Sequence[bytes]) -> int:
    for position, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return position
    return min(len(one), len(other))


def _path(source: SourceText) -> bytes:
    path = source.path.lstrip("/").encode("utf-8", "surrogateescape")
    # As git does it, lest what follows a blank be taken for a time stamp.
    return path + b"\t" if b" " in path else path


def _lines(data: bytes) -> list[bytes]:
    # Not splitlines(): a lone carriage return or a form feed ends no line for git.
    lines = data.split(b"\n")
    last = lines.pop()
    kept = [line + b"\n" for line in lines]
    return [*kept, last] if last else kept


def _terminated(lines: Iterator[bytes]) -> Iterator[bytes]:
    for line in lines:
        if line.endswith(b"\n"):
            yield line
        else:
            yield line + b"\n" + _NO_NEWLINE
