"""Shows diffs, pages and files, by whatever the editor can do."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from pcg_engine.syntax.splice import apply_edits
from pcg_server.convert import decode
from pcg_server.inquiry import credit
from pcg_server.job import Job, edits_for
from pcg_server.jobs import Stale, offer_of
from pcg_server.project_page import in_short
from pcg_server.refusal import Refusal
from pcg_server.session import Session
from pcg_server.words import times

SHOW_DIFF = "pcg/showDiff"
SHOW_MARKDOWN = "pcg/showMarkdown"


class Showing:
    """What the server lets the editor show."""

    def __init__(self, server: LanguageServer, session: Session) -> None:
        self._server = server
        self._session = session

    def difference(self, job: Job) -> dict[str, Any]:
        """Parameters of ``pcg/showDiff``; raises ``Refusal`` where there is no offer that fits."""
        document = self._session.document(job.uri)
        self._session.check_now(job.uri)
        job = self._session.board.job(job.id) or job
        edits = edits_for(job, document)
        if edits is None:
            if isinstance(job.state, Stale):
                what = ", ".join(job.state.changed)
                raise Refusal(f"the code was edited since ({what}): parallelize it again")
            raise Refusal("there is no verified version of this loop")
        verification = offer_of(job.state)
        assert verification is not None
        modified = apply_edits(document.source, edits)
        lines = document.lines
        offer = verification.offer
        accepted = in_short(verification.project)
        parts = (f"verified {times(offer.speedup)}", credit(offer), accepted)
        told = ", ".join(filter(None, parts))
        return {
            "job": job.id,
            "uri": job.uri,
            "title": f"PCG: {job.anchor.loop.function}, {told}",
            "original": decode(document.source.data),
            "modified": decode(modified.data),
            "range": {
                "start": _position(lines.position(edits[0].span.start)),
                "end": _position(lines.position(edits[-1].span.end)),
            },
        }

    async def diff(self, job: Job) -> None:
        """Show the offer of ``job`` beside the text."""
        shown = self.difference(job)
        if self._session.capabilities.show_diff:
            await self._server.protocol.send_request_async(SHOW_DIFF, shown)
            return
        verification = offer_of(job.state)
        assert verification is not None
        name = f"{job.anchor.loop.function}.diff"
        await self.file(self._write(name, verification.offer.diff))

    async def markdown(self, title: str, text: str) -> None:
        """Show a page."""
        if self._session.capabilities.show_markdown:
            page = {"title": title, "text": text}
            await self._server.protocol.send_request_async(SHOW_MARKDOWN, page)
            return
        await self.file(self._write(f"{title}.md", text))

    async def file(self, path: Path) -> None:
        """Let the editor open ``path``, or say where it is."""
        if self._session.capabilities.show_document:
            shown = await self._server.window_show_document_async(
                types.ShowDocumentParams(path.as_uri(), take_focus=True)
            )
            if shown.success:
                return
        self._server.window_show_message(
            types.ShowMessageParams(types.MessageType.Info, f"PCG: written to {path}")
        )

    def _write(self, name: str, text: str) -> Path:
        folder = self._session.folder / "shown"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = folder / (re.sub(r"[^\w.-]+", "-", name).strip("-") or "pcg.txt")
        path.write_text(text, encoding="utf-8", errors="surrogateescape")
        return path


def _position(position: types.Position) -> dict[str, int]:
    return {"line": position.line, "character": position.character}
