"""Warnings on OpenMP directives that are certainly wrong (LSP 3.17, "PublishDiagnostics")."""

from __future__ import annotations

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from pcg_engine.protocol.messages import MisuseAnalysis
from pcg_server.analyses import Progress
from pcg_server.documents import Document
from pcg_server.session import Session, outermost

SOURCE = "pcg"


def register(server: LanguageServer, session: Session) -> None:
    """Publish what an analysis of the text at hand found; between two of them nothing changes."""
    shown: dict[str, tuple[MisuseAnalysis, ...]] = {}

    def publish(uri: str) -> None:
        document = session.shown(uri)
        found: tuple[MisuseAnalysis, ...] = ()
        if document is not None:
            known = session.analyses.of(uri)
            is_current = known.digest == document.source.digest
            if known.progress is not Progress.DONE or not is_current or known.errors:
                return
            found = tuple(m for m in known.misuses if not _is_switched_off(document, m))
        if shown.get(uri, ()) == found:
            return
        shown[uri] = found
        server.text_document_publish_diagnostics(
            types.PublishDiagnosticsParams(
                uri,
                [] if document is None else [diagnostic(document, one) for one in found],
                version=None if document is None else document.version,
            )
        )

    session.listen(publish)


def diagnostic(document: Document, misuse: MisuseAnalysis) -> types.Diagnostic:
    """The warning on the directive."""
    return types.Diagnostic(
        document.lines.range(misuse.directive),
        misuse.text,
        severity=types.DiagnosticSeverity.Warning,
        code=misuse.code,
        source=SOURCE,
    )


def _is_switched_off(document: Document, misuse: MisuseAnalysis) -> bool:
    loop = document.identified(misuse.loop)
    return loop is not None and document.is_switched_off(outermost(document, loop))
