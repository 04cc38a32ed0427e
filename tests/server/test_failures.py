"""Processes that die, and work that is stopped."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types

from tests.server.conftest import Launch
from tests.server.editor import Editor
from tests.server.sources import SCALE, loop

ON_DEMAND = {"analysis": {"automatic": False}, "threads": "many"}
"""With a mistake: the complaint tells when the settings hold."""
RESTART = "the log says more (PCG: Show log); PCG: Restart worker tries again"
NEXT = loop("next")


async def works(editor: Editor, uri: str) -> None:
    """The loop of ``next`` can be verified."""
    ended = await editor.ended(await editor.parallelize(uri, "next"))
    assert ended["state"] == "verified", ended


def bar_of(editor: Editor, job: str) -> str:
    """The token of the job's progress."""
    return next(token for token in editor.progress if token.endswith(f"-{job}"))


async def begun(editor: Editor, uri: str, name: str) -> str:
    """The job for the loop of ``name``, which is being verified."""
    job = await editor.parallelize(uri, name)
    await editor.state(job, "verifying")
    await editor.until(lambda: any(bar for bar in editor.progress.values()), "a bar")
    return job


async def test_a_worker_that_is_killed_fails_its_job_and_no_other(
    launch: Launch, tmp_path: Path
) -> None:
    editor = await launch()
    uri = editor.open(tmp_path / "two.cpp", loop("scale", "wait=never") + NEXT)
    job = await begun(editor, uri, "scale")
    editor.kill_worker("Parallelize")
    ended = await editor.ended(job)
    assert (ended["state"], ended["text"]) == ("unavailable", "could not be checked")
    assert ended["detail"] == f"the worker process ended unexpectedly; {RESTART}"
    await works(editor, uri)


async def test_an_offer_outlives_the_worker_that_looked_for_a_better_one(
    launch: Launch, tmp_path: Path
) -> None:
    editor = await launch()
    uri = editor.open(tmp_path / "scale.cpp", loop("scale", "improve"))
    job = await editor.parallelize(uri, "scale")
    await editor.state(job, "verified")
    editor.kill_worker("Parallelize")
    assert (await editor.ended(job))["state"] == "verified"
    assert await editor.command("pcg.applyOffer", {"job": job}) == {"applied": True}


@pytest.mark.parametrize("word", ["die", "die-at-once", "garbage"])
async def test_a_worker_that_fails_is_replaced(launch: Launch, tmp_path: Path, word: str) -> None:
    editor = await launch()
    uri = editor.open(tmp_path / "two.cpp", loop("scale", word) + NEXT)
    ended = await editor.ended(await editor.parallelize(uri, "scale"))
    assert ended["detail"] == f"the worker process ended unexpectedly; {RESTART}"
    await works(editor, uri)


@pytest.mark.parametrize("start", ["die", "garbage"])
async def test_a_worker_that_cannot_start_is_not_started_for_ever(
    launch: Launch, tmp_path: Path, start: str
) -> None:
    editor = await launch(configuration=ON_DEMAND, variables={"PCG_SCRIPT_START": start})
    await editor.until(lambda: editor.messages, "a complaint")
    uri = editor.open(tmp_path / "next.cpp", NEXT)
    told: list[str] = []
    for _ in range(7):
        ended = await editor.ended(await editor.parallelize(uri, "next"))
        assert ended["state"] == "unavailable"
        told.append(ended["detail"])
    assert set(told[:5]) == {f"the worker process did not start; see the log; {RESTART}"}
    assert set(told[5:]) == {f"the worker process ended 5 times within 3 minutes; {RESTART}"}
    assert len(editor.worker_messages("Start")) == 5
    editor.release("healed")
    await editor.command("pcg.restartWorker", {})
    await works(editor, uri)


async def test_a_file_that_cannot_be_analysed_says_so_until_it_can(
    launch: Launch, tmp_path: Path
) -> None:
    editor = await launch()
    uri = editor.open(tmp_path / "scale.cpp", f"// analysis: die\n{SCALE}")

    def status() -> Any:
        return editor.statuses[-1]["state"] if editor.statuses else None

    await editor.until(lambda: status() == "unavailable", "the status")
    assert editor.statuses[-1]["detail"] == f"the worker process ended unexpectedly; {RESTART}"
    assert await editor.lenses(uri) == []
    editor.replace(uri, "// analysis: die\n", "")
    assert await editor.analysed(uri)
    await editor.until(lambda: status() == "idle", "the status")


async def test_work_that_hangs_is_cancelled(launch: Launch, tmp_path: Path) -> None:
    editor = await launch()
    uri = editor.open(tmp_path / "two.cpp", loop("scale", "hang") + NEXT)
    job = await begun(editor, uri, "scale")
    assert await editor.command("pcg.cancelJob", {"job": job}) == {"cancelled": 1}
    assert (await editor.ended(job))["text"] == "cancelled"
    assert await editor.command("pcg.cancelJob", {"job": job}) == {"cancelled": 0}
    await works(editor, uri)


async def test_the_bar_cancels_its_job(launch: Launch, tmp_path: Path) -> None:
    editor = await launch()
    uri = editor.open(tmp_path / "two.cpp", loop("scale", "wait=never") + NEXT)
    job = await begun(editor, uri, "scale")
    token = bar_of(editor, job)
    for one in ("pcg-job-77", "of another server", token):
        editor.tell("window/workDoneProgress/cancel", types.WorkDoneProgressCancelParams(one))
    assert (await editor.ended(job))["state"] == "cancelled"
    await editor.until(lambda: editor.progress[token][-1]["kind"] == "end", "the end of the bar")
    assert editor.progress[token][-1]["message"] == "cancelled"
    await editor.until(lambda: editor.worker_messages("Cancel"), "the worker's notice")
    await works(editor, uri)
    assert len({one["process"] for one in editor.worker_messages("Parallelize")}) == 1


async def test_a_job_that_waits_is_cancelled_before_it_begins(
    launch: Launch, tmp_path: Path
) -> None:
    editor = await launch()
    uri = editor.open(tmp_path / "two.cpp", loop("scale", "wait=go") + NEXT)
    first = await begun(editor, uri, "scale")
    second = await editor.parallelize(uri, "next")
    assert await editor.command("pcg.cancelJob", {"job": second}) == {"cancelled": 1}
    assert (await editor.ended(second))["state"] == "cancelled"
    editor.release("go")
    assert (await editor.ended(first))["state"] == "verified"
    assert len(editor.worker_messages("Parallelize")) == 1
    await works(editor, uri)


async def test_all_jobs_are_cancelled_at_once(launch: Launch, tmp_path: Path) -> None:
    editor = await launch()
    uri = editor.open(tmp_path / "two.cpp", loop("scale", "wait=never") + NEXT)
    jobs = [await begun(editor, uri, "scale"), await editor.parallelize(uri, "next")]
    assert await editor.command("pcg.cancelJob") == {"cancelled": 2}
    assert [(await editor.ended(job))["state"] for job in jobs] == ["cancelled"] * 2
    await works(editor, uri)


async def test_a_server_that_is_killed_leaves_no_worker(launch: Launch, tmp_path: Path) -> None:
    editor = await launch()
    uri = editor.open(tmp_path / "scale.cpp", loop("scale", "hang"))
    await begun(editor, uri, "scale")
    await editor.kill()
    await editor.until(lambda: not editor.workers(), "the end of the workers")


async def test_an_editor_that_goes_without_a_word_leaves_no_process(
    launch: Launch, tmp_path: Path
) -> None:
    editor = await launch()
    uri = editor.open(tmp_path / "scale.cpp", loop("scale", "hang"))
    await begun(editor, uri, "scale")
    assert editor.process.stdin is not None
    editor.process.stdin.close()
    await editor.until(lambda: editor.process.returncode is not None, "the end of the server")
    await editor.client.stop()
    await editor.until(lambda: not editor.workers(), "the end of the workers")


async def test_a_shutdown_stops_the_work(launch: Launch, tmp_path: Path) -> None:
    editor = await launch()
    uri = editor.open(tmp_path / "two.cpp", loop("scale", "hang") + NEXT)
    other = editor.open(tmp_path / "other.cpp", loop("other", "hang"))
    closed = await begun(editor, other, "other")
    token = bar_of(editor, closed)
    editor.close(other)
    await editor.until(lambda: editor.progress[token][-1]["kind"] == "end", "the end of the bar")
    await begun(editor, uri, "scale")
    await editor.parallelize(uri, "next")
    assert await editor.quit() == 0
    await editor.until(lambda: not editor.workers(), "the end of the workers")
