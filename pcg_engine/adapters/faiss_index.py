"""Indexes of vectors in files that are mapped into memory, by FAISS.

One file an embedder. Behind FAISS's own bytes, which end where they say, stands a trailer: JSON
with the format, the identity of the embedder, the digest of the examples and the checksum of all
before it, then its length and a mark. What does not fit in any of these is made anew, never mended.
"""

from __future__ import annotations

import hashlib
import json
import mmap
import os
import struct
import tempfile
import zlib
from array import array
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from pcg_engine.domain.errors import EnvironmentUnavailable
from pcg_engine.ports import Neighbour, Vectors

_FORMAT = 1
_MARK = b"PCGINDEX"
_TAIL = struct.Struct("<I8s")


@dataclass(frozen=True, slots=True)
class IndexKey:
    """What an index is of: the embedder's identity and length, and the digest of the examples."""

    embedder: str
    dimensions: int
    content: str


@dataclass(frozen=True, slots=True)
class OpenedIndex:
    """An index, and whether its vectors had to be made.

    ``problem`` says why it is not kept in a file; empty if it is.
    """

    index: FaissIndex
    built: bool
    problem: str = ""


class FaissIndex:
    """``VectorIndex`` over a flat FAISS index of inner products."""

    def __init__(self, index: Any) -> None:
        self._index = index

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def nearest(self, query: Vectors, count: int) -> tuple[Neighbour, ...]:
        """Up to ``count`` nearest to the one vector of ``query``; equals in their own order."""
        wanted = min(count, len(self))
        if wanted < 1:
            return ()
        similarities, positions = self._index.search(_matrix(query), wanted)
        found = [
            Neighbour(int(position), float(similarity))
            for position, similarity in zip(positions[0], similarities[0], strict=True)
            if position >= 0
        ]
        return tuple(sorted(found, key=lambda one: (-one.similarity, one.position)))


def open_index(folder: Path, key: IndexKey, embed: Callable[[], Vectors]) -> OpenedIndex:
    """The index of ``key`` in ``folder``, made from ``embed()`` if it is missing, stale or damaged.

    The file is replaced in one step: other processes keep what they have mapped. Where it cannot be
    written the index lives in memory only.
    """
    path = index_path(folder, key.embedder)
    kept = _load(path, key)
    if kept is not None:
        return OpenedIndex(kept, built=False)
    vectors = embed()
    if vectors.dimensions != key.dimensions:
        raise EnvironmentUnavailable(
            "bad-embedder",
            f"the embedder {key.embedder} made vectors of {vectors.dimensions} numbers instead of "
            f"{key.dimensions}",
            "choose another embedder",
        )
    faiss = _faiss()
    made = faiss.IndexFlatIP(vectors.dimensions)
    if vectors.count:
        made.add(_matrix(vectors))
    try:
        _save(path, key, faiss.serialize_index(made).tobytes())
    except OSError as error:
        return OpenedIndex(FaissIndex(made), built=True, problem=error.strerror or str(error))
    return OpenedIndex(_load(path, key) or FaissIndex(made), built=True)


def index_path(folder: Path, embedder: str) -> Path:
    """The file for vectors of ``embedder``."""
    return folder / f"{hashlib.sha256(embedder.encode()).hexdigest()[:16]}.faiss"


def _load(path: Path, key: IndexKey) -> FaissIndex | None:
    try:
        if not _is_whole(path, key):
            return None
    except (OSError, ValueError, struct.error):
        return None
    faiss = _faiss()
    try:
        index = faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
    except RuntimeError:
        return None
    return FaissIndex(index) if index.d == key.dimensions else None


def _is_whole(path: Path, key: IndexKey) -> bool:
    """Whether the file's trailer is that of ``key`` and its bytes are those that were written."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        if len(data) < _TAIL.size:
            return False
        length, mark = _TAIL.unpack(data[-_TAIL.size :])
        end = len(data) - _TAIL.size - length
        if mark != _MARK or end < 0:
            return False
        trailer: object = json.loads(data[end : len(data) - _TAIL.size])
        with memoryview(data)[:end] as body:
            return trailer == _trailer(key, zlib.crc32(body))


def _save(path: Path, key: IndexKey, body: bytes) -> None:
    trailer = json.dumps(_trailer(key, zlib.crc32(body))).encode()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".new")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(body + trailer + _TAIL.pack(len(trailer), _MARK))
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except OSError:
        with suppress(OSError):
            Path(name).unlink()
        raise


def _trailer(key: IndexKey, checksum: int) -> dict[str, object]:
    return {
        "format": _FORMAT,
        "embedder": key.embedder,
        "dimensions": key.dimensions,
        "content": key.content,
        "checksum": checksum,
    }


def _matrix(vectors: Vectors) -> Any:
    numpy = import_module("numpy")
    values = array("f", vectors.data)
    return numpy.asarray(values, dtype="float32").reshape(vectors.count, vectors.dimensions)


def _faiss() -> Any:
    # Half a second to load, which only retrieval needs.
    try:
        return import_module("faiss")
    except ImportError as error:
        raise EnvironmentUnavailable(
            "no-faiss", f"FAISS cannot be loaded: {error}", "pip install faiss-cpu"
        ) from error
