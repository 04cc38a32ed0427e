"""Asking a language model from an editor: which actions there are, consent, and what is shown."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from tests.fakes.scripted_worker import MODEL
from tests.server.conftest import Launch
from tests.server.editor import Editor
from tests.server.sources import SCALE, loop

HOST = "models.example.com"
ELSEWHERE = f"""
[models.hosted]
base_url = "https://{HOST}/v1"
model = "{MODEL}"
"""
HERE = ELSEWHERE.replace(f"https://{HOST}", "http://127.0.0.1:9")
SEND = f"Send to {HOST}"
AUTOMATIC = types.CodeActionTriggerKind.Automatic
KIND = "refactor.rewrite.parallelize"
WORKFLOWS = [
    f"Ask {MODEL}: OpenMP (parallel)",
    f"Ask {MODEL}: faster on one core (serial)",
    f"Ask {MODEL}: whatever is fastest (any)",
    f"Ask {MODEL}: faster on one core, then OpenMP (multi-stage)",
]


def configure(tmp_path: Path, text: str = ELSEWHERE) -> None:
    """Write the user's configuration."""
    folder = tmp_path / "home" / "config" / "pcg"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.toml").write_text(text, encoding="utf-8")


def consents(tmp_path: Path) -> list[dict[str, str]]:
    """What is kept of the user's consents."""
    kept = tmp_path / "home" / "state" / "pcg" / "consents.json"
    return json.loads(kept.read_text())["consents"] if kept.exists() else []


async def ask(editor: Editor, uri: str, *workflows: str, function: str = "scale") -> str:
    """Ask the model about the first loop of ``function``; the job."""
    text = editor.texts[uri].text
    position = editor.position(uri, text.index("for (", text.index(f"void {function}(")))
    where = {"line": position.line, "character": position.character}
    argument: dict[str, object] = {"uri": uri, "position": where, "generators": "all"}
    if workflows:
        argument["workflows"] = list(workflows)
    return str((await editor.command("pcg.parallelizeLoop", argument))["job"])


def sent(editor: Editor) -> list[Any]:
    """The model that each request to the worker brought along."""
    return [one["assistance"] for one in editor.worker_messages("Parallelize")]


def titles(actions: list[types.CodeAction]) -> list[str]:
    return [one.title for one in actions]


# --- which actions there are ----------------------------------------------------------------------


@pytest.mark.parametrize("generators", ["rules", "all"])
async def test_with_no_model_configured_nothing_is_asked(
    launch: Launch, tmp_path: Path, generators: str
) -> None:
    editor = await launch(configuration={"generators": generators})
    uri = editor.open(tmp_path / "scale.cpp", SCALE)
    await editor.analysed(uri)
    assert titles(await editor.actions(uri, "for (")) == [
        "Parallelize with OpenMP (about 1.8×)",
        "Parallelize all hot loops in this file",
    ]
    job = await editor.parallelize(uri, "scale")
    assert (await editor.ended(job))["author"] is None
    (request,) = editor.worker_messages("Parallelize")
    told = (request["generators"], request["assistance"], request["budget"])
    assert told == ("rules", None, 60.0)
    assert editor.questions == []
    await editor.command("pcg.explain", {"job": job})
    page = editor.pages[-1]["text"]
    assert "## Next" not in page
    assert "## Language model" not in page
    if generators == "rules":
        assert editor.messages == []
    else:
        (message,) = editor.messages
        assert message.startswith("PCG: no language model is configured: write a profile")
    with pytest.raises(JsonRpcException, match=r"no language model is configured: write a profile"):
        await ask(editor, uri)


async def test_a_configured_model_has_actions_of_its_own(launch: Launch, tmp_path: Path) -> None:
    configure(tmp_path)
    editor = await launch()
    uri = editor.open(tmp_path / "scale.cpp", SCALE)
    await editor.analysed(uri)
    actions = await editor.actions(uri, "for (")
    assert titles(actions) == [
        "Parallelize with OpenMP (about 1.8×)",
        f"Parallelize with OpenMP: ask {MODEL}",
        *WORKFLOWS,
        "Parallelize all hot loops in this file",
    ]
    assert {one.kind for one in actions} == {KIND}
    assert await editor.actions(uri, "for (", trigger=AUTOMATIC) == []
    job = await editor.parallelize(uri, "scale")
    await editor.ended(job)
    assert titles(await editor.actions(uri, "for (")) == [
        "Apply verified 1.9× version",
        "Show diff of the verified version",
        "Why this version is right",
        f"Ask {MODEL} for a faster version",
    ]
    assert len(await editor.actions(uri, "for (", trigger=AUTOMATIC)) == 3
    assert (sent(editor), editor.questions) == ([None], [])


async def test_a_loop_that_the_rules_give_up_can_be_asked_about(
    launch: Launch, tmp_path: Path
) -> None:
    configure(tmp_path)
    editor = await launch()
    uri = editor.open(tmp_path / "scale.cpp", loop("scale", "refute"))
    await editor.ended(await editor.parallelize(uri, "scale"))
    told = titles(await editor.actions(uri, "for ("))
    assert told[-6:] == [
        "Parallelize with OpenMP again",
        f"Parallelize with OpenMP: ask {MODEL}",
        *WORKFLOWS,
    ]


async def test_the_actions_follow_the_configuration_and_the_settings(
    launch: Launch, tmp_path: Path
) -> None:
    editor = await launch(configuration={"generators": "all", "model": {"workflows": ["serial"]}})
    uri = editor.open(tmp_path / "scale.cpp", SCALE)
    await editor.analysed(uri)
    assert len(await editor.actions(uri, "for (")) == 2
    configure(tmp_path)
    assert titles(await editor.actions(uri, "for ("))[1:-1] == [
        WORKFLOWS[0],
        *WORKFLOWS[2:],
    ]


async def test_an_action_asks_for_what_it_says(launch: Launch, tmp_path: Path) -> None:
    configure(tmp_path, HERE)
    settings = {
        "model": {
            "samples": 2,
            "attempts": 5,
            "examples": 0,
            "mostTokens": 9,
            "mostMoney": 1,
            "selfCorrection": True,
        }
    }
    editor = await launch(configuration=settings)
    uri = editor.open(tmp_path / "scale.cpp", SCALE)
    await editor.analysed(uri)
    (action,) = [
        one for one in await editor.actions(uri, "for (") if one.title.endswith("(multi-stage)")
    ]
    assert action.command is not None
    result = await editor.command(action.command.command, (action.command.arguments or [])[0])
    await editor.ended(result["job"])
    (request,) = editor.worker_messages("Parallelize")
    assert (request["generators"], request["budget"]) == ("all", 240.0)
    assert request["workflows"] == ["multi-stage"]
    asked = {name: request["model"][name] for name in ("samples", "attempts", "examples")}
    assert asked == {"samples": 2, "attempts": 5, "examples": 0}
    assert request["model"]["self_correction"] is True
    assert (request["model"]["most_tokens"], request["model"]["most_money"]) == (9, 1.0)


async def test_a_wish_that_means_nothing_and_a_profile_that_is_not_there_are_refused(
    launch: Launch, tmp_path: Path
) -> None:
    configure(tmp_path)
    editor = await launch(configuration={"model": {"profile": "mine"}})
    uri = editor.open(tmp_path / "scale.cpp", SCALE)
    place = {"uri": uri, "position": {"line": 1, "character": 6}}
    for wrong in ({"generators": "magic"}, {"workflows": ["faster"]}, {"workflows": 3}):
        with pytest.raises(JsonRpcException, match="generators is one of rules, model, all"):
            await editor.command("pcg.parallelizeLoop", {**place, **wrong})
    with pytest.raises(JsonRpcException, match=r"no model profile is named 'mine'"):
        await ask(editor, uri)
    assert editor.worker_messages("Parallelize") == []


# --- consent --------------------------------------------------------------------------------------


async def test_code_is_sent_after_the_user_agreed_which_is_asked_once(
    launch: Launch, tmp_path: Path
) -> None:
    configure(tmp_path)
    editor = await launch()
    editor.answer = lambda _: SEND
    uri = editor.open(tmp_path / "scale.cpp", SCALE)
    ended = await editor.ended(await ask(editor, uri))
    assert (ended["text"], ended["author"]) == (f"verified 2.4×, by {MODEL}", MODEL)
    (question,) = editor.questions
    assert f"to {HOST} (model {MODEL}, profile hosted)?" in question
    assert str(tmp_path) in question
    assert consents(tmp_path) == [{"workspace": str(tmp_path), "host": HOST}]
    await editor.quit()
    again = await launch()
    uri = again.open(tmp_path / "other.cpp", SCALE)
    await again.ended(await ask(again, uri))
    assert again.questions == []
    assert sent(again) == [{"profile": "hosted", "host": HOST}] * 2
    assert again.messages == []
    assert await again.quit() == 0


@pytest.mark.parametrize("answer", ["Don't send", None])
async def test_without_consent_nothing_is_sent_and_the_rules_work_alone(
    launch: Launch, tmp_path: Path, answer: str | None
) -> None:
    configure(tmp_path)
    editor = await launch(configuration={"generators": "all"})
    editor.answer = lambda _: answer
    uri = editor.open(tmp_path / "two.cpp", SCALE + loop("other"))
    ended = await editor.ended(await editor.parallelize(uri, "scale"))
    assert (ended["text"], ended["author"]) == ("verified 1.9×", None)
    told = f"PCG: code is not sent to {HOST}: nothing was sent, and the rules work alone"
    assert editor.messages == [told]
    # Asked once, until the user names the model again.
    await editor.ended(await editor.parallelize(uri, "other"))
    assert len(editor.questions) == 1
    editor.answer = lambda _: SEND
    await editor.ended(await ask(editor, uri))
    assert len(editor.questions) == 2
    assert sent(editor) == [None, None, {"profile": "hosted", "host": HOST}]
    requests = editor.worker_messages("Parallelize")
    assert [one["generators"] for one in requests] == ["rules", "rules", "all"]


async def test_an_editor_that_cannot_ask_sends_nothing(launch: Launch, tmp_path: Path) -> None:
    configure(tmp_path)
    editor = await launch(without=("window.showMessage",))
    uri = editor.open(tmp_path / "scale.cpp", SCALE)
    job = await ask(editor, uri)
    assert (await editor.ended(job))["text"] == "verified 1.9×"
    assert (sent(editor), editor.questions) == ([None], [])
    (message,) = editor.messages
    assert f"cannot ask whether code may be sent to {HOST}" in message
    await editor.command("pcg.explain", {"job": job})
    assert message.removeprefix("PCG: ") in editor.pages[-1]["text"]


async def test_this_machine_needs_no_consent(launch: Launch, tmp_path: Path) -> None:
    configure(tmp_path, HERE)
    editor = await launch()
    uri = editor.open(tmp_path / "scale.cpp", SCALE)
    await editor.ended(await ask(editor, uri))
    assert sent(editor) == [{"profile": "hosted", "host": "127.0.0.1:9"}]
    assert (editor.questions, consents(tmp_path)) == ([], [])


async def test_jobs_wait_for_one_answer_and_can_be_cancelled(
    launch: Launch, tmp_path: Path
) -> None:
    configure(tmp_path)
    editor = await launch(configuration={"generators": "all"})
    answered = threading.Event()

    def answer(_params: types.ShowMessageRequestParams) -> str:
        assert answered.wait(60)
        return SEND

    editor.answer = answer
    text = loop("one") + loop("two") + loop("three")
    uri = editor.open(tmp_path / "three.cpp", text)
    result = await editor.command("pcg.parallelizeFile", {"uri": uri})
    first, second, third = result["jobs"]

    def is_waiting() -> bool:
        last = [editor.jobs[job][-1] for job in (first, second, third) if job in editor.jobs]
        told = [(one["state"], one["text"], one["detail"]) for one in last]
        waiting = ("queued", "waiting for your answer …", f"may code be sent to {HOST}?")
        return told == [waiting] * 3

    await editor.until(is_waiting, "three jobs that wait for an answer")
    await editor.command("pcg.cancelJob", {"job": second})
    assert editor.worker_messages("Parallelize") == []
    answered.set()
    states = [(await editor.ended(job))["state"] for job in (first, second, third)]
    assert states == ["verified", "cancelled", "verified"]
    assert len(editor.questions) == 1
    assert sent(editor) == [{"profile": "hosted", "host": HOST}] * 2


async def test_an_untrusted_workspace_is_never_asked_about(launch: Launch, tmp_path: Path) -> None:
    configure(tmp_path)
    editor = await launch(options={"trusted": False})
    uri = editor.open(tmp_path / "scale.cpp", SCALE)
    assert not [one for one in titles(await editor.actions(uri, "for (")) if MODEL in one]
    with pytest.raises(JsonRpcException, match="is not trusted"):
        await ask(editor, uri)
    assert (editor.questions, editor.worker_messages("Parallelize")) == ([], [])


# --- what is shown --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["vscode", "neovim", "emacs"])
async def test_code_of_a_model_is_called_that_wherever_it_is_shown(
    launch: Launch, tmp_path: Path, name: str
) -> None:
    configure(tmp_path, HERE)
    editor = await launch(name)
    uri = editor.open(tmp_path / "scale.cpp", SCALE)
    job = await ask(editor, uri)
    ended = await editor.ended(job)
    assert ended["detail"].endswith(f"tested, written by {MODEL} (any)")
    assert (await editor.titles(uri))[0] == f"verified 2.4×, by {MODEL}: Show diff"
    offered = await editor.actions(uri, "for (")
    assert offered[0].title == f"Apply verified 2.4× version by {MODEL}"
    await editor.command("pcg.showDiff", {"job": job})
    written = f"written by {MODEL} (any)"
    assert editor.diffs[-1]["title"] == f"PCG: scale, verified 2.4×, {written}"
    assert await editor.command("pcg.applyOffer", {"job": job}) == {"applied": True}
    assert editor.labels == [f"PCG: parallelize scale, {written}"]
    annotations = editor.edits[-1].change_annotations or {}
    if name == "vscode":
        assert [one.label for one in annotations.values()] == [f"PCG: {written}"]
        (change,) = list(editor.edits[-1].document_changes or [])
        assert isinstance(change, types.TextDocumentEdit)
        marks = [isinstance(one, types.AnnotatedTextEdit) for one in change.edits]
        assert marks == [True]
    else:
        assert annotations == {}
    assert await editor.command("pcg.revertLastApply", {}) == {"applied": True}
    assert editor.texts[uri].text == SCALE


async def test_edits_of_the_rules_are_not_marked(launch: Launch, tmp_path: Path) -> None:
    configure(tmp_path)
    editor = await launch()
    uri = editor.open(tmp_path / "scale.cpp", SCALE)
    job = await editor.parallelize(uri, "scale")
    await editor.ended(job)
    await editor.command("pcg.applyOffer", {"job": job})
    assert editor.edits[-1].change_annotations is None


async def test_why_tells_of_the_examples_the_attempts_and_what_can_be_done_next(
    launch: Launch, tmp_path: Path
) -> None:
    configure(tmp_path)
    editor = await launch()
    editor.answer = lambda _: SEND
    uri = editor.open(tmp_path / "scale.cpp", SCALE)
    job = await ask(editor, uri)
    await editor.ended(job)
    expected = f"""
## Language model

`{MODEL}` at {HOST}, 1,500 tokens, 0.5000 by the profile's prices.

### Examples it was shown

- Scales an array (transform): 3.2× faster, similarity 0.87

### What it was asked, and what came of it

1. asked for any
2. it answered after 2 s, 750 tokens
3. refuted: a race on `s`
4. told what was wrong, and asked for any once more (question 2)
5. it answered after 2 s, 750 tokens
6. verified, 2.40×
"""
    following = f"""
## Next

- “Show diff” and “Apply” take it from here.
- The code actions ask {MODEL} once more, or for something else; the code then goes to {HOST}.
"""
    await editor.command("pcg.explain", {"job": job})
    page = editor.pages[-1]["text"]
    assert expected in page
    assert following in page
    assert f"This version was written by {MODEL} (any), a language model" in page
    # It is kept with the offer.
    editor.close(uri)
    await editor.quit()
    again = await launch()
    uri = again.open(tmp_path / "scale.cpp", SCALE)
    await again.until(lambda: again.jobs, "the offer")
    (restored,) = again.jobs
    await again.command("pcg.explain", {"job": restored})
    assert expected in again.pages[-1]["text"]
    assert await again.quit() == 0


async def test_progress_tells_that_a_model_is_asked_and_cancelling_keeps_the_rules_offer(
    launch: Launch, tmp_path: Path
) -> None:
    configure(tmp_path, HERE)
    editor = await launch()
    uri = editor.open(tmp_path / "scale.cpp", loop("scale", "answer=never"))
    job = await ask(editor, uri)

    def is_told() -> bool:
        bars = editor.progress.values()
        return any(one.get("message") == f"asking {MODEL}" for said in bars for one in said)

    await editor.until(is_told, "a bar that says who is asked")
    assert editor.jobs[job][-1]["text"] == "verified 1.9×, looking for better …"
    assert await editor.command("pcg.cancelJob", {"job": job}) == {"cancelled": 1}
    ended = await editor.ended(job)
    assert (ended["state"], ended["text"]) == ("verified", "verified 1.9×")
    await editor.until(lambda: editor.worker_messages("Cancel"), "the message to the worker")


async def test_a_model_that_fails_leaves_the_rules_offer_and_it_is_said_why(
    launch: Launch, tmp_path: Path
) -> None:
    configure(tmp_path, HERE)
    editor = await launch()
    uri = editor.open(tmp_path / "scale.cpp", loop("scale", "unasked"))
    job = await ask(editor, uri)
    ended = await editor.ended(job)
    assert (ended["state"], ended["text"], ended["author"]) == ("verified", "verified 1.9×", None)
    failure = "401: no key; set EXAMPLE_KEY"
    assert editor.messages == [f"PCG: {MODEL} was not asked any further: {failure}"]
    await editor.command("pcg.explain", {"job": job})
    assert f"The model was not asked any further: {failure}." in editor.pages[-1]["text"]


async def test_an_offer_stands_while_a_faster_one_is_asked_for(
    launch: Launch, tmp_path: Path
) -> None:
    configure(tmp_path, HERE)
    editor = await launch()
    text = loop("scale", "answer=go wait=begin")
    uri = editor.open(tmp_path / "scale.cpp", text)
    editor.release("begin")
    first = await editor.parallelize(uri, "scale")
    await editor.ended(first)
    (editor.script / "begin").unlink()
    editor.replace(uri, "void scale", "int other() { return 1; }\n\nvoid scale")
    second = await ask(editor, uri)
    said = await editor.state(second, "verified")
    assert (said["improving"], said["speedup"]) == (True, 1.87)
    await editor.command("pcg.cancelJob", {"job": second})
    assert (await editor.ended(second))["text"] == "verified 1.9×"
    third = await ask(editor, uri)
    assert third != second
    assert await editor.command("pcg.applyOffer", {"job": third}) == {"applied": True}
    assert editor.texts[uri].text.count("#pragma omp parallel for") == 1


async def test_an_applied_version_joins_the_users_own_memory(
    launch: Launch, tmp_path: Path
) -> None:
    editor = await launch()
    uri = editor.open(tmp_path / "scale.cpp", f"int other();\n{SCALE}")
    job = await editor.parallelize(uri, "scale")
    await editor.ended(job)
    assert editor.worker_messages("KeepApplied") == []
    await editor.command("pcg.applyOffer", {"job": job})
    await editor.until(lambda: editor.worker_messages("KeepApplied"), "the message to the worker")
    (kept,) = editor.worker_messages("KeepApplied")
    applied = kept["applied"]
    assert applied["function"] == "scale"
    assert applied["slow"] == SCALE.removesuffix("\n")
    assert (applied["speedup"], applied["threads"]) == (1.87, 2)
    assert "#pragma omp parallel for" in applied["fast"]
