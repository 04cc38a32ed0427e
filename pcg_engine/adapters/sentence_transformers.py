"""Embedding by meaning, with a sentence-transformers model of the user's choice."""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from threading import Lock
from typing import Any

from pcg_engine.domain.errors import EnvironmentUnavailable
from pcg_engine.ports import Vectors

_DESCRIBING = ("modules.json", "config.json", "config_sentence_transformers.json")


class SentenceTransformerEmbedder:
    """``Embedder`` by the model ``name``: a folder, or a name on the Hugging Face Hub.

    Nothing is downloaded unless ``may_download``: a name must then be in the local cache. Models
    that bring code of their own are not run. Raises ``EnvironmentUnavailable`` without the extra
    ``semantic``, or if the model cannot be loaded.
    """

    def __init__(self, name: str, *, may_download: bool = False) -> None:
        library = _library()
        path = Path(name).expanduser()
        where = str(path) if path.is_dir() else name
        try:
            self._model: Any = library.SentenceTransformer(
                where,
                device="cpu",
                trust_remote_code=False,
                local_files_only=not may_download,
            )
        except (OSError, ValueError, RuntimeError, KeyError) as error:
            first = next(iter(str(error).strip().splitlines()), type(error).__name__)
            raise EnvironmentUnavailable(
                "no-embedding-model",
                f"the embedding model `{name}` cannot be loaded: {first}",
                "name a folder that holds a sentence-transformers model, download the model first, "
                "or use the built-in embedder (structural)",
            ) from error
        self._dimensions = _length(self._model)
        self._identity = f"sentence-transformers:{name}:{_fingerprint(path)}:{self._dimensions}"
        # A tokenizer must not be used by two threads at once.
        self._lock = Lock()

    @property
    def identity(self) -> str:
        """The model's name, and for a folder what it holds."""
        return self._identity

    @property
    def dimensions(self) -> int:
        """The length of a vector."""
        return self._dimensions

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One vector for each of ``texts``; longer ones than the model reads are cut off."""
        if not texts:
            return Vectors(0, self._dimensions, b"")
        with self._lock:
            made = self._model.encode(
                list(texts), normalize_embeddings=True, show_progress_bar=False
            )
        data = array("f", (float(value) for row in made for value in row)).tobytes()
        return Vectors(len(texts), self._dimensions, data)


def _library() -> Any:
    try:
        return import_module("sentence_transformers")
    except ImportError as error:
        raise EnvironmentUnavailable(
            "no-semantic",
            "retrieval by meaning needs sentence-transformers, which is not installed",
            'pip install "pcg-engine[semantic]", or use the built-in embedder (structural)',
        ) from error


def _length(model: Any) -> int:
    # Renamed in sentence-transformers 5.
    length = getattr(model, "get_embedding_dimension", None) or (
        model.get_sentence_embedding_dimension
    )
    return int(length())


def _fingerprint(path: Path) -> str:
    """Tells one model in a folder from the next: what describes it, and the sizes of all files."""
    if not path.is_dir():
        return "hub"
    digest = hashlib.sha256()
    for file in sorted(one for one in path.rglob("*") if one.is_file()):
        digest.update(f"{file.relative_to(path)}\0{file.stat().st_size}\0".encode())
        if file.name in _DESCRIBING:
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
