"""What the client can do, resolved once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from lsprotocol import types

from pcg_server.convert import Encoding


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What the server may use; what begins with ``show_markdown`` is an extension of PCG's own."""

    encoding: Encoding = Encoding.UTF16
    versioned_edits: bool = False
    change_annotations: bool = False
    apply_edit: bool = False
    progress: bool = False
    configuration: bool = False
    watch_configuration: bool = False
    lens_refresh: bool = False
    show_document: bool = False
    message_actions: bool = False
    disabled_actions: bool = False
    preferred_actions: bool = False
    markdown_hover: bool = False
    show_markdown: bool = False
    show_diff: bool = False
    jobs: bool = False
    status: bool = False
    ask_program: bool = False


def resolve(
    declared: types.ClientCapabilities, options: Mapping[str, Any], encoding: str
) -> Capabilities:
    """The capabilities declared by ``initialize`` and by PCG's own initialization options."""
    workspace, window = declared.workspace, declared.window
    text, edit = declared.text_document, None if workspace is None else workspace.workspace_edit
    action = None if text is None else text.code_action
    hover = None if text is None or text.hover is None else text.hover.content_format
    lens = None if workspace is None else workspace.code_lens
    configuration = None if workspace is None else workspace.did_change_configuration
    message = None if window is None else window.show_message
    document = None if window is None else window.show_document
    item = None if message is None else message.message_action_item
    own = options.get("client")
    known = cast("Mapping[str, object]", own if isinstance(own, Mapping) else {})
    return Capabilities(
        encoding=Encoding(encoding),
        versioned_edits=edit is not None and bool(edit.document_changes),
        change_annotations=edit is not None and edit.change_annotation_support is not None,
        apply_edit=workspace is not None and bool(workspace.apply_edit),
        progress=window is not None and bool(window.work_done_progress),
        configuration=workspace is not None and bool(workspace.configuration),
        watch_configuration=configuration is not None and bool(configuration.dynamic_registration),
        lens_refresh=lens is not None and bool(lens.refresh_support),
        show_document=document is not None and document.support,
        message_actions=message is not None or item is not None,
        disabled_actions=action is not None and bool(action.disabled_support),
        preferred_actions=action is not None and bool(action.is_preferred_support),
        markdown_hover=types.MarkupKind.Markdown in (hover or ()),
        show_diff=known.get("showDiff") is True,
        show_markdown=known.get("showMarkdown") is True,
        jobs=known.get("jobs") is True,
        status=known.get("status") is True,
        ask_program=known.get("askProgram") is True,
    )
