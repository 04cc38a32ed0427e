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


@pytest.mark.parametrize(
    "damage",
    [
        lambda d: d.update(version=0),
        lambda d: d["classes"][0].append("unheard_of"),
        lambda d: d["classes"][0].remove("functions"),
        lambda d: d["classes"].__setitem__(0, ["NoSuchClass"]),
        lambda d: d["tree"].pop(),
    ],
)
def test_any_other_difference_is_refused(damage: Callable[[Any], object]) -> None:
    document = json.loads(encode(EMPTY))
    damage(document)
    with pytest.raises(ValueError, match=r"version|changed|no class|fields"):
        decode(json.dumps(document))


def test_no_document_is_refused() -> None:
    with pytest.raises(ValueError, match="version"):
        decode("[]")
