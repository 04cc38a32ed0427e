"""Hover: what a loop allows, what it may gain, and what became of the attempt."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from pcg_server import words
from pcg_server.analyses import Progress
from pcg_server.session import Session

_PATIENCE_SECONDS = 1.5
"""How long a hover waits for an analysis under way; then it says that it is under way."""


def register(server: LanguageServer, session: Session) -> None:
    """Answer where a loop's header is pointed at."""

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    async def hover(params: types.HoverParams) -> types.Hover | None:
        with suppress(TimeoutError):
            await asyncio.wait_for(session.settled(), _PATIENCE_SECONDS)
        document = session.shown(params.text_document.uri)
        if document is None:
            return None
        offset = document.lines.offset(params.position)
        loop = document.loop_with_header_at(offset)
        if loop is None or document.is_switched_off(loop):
            return None
        session.analyze(document, asked=True)
        if session.analyses.of(document.uri).of(loop) is None and session.trusted:
            await session.analyses.wait(document.uri, _PATIENCE_SECONDS)
        known = session.analyses.of(document.uri)
        if not session.trusted and known.progress is Progress.NONE:
            text = (
                f"**PCG** · `{loop.kind.value}` loop of `{loop.id.function}`\n\n"
                "This workspace is not trusted, so nothing more is found out about it."
            )
        else:
            text = words.hover(document, loop, known, session.job_at(document, loop))
        kind = (
            types.MarkupKind.Markdown
            if session.capabilities.markdown_hover
            else types.MarkupKind.PlainText
        )
        end = document.header_end(loop)
        range_ = types.Range(document.lines.position(loop.span.start), document.lines.position(end))
        return types.Hover(types.MarkupContent(kind, text), range_)
