"""Many files and many loops, and answers while the machine is busy with one."""

from __future__ import annotations

from pathlib import Path

from tests.server.conftest import Launch
from tests.server.sources import DIRECTIVE, SCALE, loop

FILES = 50


async def test_each_of_many_files_has_its_lenses(launch: Launch, tmp_path: Path) -> None:
    editor = await launch()
    uris = [editor.open(tmp_path / f"{n}.cpp", loop(f"scale{n}")) for n in range(FILES)]
    for uri in uris:
        (lens,) = await editor.analysed(uri)
        assert lens.command is not None
        assert uri in str(lens.command.arguments)
    assert len(editor.worker_messages("Analyze")) == FILES
    job = await editor.parallelize(uris[-1], f"scale{FILES - 1}")
    assert (await editor.ended(job))["state"] == "verified"


async def test_closing_many_files_stops_their_work(launch: Launch, tmp_path: Path) -> None:
    editor = await launch()
    names = [f"scale{n}" for n in range(FILES)]
    uris = [editor.open(tmp_path / f"{name}.cpp", loop(name, "wait=never")) for name in names]
    jobs = [await editor.parallelize(uri, name) for uri, name in zip(uris, names, strict=True)]
    await editor.state(jobs[0], "verifying")
    for uri in reversed(uris):
        editor.close(uri)
    for job in jobs:
        assert (await editor.ended(job))["state"] == "cancelled"
    assert await editor.ask("pcg/jobs", {}) == []
    await editor.until(
        lambda: all(bar and bar[-1]["kind"] == "end" for bar in editor.progress.values()),
        "the ends of the bars",
    )
    uri = editor.open(tmp_path / "next.cpp", SCALE)
    assert (await editor.ended(await editor.parallelize(uri, "scale")))["state"] == "verified"
    assert len(editor.worker_messages("Parallelize")) == 2


async def test_two_files_wait_for_each_other_and_both_are_edited(
    launch: Launch, tmp_path: Path
) -> None:
    editor = await launch()
    one = editor.open(tmp_path / "one.cpp", loop("one", "wait=go"))
    two = editor.open(tmp_path / "two.cpp", loop("two"))
    jobs = {one: await editor.parallelize(one, "one"), two: await editor.parallelize(two, "two")}
    await editor.state(jobs[one], "verifying")
    assert [job["id"] for job in await editor.ask("pcg/jobs", {"uri": two})] == [jobs[two]]
    assert await editor.titles(two) == ["waiting for its turn …", "Cancel"]
    editor.release("go")
    for job in jobs.values():
        assert (await editor.ended(job))["state"] == "verified"
    for uri, job in reversed(jobs.items()):
        assert await editor.command("pcg.applyOffer", {"job": job}) == {"applied": True}
        assert editor.texts[uri].text.count(DIRECTIVE) == 1
    assert await editor.command("pcg.revertLastApply", {}) == {"applied": True}
    assert [DIRECTIVE in editor.texts[uri].text for uri in (one, two)] == [False, True]


async def test_functions_of_one_name_in_two_files_are_two(launch: Launch, tmp_path: Path) -> None:
    editor = await launch()
    one = editor.open(tmp_path / "one.cpp", SCALE)
    two = editor.open(tmp_path / "two.cpp", SCALE)
    job = await editor.parallelize(one, "scale")
    assert (await editor.ended(job))["state"] == "verified"
    (lens,) = await editor.analysed(two)
    assert lens.command is not None
    assert lens.command.title == "hot loop, about 1.8×: Parallelize"
    await editor.command("pcg.applyOffer", {"job": job})
    assert editor.texts[two].text == SCALE


async def test_answers_come_while_a_verification_hangs(launch: Launch, tmp_path: Path) -> None:
    editor = await launch()
    uri = editor.open(tmp_path / "two.cpp", loop("busy", "hang") + SCALE)
    job = await editor.parallelize(uri, "busy")
    await editor.state(job, "verifying")
    at = "for (int i = 0; i < n; ++i) a[i] = 3.0"
    await editor.until(lambda: len(editor.worker_messages("Analyze")) == 1, "an analysis")
    for n in range(20):
        editor.replace(uri, "void scale", f"// {n}\nvoid scale")
    editor.replace(uri, SCALE, SCALE.replace("2.0", "3.0"))
    line = editor.position(uri, editor.texts[uri].text.index(at)).line
    assert "`for` loop of `scale`" in str(await editor.hover(uri, line, 6))
    assert {one.title for one in await editor.actions(uri, at)} >= {
        "Parallelize all hot loops in this file"
    }
    assert "Cancel" in await editor.titles(uri)
    other = editor.open(tmp_path / "other.cpp", loop("other"))
    assert await editor.analysed(other)
    assert [one["state"] for one in await editor.ask("pcg/jobs", {})] == ["verifying"]
    await editor.command("pcg.runDoctor", {})
    assert "# PCG doctor" in editor.pages[-1]["text"]
    assert await editor.command("pcg.cancelJob", {"job": job}) == {"cancelled": 1}
