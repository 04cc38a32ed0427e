"""From an editor through the real server and its real worker to an endpoint on the loopback."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.fakes.model_server import Hangs, ModelServer, Refuses, Says
from tests.integration.assistant.subject import SOURCE, fenced
from tests.server.conftest import Launch
from tests.server.editor import Editor

pytestmark = [
    pytest.mark.needs("gxx"),
    pytest.mark.needs("clang"),
    pytest.mark.needs("bubblewrap"),
]

_KEY = "sk-this-is-nobodys-business"
_BROKEN = Says(fenced("double energy(const std::vector<double>& samples) { return x; }\n"))


async def _launch(launch: Launch, server: ModelServer) -> Editor:
    here = {"PCG_BASE_URL": server.url, "PCG_MODEL": "test-model", "PCG_API_KEY": _KEY}
    model = {"samples": 1, "attempts": 2, "workflows": ["any"]}
    return await launch(
        configuration={"analysis": {"automatic": False}, "model": model},
        variables=here,
        command=(sys.executable, "-m", "pcg_server"),
    )


async def _ask(editor: Editor, uri: str) -> str:
    position = editor.position(uri, SOURCE.index("for ("))
    where = {"line": position.line, "character": position.character}
    argument = {"uri": uri, "position": where, "generators": "model"}
    return str((await editor.command("pcg.parallelizeLoop", argument))["job"])


async def test_a_model_is_asked_told_what_was_wrong_and_shown(
    launch: Launch, tmp_path: Path
) -> None:
    with ModelServer([_BROKEN, _BROKEN]) as server:
        editor = await _launch(launch, server)
        uri = editor.open(tmp_path / "energy.cpp", SOURCE)
        job = await _ask(editor, uri)
        ended = await editor.ended(job)
        await editor.command("pcg.explain", {"job": job})
    assert (ended["state"], editor.questions, editor.messages) == ("refuted", [], [])
    assert "asking test-model …" in {one["text"] for one in editor.jobs[job]}
    page = editor.pages[-1]["text"]
    assert "`test-model` at 127.0.0.1:" in page
    assert "### Examples it was shown" in page
    assert "told what was wrong, and asked for any once more (question 2)" in page
    assert page.count("(test-model): refuted") == 2
    assert _KEY not in page
    assert [one.headers["authorization"] for one in server.requests] == [f"Bearer {_KEY}"] * 2


async def test_cancelling_drops_the_request_to_the_endpoint(launch: Launch, tmp_path: Path) -> None:
    with ModelServer([Hangs("```cpp\n")]) as server:
        editor = await _launch(launch, server)
        uri = editor.open(tmp_path / "energy.cpp", SOURCE)
        job = await _ask(editor, uri)
        await editor.until(lambda: server.requests, "the question")
        assert await editor.command("pcg.cancelJob", {"job": job}) == {"cancelled": 1}
        assert (await editor.ended(job))["state"] == "cancelled"
        server.wait_for(hung_up=1)


async def test_an_endpoint_that_refuses_is_told_of_without_the_key(
    launch: Launch, tmp_path: Path
) -> None:
    with ModelServer(lambda _: Refuses(401, f"bad key {_KEY}")) as server:
        editor = await _launch(launch, server)
        uri = editor.open(tmp_path / "energy.cpp", SOURCE)
        ended = await editor.ended(await _ask(editor, uri))
    assert ended["state"] == "unavailable"
    (message,) = editor.messages
    assert message.startswith("PCG: test-model was not asked any further: ")
    assert _KEY not in message + ended["detail"]
