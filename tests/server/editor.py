"""An editor for tests: it keeps texts, answers what servers ask, and notes what it is told.

It converts positions in its own way, and refuses whatever its capabilities do not hold.
"""

from __future__ import annotations

import asyncio
import inspect
import json
import os
import signal
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any, cast

import pytest_lsp
from cattrs import Converter
from lsprotocol import types
from lsprotocol.converters import get_converter
from pcg_server.payload import plain
from pygls.capabilities import get_capability
from pygls.protocol import default_converter

PROFILES = Path(__file__).parent / "profiles"
PATIENCE_SECONDS = 120.0
"""Far more than anything here takes: a failure is a fault, never a busy machine."""
_POLL_SECONDS = 0.02
_WORKING = ("queued", "generating", "verifying")
_CODECS = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}


class OnEdit(Enum):
    """What the editor does with ``workspace/applyEdit``."""

    OBEY = "makes it, unless its version is not that of the text"
    REFUSE = "says that it was not applied"
    SKIP = "says that it was applied, and does nothing"
    TYPE_FIRST = "the user types before it comes; it is late then, and said to be applied"


@dataclass
class Text:
    """An open file."""

    text: str
    version: int = 1


@dataclass
class Editor:
    """One connection to a server process; ``script`` is the folder of the scripted worker."""

    client: pytest_lsp.LanguageClient
    capabilities: types.ClientCapabilities
    script: Path
    configuration: Any = None
    on_edit: OnEdit = OnEdit.OBEY
    answer: Callable[[types.ShowMessageRequestParams], str | None] = lambda _: None
    encoding: str = "utf-16"
    result: types.InitializeResult | None = None
    texts: dict[str, Text] = field(default_factory=dict[str, Text])
    jobs: dict[str, list[dict[str, Any]]] = field(default_factory=dict[str, list[dict[str, Any]]])
    statuses: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    progress: dict[str, list[dict[str, Any]]] = field(
        default_factory=dict[str, list[dict[str, Any]]]
    )
    diagnostics: dict[str, list[types.Diagnostic]] = field(
        default_factory=dict[str, list[types.Diagnostic]]
    )
    messages: list[str] = field(default_factory=list[str])
    questions: list[str] = field(default_factory=list[str])
    diffs: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    pages: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    shown: list[Path] = field(default_factory=list[Path])
    edits: list[types.WorkspaceEdit] = field(default_factory=list[types.WorkspaceEdit])
    labels: list[str | None] = field(default_factory=list[str | None])
    refreshes: int = 0
    faults: list[str] = field(default_factory=list[str])

    # --- the user ---------------------------------------------------------------------------------

    def open(self, path: Path, text: str, language: str = "cpp") -> str:
        """Open ``path``, whose text need not be on disk; its URI."""
        uri = path.as_uri()
        self.texts[uri] = Text(text)
        item = types.TextDocumentItem(uri, language, 1, text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        return uri

    def replace(self, uri: str, old: str, new: str) -> None:
        """Replace the only ``old`` in the text, as an incremental change."""
        text = self.texts[uri].text
        assert text.count(old) == 1, f"{text.count(old)} times {old!r}"
        start = text.index(old)
        self._change(uri, ((start, start + len(old), new),))

    def save(self, uri: str) -> None:
        self.client.text_document_did_save(
            types.DidSaveTextDocumentParams(types.TextDocumentIdentifier(uri))
        )

    def close(self, uri: str) -> None:
        del self.texts[uri]
        self.client.text_document_did_close(
            types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(uri))
        )

    async def lenses(self, uri: str) -> list[types.CodeLens]:
        params = types.CodeLensParams(types.TextDocumentIdentifier(uri))
        return list(await self.client.text_document_code_lens_async(params) or [])

    async def titles(self, uri: str) -> list[str]:
        """What the lenses say."""
        return [lens.command.title for lens in await self.lenses(uri) if lens.command is not None]

    async def hover(self, uri: str, line: int, character: int) -> str | None:
        params = types.HoverParams(
            types.TextDocumentIdentifier(uri), types.Position(line, character)
        )
        found = await self.client.text_document_hover_async(params)
        if found is None:
            return None
        assert isinstance(found.contents, types.MarkupContent)
        accepted = get_capability(self.capabilities, "text_document.hover.content_format", [])
        if found.contents.kind not in accepted:
            self.faults.append(f"hover as {found.contents.kind}")
        return found.contents.value

    async def actions(
        self,
        uri: str,
        at: str,
        *,
        only: list[str] | None = None,
        trigger: types.CodeActionTriggerKind | None = types.CodeActionTriggerKind.Invoked,
    ) -> list[types.CodeAction]:
        """The code actions where the only ``at`` stands."""
        start = self.position(uri, self.texts[uri].text.index(at))
        params = types.CodeActionParams(
            types.TextDocumentIdentifier(uri),
            types.Range(start, start),
            types.CodeActionContext(
                [],
                only=None if only is None else [cast("types.CodeActionKind", one) for one in only],
                trigger_kind=trigger,
            ),
        )
        found = await self.client.text_document_code_action_async(params)
        actions = [one for one in found or [] if isinstance(one, types.CodeAction)]
        told = "text_document.code_action"
        for one in actions:
            if one.is_preferred and not get_capability(
                self.capabilities, f"{told}.is_preferred_support", False
            ):
                self.faults.append("a preferred action")
            if one.disabled and not get_capability(
                self.capabilities, f"{told}.disabled_support", False
            ):
                self.faults.append("a disabled action")
        return actions

    async def command(self, name: str, argument: object = None) -> Any:
        """The result of a command, as plain values."""
        params = types.ExecuteCommandParams(name, [] if argument is None else [argument])
        return plain(await self.client.workspace_execute_command_async(params))

    async def run(self, lens: types.CodeLens) -> Any:
        """Click on a lens."""
        assert lens.command is not None
        arguments = lens.command.arguments or []
        return await self.command(lens.command.command, plain(arguments[0]))

    async def ask(self, method: str, params: object) -> Any:
        """The result of one of PCG's own requests."""
        return plain(await self.client.protocol.send_request_async(method, params))

    def tell(self, method: str, params: object) -> None:
        self.client.protocol.notify(method, params)

    # --- waiting ----------------------------------------------------------------------------------

    async def until(self, condition: Callable[[], object], what: str) -> None:
        """Wait until ``condition`` holds."""
        end = asyncio.get_running_loop().time() + PATIENCE_SECONDS
        while not condition():
            if asyncio.get_running_loop().time() > end:
                raise AssertionError(f"never came: {what}; jobs {self.jobs}, {self.messages}")
            await asyncio.sleep(_POLL_SECONDS)

    async def state(self, job: str, *states: str) -> dict[str, Any]:
        """Wait until the job is in one of ``states``; what was said of it."""

        def is_there() -> bool:
            return job in self.jobs and self.jobs[job][-1]["state"] in states

        await self.until(is_there, f"job {job} in {states}")
        return self.jobs[job][-1]

    async def ended(self, job: str) -> dict[str, Any]:
        """Wait until nothing is being done for the job any more."""

        def is_done() -> bool:
            last = self.jobs.get(job, [{"state": "queued"}])[-1]
            return last["state"] not in _WORKING and not last["improving"]

        await self.until(is_done, f"the end of job {job}")
        return self.jobs[job][-1]

    async def until_asked(self, job: str, state: str) -> None:
        """Wait until the job is in ``state``, by asking: for an editor that is not told."""
        end = asyncio.get_running_loop().time() + PATIENCE_SECONDS
        while True:
            found = {one["id"]: one for one in await self.ask("pcg/jobs", {})}
            if found[job]["state"] == state and not found[job]["improving"]:
                return
            assert asyncio.get_running_loop().time() < end, f"never {state}: {found[job]}"
            await asyncio.sleep(_POLL_SECONDS)

    async def analysed(self, uri: str) -> list[types.CodeLens]:
        """Wait for the first lenses of a file."""
        end = asyncio.get_running_loop().time() + PATIENCE_SECONDS
        while not (found := await self.lenses(uri)):
            assert asyncio.get_running_loop().time() < end, "no lens ever came"
            await asyncio.sleep(_POLL_SECONDS)
        return found

    async def parallelize(self, uri: str, function: str) -> str:
        """Start the job for the first loop of ``function``; its id."""
        text = self.texts[uri].text
        position = self.position(uri, text.index("for (", text.index(f"void {function}(")))
        where = {"line": position.line, "character": position.character}
        result = await self.command("pcg.parallelizeLoop", {"uri": uri, "position": where})
        return str(result["job"])

    def release(self, name: str) -> None:
        """Let the script that waits for ``name`` go on."""
        (self.script / name).touch()

    def worker_messages(self, kind: str | None = None) -> list[dict[str, Any]]:
        """What reached the scripted workers, in order."""
        notes = self.script / "messages.jsonl"
        lines = notes.read_text(encoding="utf-8").splitlines() if notes.exists() else []
        found = [cast("dict[str, Any]", json.loads(line)) for line in lines]
        return [one for one in found if kind is None or one["kind"] == kind]

    def kill_worker(self, kind: str) -> None:
        """Kill the process that was told a message of this kind last."""
        os.kill(self.worker_messages(kind)[-1]["process"], signal.SIGKILL)

    def workers(self) -> set[int]:
        """The worker processes that are alive."""
        return {one["process"] for one in self.worker_messages() if is_alive(one["process"])}

    # --- positions --------------------------------------------------------------------------------

    def position(self, uri: str, index: int) -> types.Position:
        """The position of the character ``index``."""
        codec, size = _CODECS[self.encoding]
        before = _lines(self.texts[uri].text[:index])
        return types.Position(len(before) - 1, len(before[-1].encode(codec)) // size)

    def index(self, uri: str, position: types.Position) -> int:
        """The character at ``position``."""
        codec, size = _CODECS[self.encoding]
        text = self.texts[uri].text
        lines = _lines(text)
        line = lines[position.line].encode(codec)[: position.character * size]
        return sum(map(len, lines[: position.line])) + len(line.decode(codec))

    # --- what the server asks ---------------------------------------------------------------------

    def features(self) -> Mapping[str, Callable[..., Any]]:
        """The handlers of this editor, by method."""
        handlers: dict[str, Callable[[Any], Any]] = {
            types.CLIENT_REGISTER_CAPABILITY: lambda _: None,
            types.WORKSPACE_CONFIGURATION: self._configured,
            types.WORKSPACE_CODE_LENS_REFRESH: self._refresh,
            types.WORKSPACE_APPLY_EDIT: self._apply,
            types.WINDOW_SHOW_DOCUMENT: self._show_document,
            types.WINDOW_SHOW_MESSAGE: lambda p: self.messages.append(p.message),
            types.WINDOW_SHOW_MESSAGE_REQUEST: self._question,
            types.WINDOW_LOG_MESSAGE: lambda _: None,
            types.WINDOW_WORK_DONE_PROGRESS_CREATE: self._create_progress,
            types.PROGRESS: self._progress,
            types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS: self._publish,
            "pcg/showDiff": lambda p: self.diffs.append(plain(p)),
            "pcg/showMarkdown": lambda p: self.pages.append(plain(p)),
            "pcg/jobChanged": self._job_changed,
            "pcg/status": lambda p: self.statuses.append(plain(p)),
        }
        return {method: _registrable(handler) for method, handler in handlers.items()}

    def _configured(self, params: types.ConfigurationParams) -> list[Any]:
        self._need("workspace.configuration", "a pull of settings")
        return [self.configuration for _ in params.items]

    def _refresh(self, _params: Any) -> None:
        self._need("workspace.code_lens.refresh_support", "a refresh of lenses")
        self.refreshes += 1

    def _show_document(self, params: types.ShowDocumentParams) -> types.ShowDocumentResult:
        self._need("window.show_document.support", "a document to show")
        self.shown.append(Path(params.uri.removeprefix("file://")))
        return types.ShowDocumentResult(True)

    async def _question(
        self, params: types.ShowMessageRequestParams
    ) -> types.MessageActionItem | None:
        self.questions.append(params.message)
        title = await asyncio.to_thread(self.answer, params)
        return next((one for one in params.actions or [] if one.title == title), None)

    def _create_progress(self, params: types.WorkDoneProgressCreateParams) -> None:
        self._need("window.work_done_progress", "progress")
        if str(params.token) in self.progress:
            self.faults.append(f"token {params.token} twice")
        self.progress[str(params.token)] = []

    def _progress(self, params: types.ProgressParams) -> None:
        if str(params.token) not in self.progress:
            self.faults.append(f"token {params.token} was not created")
        self.progress.setdefault(str(params.token), []).append(plain(params.value))

    def _publish(self, params: types.PublishDiagnosticsParams) -> None:
        self.diagnostics[params.uri] = list(params.diagnostics)

    def _job_changed(self, params: Any) -> None:
        job = plain(params)
        self.jobs.setdefault(job["id"], []).append(job)

    def _apply(self, params: types.ApplyWorkspaceEditParams) -> types.ApplyWorkspaceEditResult:
        self._need("workspace.apply_edit", "an edit")
        self.edits.append(params.edit)
        self.labels.append(params.label)
        if self.on_edit is OnEdit.REFUSE:
            return types.ApplyWorkspaceEditResult(False, failure_reason="the buffer is read-only")
        if self.on_edit is OnEdit.SKIP:
            return types.ApplyWorkspaceEditResult(True)
        if params.edit.document_changes is not None:
            if not get_capability(
                self.capabilities, "workspace.workspace_edit.document_changes", False
            ) and not get_capability(
                self.capabilities, "workspace.workspace_edit.resource_operations", None
            ):
                self.faults.append("versioned edits")
            for change in params.edit.document_changes:
                assert isinstance(change, types.TextDocumentEdit)
                self._edit(change)
        for uri, edits in (params.edit.changes or {}).items():
            self._make(uri, list(edits))
        return types.ApplyWorkspaceEditResult(True)

    def _edit(self, change: types.TextDocumentEdit) -> None:
        uri = change.text_document.uri
        if self.on_edit is OnEdit.TYPE_FIRST:
            self._change(uri, ((0, 0, "// typed\n"),))
        if change.text_document.version == self.texts[uri].version:
            self._make(uri, list(change.edits))

    def _make(self, uri: str, edits: list[Any]) -> None:
        changes = [
            (self.index(uri, one.range.start), self.index(uri, one.range.end), one.new_text)
            for one in edits
        ]
        # Ranges mean the text before: from the last to the first none moves another.
        self._change(uri, tuple(sorted(changes, reverse=True)))

    def _change(self, uri: str, changes: tuple[tuple[int, int, str], ...]) -> None:
        document = self.texts[uri]
        told: list[types.TextDocumentContentChangeEvent] = []
        for start, end, new in changes:
            range_ = types.Range(self.position(uri, start), self.position(uri, end))
            told.append(types.TextDocumentContentChangePartial(range=range_, text=new))
            document.text = document.text[:start] + new + document.text[end:]
        document.version += 1
        self.client.text_document_did_change(
            types.DidChangeTextDocumentParams(
                types.VersionedTextDocumentIdentifier(version=document.version, uri=uri), told
            )
        )

    def _need(self, capability: str, what: str) -> None:
        if not get_capability(self.capabilities, capability, False):
            self.faults.append(f"{what}, without {capability}")

    # --- life -------------------------------------------------------------------------------------

    @property
    def process(self) -> asyncio.subprocess.Process:
        """The server's."""
        process = self.client._server  # pyright: ignore[reportPrivateUsage]
        assert process is not None
        return process

    async def write(self, data: bytes) -> None:
        """Send bytes past the library."""
        assert self.process.stdin is not None
        self.process.stdin.write(data)
        await self.process.stdin.drain()

    async def quit(self) -> int:
        """Shut the server down as the protocol says; its exit status."""
        await self.client.shutdown_async(None)
        self.client.exit(None)
        status = await asyncio.wait_for(self.process.wait(), PATIENCE_SECONDS)
        await self.client.stop()
        return status

    async def kill(self) -> None:
        """End the server at once, as a crash would."""
        with suppress(ProcessLookupError):
            self.process.kill()
        await self.process.wait()
        await self.client.stop()


def profile(name: str, without: tuple[str, ...] = ()) -> types.ClientCapabilities:
    """What the editor ``name`` says of itself, but for the capabilities in ``without``."""
    said = json.loads((PROFILES / f"{name}.json").read_text(encoding="utf-8"))
    for path in without:
        *parents, last = path.split(".")
        holder = said
        for parent in parents:
            holder = holder[parent]
        del holder[last]
    return get_converter().structure(said, types.ClientCapabilities)


def create_client() -> pytest_lsp.LanguageClient:
    """A client that notes which of the server's requests break the specification."""
    return pytest_lsp.LanguageClient(converter_factory=_converter)


def _converter() -> Converter:
    """The library takes every code action that has a command for a command."""
    converter = default_converter()

    def action(value: dict[str, Any], _: object) -> types.Command | types.CodeAction:
        is_command = isinstance(value.get("command"), str)
        return converter.structure(value, types.Command if is_command else types.CodeAction)

    converter.register_structure_hook(types.Command | types.CodeAction, action)
    return converter


def is_alive(process: int) -> bool:
    """Whether the process runs; one that ended and was not waited for does not."""
    try:
        status = Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


def _registrable(handler: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """The library sets attributes of a handler, which a method does not have."""
    if inspect.iscoroutinefunction(handler):

        async def answer(params: Any) -> Any:
            return await handler(params)

        return answer

    def note(params: Any) -> Any:
        return handler(params)

    return note


def _lines(text: str) -> list[str]:
    r"""The lines with their ends (``\n``, ``\r\n``, ``\r``); what follows the last end is one."""
    lines = text.replace("\r\n", "\0").replace("\r", "\1").replace("\n", "\2")
    parts: list[str] = [""]
    for character in lines:
        parts[-1] += {"\0": "\r\n", "\1": "\r", "\2": "\n"}.get(character, character)
        if character in "\0\1\2":
            parts.append("")
    return parts
