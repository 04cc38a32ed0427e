"""What an endpoint does not understand of the protocol, learnt from what it refused."""

from __future__ import annotations

from enum import StrEnum

from pcg_engine.adapters.language_model.json_values import elements, member, text


class Part(StrEnum):
    """A part of a request that some endpoints refuse and that can be said otherwise, or left."""

    STREAM_USAGE = "stream_options"
    MAX_TOKENS = "max_tokens"
    """Newer hosted models want it called ``max_completion_tokens``."""
    STRUCTURE = "response_format"
    TEMPERATURE = "temperature"
    SYSTEM_ROLE = "system"
    """Some chat templates know only user and assistant: the text goes before the user's."""


Dialect = frozenset[Part]
"""The parts that an endpoint does without."""

OPTIONAL: Dialect = frozenset((Part.STREAM_USAGE, Part.STRUCTURE, Part.TEMPERATURE))
"""What changes no answer's meaning when it is left out."""

_NAMES: dict[Part, tuple[str, ...]] = {
    Part.STREAM_USAGE: ("stream_options", "include_usage"),
    Part.STRUCTURE: ("response_format", "json_schema", "structured output", "grammar", "guided"),
    Part.TEMPERATURE: ("temperature",),
}
_NOT_KNOWN = (
    "unsupported",
    "not support",
    "n't support",
    "unrecognized",
    "unknown",
    "unexpected",
    "not permitted",
    "not allowed",
    "extra inputs",
    "extra fields",
)
_TOO_LONG = (
    "context length",
    "context size",
    "context window",
    "context_length",
    "maximum context",
    "too large",
    "too long",
    "too many tokens",
)


def error_text(body: object) -> str:
    """What an endpoint says in the body of an error: its message, however it is wrapped."""
    error = member(body, "error")
    for candidate in (
        member(error, "message"),
        error,
        member(body, "message"),
        member(body, "detail"),
        body,
    ):
        if found := text(candidate).strip():
            return found
    # FastAPI: a list of what is wrong, each with the place.
    told: list[str] = []
    for one in elements(member(body, "detail")):
        place = ".".join(text(step) for step in elements(member(one, "loc")))
        told.append(f"{place}: {text(member(one, 'msg'))}")
    return "; ".join(told)


def is_too_long(body: object) -> bool:
    """Whether an error says that question and answer together are longer than the model can."""
    told = error_text(body).lower()
    return any(sign in told for sign in _TOO_LONG)


def refused_part(body: object, sent: Dialect) -> Part | None:
    """Which of the parts ``sent`` an endpoint complains of in the body of a 400 or 422."""
    told = error_text(body)
    parameter = text(member(member(body, "error"), "param"))
    if is_too_long(body):
        return None
    for part, names in _NAMES.items():
        if part in sent and (parameter in names or any(name in told.lower() for name in names)):
            return part
    folded = told.lower()
    if Part.MAX_TOKENS in sent and (
        "max_completion_tokens" in folded
        or ("max_tokens" in f"{folded} {parameter}" and any(sign in folded for sign in _NOT_KNOWN))
    ):
        return Part.MAX_TOKENS
    if Part.SYSTEM_ROLE in sent and "system" in folded and "role" in folded:
        return Part.SYSTEM_ROLE
    return None
