"""Precompiled system headers: built once for each set of headers and flags, kept on disk."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from pcg_engine.adapters.clang_ast.dependency_files import (
    are_current,
    parse_dependencies,
    stamps,
)
from pcg_engine.adapters.clang_ast.process import ClangCall, ClangRunner
from pcg_engine.ports import Cancellation

_KEPT = 12
_SECONDS = 120.0
_NAMING_FILES = ("-I", "-i", "--sysroot", "-B", "-resource-dir")


@dataclass(frozen=True, slots=True)
class PrecompiledHeaders:
    """A precompiled header and the files it was made from, with their stamps."""

    path: Path
    files: dict[str, str]


class PrecompiledHeaderCache:
    """Precompiled headers in one folder; several processes may share it."""

    def __init__(self, clang: str, identity: str, folder: Path, runner: ClangRunner) -> None:
        self._clang = clang
        self._runner = runner
        self._identity = identity
        self._folder = folder
        self._locks: dict[str, threading.Lock] = {}
        self._guard = threading.Lock()

    def get(
        self,
        prefix: bytes,
        flags: tuple[str, ...],
        named: tuple[Path, ...],
        directory: Path,
        cancellation: Cancellation,
        *,
        language: str = "c++",
    ) -> PrecompiledHeaders | None:
        """``prefix`` precompiled as ``language`` with ``flags``, which name the paths ``named``.

        ``None`` if there is nothing to precompile, or if clang refuses it: the text is then
        parsed without, and clang says of it what is wrong.
        """
        if not prefix:
            return None
        # Only options that name files mean something else in another folder.
        place = str(directory) if any(f.startswith(_NAMING_FILES) for f in flags) else ""
        content = json.dumps([self._identity, language, flags, place]).encode() + prefix
        key = hashlib.sha256(content).hexdigest()[:32]
        with self._guard:
            lock = self._locks.setdefault(key, threading.Lock())
        with lock:
            known = self._known(key)
            if known is None:
                # Without room for it on the disk every text is read with all its headers.
                with suppress(OSError):
                    known = self._build(
                        key, prefix, flags, named, directory, cancellation, language
                    )
            return known

    def discard(self, precompiled: PrecompiledHeaders) -> None:
        """Forget headers that clang did not accept."""
        precompiled.path.with_suffix(".json").unlink(missing_ok=True)

    def _known(self, key: str) -> PrecompiledHeaders | None:
        path = self._folder / f"{key}.pch"
        try:
            files = cast("dict[str, str]", json.loads(path.with_suffix(".json").read_bytes()))
            os.utime(path)
        except (OSError, ValueError):
            return None
        return PrecompiledHeaders(path, files) if are_current(files) else None

    def _build(
        self,
        key: str,
        prefix: bytes,
        flags: tuple[str, ...],
        named: tuple[Path, ...],
        directory: Path,
        cancellation: Cancellation,
        language: str,
    ) -> PrecompiledHeaders | None:
        self._folder.mkdir(parents=True, exist_ok=True)
        self._evict()
        header = self._folder / f"{key}.hpp"
        if not header.exists() or header.read_bytes() != prefix:
            header.write_bytes(prefix)
        with tempfile.TemporaryDirectory(prefix="build-", dir=self._folder) as place:
            building = Path(place).resolve()
            unfinished = building / "unfinished.pch"
            dependencies = building / "dependencies.d"
            call = ClangCall(
                (
                    self._clang,
                    *flags,
                    "-w",
                    "-x",
                    f"{language}-header",
                    str(header),
                    "-o",
                    str(unfinished),
                    "-MD",
                    "-MF",
                    str(dependencies),
                ),
                directory,
                building,
                _SECONDS,
                (header, *named),
            )
            finished = self._runner.run(call, cancellation)
            if finished.returncode != 0 or not unfinished.is_file() or unfinished.is_symlink():
                return None
            if os.getuid() == 0:
                # A sandboxed run may have had another user.
                os.chown(unfinished, 0, 0)
            listed = [
                str(directory / name)
                for name in parse_dependencies(dependencies.read_text("utf-8", "replace"))
            ]
            files = stamps(tuple(f for f in listed if f != str(header)), ("",))
            path = self._folder / f"{key}.pch"
            unfinished.replace(path)
            recorded = building / "recorded.json"
            recorded.write_text(json.dumps(files), "utf-8")
            recorded.replace(path.with_suffix(".json"))
            return PrecompiledHeaders(path, files)

    def _evict(self) -> None:
        """Keep the most recently used ones: each has several megabytes."""
        try:
            found = sorted(self._folder.glob("*.pch"), key=lambda p: p.stat().st_mtime)
        except OSError:
            # Another process evicts at the same moment.
            return
        for path in found[: max(len(found) - _KEPT + 1, 0)]:
            path.with_suffix(".json").unlink(missing_ok=True)
            path.unlink(missing_ok=True)
            path.with_suffix(".hpp").unlink(missing_ok=True)
