"""How many tokens a text may come to, without anybody's tokenizer (pure)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from math import ceil

from pcg_engine.domain.conversation import Message

_PIECE = re.compile(
    r"(?P<word>[A-Za-z_]+)|(?P<digits>\d+)|(?P<blanks>[ \t]+)|(?P<end>\n+)|(?P<mark>[!-~])"
    r"|(?P<foreign>.)",
    re.DOTALL,
)
_LETTERS_PER_TOKEN = 4
_MESSAGE = 8
"""What a chat format adds to a message, roughly."""


def estimate(text: str) -> int:
    """A number of tokens that ``text`` hardly exceeds.

    On the high side for every tokenizer in use: long words count several times, each digit and each
    mark once, runs of blanks once, characters beyond ASCII by their bytes.
    """
    total = 0
    for match in _PIECE.finditer(text):
        piece = match[0]
        match match.lastgroup:
            case "word":
                total += ceil(len(piece) / _LETTERS_PER_TOKEN)
            case "digits":
                total += len(piece)
            case "blanks":
                # A single blank belongs to the word behind it.
                total += len(piece) > 1
            case "foreign":
                total += len(piece.encode("utf-8", "replace"))
            case _:
                total += 1
    return total


def estimate_messages(messages: Iterable[Message]) -> int:
    """The same for a conversation."""
    return sum(_MESSAGE + estimate(message.text) for message in messages)
