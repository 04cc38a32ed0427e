"""Applies offers: held against the text, confirmed where they rest on assumptions."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer

from pcg_engine.domain.source import Edit, SourceText, Span
from pcg_engine.protocol.messages import FileStamp, KeepApplied, Verification
from pcg_engine.protocol.reports import OfferReport
from pcg_engine.syntax.splice import apply_edits
from pcg_server.convert import decode
from pcg_server.documents import Document
from pcg_server.inquiry import credit
from pcg_server.job import Job, edits_for
from pcg_server.jobs import ApplicationReverted, OfferApplied, Stale, offer_of
from pcg_server.refusal import Refusal
from pcg_server.session import Session

log = logging.getLogger(__name__)

_CONFIRMATION_SECONDS = 5.0
"""How long the editor may take to report the edit that it says it has made."""
_POLL_SECONDS = 0.02
_APPLY = "Apply: I confirm this"
_CANCEL = "Cancel"
_AUTHOR = "pcg-author"


@dataclass(frozen=True, slots=True)
class _Application:
    """An applied offer and what takes it back, relative to the function's start."""

    job: str
    uri: str
    function: str
    digest: str
    inverse: tuple[tuple[int, int, bytes, str], ...]


class Applying:
    """Edits of the user's files; each is made only when a command asks for it."""

    def __init__(self, server: LanguageServer, session: Session) -> None:
        self._server = server
        self._session = session
        self._last: _Application | None = None

    async def apply(self, job: Job) -> str | None:
        """Apply the offer of ``job``; the reason, if that was not done."""
        self._session.require_trust()
        verification = self._fresh(job.id)
        changed = await asyncio.to_thread(_changed_files, verification.files)
        if changed:
            return f"{', '.join(changed)} changed since this was verified: parallelize it again"
        path, settings = self._session.document(job.uri).path, self._session.settings
        compilation = await asyncio.to_thread(self._session.compilation, path, settings)
        if compilation.command != job.anchor.command:
            return "the file is compiled otherwise now (see its flags): parallelize it again"
        if not await self._confirmed(verification):
            return "not confirmed"
        # The user took some time, perhaps to edit.
        if self._fresh(job.id) != verification:
            return "a better version was found meanwhile: look at it first"
        job = self._session.board.job(job.id) or job
        document = self._session.document(job.uri)
        edits = edits_for(job, document)
        if edits is None:
            return "the code was edited since: parallelize it again"
        written = credit(verification.offer)
        label = f"PCG: parallelize {job.anchor.loop.function}{f', {written}' if written else ''}"
        reason = await self._edit(document, edits, label, written)
        if reason is not None:
            return reason
        applied = _example(job, document, verification.offer)
        if applied is not None:
            self._session.keep_applied(applied)
        self._last = _application(job, document, edits, self._session.documents.get(job.uri))
        self._session.board.happen(job.id, OfferApplied())
        return None

    async def revert(self) -> str | None:
        """Take the last application back; the reason, if that was not done."""
        last = self._last
        if last is None:
            raise Refusal("nothing was applied in this session: use the editor's undo")
        document = self._session.document(last.uri)
        start = _start_of(document, last.function, last.digest)
        if start is None:
            return "the function was edited since: use the editor's undo"
        edits = tuple(
            Edit(Span(start + first, start + end), text) for first, end, _, text in last.inverse
        )
        reason = await self._edit(document, edits, f"PCG: revert {last.function}")
        if reason is None:
            self._last = None
            self._session.board.happen(last.job, ApplicationReverted())
            self._session.check_now(last.uri)
        return reason

    def _fresh(self, identity: str) -> Verification:
        """The offer of the job, held against the text as it is now; raises ``Refusal``."""
        job = self._session.board.job(identity)
        if job is not None:
            self._session.check_now(job.uri)
            job = self._session.board.job(identity)
        if job is None:
            raise Refusal("this offer is gone: parallelize the loop again")
        verification = offer_of(job.state)
        if verification is None:
            if isinstance(job.state, Stale):
                what = ", ".join(job.state.changed)
                raise Refusal(f"the code was edited since ({what}): parallelize it again")
            raise Refusal("there is nothing verified to apply")
        return verification

    async def _confirmed(self, verification: Verification) -> bool:
        """Whether the user confirms, by name, what no guard in the code checks."""
        unchecked = [one for one in verification.offer.assumptions if one.needs_confirmation]
        if not unchecked:
            return True
        named = "; ".join(one.message for one in unchecked)
        question = f"PCG: this version is right only if: {named}."
        return await self._session.user.ask(question, _APPLY, _CANCEL) == _APPLY

    async def _edit(
        self, document: Document, edits: Sequence[Edit], label: str, written: str = ""
    ) -> str | None:
        """One versioned edit of an open document, confirmed by the editor's own report of it.

        ``written`` says which language model wrote it, if one did; editors that show it, do.
        """
        expected = apply_edits(document.source, edits)
        lines = document.lines
        changes = [types.TextEdit(lines.range(edit.span), decode(edit.data)) for edit in edits]
        if self._session.capabilities.versioned_edits:
            identity = types.OptionalVersionedTextDocumentIdentifier(document.uri, document.version)
            if written and self._session.capabilities.change_annotations:
                edit = _annotated(identity, changes, written)
            else:
                edit = types.WorkspaceEdit(
                    document_changes=[types.TextDocumentEdit(identity, list(changes))]
                )
        else:
            edit = types.WorkspaceEdit(changes={document.uri: changes})
        try:
            result = await self._server.workspace_apply_edit_async(
                types.ApplyWorkspaceEditParams(edit, label)
            )
        except JsonRpcException as error:
            return f"the editor refused the edit: {error}"
        if not result.applied:
            return f"the editor refused the edit: {result.failure_reason or 'it gave no reason'}"
        # Some editors skip an edit that came too late, and say that they applied it.
        if await self._becomes(document, expected):
            return None
        return "the text was edited at the same time, so the editor left it alone: try again"

    async def _becomes(self, document: Document, expected: SourceText) -> bool:
        wanted = _normal(expected.data)
        end = asyncio.get_running_loop().time() + _CONFIRMATION_SECONDS
        while True:
            current = self._session.documents.get(document.uri)
            if current is None:
                return False
            if _normal(current.source.data) == wanted:
                return True
            if asyncio.get_running_loop().time() > end:
                return False
            await asyncio.sleep(_POLL_SECONDS)


def _annotated(
    identity: types.OptionalVersionedTextDocumentIdentifier,
    changes: Sequence[types.TextEdit],
    written: str,
) -> types.WorkspaceEdit:
    """``changes``, each marked with who wrote it (LSP 3.17, "AnnotatedTextEdit")."""
    marked = [types.AnnotatedTextEdit(_AUTHOR, one.range, one.new_text) for one in changes]
    annotation = types.ChangeAnnotation(
        f"PCG: {written}", needs_confirmation=False, description="verified before it was offered"
    )
    return types.WorkspaceEdit(
        document_changes=[types.TextDocumentEdit(identity, list(marked))],
        change_annotations={_AUTHOR: annotation},
    )


def _example(job: Job, document: Document, offer: OfferReport) -> KeepApplied | None:
    """What the user's own memory keeps of an offer; nothing of one that was not timed."""
    loop = document.loop(job.anchor.loop)
    if loop is None or loop.function is None or offer.speedup is None or offer.threads is None:
        return None
    slow = document.source.slice(loop.function.span)
    name = job.anchor.loop.function
    return KeepApplied(0, name, slow, offer.text, offer.speedup, offer.threads)


def _normal(data: bytes) -> bytes:
    """Line ends are the editor's business."""
    return data.replace(b"\r\n", b"\n")


def _changed_files(stamps: Sequence[FileStamp]) -> tuple[str, ...]:
    """Names of the files that are not what they were."""
    return tuple(Path(one.path).name for one in stamps if _digest(one.path) != one.digest)


def _digest(path: str) -> str:
    try:
        return hashlib.sha256(Path(path).read_bytes()).hexdigest()
    except OSError:
        return ""


def _application(
    job: Job, before: Document, edits: Sequence[Edit], after: Document | None
) -> _Application | None:
    """How to take ``edits`` of ``before`` back; ``None`` if that cannot be said."""
    loop = before.loop(job.anchor.loop)
    if after is None or loop is None or loop.function is None:
        return None
    start = loop.function.span.start
    name = job.anchor.loop.function
    digests = {
        one.id.digest
        for one in after.index.loops
        if one.id.function == name and one.function is not None and one.function.span.start == start
    }
    is_exact = after.source.data == apply_edits(before.source, edits).data
    if len(digests) != 1 or not is_exact or not all(e.span.start >= start for e in edits):
        return None
    moved = 0
    inverse: list[tuple[int, int, bytes, str]] = []
    for edit in edits:
        first = edit.span.start - start + moved
        former = before.source.data[edit.span.start : edit.span.end]
        text = former.decode("utf-8", "surrogateescape")
        inverse.append((first, first + len(edit.data), edit.data, text))
        moved += edit.growth
    return _Application(job.id, job.uri, name, digests.pop(), tuple(inverse))


def _start_of(document: Document, function: str, digest: str) -> int | None:
    """Where the one function of this name and text begins."""
    starts = {
        loop.function.span.start
        for loop in document.index.loops
        if loop.function is not None and (loop.id.function, loop.id.digest) == (function, digest)
    }
    return starts.pop() if len(starts) == 1 else None
