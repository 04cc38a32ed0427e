"""Offers the edit of the build that makes directives count; asks before it is made."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import assert_never

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer

from pcg_engine.adapters.project_files import DiskProjectFiles
from pcg_engine.domain.source import Edit
from pcg_engine.planning.openmp_build.proposal import AlreadyOn, Awakened, BuildEdit, ByHand
from pcg_engine.planning.openmp_build.propose import BuildQuestion, propose_openmp
from pcg_server.compile_commands import Compilation
from pcg_server.convert import Lines, decode
from pcg_server.documents import Document
from pcg_server.refusal import Refusal
from pcg_server.session import Session
from pcg_server.workspace_folder import folder_around

log = logging.getLogger(__name__)

_SHOWN = 5
_YES = "Edit the build"
_NO = "Not now"


@dataclass(frozen=True, slots=True)
class _Answer:
    """What can be done, and the texts that an edit is of."""

    proposal: AlreadyOn | BuildEdit | ByHand
    texts: Mapping[str, bytes]


class Building:
    """Questions and edits of build files."""

    def __init__(self, server: LanguageServer, session: Session) -> None:
        self._server = server
        self._session = session

    async def offer(self, document: Document, *, asked: bool) -> str | None:
        """Offer to switch OpenMP on for ``document``; the reason, if no edit was made.

        Without ``asked`` nothing is said where nothing can be done.
        """
        compilation = await asyncio.to_thread(
            self._session.compilation, document.path, self._session.settings
        )
        root = folder_around(document.path, self._session.folders)
        answer = await asyncio.to_thread(_ask, document.path, compilation, root)
        match answer.proposal:
            case AlreadyOn(because=because, is_in_command=is_in_command):
                if is_in_command:
                    return f"this file is compiled with OpenMP already (`{because}`)"
                return f"the build has OpenMP (`{because}`): configure it again"
            case ByHand(reason=reason, instruction=instruction):
                told = f"{reason}: {instruction}"
                if not asked:
                    self._tell(f"PCG: without OpenMP the new directives have no effect. {told}")
                return told
            case BuildEdit() as edit:
                return await self._offer(edit, answer.texts)
            case _:
                assert_never(answer.proposal)

    async def _offer(self, edit: BuildEdit, texts: Mapping[str, bytes]) -> str | None:
        question = (
            f"PCG: this file is compiled without OpenMP, so directives have no effect. "
            f"{edit.title}?{_awakened(edit.awakened)}"
        )
        if await self._session.user.ask(question, _YES, _NO) != _YES:
            return "not confirmed"
        current = await asyncio.to_thread(_read, tuple(texts))
        if current != dict(texts):
            return "the build files were edited meanwhile: ask again"
        by_path: dict[str, list[Edit]] = defaultdict(list)
        for one in edit.edits:
            by_path[one.path].append(one.edit)
        changes = {
            Path(path).as_uri(): self._text_edits(texts[path], edits)
            for path, edits in by_path.items()
        }
        try:
            result = await self._server.workspace_apply_edit_async(
                types.ApplyWorkspaceEditParams(
                    types.WorkspaceEdit(changes=changes), f"PCG: {edit.title}"
                )
            )
        except JsonRpcException as error:
            raise Refusal(f"the editor refused the edit: {error}") from error
        if not result.applied:
            return f"the editor refused the edit: {result.failure_reason or 'it gave no reason'}"
        self._tell(f"PCG: {edit.title}: done. {edit.afterwards}")
        return None

    def _text_edits(self, text: bytes, edits: list[Edit]) -> list[types.TextEdit]:
        lines = Lines(text, self._session.capabilities.encoding)
        return [types.TextEdit(lines.range(one.span), decode(one.data)) for one in edits]

    def _tell(self, text: str) -> None:
        self._server.window_show_message(types.ShowMessageParams(types.MessageType.Info, text))


def _ask(path: Path, compilation: Compilation, root: Path) -> _Answer:
    found = compilation.found
    database = "" if found is None or found.database is None else str(found.database)
    question = BuildQuestion(
        str(path), compilation.command.flags, compilation.command.directory, database
    )
    proposal = propose_openmp(question, DiskProjectFiles(root))
    if not isinstance(proposal, BuildEdit):
        return _Answer(proposal, {})
    return _Answer(proposal, _read(tuple({one.path for one in proposal.edits})))


def _read(paths: tuple[str, ...]) -> dict[str, bytes]:
    return {path: Path(path).read_bytes() for path in paths if Path(path).exists()}


def _awakened(lines: tuple[Awakened, ...]) -> str:
    """The directives that nobody has checked and that the edit brings to life."""
    if not lines:
        return ""
    shown = "; ".join(f"{Path(one.path).name}:{one.line} {one.text}" for one in lines[:_SHOWN])
    more = f"; and {len(lines) - _SHOWN} more" if len(lines) > _SHOWN else ""
    return (
        f" This also brings to life what was written before and PCG has not checked: {shown}{more}."
    )
