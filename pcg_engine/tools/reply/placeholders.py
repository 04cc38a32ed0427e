"""Code left out of an answer: comments and dots in its place (pure)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pcg_engine.tools.reply.scan import PieceKind, pieces

_DOTS = re.compile(r"\.\.\.|…")
_LEFT_OUT = re.compile(
    r"\b(?:rest|remainder|remaining|remains?|unchanged|omitted|elided|existing|same|original"
    r"|previous|as before|as above|your code|code here|goes here)\b"
)
_PHRASES = re.compile(
    r"^(?:the )?(?:rest|remainder) of (?:the |this |your )?"
    r"(?:function|code|loop|body|implementation|method|file)\b"
    r"|^(?:your|the|existing|original|previous|remaining) (?:\w+ )?code (?:goes )?here\b"
    r"|^(?:insert|add|put) (?:your |the )?(?:\w+ )?code\b"
    r"|^(?:unchanged|omitted(?: for brevity)?|same as (?:before|above|the original))$"
    r"|\b(?:implementation|code|body|loop|rest) (?:is |are |remains? )?(?:the same|unchanged"
    r"|omitted|as before|goes here)$"
    r"|\bomitted for brevity\b"
)
_STATEMENT_BEGINS = frozenset(("{", "}", ";", ""))


def placeholder(code: str, original: str) -> str | None:
    """What in ``code`` stands for code that was left out, as written; ``None`` if nothing does.

    Comments that ``original`` has as well stand for nothing.
    """
    known = set(_comments(original))
    before = ""
    for piece in pieces(code):
        if piece.kind is PieceKind.COMMENT:
            if piece.text not in known and _stands_for_code(piece.text):
                return piece.text
            continue
        if piece.kind is PieceKind.DOTS and before in _STATEMENT_BEGINS:
            return piece.text
        before = piece.text
    return None


def is_left_out(body: str) -> bool:
    """Whether nothing but comments and dots is between the braces of ``body``."""
    return all(
        piece.kind in (PieceKind.COMMENT, PieceKind.DOTS) or piece.text in ("{", "}")
        for piece in pieces(body)
    )


def _comments(text: str) -> Iterator[str]:
    return (piece.text for piece in pieces(text) if piece.kind is PieceKind.COMMENT)


def _stands_for_code(comment: str) -> bool:
    told = comment.strip("/* \t\n").lower()
    if _DOTS.fullmatch(told):
        return True
    inner = told.strip(".… \t()[]")
    if _DOTS.match(told) and _LEFT_OUT.search(inner):
        return True
    if told.endswith(("...", "…")) and _LEFT_OUT.match(inner.removeprefix("the ")):
        return True
    return _PHRASES.search(inner) is not None
