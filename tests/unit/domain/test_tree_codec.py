"""Trees as text and back."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from pcg_engine.domain.ast import TranslationUnit
from pcg_engine.domain.tree_codec import decode, encode
from tests.trees import Recording, recorded, recordings

EMPTY = TranslationUnit({}, (), {}, ())


@pytest.mark.parametrize("recording", list(recordings()), ids=lambda r: r.tree.stem)
def test_recorded_trees_survive_the_round_trip(recording: Recording) -> None:
    _, unit = recorded(recording.name, openmp=recording.openmp)
    text = encode(unit)
    assert decode(text) == unit
    assert encode(decode(text)) == text


def test_a_field_that_was_added_since_takes_its_default() -> None:
    document = json.loads(encode(EMPTY))
    (fields,) = document["classes"]
    at = fields.index("dependencies")
    fields.pop(at)
    document["tree"].pop(at)
    assert decode(json.dumps(document)) == EMPTY


def _other_version(document: dict[str, Any]) -> None:
    document["version"] = 0


def _unknown_field(document: dict[str, Any]) -> None:
    document["classes"][0].append("unheard_of")


def _field_without_default_gone(document: dict[str, Any]) -> None:
    document["classes"][0].remove("functions")


def _unknown_class(document: dict[str, Any]) -> None:
    document["classes"][0] = ["NoSuchClass"]


def _short_node(document: dict[str, Any]) -> None:
    document["tree"].pop()


@pytest.mark.parametrize(
    "damage",
    [
        _other_version,
        _unknown_field,
        _field_without_default_gone,
        _unknown_class,
        _short_node,
    ],
)
def test_any_other_difference_is_refused(damage: Callable[[dict[str, Any]], None]) -> None:
    document = json.loads(encode(EMPTY))
    damage(document)
    with pytest.raises(ValueError, match=r"version|changed|no class|fields"):
        decode(json.dumps(document))


def test_no_document_is_refused() -> None:
    with pytest.raises(ValueError, match="version"):
        decode("[]")
