"""Having the user's project accept a version: the question first, then what the project said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from tests.server.conftest import Launch
from tests.server.editor import Editor
from tests.server.projects import NOT, RUN, TABLE, consents, make_project, open_project
from tests.server.sources import DIRECTIVE, SCALE, loop

ACTION = "Parallelize with OpenMP (accepted by the project)"


async def accept(editor: Editor, uri: str) -> str:
    """Ask for a version that the project accepts; the job."""
    text = editor.texts[uri].text
    position = editor.position(uri, text.index("for ("))
    where = {"line": position.line, "character": position.character}
    argument = {"uri": uri, "position": where, "project": True}
    return str((await editor.command("pcg.parallelizeLoop", argument))["job"])


def asked(editor: Editor) -> list[Any]:
    """The project that each request to the worker named."""
    return [one["project"] for one in editor.worker_messages("Parallelize")]


async def titles(editor: Editor, uri: str) -> list[str]:
    return [one.title for one in await editor.actions(uri, "for (")]


# --- which actions there are ----------------------------------------------------------------------


async def test_a_project_with_tests_has_an_action_and_only_that_asks(
    launch: Launch, tmp_path: Path
) -> None:
    file = make_project(tmp_path)
    editor = await launch()
    uri = editor.open(file, SCALE)
    await editor.analysed(uri)
    assert await titles(editor, uri) == [
        "Parallelize with OpenMP (about 1.8×)",
        ACTION,
        "Parallelize all hot loops in this file",
        "Capture inputs from a run of your program…",
    ]
    automatic = types.CodeActionTriggerKind.Automatic
    assert await editor.actions(uri, "for (", trigger=automatic) == []
    job = await editor.parallelize(uri, "scale")
    assert (await editor.ended(job))["text"] == "verified 1.9×"
    assert (editor.questions, asked(editor)) == ([], [None])
    assert ACTION in await titles(editor, uri)


@pytest.mark.parametrize(
    ("table", "settings"),
    [
        ('[project]\nbuild = "make"\n', {}),
        ("", {}),
        (TABLE, {"project": "off"}),
    ],
    ids=["no tests", "no project", "switched off"],
)
async def test_where_a_project_would_say_nothing_there_is_no_action(
    launch: Launch, tmp_path: Path, table: str, settings: dict[str, str]
) -> None:
    file = make_project(tmp_path, table=table)
    editor = await launch(configuration=settings)
    uri = editor.open(file, SCALE)
    await editor.analysed(uri)
    assert ACTION not in await titles(editor, uri)
    with pytest.raises(JsonRpcException, match=r"name .*test|pcg\.project is off"):
        await accept(editor, uri)
    assert (editor.questions, asked(editor)) == ([], [])


async def test_a_table_that_is_wrong_is_told_of(launch: Launch, tmp_path: Path) -> None:
    file = make_project(tmp_path, table=TABLE.replace("test =", "tests ="))
    editor = await launch()
    uri = editor.open(file, SCALE)
    await editor.analysed(uri)
    (action,) = [one for one in await editor.actions(uri, "for (") if one.title == ACTION]
    assert action.disabled is not None
    assert "there is no field project.tests" in action.disabled.reason
    with pytest.raises(JsonRpcException, match=r"there is no field project\.tests"):
        await accept(editor, uri)


async def test_an_untrusted_workspace_is_never_asked_about(launch: Launch, tmp_path: Path) -> None:
    file = make_project(tmp_path)
    editor = await launch(options={"trusted": False})
    uri = editor.open(file, SCALE)
    assert ACTION not in await titles(editor, uri)
    with pytest.raises(JsonRpcException, match="is not trusted"):
        await accept(editor, uri)
    assert await editor.ask("pcg/project", {"uri": uri}) is None
    assert (editor.questions, editor.worker_messages()) == ([], [])


async def test_what_is_not_saved_is_refused(launch: Launch, tmp_path: Path) -> None:
    file = make_project(tmp_path)
    editor = await launch()
    editor.answer = lambda _: RUN
    uri = editor.open(file, SCALE)
    editor.replace(uri, "2.0", "3.0")
    with pytest.raises(JsonRpcException, match="save the file first"):
        await accept(editor, uri)
    assert editor.questions == []


async def test_an_editor_can_ask_what_the_commands_are(launch: Launch, tmp_path: Path) -> None:
    file = make_project(tmp_path)
    editor = await launch()
    uri = editor.open(file, SCALE)
    assert await editor.ask("pcg/project", {"uri": uri}) == {
        "root": str(file.parent),
        "origin": str(file.parent / ".pcg.toml"),
        "build": "make",
        "test": "make check",
        "bench": "make bench",
    }
    assert editor.questions == []


# --- the question ---------------------------------------------------------------------------------


async def test_the_very_commands_are_shown_and_the_answer_is_remembered(
    launch: Launch, tmp_path: Path
) -> None:
    table = f'{TABLE}environment = {{ DATA = "small" }}\nreadable = ["/usr/share"]\n'
    file = make_project(tmp_path, table=table)
    editor = await launch()
    editor.answer = lambda _: RUN
    uri = editor.open(file, SCALE)
    ended = await editor.ended(await accept(editor, uri))
    assert ended["text"] == "verified 1.9×, accepted by your project (1.4× as a whole)"
    root = file.parent
    (question,) = editor.questions
    assert question == (
        "PCG: may your project's commands be run? build: `make`; test: `make check`; bench: "
        "`make bench`; with DATA = `small`; which may also read `/usr/share`; in a copy of "
        f"`{root}` ({root / '.pcg.toml'}). They run in the sandbox, without network. Your answer "
        "is remembered for these very commands."
    )
    (kept,) = consents(tmp_path)
    assert (kept["folder"], kept["purpose"]) == (str(root), "project")
    assert asked(editor) == [{"root": str(root), "digest": kept["digest"]}]
    await editor.quit()
    again = await launch()
    uri = again.open(file, SCALE)
    await again.ended(await accept(again, uri))
    assert again.questions == []
    assert asked(again)[-1] == {"root": str(root), "digest": kept["digest"]}
    assert await again.quit() == 0


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"make check"', '"make check FAST=1"'),
        ('"make bench"', '"make bench"\nenvironment = { DATA = "large" }'),
        ('"make bench"', '"make bench"\nreadable = ["/usr/share"]'),
        ('"make bench"', '"make bench"\nopenmp_build = "make OMP=1"'),
    ],
)
async def test_other_commands_are_asked_about_again(
    launch: Launch, tmp_path: Path, old: str, new: str
) -> None:
    editor, uri = await open_project(launch, tmp_path, RUN)
    for table, questions in ((TABLE, 1), (TABLE, 1), (TABLE.replace(old, new), 2), (TABLE, 3)):
        make_project(tmp_path, table=table)
        await editor.ended(await accept(editor, uri))
        assert len(editor.questions) == questions
    assert len(consents(tmp_path)) == 1


async def test_a_consent_is_for_one_project(launch: Launch, tmp_path: Path) -> None:
    editor = await launch()
    editor.answer = lambda _: RUN
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        file = make_project(tmp_path / name)
        await editor.ended(await accept(editor, editor.open(file, SCALE)))
    assert len(editor.questions) == 2
    assert len(consents(tmp_path)) == 2


@pytest.mark.parametrize("answer", [NOT, None])
async def test_without_consent_the_loop_is_verified_as_always_and_that_is_said(
    launch: Launch, tmp_path: Path, answer: str | None
) -> None:
    file = make_project(tmp_path)
    editor = await launch()
    editor.answer = lambda _: answer
    uri = editor.open(file, SCALE)
    job = await accept(editor, uri)
    assert (await editor.ended(job))["text"] == "verified 1.9×"
    told = (
        "your project's commands are not run, as you chose: the loop is verified without your "
        "project"
    )
    assert editor.messages == [f"PCG: {told}"]
    assert asked(editor) == [None]
    await editor.command("pcg.explain", {"job": job})
    assert told in editor.pages[-1]["text"]
    assert consents(tmp_path) == []
    # Whoever asks for it by name once more is asked once more.
    editor.answer = lambda _: RUN
    ended = await editor.ended(await accept(editor, uri))
    assert "accepted by your project" in ended["text"]
    assert len(editor.questions) == 2


async def test_an_editor_that_cannot_ask_runs_nothing(launch: Launch, tmp_path: Path) -> None:
    file = make_project(tmp_path)
    editor = await launch(without=("window.showMessage",))
    uri = editor.open(file, SCALE)
    assert (await editor.ended(await accept(editor, uri)))["text"] == "verified 1.9×"
    assert asked(editor) == [None]
    (message,) = editor.messages
    assert "this editor cannot ask whether your project's commands may be run" in message
    assert "`pcg parallelize --project` runs them" in message


async def test_nothing_that_a_question_cannot_show_is_agreed_to(
    launch: Launch, tmp_path: Path
) -> None:
    long = TABLE.replace("make check", "make check " + "x" * 1000)
    file = make_project(tmp_path, table=long)
    editor = await launch()
    editor.answer = lambda _: RUN
    uri = editor.open(file, SCALE)
    assert (await editor.ended(await accept(editor, uri)))["text"] == "verified 1.9×"
    assert (editor.questions, asked(editor)) == ([], [None])
    assert "too long to be shown in a question" in editor.messages[-1]
    hidden = TABLE.replace("make check", "make check\\u202e\\n  rm x")
    make_project(tmp_path, table=hidden)
    await editor.ended(await accept(editor, uri))
    assert r"test: `make check\u202e\n  rm x`" in editor.questions[-1]


# --- what the project said ------------------------------------------------------------------------


async def test_what_the_project_said_is_told_wherever_the_offer_is_shown(
    launch: Launch, tmp_path: Path
) -> None:
    editor, uri = await open_project(launch, tmp_path, RUN)
    job = await accept(editor, uri)
    await editor.ended(job)
    short = "accepted by your project (1.4× as a whole)"
    assert (await editor.titles(uri))[0] == f"verified 1.9×, {short}: Show diff"
    assert (await titles(editor, uri))[0] == f"Apply verified 1.9× version, {short}"
    assert ACTION not in await titles(editor, uri)
    hover = str(await editor.hover(uri, 1, 6))
    figures = (
        "accepted: the project's own tests pass",
        "the application: 1.42× [1.38, 1.47] on 2 threads (12 pairs; 8.1 → 5.7 seconds of wall",
        "Amdahl's bound: the loops take 60% [55%, 65%] of the time of its programs (timed there)",
        "no speedup of theirs can bring more than 2.50× [2.22, 2.86]",
    )
    await editor.command("pcg.showDiff", {"job": job})
    assert editor.diffs[-1]["title"] == f"PCG: scale, verified 1.9×, {short}"
    await editor.command("pcg.explain", {"job": job})
    page = editor.pages[-1]["text"]
    for told in figures:
        assert told in hover
        assert told in page
    assert "## Your project" in page
    assert "+CXXFLAGS += -fopenmp" in page
    assert await editor.command("pcg.applyOffer", {"job": job}) == {"applied": True}
    assert DIRECTIVE in editor.texts[uri].text
    assert (await editor.state(job, "applied"))["text"] == f"applied 1.9×, {short}"


async def test_what_the_project_said_comes_back_with_the_offer(
    launch: Launch, tmp_path: Path
) -> None:
    file = make_project(tmp_path)
    editor = await launch()
    editor.answer = lambda _: RUN
    await editor.ended(await accept(editor, editor.open(file, SCALE)))
    await editor.quit()
    again = await launch()
    uri = again.open(file, SCALE)
    await again.until(lambda: again.jobs, "the offer")
    (job,) = again.jobs
    assert "accepted by your project" in (await again.ended(job))["text"]
    assert "the application: 1.42×" in str(await again.hover(uri, 1, 6))
    assert await again.quit() == 0


async def test_a_refusal_is_shown_with_its_reason_and_the_next_step(
    launch: Launch, tmp_path: Path
) -> None:
    text = loop("scale", "project-refuse")
    file = make_project(tmp_path, text)
    editor = await launch()
    editor.answer = lambda _: RUN
    uri = editor.open(file, text)
    job = await accept(editor, uri)
    ended = await editor.ended(job)
    assert (ended["state"], ended["text"]) == ("refuted", "not accepted by your project")
    assert ended["detail"] == (
        "the project's own tests fail with it, and pass without: out[0] is 7; look at that test: "
        "if it compares sums of floating-point numbers exactly, set pcg.floatingPoint to strict "
        "and ask again"
    )
    actions = await editor.actions(uri, "for (")
    assert not [one for one in actions if one.title.startswith("Apply")]
    assert actions[0].disabled is not None
    assert ended["detail"] in actions[0].disabled.reason
    assert ACTION in [one.title for one in actions]
    await editor.command("pcg.explain", {"job": job})
    assert "refuted: the project's own tests fail with it" in editor.pages[-1]["text"]
    with pytest.raises(JsonRpcException, match="nothing verified to apply"):
        await editor.command("pcg.applyOffer", {"job": job})


async def test_tests_that_do_not_run_the_loop_accept_nothing(
    launch: Launch, tmp_path: Path
) -> None:
    text = loop("scale", "project-unreached")
    file = make_project(tmp_path, text)
    editor = await launch()
    editor.answer = lambda _: RUN
    uri = editor.open(file, text)
    ended = await editor.ended(await accept(editor, uri))
    assert ended["text"] == (
        "verified 1.9×, not seen to be run by your project's tests (1.4× as a whole)"
    )
    assert "next: name a test or a benchmark that runs this loop" in str(
        await editor.hover(uri, 2, 6)
    )


async def test_a_project_that_fails_as_it_is_says_what_to_do(
    launch: Launch, tmp_path: Path
) -> None:
    text = loop("scale", "project-fails")
    file = make_project(tmp_path, text)
    editor = await launch()
    editor.answer = lambda _: RUN
    ended = await editor.ended(await accept(editor, editor.open(file, text)))
    assert (ended["state"], ended["text"]) == ("unavailable", "your project could not judge it")
    assert ended["detail"] == (
        "the project fails its tests before anything is changed; make that work"
    )


async def test_there_is_no_offer_before_the_project_accepts_it_and_cancelling_leaves_none(
    launch: Launch, tmp_path: Path
) -> None:
    text = loop("scale", "project-wait=go")
    file = make_project(tmp_path, text)
    editor = await launch()
    editor.answer = lambda _: RUN
    uri = editor.open(file, text)
    job = await accept(editor, uri)
    running = "testing your project with the new version"
    await editor.until(
        lambda: job in editor.jobs and editor.jobs[job][-1]["text"] == f"{running} …", "the tests"
    )
    assert editor.jobs[job][-1]["detail"] == f"{running}: `make check`"
    assert {one["speedup"] for one in editor.jobs[job]} == {None}
    (action,) = await editor.actions(uri, "for (")
    assert action.title == f"Cancel: {running} …"
    (token,) = editor.progress
    told = editor.progress[token]
    await editor.until(lambda: running in str(told[-1]), "the bar to tell of it")
    editor.tell("window/workDoneProgress/cancel", types.WorkDoneProgressCancelParams(token))
    assert (await editor.ended(job))["state"] == "cancelled"
    assert {one["speedup"] for one in editor.jobs[job]} == {None}
    await editor.until(lambda: told[-1]["kind"] == "end", "the end of the bar")
    assert editor.worker_messages("Cancel")


async def test_a_project_is_not_asked_about_all_loops_at_once(
    launch: Launch, tmp_path: Path
) -> None:
    file = make_project(tmp_path)
    editor = await launch()
    uri = editor.open(file, SCALE)
    with pytest.raises(JsonRpcException, match="ask at a loop"):
        await editor.command("pcg.parallelizeFile", {"uri": uri, "project": True})
