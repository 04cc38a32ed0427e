"""What the user set, and what only the user starts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from tests.server.conftest import Launch
from tests.server.editor import Editor
from tests.server.sources import SCALE, loop

KIND = "refactor.rewrite.parallelize"
MISTAKE = {"threads": "many"}
"""Its complaint tells when the other settings hold."""
COMPLAINT = 'PCG: the setting pcg.threads should be a whole number from 0 to 1024, not "many"; '
AUTOMATIC = types.CodeActionTriggerKind.Automatic


async def launch_with(launch: Launch, **settings: object) -> Editor:
    """An editor whose settings hold."""
    editor = await launch(configuration={**settings, **MISTAKE})
    await editor.until(lambda: editor.messages, "a complaint")
    return editor


async def change(editor: Editor, **settings: object) -> None:
    """Change the settings, and wait until they hold."""
    told = len(editor.messages)
    editor.configuration = {**settings, "compiler": told}
    editor.tell("workspace/didChangeConfiguration", types.DidChangeConfigurationParams(None))
    await editor.until(lambda: len(editor.messages) > told, "a complaint")


async def understood(editor: Editor, uri: str) -> None:
    """Wait until the loop of ``SCALE`` is analysed, whether or not it has a lens."""
    await editor.command("pcg.explain", {"uri": uri, "position": {"line": 1, "character": 6}})
    assert "Independent iterations." in editor.pages[-1]["text"]


def titles(actions: list[types.CodeAction]) -> list[str]:
    return [one.title for one in actions]


async def test_each_mistake_is_told_once_and_the_other_settings_hold(
    launch: Launch, tmp_path: Path
) -> None:
    mistakes = {"floatingPoint": "loose", "compileFlags": "-O3", "budgetSeconds": 0}
    editor = await launch(configuration={**mistakes, "codeLens": {"enable": False}})
    await editor.until(lambda: len(editor.messages) == len(mistakes), "the complaints")
    for name in mistakes:
        assert sum(f"pcg.{name} should be" in one for one in editor.messages) == 1
    uri = editor.open(tmp_path / "scale.cpp", SCALE)
    await change(editor, **mistakes, codeLens={"enable": True})
    assert await editor.analysed(uri)
    assert len(editor.messages) == len(mistakes) + 1


async def test_settings_that_are_no_object_are_told_of(launch: Launch, tmp_path: Path) -> None:
    editor = await launch(configuration=["threads"])
    await editor.until(lambda: editor.messages, "a complaint")
    assert editor.messages == ["PCG: the setting pcg is not an object; its defaults are used"]
    assert await editor.analysed(editor.open(tmp_path / "scale.cpp", SCALE))


async def test_an_editor_that_cannot_be_asked_says_its_settings_itself(
    launch: Launch, tmp_path: Path
) -> None:
    editor = await launch(
        without=("workspace.configuration",),
        options={"settings": {"codeLens": {"threshold": 3}}},
    )
    uri = editor.open(tmp_path / "scale.cpp", SCALE)
    await understood(editor, uri)
    assert await editor.lenses(uri) == []
    settings: Any = {"pcg": {"codeLens": {"threshold": 1.5}}}
    editor.tell("workspace/didChangeConfiguration", types.DidChangeConfigurationParams(settings))
    assert await editor.analysed(uri)


async def test_what_is_switched_off_does_nothing(launch: Launch, tmp_path: Path) -> None:
    editor = await launch_with(launch, enable=False)
    uri = editor.open(tmp_path / "scale.cpp", SCALE)
    assert await editor.lenses(uri) == []
    assert await editor.hover(uri, 1, 6) is None
    assert await editor.actions(uri, "for (") == []
    with pytest.raises(JsonRpcException):
        await editor.parallelize(uri, "scale")
    editor.save(uri)
    assert await editor.ask("pcg/jobs", {}) == []
    assert editor.worker_messages() == []


async def test_what_is_switched_on_again_knows_the_files_that_are_open(
    launch: Launch, tmp_path: Path
) -> None:
    editor = await launch_with(launch, enable=False)
    uri = editor.open(tmp_path / "scale.cpp", SCALE)
    await change(editor, enable=True)
    assert await editor.analysed(uri)
    await change(editor, enable=False)
    assert await editor.lenses(uri) == []
    assert await editor.hover(uri, 1, 6) is None
    with pytest.raises(JsonRpcException, match=r"switch pcg\.enable on first"):
        await editor.parallelize(uri, "scale")


async def test_nothing_is_read_before_the_settings_are_known(
    launch: Launch, tmp_path: Path
) -> None:
    editor = await launch(configuration={"analysis": {"automatic": False}, **MISTAKE})
    uri = editor.open(tmp_path / "scale.cpp", SCALE)
    await editor.until(lambda: editor.messages, "a complaint")
    assert editor.worker_messages() == []
    await understood(editor, uri)
    assert len(editor.worker_messages("Analyze")) == 1


async def test_a_command_waits_for_the_settings(launch: Launch, tmp_path: Path) -> None:
    editor = await launch(configuration={"codeLens": {"threshold": 1.9}})
    uri = editor.open(tmp_path / "scale.cpp", SCALE)
    with pytest.raises(JsonRpcException, match=r"no loop here is likely to gain 1.9× or more"):
        await editor.command("pcg.parallelizeFile", {"uri": uri})


async def test_a_loop_that_gains_too_little_has_no_lens(launch: Launch, tmp_path: Path) -> None:
    editor = await launch_with(launch, codeLens={"threshold": 1.9})
    uri = editor.open(tmp_path / "scale.cpp", SCALE)
    await understood(editor, uri)
    assert await editor.lenses(uri) == []
    with pytest.raises(JsonRpcException, match=r"no loop here is likely to gain 1.9× or more"):
        await editor.command("pcg.parallelizeFile", {"uri": uri})
    await change(editor, codeLens={"threshold": 1.7})
    assert await editor.analysed(uri)


async def test_without_lenses_the_rest_works(launch: Launch, tmp_path: Path) -> None:
    editor = await launch_with(launch, codeLens={"enable": False})
    uri = editor.open(tmp_path / "scale.cpp", SCALE)
    await understood(editor, uri)
    job = await editor.parallelize(uri, "scale")
    assert (await editor.ended(job))["state"] == "verified"
    assert await editor.lenses(uri) == []


async def test_a_comment_switches_a_loop_off(launch: Launch, tmp_path: Path) -> None:
    editor = await launch()
    off = loop("off").replace("b[i];", "b[i];  // pcg: off")
    above = loop("above").replace("    for", "    // pcg: off\n    for")
    uri = editor.open(tmp_path / "three.cpp", off + above + SCALE)
    assert len(await editor.analysed(uri)) == 1
    assert await editor.hover(uri, 1, 6) is None
    assert await editor.actions(uri, "b[i];  // pcg: off") == []
    for name in ("off", "above"):
        with pytest.raises(JsonRpcException, match="`// pcg: off` stands beside this loop"):
            await editor.parallelize(uri, name)
    started = await editor.command("pcg.parallelizeFile", {"uri": uri})
    ended = [await editor.ended(job) for job in started["jobs"]]
    assert [one["function"] for one in ended] == ["scale"]


async def test_nothing_of_an_untrusted_workspace_is_compiled_or_run(
    launch: Launch, tmp_path: Path
) -> None:
    editor = await launch(options={"trusted": False})
    uri = editor.open(tmp_path / "scale.cpp", SCALE)
    assert "This workspace is not trusted" in str(await editor.hover(uri, 1, 6))
    assert await editor.lenses(uri) == []
    place = {"uri": uri, "position": {"line": 1, "character": 6}}
    for name in ("parallelizeLoop", "parallelizeFile", "enableOpenMP"):
        with pytest.raises(JsonRpcException, match=r"is not trusted.*: trust it first"):
            await editor.command(f"pcg.{name}", place)
    editor.save(uri)
    assert await editor.command("pcg.explain", place) is None
    assert editor.worker_messages() == []
    editor.tell("pcg/trustChanged", {"trusted": True})
    assert await editor.analysed(uri)
    assert (await editor.ended(await editor.parallelize(uri, "scale")))["state"] == "verified"


async def test_nothing_is_verified_that_was_not_asked_for(launch: Launch, tmp_path: Path) -> None:
    editor = await launch()
    uri = editor.open(tmp_path / "scale.cpp", SCALE)
    await editor.analysed(uri)
    editor.replace(uri, "2.0", "3.0")
    editor.save(uri)
    await editor.hover(uri, 1, 6)
    await editor.actions(uri, "for (")
    await editor.command("pcg.explain", {"uri": uri, "position": {"line": 1, "character": 6}})
    editor.close(uri)
    await editor.analysed(editor.open(tmp_path / "scale.cpp", SCALE))
    assert {one["kind"] for one in editor.worker_messages()} == {"Start", "Analyze"}
    assert len({one["process"] for one in editor.worker_messages()}) == 1


async def test_only_the_kinds_of_action_that_are_wanted_come(
    launch: Launch, tmp_path: Path
) -> None:
    editor = await launch()
    uri = editor.open(tmp_path / "scale.cpp", SCALE)
    await editor.analysed(uri)
    wanted = [None, [""], ["refactor"], ["quickfix", "refactor.rewrite"], [KIND]]
    for only in wanted:
        actions = await editor.actions(uri, "for (", only=only)
        assert titles(actions) == [
            "Parallelize with OpenMP (about 1.8×)",
            "Parallelize all hot loops in this file",
        ]
        assert {one.kind for one in actions} == {KIND}
    for only in (["quickfix"], ["refactor.rewrite.par"], ["source"], list[str]()):
        assert await editor.actions(uri, "for (", only=only) == []


async def test_only_an_offer_is_shown_without_being_asked_for(
    launch: Launch, tmp_path: Path
) -> None:
    editor = await launch()
    uri = editor.open(tmp_path / "scale.cpp", loop("scale", "wait=go"))
    await editor.analysed(uri)
    assert await editor.actions(uri, "for (", trigger=AUTOMATIC) == []
    job = await editor.parallelize(uri, "scale")
    await editor.state(job, "verifying")
    assert await editor.actions(uri, "for (", trigger=AUTOMATIC) == []
    (cancel,) = await editor.actions(uri, "for (")
    assert cancel.title.startswith("Cancel: ")
    editor.release("go")
    await editor.ended(job)
    offered = await editor.actions(uri, "for (", trigger=AUTOMATIC)
    assert titles(offered)[0] == "Apply verified 1.9× version"
    assert [one.is_preferred for one in offered] == [True, None, None]


@pytest.mark.parametrize("name", ["vscode", "neovim", "emacs"])
async def test_a_refused_loop_has_a_disabled_action_where_there_are_such(
    launch: Launch, tmp_path: Path, name: str
) -> None:
    editor = await launch(name)
    uri = editor.open(tmp_path / "scale.cpp", loop("scale", "refute"))
    await editor.ended(await editor.parallelize(uri, "scale"))
    actions = await editor.actions(uri, "for (")
    disabled = [one.disabled.reason for one in actions if one.disabled is not None]
    assert disabled == ([] if name == "emacs" else ["not faster in parallel: 1.01× is no gain"])
    assert titles(actions)[-2:] == [
        "Why: not faster in parallel",
        "Parallelize with OpenMP again",
    ]
