"""Messages that mean nothing, and commands that cannot be carried out."""

from __future__ import annotations

from pathlib import Path

import pytest
from pygls.exceptions import JsonRpcException

from tests.server.conftest import Launch
from tests.server.sources import SCALE


@pytest.mark.parametrize(
    "message",
    [
        '{"jsonrpc": "2.0", "id": ',
        "[]",
        '{"jsonrpc": "2.0", "method": "pcg/unknown", "params": {}}',
        '{"jsonrpc": "2.0", "method": "$/unknown", "params": {}}',
        '{"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {"textDocument": 3}}',
        '{"jsonrpc": "2.0", "method": "textDocument/didSave"}',
        '{"jsonrpc": "2.0", "method": "pcg/trustChanged", "params": "yes"}',
        '{"jsonrpc": "2.0", "id": "a", "method": "textDocument/hover", "params": {"position": 3}}',
    ],
)
async def test_a_message_that_means_nothing_does_no_harm(
    launch: Launch, tmp_path: Path, message: str
) -> None:
    editor = await launch()
    body = message.encode()
    await editor.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
    uri = editor.open(tmp_path / "scale.cpp", SCALE)
    assert await editor.analysed(uri)


async def test_changes_of_a_file_that_is_not_open_do_no_harm(
    launch: Launch, tmp_path: Path
) -> None:
    editor = await launch()
    uri = editor.open(tmp_path / "notes.txt", SCALE, "plaintext")
    editor.replace(uri, "2.0", "3.0")
    editor.save(uri)
    editor.close(uri)
    assert await editor.analysed(editor.open(tmp_path / "scale.cpp", SCALE))


@pytest.mark.parametrize("method", ["pcg/unknown", "textDocument/unknown", "pcg/offer"])
async def test_a_request_that_means_nothing_is_answered(launch: Launch, method: str) -> None:
    editor = await launch()
    with pytest.raises(JsonRpcException):
        await editor.ask(method, {"job": "77"})
    with pytest.raises(JsonRpcException):
        await editor.command("pcg.unknown")
    assert await editor.ask("pcg/jobs", {}) == []


async def test_a_command_that_cannot_be_carried_out_says_what_to_do(
    launch: Launch, tmp_path: Path
) -> None:
    editor = await launch()
    uri = editor.open(tmp_path / "scale.cpp", SCALE)
    gone, closed = "parallelize the loop again", "open it first"
    nowhere = "put the cursor into one"
    position = {"line": 0, "character": 0}
    refused: list[tuple[str, object, str]] = [
        *((name, {"job": "77"}, gone) for name in ("showDiff", "applyOffer", "explain")),
        *((name, None, gone) for name in ("showDiff", "applyOffer")),
        *(
            (name, argument, closed)
            for name in ("explain", "parallelizeLoop", "parallelizeFile", "enableOpenMP")
            for argument in (None, 7, {"uri": f"{uri}.txt"})
        ),
        ("parallelizeLoop", {"uri": uri, "loop": "scale#9@0123"}, "try again"),
        ("parallelizeLoop", {"uri": uri, "position": position}, nowhere),
        ("parallelizeLoop", {"uri": uri, "position": {"line": "1"}}, "into a loop"),
        ("parallelizeLoop", {"uri": uri}, nowhere),
        ("revertLastApply", None, "use the editor's undo"),
    ]
    for name, argument, advice in refused:
        with pytest.raises(JsonRpcException) as caught:
            await editor.command(f"pcg.{name}", argument)
        assert (caught.value.code, advice in caught.value.message) == (-32803, True), (
            name,
            argument,
            caught.value.message,
        )
