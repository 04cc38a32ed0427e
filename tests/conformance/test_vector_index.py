"""Indexes of vectors: the nearest are found, and files that do not fit are made anew."""

from __future__ import annotations

from array import array
from pathlib import Path

import pytest

from pcg_engine.adapters.faiss_index import IndexKey, OpenedIndex, index_path, open_index
from pcg_engine.ports import Neighbour, VectorIndex, Vectors
from tests.fakes.embedder import PlainIndex

KEY = IndexKey("e-1", 2, "digest")
ROWS = [(1.0, 0.0), (0.0, 1.0), (0.6, 0.8), (0.0, 1.0)]


def _vectors(*rows: tuple[float, ...]) -> Vectors:
    data = array("f", (value for row in rows for value in row))
    return Vectors(len(rows), 2, data.tobytes())


def _open(folder: Path, key: IndexKey = KEY) -> OpenedIndex:
    return open_index(folder, key, lambda: _vectors(*ROWS))


@pytest.fixture(params=["faiss", "plain"])
def index(request: pytest.FixtureRequest, tmp_path: Path) -> VectorIndex:
    return PlainIndex(_vectors(*ROWS)) if request.param == "plain" else _open(tmp_path).index


def test_nearest_first_and_equals_in_their_order(index: VectorIndex) -> None:
    found = index.nearest(_vectors((0.0, 1.0)), 3)
    assert [one.position for one in found] == [1, 3, 2]
    assert [one.similarity for one in found] == pytest.approx([1.0, 1.0, 0.8])


def test_no_more_than_there_are(index: VectorIndex) -> None:
    assert len(index) == 4
    assert len(index.nearest(_vectors((1.0, 0.0)), 9)) == 4
    assert index.nearest(_vectors((1.0, 0.0)), 0) == ()


def test_an_empty_index_finds_nothing(tmp_path: Path) -> None:
    for _ in range(2):
        opened = open_index(tmp_path, KEY, _vectors)
        assert (len(opened.index), opened.index.nearest(_vectors((1.0, 0.0)), 2)) == (0, ())


def test_is_made_once(tmp_path: Path) -> None:
    assert [_open(tmp_path / "new").built for _ in range(3)] == [True, False, False]
    assert [one.name for one in (tmp_path / "new").iterdir()] == [index_path(tmp_path, "e-1").name]


@pytest.mark.parametrize(
    "key", [IndexKey("e-2", 2, "digest"), IndexKey("e-1", 2, "other")], ids=["embedder", "content"]
)
def test_is_made_anew_for_other_embedders_and_examples(tmp_path: Path, key: IndexKey) -> None:
    _open(tmp_path)
    assert _open(tmp_path, key).built
    assert not _open(tmp_path, key).built


@pytest.mark.parametrize("damage", ["empty", "cut", "flipped", "strange", "longer"])
def test_a_damaged_file_is_made_anew(tmp_path: Path, damage: str) -> None:
    _open(tmp_path)
    path = index_path(tmp_path, KEY.embedder)
    good = path.read_bytes()
    damaged = {
        "empty": b"",
        "cut": good[:-5],
        "flipped": good[:50] + bytes([good[50] ^ 1]) + good[51:],
        "strange": b"no index at all" * 10,
        "longer": good + b"\0",
    }
    path.write_bytes(damaged[damage])
    assert _open(tmp_path).built
    assert path.read_bytes() == good


def test_what_is_mapped_outlives_a_replacement(tmp_path: Path) -> None:
    _open(tmp_path)
    old = _open(tmp_path).index
    open_index(tmp_path, IndexKey("e-1", 2, "other"), lambda: _vectors((0.0, 1.0)))
    assert old.nearest(_vectors((1.0, 0.0)), 1) == (Neighbour(0, 1.0),)


def test_lives_in_memory_where_nothing_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    opened = _open(tmp_path / "file")
    assert (len(opened.index), opened.built, opened.problem) == (4, True, "File exists")
