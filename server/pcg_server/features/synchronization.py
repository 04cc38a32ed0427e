"""Open, change, save, close (LSP 3.17, "Text Document Synchronization")."""

from __future__ import annotations

import logging

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from pcg_server.documents import LANGUAGES, changed, is_file, opened
from pcg_server.session import Session

log = logging.getLogger(__name__)


def register(server: LanguageServer, session: Session) -> None:
    """Follow the editor's documents; these handlers are synchronous, so that none overtakes."""

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def did_open(params: types.DidOpenTextDocumentParams) -> None:
        item = params.text_document
        if item.language_id in LANGUAGES and is_file(item.uri):
            session.open(opened(item, session.capabilities.encoding))

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def did_change(params: types.DidChangeTextDocumentParams) -> None:
        item = params.text_document
        document = session.documents.get(item.uri)
        if document is None:
            return
        if item.version <= document.version:
            log.warning("%s: version %d after %d", item.uri, item.version, document.version)
        session.change(changed(document, item.version, params.content_changes))

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def did_save(params: types.DidSaveTextDocumentParams) -> None:
        session.saved(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def did_close(params: types.DidCloseTextDocumentParams) -> None:
        session.close_document(params.text_document.uri)
