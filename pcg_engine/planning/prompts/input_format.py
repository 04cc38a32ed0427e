"""The JSON in which a model names inputs, and its schema."""

from __future__ import annotations

import json

from pcg_engine.domain.conversation import ReplySchema

MOST_INPUTS = 8
LARGEST_SIZE = 1_000_000
VALUES = {
    "exact": "small integers",
    "random": "positive, of about one magnitude",
    "signed": "of both signs and several magnitudes",
    "sorted": "ascending",
    "reversed": "descending",
    "equal": "all the same",
    "ties": "few distinct ones",
    "wide": "with many significant digits",
    "cancelling": "large ones of both signs among ones",
    "special": "infinities, NaN, signed zeros and denormals among them",
    "offset": "a small spread around a large number",
}
"""How the elements of an input can be chosen: the harness knows these words."""

_INPUT: dict[str, object] = {
    "type": "object",
    "properties": {
        "size": {"type": "integer", "minimum": 0, "maximum": LARGEST_SIZE},
        "values": {"type": "string", "enum": list(VALUES)},
        "numbers": {"type": "array", "items": {"type": "number"}},
        "parameters": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"name": {"type": "string"}, "value": {"type": "integer"}},
                "required": ["name", "value"],
                "additionalProperties": False,
            },
        },
        "why": {"type": "string"},
    },
    "required": ["size", "values", "numbers", "parameters", "why"],
    "additionalProperties": False,
}


def described() -> str:
    """The format in words, for models that get no schema."""
    values = ", ".join(f"`{name}` ({meaning})" for name, meaning in VALUES.items())
    return (
        "Each input is an object with `size` (how many elements arrays have, and what size-like "
        f"parameters follow; at most {LARGEST_SIZE:,}), `values` (how elements are chosen: "
        f"{values}), `numbers` (values that must occur among the elements; may be empty), "
        "`parameters` (a list of objects with `name` and `value`: integer parameters, or sizes of "
        "containers by their name, that must have just this value; may be empty) and `why` (one "
        "sentence). For instance:\n\n"
        '{"size": 17, "values": "ties", "numbers": [0.0], "parameters": [{"name": "k", "value": '
        '1}], "why": "equal keys around a border between threads"}'
    )


def inputs_schema() -> ReplySchema:
    """An object with ``inputs``."""
    return _schema("inputs", {})


def judgement_schema() -> ReplySchema:
    """An object with ``equivalent``, ``reason`` and ``inputs``."""
    return _schema("judgement", {"equivalent": {"type": "boolean"}, "reason": {"type": "string"}})


def _schema(name: str, before: dict[str, object]) -> ReplySchema:
    properties = {**before, "inputs": {"type": "array", "items": _INPUT}}
    schema = {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
    return ReplySchema(name, json.dumps(schema))
