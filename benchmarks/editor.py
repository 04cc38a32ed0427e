"""What the language server costs an editor: answers while a verification runs, start, memory.

    python benchmarks/editor.py [SECONDS]

One process is the editor. It opens a file, starts the verification of a loop, and goes on typing
elsewhere while it asks for lenses, hovers and code actions, as an editor does. Times are from
sending a request to having its answer, in milliseconds.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Awaitable
from pathlib import Path
from typing import Any

from lsprotocol import types
from pygls.lsp.client import LanguageClient

_SOURCE = Path(__file__).parents[1] / "examples" / "heat2d.cpp"
_FUNCTION = "step"
_PAUSE_SECONDS = 0.1


async def _run(seconds: float) -> None:
    times: dict[str, list[float]] = defaultdict(list)
    client = LanguageClient("benchmark", "1")
    states: list[str] = []

    @client.feature("pcg/jobChanged")  # pyright: ignore[reportUntypedFunctionDecorator]
    def job_changed(params: Any) -> None:
        states.append(params.state)

    async def timed(name: str, answer: Awaitable[Any]) -> Any:
        start = time.perf_counter()
        result = await answer
        times[name].append(1000 * (time.perf_counter() - start))
        return result

    start = time.perf_counter()
    await client.start_io(sys.executable, "-m", "pcg_server")  # pyright: ignore[reportUnknownMemberType]
    capabilities = types.ClientCapabilities(
        text_document=types.TextDocumentClientCapabilities(
            hover=types.HoverClientCapabilities(content_format=[types.MarkupKind.Markdown])
        )
    )
    options = {"client": {"jobs": True}}
    await client.initialize_async(
        types.InitializeParams(capabilities, process_id=os.getpid(), initialization_options=options)
    )
    ready = time.perf_counter() - start
    client.initialized(types.InitializedParams())
    await asyncio.sleep(1.0)
    memory = _resident_bytes(client)
    text = _SOURCE.read_text()
    uri = _SOURCE.as_uri()
    item = types.TextDocumentItem(uri, "cpp", 1, text)
    client.text_document_did_open(types.DidOpenTextDocumentParams(item))
    document = types.TextDocumentIdentifier(uri)
    line = next(
        number
        for number, one in enumerate(text.splitlines())
        if "for (" in one and f"{_FUNCTION}(" in "".join(text.splitlines()[number - 3 : number])
    )
    here = types.Position(line, 6)
    while not await client.text_document_code_lens_async(types.CodeLensParams(document)):
        await asyncio.sleep(_PAUSE_SECONDS)
    command = types.ExecuteCommandParams(
        "pcg.parallelizeLoop", arguments=[{"uri": uri, "position": {"line": line, "character": 6}}]
    )
    await timed("start a job", client.workspace_execute_command_async(command))
    version, end = 1, time.perf_counter() + seconds
    last = len(text.splitlines())
    while time.perf_counter() < end:
        version += 1
        at = types.Range(types.Position(last, 0), types.Position(last, 0))
        client.text_document_did_change(
            types.DidChangeTextDocumentParams(
                types.VersionedTextDocumentIdentifier(version=version, uri=uri),
                [types.TextDocumentContentChangePartial(range=at, text="// typing\n")],
            )
        )
        await timed(
            "code lens, after a keystroke",
            client.text_document_code_lens_async(types.CodeLensParams(document)),
        )
        await timed("hover", client.text_document_hover_async(types.HoverParams(document, here)))
        await timed(
            "code action",
            client.text_document_code_action_async(
                types.CodeActionParams(
                    document, types.Range(here, here), types.CodeActionContext([])
                )
            ),
        )
        await asyncio.sleep(_PAUSE_SECONDS)
    await client.shutdown_async(None)
    client.exit(None)
    print(f"start to initialized: {ready:.2f} s; resident, idle: {memory / 2**20:.0f} MB")
    print(f"states seen while measuring: {', '.join(dict.fromkeys(states))}")
    print(f"{'request':<30} {'number':>6} {'median':>8} {'p95':>8} {'max':>8}")
    for name, values in times.items():
        values.sort()
        high = values[max(0, round(0.95 * len(values)) - 1)]
        print(
            f"{name:<30} {len(values):>6} {statistics.median(values):>8.1f} {high:>8.1f} "
            f"{values[-1]:>8.1f}"
        )


def _resident_bytes(client: LanguageClient) -> int:
    """Memory of the server's process, a child of this one."""
    pid = getattr(getattr(client, "_server", None), "pid", None)
    if pid is None:
        return 0
    pages = Path(f"/proc/{pid}/statm").read_text().split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def main() -> int:
    """Measure, in folders of its own."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 20.0
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_STATE_HOME"] = folder
        load = os.getloadavg()[0]
        asyncio.run(_run(seconds))
        print(f"load of the machine before: {load:.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
