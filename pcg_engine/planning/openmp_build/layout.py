"""Where a line goes into a text, and how the lines around it are written."""

from __future__ import annotations

from pcg_engine.domain.source import Edit, Span


def newline_of(text: bytes) -> str:
    """How the lines of ``text`` end."""
    return "\r\n" if b"\r\n" in text else "\n"


def indentation_at(text: bytes, offset: int) -> str:
    """The white space that the line of ``offset`` begins with."""
    start = text.rfind(b"\n", 0, offset) + 1
    end = start
    while text[end : end + 1] in (b" ", b"\t"):
        end += 1
    return text[start:end].decode("ascii")


def line_after(text: bytes, offset: int, line: str) -> Edit:
    """Insert ``line``, without its end, behind the line that holds ``offset``."""
    ending = newline_of(text)
    end = text.find(b"\n", offset)
    if end != -1:
        return Edit(Span(end + 1, end + 1), f"{line}{ending}")
    last = len(text)
    return Edit(Span(last, last), f"{ending if text else ''}{line}{ending}")


def line_before(text: bytes, offset: int, line: str) -> Edit:
    """Insert ``line``, without its end, before the line that holds ``offset``."""
    start = text.rfind(b"\n", 0, offset) + 1
    return Edit(Span(start, start), f"{line}{newline_of(text)}")


def joined(edits: list[Edit]) -> tuple[Edit, ...]:
    """``edits`` in order; those at one place in the order given."""
    return tuple(sorted(edits, key=lambda edit: (edit.span.start, edit.span.end)))
