"""Capturing what a function is given, from an editor."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from tests.server.conftest import ALL, Launch
from tests.server.editor import Editor
from tests.server.projects import NOT, RUN, consents, make_project, open_project
from tests.server.sources import SCALE, loop

ACTION = "Capture inputs from a run of your program…"
ASKING = {**ALL, "askProgram": True}
PLACE = {"position": {"line": 1, "character": 6}}


async def capture(editor: Editor, uri: str, **wish: object) -> str:
    """Start a capture; its id."""
    return str((await editor.command("pcg.capture", {"uri": uri, **PLACE, **wish}))["capture"])


def runs(editor: Editor) -> list[Any]:
    """The runs that the worker was told of."""
    return [one["program"] for one in editor.worker_messages("Capture")]


async def test_a_capture_runs_what_was_shown_and_tells_what_it_kept(
    launch: Launch, tmp_path: Path
) -> None:
    file = make_project(tmp_path)
    root = str(file.parent)
    editor = await launch()
    editor.answer = lambda _: RUN
    uri = editor.open(file, SCALE)
    await capture(editor, uri, run="build/app 'two words' 3")
    await editor.until(lambda: editor.messages, "the outcome")
    (message,), (question,) = editor.messages, editor.questions
    assert message == (
        "PCG: scale, line 2, in `build/app two words 3`: 20 calls, 0.25 s in them; 1 captured and "
        "replayed; call 3 is left out: it reads outside of what was recorded; 2 calls could not "
        "be recorded: an argument is too large. From now on its loops are verified and timed on "
        "them."
    )
    assert question == (
        "PCG: may the commands of this capture be run? build: `make`; run: `build/app 'two words' "
        f"3`; in a copy of `{root}`. They run in the sandbox, without network. Your answer is "
        "remembered for these very commands."
    )
    words = ["build/app", "two words", "3"]
    assert runs(editor) == [{"words": words, "folder": root, "build": "make", "tree": root}]
    (kept,) = consents(tmp_path)
    assert (kept["folder"], kept["purpose"]) == (root, "capture")


async def test_the_same_run_is_asked_about_once_and_another_one_again(
    launch: Launch, tmp_path: Path
) -> None:
    editor, uri = await open_project(launch, tmp_path, RUN)
    for number, (run, questions) in enumerate((("app 1", 1), ("app 1", 1), ("app 2", 2)), start=1):
        await capture(editor, uri, run=run)
        await editor.until(lambda n=number: len(editor.messages) == n, "the outcome")
        assert len(editor.questions) == questions


async def test_without_consent_nothing_is_run(launch: Launch, tmp_path: Path) -> None:
    editor, uri = await open_project(launch, tmp_path, NOT)
    await capture(editor, uri, run="build/app")
    await editor.until(lambda: editor.messages, "the outcome")
    assert editor.messages == [
        "PCG: the commands of this capture are not run, as you chose: nothing was captured"
    ]
    assert (runs(editor), consents(tmp_path)) == ([], [])


@pytest.mark.parametrize(
    ("wish", "program"),
    [
        ({}, (["make", "bench"], "make", "p")),
        ({"run": "app | cat", "build": "cmake --build b"}, (None, "cmake --build b", "p")),
        ({"run": "app", "tree": ".."}, (["app"], "make", "")),
        ({"run": "2000 8", "build": ""}, (["2000", "8"], "", "p")),
    ],
    ids=["as the project does", "for the shell", "another tree", "the file alone"],
)
async def test_what_is_left_out_is_as_the_project_does(
    launch: Launch, tmp_path: Path, wish: dict[str, str], program: tuple[Any, str, str]
) -> None:
    file = make_project(tmp_path)
    editor = await launch()
    editor.answer = lambda _: RUN
    await capture(editor, editor.open(file, SCALE), **wish)
    await editor.until(lambda: runs(editor), "the run")
    words, build, folder = program
    place = str(tmp_path / folder)
    (found,) = runs(editor)
    assert found == {
        "words": words or ["/bin/sh", "-c", "app | cat"],
        "folder": place,
        "build": build,
        "tree": place if build else "",
    }


@pytest.mark.parametrize(
    ("wish", "told"),
    [
        ({"build": "make"}, "how is your program run"),
        ({"build": "make", "run": " "}, "how is your program run"),
        ({"run": "app 'x"}, "this is no command line"),
        ({"run": 3}, "run is a text"),
        ({"run": "app", "build": "make", "tree": "/usr"}, "does not lie in /usr"),
        ({"run": "scale.sh 3"}, "name how it is built as well"),
    ],
)
async def test_a_wish_that_means_nothing_is_refused(
    launch: Launch, tmp_path: Path, wish: dict[str, object], told: str
) -> None:
    (tmp_path / "scale.sh").write_text("#!/bin/sh\n", encoding="utf-8")
    (tmp_path / "scale.sh").chmod(0o755)
    editor = await launch()
    uri = editor.open(tmp_path / "scale.cpp", SCALE)
    with pytest.raises(JsonRpcException, match=told):
        await capture(editor, uri, **wish)
    assert (editor.questions, runs(editor)) == ([], [])


async def test_a_capture_that_fails_says_why_and_what_to_do(launch: Launch, tmp_path: Path) -> None:
    text = loop("scale", "capture-fails")
    file = make_project(tmp_path, text)
    editor = await launch()
    editor.answer = lambda _: RUN
    uri = editor.open(file, text)
    where = {"position": {"line": 2, "character": 6}}
    await editor.command("pcg.capture", {"uri": uri, **where, "run": "app"})
    await editor.until(lambda: editor.messages, "the outcome")
    (message,) = editor.messages
    assert message == (
        "PCG: nothing was captured of scale: `scale` was not reached in this run; name a run that "
        "gets there, within two minutes, of a program that has this file"
    )


@pytest.mark.parametrize("way", ["bar", "command"])
async def test_a_capture_has_a_bar_and_can_be_cancelled(
    launch: Launch, tmp_path: Path, way: str
) -> None:
    text = loop("scale", "capture-wait=go")
    file = make_project(tmp_path, text)
    editor = await launch()
    editor.answer = lambda _: RUN
    uri = editor.open(file, text)
    # The cursor may be anywhere in the function.
    where = {"position": {"line": 0, "character": 3}}
    identity = (await editor.command("pcg.capture", {"uri": uri, **where, "run": "app"}))["capture"]
    await editor.until(lambda: "running it …" in str(editor.progress), "the bar to tell of the run")
    ((token, told),) = editor.progress.items()
    assert told[0]["title"] == "PCG: capturing what scale is given"
    if way == "bar":
        editor.tell("window/workDoneProgress/cancel", types.WorkDoneProgressCancelParams(token))
    else:
        assert await editor.command("pcg.cancelJob", {"job": identity}) == {"cancelled": 1}
        assert await editor.command("pcg.cancelJob", {"job": identity}) == {"cancelled": 0}
    await editor.until(lambda: told[-1]["kind"] == "end", "the end of the bar")
    assert told[-1]["message"] == "cancelled"
    await editor.until(lambda: editor.worker_messages("Cancel"), "the worker to be told")
    # The next one has its turn.
    assert (await editor.ended(await editor.parallelize(uri, "scale")))["state"] == "verified"
    assert editor.messages == []


async def test_the_action_is_there_where_it_can_be_known_how_the_program_is_run(
    launch: Launch, tmp_path: Path
) -> None:
    commands: list[list[str]] = []
    for client in (ALL, ASKING):
        editor = await launch(client=client)
        uri = editor.open(tmp_path / "scale.cpp", SCALE)
        await editor.analysed(uri)
        found = [one for one in await editor.actions(uri, "for (") if one.title == ACTION]
        commands.append([one.command.command for one in found if one.command is not None])
        assert await editor.quit() == 0
    assert commands == [[], ["pcg.capture"]]


async def test_nothing_of_an_untrusted_workspace_is_captured(
    launch: Launch, tmp_path: Path
) -> None:
    file = make_project(tmp_path)
    editor = await launch(options={"trusted": False}, client=ASKING)
    uri = editor.open(file, SCALE)
    assert ACTION not in [one.title for one in await editor.actions(uri, "for (")]
    with pytest.raises(JsonRpcException, match="is not trusted"):
        await capture(editor, uri, run="app")
    assert (editor.questions, runs(editor)) == ([], [])
