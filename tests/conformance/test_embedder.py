"""What every ``Embedder`` promises: as many vectors as texts, always the same, of length one."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Callable
from pathlib import Path

import pytest

from pcg_engine.adapters.sentence_transformers import SentenceTransformerEmbedder
from pcg_engine.domain.errors import EnvironmentUnavailable
from pcg_engine.memory.hybrid import HybridEmbedder, Part
from pcg_engine.memory.structural import StructuralEmbedder
from pcg_engine.ports import Embedder
from tests.fakes.embedder import WordEmbedder

CODES = ("for (int i = 0; i < n; ++i) sum += a[i];", "while (x) { x = f(x); }", "int y = 3;")


class _Model:
    def get_sentence_embedding_dimension(self) -> int:
        return 2

    def encode(self, texts: list[str], **_options: object) -> list[list[float]]:
        return [[0.6, 0.8] if "for" in one else [1.0, 0.0] for one in texts]


class _Library:
    """Stands for the package ``sentence_transformers``: the real one brings gigabytes."""

    def __init__(self) -> None:
        self.loaded: list[dict[str, object]] = []
        self.problem: Exception | None = None

    def SentenceTransformer(self, name: str, **options: object) -> object:  # noqa: N802
        self.loaded.append({"name": name, **options})
        if self.problem is not None:
            raise self.problem
        return _Model()


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> _Library:
    library = _Library()
    monkeypatch.setitem(sys.modules, "sentence_transformers", library)
    return library


EMBEDDERS: dict[str, Callable[[], Embedder]] = {
    "structural": StructuralEmbedder,
    "words": lambda: WordEmbedder(("for", "x", "y")),
    "semantic": lambda: SentenceTransformerEmbedder("model"),
    "hybrid": lambda: HybridEmbedder(
        (Part(StructuralEmbedder(), 3), Part(SentenceTransformerEmbedder("model"), 1))
    ),
}


@pytest.fixture(params=EMBEDDERS)
def embedder(request: pytest.FixtureRequest, library: _Library) -> Embedder:
    assert library.loaded == []
    return EMBEDDERS[request.param]()


def test_one_vector_of_length_one_for_each_text(embedder: Embedder) -> None:
    made = embedder.embed(CODES)
    values = array("f", made.data)
    assert (made.count, made.dimensions) == (len(CODES), embedder.dimensions)
    assert len(values) == made.count * made.dimensions
    for row in range(made.count):
        vector = values[row * made.dimensions : (row + 1) * made.dimensions]
        assert sum(value * value for value in vector) == pytest.approx(1.0, abs=1e-5)


def test_each_text_by_itself(embedder: Embedder) -> None:
    together = embedder.embed(CODES).data
    assert together == b"".join(embedder.embed([code]).data for code in CODES)


def test_no_texts_no_vectors(embedder: Embedder) -> None:
    made = embedder.embed([])
    assert (made.count, made.dimensions, made.data) == (0, embedder.dimensions, b"")


def test_the_identity_stays(embedder: Embedder) -> None:
    assert embedder.identity
    assert embedder.identity == embedder.identity.strip()


def test_nothing_is_downloaded_nor_run_unasked(library: _Library) -> None:
    SentenceTransformerEmbedder("some/model")
    SentenceTransformerEmbedder("some/model", may_download=True)
    assert [one["local_files_only"] for one in library.loaded] == [True, False]
    assert [one["trust_remote_code"] for one in library.loaded] == [False, False]


def test_another_model_in_the_same_folder_is_another_embedder(
    library: _Library, tmp_path: Path
) -> None:
    (tmp_path / "config.json").write_text("{}")
    first = SentenceTransformerEmbedder(str(tmp_path)).identity
    assert SentenceTransformerEmbedder(str(tmp_path)).identity == first
    (tmp_path / "config.json").write_text("[]")
    assert SentenceTransformerEmbedder(str(tmp_path)).identity != first
    assert len(library.loaded) == 3


def test_a_model_that_cannot_be_loaded_is_told(library: _Library) -> None:
    library.problem = OSError("no such model\nand a long story")
    with pytest.raises(EnvironmentUnavailable) as caught:
        SentenceTransformerEmbedder("some/model")
    assert caught.value.code == "no-embedding-model"
    assert caught.value.message == (
        "the embedding model `some/model` cannot be loaded: no such model"
    )
    assert "built-in embedder" in caught.value.hint
