"""What the checks are given: the original, the candidate, and the instruments to look with."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pcg_engine.domain.ast import Function, TranslationUnit
from pcg_engine.domain.candidate import Candidate
from pcg_engine.domain.facts import InputFacts, LoopFacts
from pcg_engine.domain.source import SourceText, Span
from pcg_engine.domain.toolchain import CompileCommand, Toolchain
from pcg_engine.ports import AstReader, Captures, Clock, Compiler, Sandbox


@dataclass(frozen=True, slots=True)
class Instruments:
    """The ports that checks use; ``workspace`` is a folder under which scratch folders are made.

    Without ``captures`` nothing that the user's own programs gave is used as an input.
    """

    compiler: Compiler
    sandbox: Sandbox
    reader: AstReader
    toolchain: Toolchain
    clock: Clock
    workspace: Path
    threads: int
    captures: Captures | None = None


@dataclass(frozen=True, slots=True)
class Original:
    """The function to be parallelised, as the user wrote it.

    ``nests`` are the facts of the loops that the candidate edits: one for a rule's candidate,
    several or none for one that rewrites more. ``inputs`` are the facts of the function.
    ``region`` is the part of the source that the inputs have to reach: the edited loops, or the
    whole function.
    """

    source: SourceText
    command: CompileCommand
    unit: TranslationUnit
    function: Function
    nests: tuple[LoopFacts, ...]
    inputs: InputFacts
    region: Span


@dataclass(frozen=True, slots=True)
class Subject:
    """A candidate under test; ``source`` is the whole file after its edits."""

    original: Original
    candidate: Candidate
    source: SourceText

    @property
    def function_span(self) -> Span:
        """Where the function under test lies in the candidate's text."""
        span = self.original.function.span
        start, end, moved, grown = span.start, span.end, 0, 0
        for edit in self.candidate.edits:
            if edit.span.end <= span.start and not span.contains(edit.span):
                moved += edit.growth
            elif edit.span.start < span.end:
                start, end = min(start, edit.span.start), max(end, edit.span.end)
                grown += edit.growth
        return Span(start + moved, max(start, end + grown) + moved)
