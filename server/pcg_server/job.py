"""A job: its loop, its state, and where both are in the text as it is now."""

from __future__ import annotations

from dataclasses import dataclass

from pcg_engine.domain.loops import Loop, LoopId
from pcg_engine.domain.source import Edit, Span
from pcg_engine.domain.toolchain import CompileCommand
from pcg_engine.protocol.reports import AttemptReport, ProjectReport
from pcg_engine.syntax.declarations import FileOutline, outline_of
from pcg_engine.syntax.fingerprint import Dependencies, dependencies
from pcg_engine.syntax.own_headers import OwnHeaders
from pcg_engine.syntax.splice import with_line_ends
from pcg_server.documents import Document
from pcg_server.inquiry import Inquiry
from pcg_server.jobs import State, offer_of


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a job's result rests on, in the text that the job was started for.

    ``function`` is the span of the function in that text, ``text_digest`` the text's SHA-256,
    ``dependencies`` what the function uses of the rest of the file and of the project's headers.
    """

    loop: LoopId
    function: Span
    text_digest: str
    dependencies: Dependencies
    command: CompileCommand


@dataclass(frozen=True, slots=True)
class Job:
    """One loop nest on its way to an offer; a new value for every change.

    ``project`` is what the user's project said, where it was asked.
    """

    id: str
    uri: str
    anchor: Anchor
    state: State
    attempts: tuple[AttemptReport, ...] = ()
    notes: tuple[str, ...] = ()
    inquiry: Inquiry = Inquiry()
    project: ProjectReport | None = None


def anchor(
    document: Document, loop: Loop, command: CompileCommand, headers: OwnHeaders
) -> Anchor | None:
    """The anchor of a job for ``loop``; ``None`` for a loop outside any function."""
    if loop.function is None:
        return None
    return Anchor(
        loop.id,
        loop.function.span,
        document.source.digest,
        dependencies(outline_of(document.index.tree), loop.function.span, headers),
        command,
    )


def changed(
    at: Anchor, document: Document, outline: FileOutline, headers: OwnHeaders
) -> tuple[str, ...]:
    """What of the code that ``at`` rests on is different in ``document``; empty if nothing is.

    ``outline`` is that of the document, ``headers`` are the project's that it includes.
    """
    loop = document.loop(at.loop)
    if loop is None or loop.function is None:
        return (at.loop.function,)
    now = dependencies(outline, loop.function.span, headers)
    return at.dependencies.difference(now)


def edits_for(job: Job, document: Document) -> tuple[Edit, ...] | None:
    """The offer's edits in ``document``; ``None`` if there is none, or it does not fit any more."""
    verification = offer_of(job.state)
    loop = document.loop(job.anchor.loop)
    if verification is None or loop is None or loop.function is None:
        return None
    if document.source.digest == job.anchor.text_digest:
        return with_line_ends(verification.edits, document.source)
    if not all(job.anchor.function.contains(edit.span) for edit in verification.edits):
        # It changes more than the function, for instance by an #include.
        return None
    moved = loop.function.span.start - job.anchor.function.start
    edits = tuple(
        Edit(Span(edit.span.start + moved, edit.span.end + moved), edit.text)
        for edit in verification.edits
    )
    return with_line_ends(edits, document.source)
