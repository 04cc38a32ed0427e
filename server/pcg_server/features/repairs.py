"""Code actions on a wrong OpenMP directive: a verified repair, or removing it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lsprotocol import types

from pcg_engine.domain.loops import Loop
from pcg_engine.domain.source import Edit, Span
from pcg_engine.protocol.messages import MisuseAnalysis
from pcg_server.convert import decode
from pcg_server.documents import Document
from pcg_server.features.commands import CommandName
from pcg_server.features.diagnostics import diagnostic
from pcg_server.session import Session, outermost


def loop_of_directive(session: Session, document: Document, span: Span) -> Loop | None:
    """The loop whose wrong directive holds ``span``."""
    for misuse in _current(session, document):
        if misuse.directive.start <= span.start <= span.end <= misuse.directive.end:
            return document.identified(misuse.loop)
    return None


def repairs(session: Session, document: Document, loop: Loop) -> Iterator[types.CodeAction]:
    """What can be done about the directive of ``loop``, if it is wrong."""
    wrong = [one for one in _current(session, document) if one.loop == str(loop.id)]
    if not wrong:
        return
    told = [diagnostic(document, one) for one in wrong]
    nest = outermost(document, loop)
    arguments: list[dict[str, object]] = [{"uri": document.uri, "loop": str(nest.id)}]
    title = "Repair OpenMP, verified"
    yield types.CodeAction(
        title,
        types.CodeActionKind.QuickFix,
        diagnostics=told,
        command=types.Command(title, CommandName.PARALLELIZE_LOOP, arguments=arguments),
    )
    removal = wrong[0].removal
    if removal:
        yield types.CodeAction(
            "Remove the OpenMP directive: the loop must run serially",
            types.CodeActionKind.QuickFix,
            diagnostics=told,
            edit=_edit(session, document, removal),
        )


def _current(session: Session, document: Document) -> tuple[MisuseAnalysis, ...]:
    """What is known of the text at hand, not of an older one."""
    known = session.analyses.of(document.uri)
    return known.misuses if known.digest == document.source.digest else ()


def _edit(session: Session, document: Document, edits: Sequence[Edit]) -> types.WorkspaceEdit:
    changes = [types.TextEdit(document.lines.range(e.span), decode(e.data)) for e in edits]
    if not session.capabilities.versioned_edits:
        return types.WorkspaceEdit(changes={document.uri: changes})
    identity = types.OptionalVersionedTextDocumentIdentifier(document.uri, document.version)
    return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(identity, list(changes))])
