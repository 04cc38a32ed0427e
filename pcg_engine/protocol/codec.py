"""Messages as lines of JSON: what goes through the pipes between the server and its worker."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from pcg_engine.protocol.messages import Event, Message, Request

if TYPE_CHECKING:
    from cattrs import Converter


class NotAMessage(ValueError):
    """A line that the other side cannot have meant."""


def encode_message(message: Message) -> bytes:
    """``message`` as one line."""
    return _line(_converter().unstructure(message, Message))


def decode_message(line: bytes) -> Message:
    """The message in ``line``; raises ``NotAMessage``."""
    return cast("Message", _structure(line, Message))


def encode_event(event: Event) -> bytes:
    """``event`` as one line."""
    return _line(_converter().unstructure(event, Event))


def decode_event(line: bytes) -> Event:
    """The event in ``line``; raises ``NotAMessage``."""
    return cast("Event", _structure(line, Event))


def _line(value: object) -> bytes:
    # ASCII: lone surrogates, which stand for bytes that are not UTF-8, get through escaped.
    return json.dumps(value, separators=(",", ":")).encode("ascii") + b"\n"


def _structure(line: bytes, kind: Any) -> object:
    try:
        return _converter().structure(json.loads(line), kind)
    # cattrs raises groups of whatever the fields' constructors raise.
    except Exception as error:
        raise NotAMessage(f"not a message: {line[:200]!r}") from error


@cache
def _converter() -> Converter:
    from cattrs.preconf.json import make_converter
    from cattrs.strategies import configure_tagged_union

    converter = make_converter()
    for union in (Message, Request, Event):
        configure_tagged_union(union, converter, tag_name="type")
    return converter
