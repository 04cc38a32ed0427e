"""Unified diffs and blocks to search and replace in an answer, applied where they fit (pure).

Line numbers are not trusted, since models miscount: what a hunk takes away and its context say
where it belongs, in exactly one place of the file, or in exactly one of the function.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pcg_engine.domain.source import Edit, SourceText, Span
from pcg_engine.syntax.splice import apply_edits
from pcg_engine.tools.reply.outcome import NoCode

_HUNK = re.compile(r"@@[ \d,+-]*(?:@@|$)")
_HEADERS = ("--- ", "+++ ", "diff ", "index ", "\\ No newline")
_SEARCH, _BETWEEN, _REPLACED = "<<<<<<<", "=======", ">>>>>>>"
_MOST_HUNKS = 64


@dataclass(slots=True)
class _Hunk:
    before: list[str] = field(default_factory=list[str])
    after: list[str] = field(default_factory=list[str])


def is_patch(text: str, language: str) -> bool:
    """Whether ``text`` says what to change, and is not code."""
    lines = text.split("\n")
    if any(line.startswith(_SEARCH) for line in lines) and _REPLACED in text:
        return True
    if any(_HUNK.match(line) for line in lines):
        return True
    if language not in ("diff", "patch"):
        return False
    return any(line.startswith(("+", "-")) and not line.startswith(_HEADERS) for line in lines)


def patched(text: str, original: SourceText, function: Span) -> SourceText | NoCode:
    """``original`` with the diff ``text`` applied to it."""
    found_hunks = _replacements(text) if _REPLACED in text else _hunks(text)
    hunks = [hunk for hunk in found_hunks if hunk.before != hunk.after]
    if not hunks or len(hunks) > _MOST_HUNKS:
        return _unfit("it changes nothing" if not hunks else "it has too many parts")
    data = original.data.replace(b"\r\n", b"\n")
    # Bytes that are no UTF-8 become what a prompt showed of them, and then fit nowhere.
    lines = data.decode("utf-8", "replace").split("\n")
    starts = [0]
    for line in data.split(b"\n"):
        starts.append(starts[-1] + len(line) + 1)
    shift = original.data.count(b"\r\n", 0, function.start)
    own = Span(function.start - shift, function.end - original.data.count(b"\r\n", 0, function.end))
    edits: list[Edit] = []
    for hunk in hunks:
        found = list(_places(hunk.before, lines)) if hunk.before else []
        inside = [
            n
            for n in found
            if own.start <= starts[n + len(hunk.before)] - 1 and (starts[n] < own.end)
        ]
        chosen = found if len(found) == 1 else inside
        if len(chosen) != 1:
            first = next((line for line in hunk.before if line.strip()), "")
            where = "fits in several places" if chosen else "is nowhere in the file"
            return _unfit(f"what it replaces, beginning `{first.strip()}`, {where}")
        start = starts[chosen[0]]
        end = min(starts[chosen[0] + len(hunk.before)], len(data))
        ends_file = chosen[0] + len(hunk.before) > len(lines) - 1
        added = "\n".join(hunk.after) + ("" if ends_file or not hunk.after else "\n")
        edits.append(Edit(Span(start, end), added))
    edits.sort(key=lambda edit: edit.span)
    try:
        return apply_edits(SourceText(original.path, data), edits)
    except ValueError:
        return _unfit("its parts overlap")


def _hunks(text: str) -> Iterator[_Hunk]:
    hunk = _Hunk()
    is_header = True
    for line in text.rstrip("\n").split("\n"):
        if _HUNK.match(line):
            yield hunk
            hunk, is_header = _Hunk(), False
        elif line.startswith("\\ No newline") or (is_header and line.startswith(_HEADERS)):
            continue
        elif line.startswith("+"):
            hunk.after.append(line[1:])
            is_header = False
        elif line.startswith("-"):
            hunk.before.append(line[1:])
            is_header = False
        elif not is_header or line.startswith(" "):
            # An empty line of context has often lost its blank.
            hunk.before.append(line[1:])
            hunk.after.append(line[1:])
            is_header = False
    yield hunk


def _replacements(text: str) -> Iterator[_Hunk]:
    """Blocks as in a conflict of two versions: what to search, and what to put there."""
    hunk: _Hunk | None = None
    is_after = False
    for line in text.split("\n"):
        if line.startswith(_SEARCH):
            hunk, is_after = _Hunk(), False
        elif line.startswith(_REPLACED) and hunk is not None:
            yield hunk
            hunk = None
        elif line.startswith(_BETWEEN) and hunk is not None:
            is_after = True
        elif hunk is not None:
            (hunk.after if is_after else hunk.before).append(line)


def _places(wanted: Sequence[str], lines: Sequence[str]) -> Iterator[int]:
    first = wanted[0]
    for start, line in enumerate(lines):
        if line == first and list(lines[start : start + len(wanted)]) == list(wanted):
            yield start


def _unfit(what: str) -> NoCode:
    return NoCode(
        "diff-does-not-apply",
        f"the diff does not fit the file: {what}. Answer with the complete function instead",
    )
