"""From a lens to verified code in the text, and back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.server.conftest import Launch
from tests.server.sources import DIRECTIVE, SCALE, loop

PROFILES = ("vscode", "neovim", "emacs")


@pytest.mark.parametrize("name", PROFILES)
async def test_a_lens_leads_to_verified_code_in_the_text(
    launch: Launch, tmp_path: Path, name: str
) -> None:
    editor = await launch(name)
    uri = editor.open(tmp_path / "scale.cpp", SCALE)
    lens = (await editor.analysed(uri))[0]
    assert lens.command is not None
    assert lens.command.title == "hot loop, about 1.8×: Parallelize"
    job = (await editor.run(lens))["job"]
    ended = await editor.ended(job)
    assert (ended["state"], ended["speedup"], ended["improving"]) == ("verified", 1.87, False)
    assert await editor.titles(uri) == ["verified 1.9×: Show diff", "Apply", "Why"]
    assert await editor.command("pcg.applyOffer", {"job": job}) == {"applied": True}
    assert editor.texts[uri].text == SCALE.replace("    for", f"    {DIRECTIVE}\n    for")
    assert (await editor.state(job, "applied"))["text"] == "applied 1.9×"
    assert await editor.command("pcg.revertLastApply", {}) == {"applied": True}
    assert editor.texts[uri].text == SCALE
    await editor.state(job, "verified")


async def test_every_bar_begins_reports_and_ends_and_goes_forward(
    launch: Launch, tmp_path: Path
) -> None:
    editor = await launch()
    text = loop("good", "wait=good") + loop("bad", "refute")
    uri = editor.open(tmp_path / "two.cpp", text)
    jobs = [await editor.parallelize(uri, name) for name in ("good", "bad")]
    bar = editor.progress
    await editor.until(lambda: any("legality" in str(one) for one in bar.values()), "a report")
    editor.release("good")
    for job in jobs:
        await editor.ended(job)
    await editor.until(lambda: all(one[-1]["kind"] == "end" for one in bar.values()), "the ends")
    assert len(bar) == 2
    for said in bar.values():
        kinds = [one["kind"] for one in said]
        assert kinds == ["begin", *["report"] * (len(kinds) - 2), "end"]
        parts = [one.get("percentage", 0) for one in said[:-1]]
        assert parts == sorted(parts)
    assert [said[-1]["message"] for said in bar.values()] == [
        "verified 1.9×",
        "not faster in parallel",
    ]


async def test_of_two_jobs_for_a_loop_the_first_is_taken_back(
    launch: Launch, tmp_path: Path
) -> None:
    editor = await launch()
    uri = editor.open(tmp_path / "bad.cpp", loop("bad", "refute"))
    first = await editor.parallelize(uri, "bad")
    await editor.state(first, "refuted")
    second = await editor.parallelize(uri, "bad")
    assert first != second
    await editor.state(first, "replaced")
    await editor.state(second, "refuted")
    assert [one["id"] for one in await editor.ask("pcg/jobs", {})] == [second]


async def test_an_editor_without_progress_is_shown_none(launch: Launch, tmp_path: Path) -> None:
    editor = await launch(without=("window.workDoneProgress",))
    uri = editor.open(tmp_path / "scale.cpp", SCALE)
    await editor.ended(await editor.parallelize(uri, "scale"))
    assert editor.progress == {}


async def test_a_diff_is_shown_beside_the_text(launch: Launch, tmp_path: Path) -> None:
    editor = await launch()
    uri = editor.open(tmp_path / "scale.cpp", SCALE)
    job = await editor.parallelize(uri, "scale")
    await editor.ended(job)
    await editor.command("pcg.showDiff", {"job": job})
    (diff,) = editor.diffs
    assert diff["original"] == SCALE
    assert diff["modified"] == SCALE.replace("    for", f"    {DIRECTIVE}\n    for")
    assert (diff["job"], diff["uri"]) == (job, uri)
    assert diff["range"]["start"] == diff["range"]["end"] == {"line": 1, "character": 4}
    assert await editor.ask("pcg/offer", {"job": job}) == diff


@pytest.mark.parametrize("name", PROFILES)
async def test_an_editor_without_extensions_is_shown_files(
    launch: Launch, tmp_path: Path, name: str
) -> None:
    editor = await launch(name, client={})
    uri = editor.open(tmp_path / "scale.cpp", SCALE)
    job = await editor.parallelize(uri, "scale")
    await editor.until_asked(job, "verified")
    await editor.command("pcg.showDiff", {"job": job})
    await editor.command("pcg.explain", {"job": job})
    diff, page = editor.shown
    assert (diff.suffix, page.suffix) == (".diff", ".md")
    assert f"+    {DIRECTIVE}\n" in diff.read_text(encoding="utf-8")
    assert "## Verified 1.9×" in page.read_text(encoding="utf-8")
    assert (editor.jobs, editor.statuses, editor.diffs, editor.pages) == ({}, [], [], [])


async def test_an_editor_that_opens_nothing_is_told_where_the_file_is(
    launch: Launch, tmp_path: Path
) -> None:
    editor = await launch(client={}, without=("window.showDocument",))
    uri = editor.open(tmp_path / "scale.cpp", SCALE)
    job = await editor.parallelize(uri, "scale")
    await editor.until_asked(job, "verified")
    await editor.command("pcg.showDiff", {"job": job})
    (message,) = editor.messages
    written = Path(message.removeprefix("PCG: written to "))
    assert DIRECTIVE in written.read_text(encoding="utf-8")


async def test_an_offer_can_be_applied_while_a_better_one_is_looked_for(
    launch: Launch, tmp_path: Path
) -> None:
    editor = await launch()
    uri = editor.open(tmp_path / "scale.cpp", loop("scale", "improve"))
    job = await editor.parallelize(uri, "scale")
    said = await editor.state(job, "verified")
    assert said["improving"] is True
    assert "Stop" in await editor.titles(uri)
    assert await editor.command("pcg.applyOffer", {"job": job}) == {"applied": True}
    assert (await editor.ended(job))["state"] == "applied"
    assert DIRECTIVE in editor.texts[uri].text


async def test_two_loops_wait_for_their_turn_and_both_are_verified(
    launch: Launch, tmp_path: Path
) -> None:
    editor = await launch()
    uri = editor.open(tmp_path / "two.cpp", loop("one", "wait=one") + loop("two"))
    first = await editor.parallelize(uri, "one")
    second = await editor.parallelize(uri, "two")
    await editor.state(first, "verifying")
    assert editor.jobs[second][-1]["state"] == "queued"
    editor.release("one")
    for job in (first, second):
        assert (await editor.ended(job))["state"] == "verified"
        assert await editor.command("pcg.applyOffer", {"job": job}) == {"applied": True}
    assert editor.texts[uri].text.count(DIRECTIVE) == 2


async def test_a_loop_that_is_asked_for_twice_is_worked_on_once(
    launch: Launch, tmp_path: Path
) -> None:
    editor = await launch()
    uri = editor.open(tmp_path / "scale.cpp", loop("scale", "wait=go"))
    first = await editor.parallelize(uri, "scale")
    assert await editor.parallelize(uri, "scale") == first
    editor.release("go")
    await editor.ended(first)
    assert len(editor.worker_messages("Parallelize")) == 1


async def test_all_hot_loops_of_a_file_are_tried(launch: Launch, tmp_path: Path) -> None:
    editor = await launch()
    text = loop("one") + loop("two", "sequential") + loop("three", "refute")
    uri = editor.open(tmp_path / "three.cpp", text)
    result = await editor.command("pcg.parallelizeFile", {"uri": uri})
    ended = [await editor.ended(job) for job in result["jobs"]]
    assert {(one["function"], one["state"]) for one in ended} == {
        ("one", "verified"),
        ("three", "refuted"),
    }


async def test_what_could_not_be_verified_says_why(launch: Launch, tmp_path: Path) -> None:
    editor = await launch()
    text = loop("slow", "refute") + loop("long_", "inconclusive") + loop("lost", "fail")
    uri = editor.open(tmp_path / "three.cpp", text)
    told: dict[str, tuple[str, str]] = {}
    for name in ("slow", "long_", "lost"):
        said = await editor.ended(await editor.parallelize(uri, name))
        told[name] = (said["state"], said["detail"])
    assert told == {
        "slow": ("refuted", "1.01× is no gain"),
        "long_": (
            "inconclusive",
            (
                "the time for one loop was over before a version was verified: "
                "raise pcg.budgetSeconds, or try again when the machine is less busy"
            ),
        ),
        "lost": ("unavailable", "no compiler; install g++"),
    }
    assert not any("Apply" in title for title in await editor.titles(uri))


async def test_a_hover_tells_what_is_known(launch: Launch, tmp_path: Path) -> None:
    editor = await launch()
    uri = editor.open(tmp_path / "scale.cpp", SCALE)
    await editor.analysed(uri)
    before = await editor.hover(uri, 1, 6)
    assert before is not None
    assert "Independent iterations." in before
    await editor.ended(await editor.parallelize(uri, "scale"))
    after = await editor.hover(uri, 1, 6)
    assert after is not None
    assert "**Verified 1.9×.** 1.87× [1.80, 1.93] on 2 threads, tested" in after
    assert await editor.hover(uri, 0, 2) is None
