"""What endpoints complain of, in their own words."""

from __future__ import annotations

import pytest

from pcg_engine.adapters.language_model.dialect import (
    Dialect,
    Part,
    error_text,
    is_too_long,
    refused_part,
)

_ALL: Dialect = frozenset(Part)


def _error(message: str, parameter: str | None = None) -> object:
    return {"error": {"message": message, "type": "invalid_request_error", "param": parameter}}


@pytest.mark.parametrize(
    ("body", "part"),
    [
        (
            _error(
                "Unsupported parameter: 'max_tokens' is not supported with this model. Use "
                "'max_completion_tokens' instead.",
                "max_tokens",
            ),
            Part.MAX_TOKENS,
        ),
        (_error("Unrecognized request argument supplied: max_tokens"), Part.MAX_TOKENS),
        (_error("max_tokens must be at least 1"), None),
        (_error("'max_tokens' is too large: 9000. The maximum context length is 4096"), None),
        (
            _error(
                "Unsupported value: 'temperature' does not support 0.2 with this model. Only the "
                "default (1) value is supported.",
                "temperature",
            ),
            Part.TEMPERATURE,
        ),
        (
            _error(
                "Invalid parameter: 'response_format' of type 'json_schema' is not supported with "
                "this model."
            ),
            Part.STRUCTURE,
        ),
        (_error("This response_format type is unavailable now"), Part.STRUCTURE),
        (_error("failed to parse grammar"), Part.STRUCTURE),
        (_error("Invalid schema", "response_format"), Part.STRUCTURE),
        (
            {
                "detail": [
                    {
                        "type": "extra_forbidden",
                        "loc": ["body", "stream_options"],
                        "msg": "Extra inputs are not permitted",
                    }
                ]
            },
            Part.STREAM_USAGE,
        ),
        ({"object": "error", "message": "System role not supported"}, Part.SYSTEM_ROLE),
        ({"error": 'unknown field "stream_options"'}, Part.STREAM_USAGE),
        ("unknown parameter: temperature", Part.TEMPERATURE),
        (_error("Bad request"), None),
        (_error("The model's context window is exceeded; lower response_format"), None),
        ({}, None),
        ([], None),
        (None, None),
        ({"error": {"message": ["stream_options"], "param": {}}, "detail": [3]}, None),
    ],
)
def test_a_complaint_names_its_part(body: object, part: Part | None) -> None:
    assert refused_part(body, _ALL) is part
    # What was not sent cannot be what is minded.
    if part is not None:
        assert refused_part(body, _ALL - {part}) is not part


def test_the_message_is_found_however_it_is_wrapped() -> None:
    bodies: list[object] = [
        {"error": {"message": "no"}},
        {"error": "no"},
        {"message": "no"},
        {"detail": "no"},
        "no",
    ]
    assert [error_text(body) for body in bodies] == ["no"] * 5
    listed = {"detail": [{"loc": ["body", "n"], "msg": "too small"}, {"msg": "odd"}]}
    assert error_text(listed) == "body.n: too small; : odd"
    assert error_text({"error": {"message": ""}}) == ""


def test_too_long_is_told_from_other_complaints() -> None:
    assert is_too_long(_error("This model's maximum context length is 4096 tokens."))
    assert is_too_long(_error("the request exceeds the available context size"))
    assert not is_too_long(_error("max_tokens is not supported"))
