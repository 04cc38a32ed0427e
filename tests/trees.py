"""Recorded trees: what clang said about ``tests/recorded/*.cpp``, for tests without a compiler.

``scripts/record-trees [NAME…]`` reads the texts and writes the trees beside them. A text whose
first lines hold ``// flags: …`` is read with those flags; one with ``#pragma omp`` is recorded
twice, without and with OpenMP.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from pcg_engine.domain.ast import TranslationUnit
from pcg_engine.domain.source import SourceText
from pcg_engine.domain.toolchain import CompileCommand
from pcg_engine.domain.tree_codec import decode, encode
from pcg_engine.ports import AstReader, Cancellation

FOLDER = Path(__file__).parent / "recorded"


@dataclass(frozen=True, slots=True)
class Recording:
    """One text in one mode, and where its tree is kept."""

    name: str
    openmp: bool

    @property
    def text(self) -> Path:
        """The C++ file."""
        return FOLDER / f"{self.name}.cpp"

    @property
    def tree(self) -> Path:
        """The recorded tree."""
        return FOLDER / f"{self.name}{'.openmp' if self.openmp else ''}.json"

    @property
    def source(self) -> SourceText:
        """The text, under a path that is the same on every machine."""
        return SourceText(f"{self.name}.cpp", self.text.read_bytes())

    def read(self, reader: AstReader) -> TranslationUnit:
        """The whole unit, without what depends on the machine."""
        source = self.source
        match = re.search(rb"^// flags: (.*)$", source.data, re.MULTILINE)
        flags = tuple(match[1].decode().split()) if match else ("-std=c++20", "-O2")
        command = CompileCommand("c++", flags, str(FOLDER))
        unit = reader.read(source, command, (), Cancellation(), openmp=self.openmp)
        return replace(unit, dependencies=())

    def write(self, unit: TranslationUnit) -> None:
        """Keep ``unit`` as the recorded tree."""
        self.tree.write_text(encode(unit) + "\n", "utf-8")


def recordings() -> Iterator[Recording]:
    """All texts in all modes."""
    for path in sorted(FOLDER.glob("*.cpp")):
        yield Recording(path.stem, openmp=False)
        if b"#pragma omp" in path.read_bytes():
            yield Recording(path.stem, openmp=True)


@functools.cache
def recorded(name: str, *, openmp: bool = False) -> tuple[SourceText, TranslationUnit]:
    """The text ``tests/recorded/NAME.cpp`` and its recorded tree."""
    recording = Recording(name, openmp)
    return recording.source, decode(recording.tree.read_text("utf-8"))
