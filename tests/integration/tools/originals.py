"""Originals and candidates from texts, read by the real reader."""

from __future__ import annotations

from pathlib import Path

from pcg_engine.adapters.clang_ast import ClangAstReader
from pcg_engine.domain.candidate import RULES_ORIGIN, Candidate
from pcg_engine.domain.facts import InputFacts, LoopFacts, Parallelizability
from pcg_engine.domain.source import Edit, SourceText, Span
from pcg_engine.domain.toolchain import CompileCommand
from pcg_engine.ports import Cancellation
from pcg_engine.syntax.loops import find_loops
from pcg_engine.syntax.parse import parse
from pcg_engine.syntax.splice import apply_edits
from pcg_engine.tools.subject import Instruments, Original, Subject

COMMAND = CompileCommand("g++", ("-std=c++20", "-O2"), ".")


def read_original(
    text: bytes,
    folder: Path,
    instruments: Instruments,
    function: str = "kernel",
    inputs: InputFacts | None = None,
) -> Original:
    """The function ``function`` of ``text``, with the facts that syntax alone gives."""
    clang = instruments.toolchain.clang
    assert clang is not None
    path = folder / "original.cpp"
    path.write_bytes(text)
    source = SourceText(str(path), text)
    reader = ClangAstReader(clang.path, clang.version, folder / "reader")
    unit = reader.read(source, COMMAND, [function], Cancellation())
    loop = next(
        loop
        for loop in find_loops(parse(source))
        if loop.function is not None and loop.function.name == function
    )
    found = unit.function_at(loop.span.start, loop.span.end)
    assert found is not None
    facts = LoopFacts(loop, found.key, Parallelizability.UNKNOWN)
    return Original(source, COMMAND, unit, found, (facts,), inputs or InputFacts(), facts.loop.span)


def rewritten(original: Original, text: bytes, *, reassociates: bool = False) -> Subject:
    """A candidate that replaces the whole file by ``text``."""
    edit = Edit(Span(0, len(original.source.data)), text.decode())
    candidate = Candidate(
        original.nests[0].loop.id, RULES_ORIGIN, "test", (edit,), "", reassociates=reassociates
    )
    return Subject(original, candidate, SourceText(original.source.path, text))


def edited(
    original: Original, text: str, *, before: str = "for (", reassociates: bool = False
) -> Subject:
    """A candidate with ``text`` put before the first ``before`` of the function."""
    place = original.source.data.index(before.encode(), original.function.span.start)
    edit = Edit(Span(place, place), text)
    candidate = Candidate(
        original.nests[0].loop.id, RULES_ORIGIN, "test", (edit,), "", reassociates=reassociates
    )
    return Subject(original, candidate, apply_edits(original.source, (edit,)))
