"""Requests and replies as JSON, for what is kept and what is recorded."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING

from pcg_engine.domain.conversation import ModelRequest, Reply

if TYPE_CHECKING:
    from cattrs import Converter


def request_fields(request: ModelRequest) -> object:
    """The whole of ``request``, sample included."""
    return _converter().unstructure(request)


def reply_fields(reply: Reply) -> object:
    """The whole of ``reply``."""
    return _converter().unstructure(reply)


def read_reply(fields: object) -> Reply:
    """The reply that ``reply_fields`` wrote; raises ``ValueError`` for anything else."""
    try:
        return _converter().structure(fields, Reply)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise ValueError(f"this is no reply: {error}") from error


def canonical(value: object) -> str:
    """One text for equal JSON values."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


@cache
def _converter() -> Converter:
    # Late: it takes a while to load, and most runs ask no model.
    from cattrs import Converter

    return Converter(detailed_validation=False)
