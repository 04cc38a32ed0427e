"""Offers while the text, its headers and its windows change."""

from __future__ import annotations

from pathlib import Path

import pytest
from pygls.exceptions import JsonRpcException

from tests.server.conftest import Launch
from tests.server.editor import Editor, OnEdit
from tests.server.sources import DIRECTIVE, SCALE, loop

OTHER = "int other() { return 1; }\n\n"
INCLUDES = '#include "used.h"\n'
HEADER = "inline double gain() { return 2.0; }\n"


def parallel(text: str) -> str:
    """``text`` with the offer for its only loop."""
    return text.replace("for (", f"{DIRECTIVE}\n    for (")


async def verified(editor: Editor, uri: str) -> str:
    """The job of ``scale``, with an offer."""
    job = await editor.parallelize(uri, "scale")
    assert (await editor.ended(job))["state"] == "verified"
    return job


async def state_now(editor: Editor, job: str) -> str:
    """What the server says of the job after all that it was told before."""
    found = {one["id"]: one for one in await editor.ask("pcg/jobs", {})}
    return str(found[job]["state"])


async def test_an_offer_moves_with_its_function(launch: Launch, tmp_path: Path) -> None:
    editor = await launch()
    text = loop("scale", "wait=go")
    uri = editor.open(tmp_path / "scale.cpp", text)
    job = await editor.parallelize(uri, "scale")
    await editor.state(job, "verifying")
    editor.replace(uri, "void scale", f"{OTHER}void scale")
    editor.release("go")
    assert (await editor.ended(job))["state"] == "verified"
    assert await editor.command("pcg.applyOffer", {"job": job}) == {"applied": True}
    assert editor.texts[uri].text == OTHER + parallel(text)


async def test_an_edit_of_the_function_stops_its_work(launch: Launch, tmp_path: Path) -> None:
    editor = await launch()
    uri = editor.open(tmp_path / "scale.cpp", loop("scale", "wait=never") + loop("next"))
    first = await editor.parallelize(uri, "scale")
    await editor.state(first, "verifying")
    editor.replace(uri, "// worker: wait=never\n", "a[0] = 1.0;\n")
    said = await editor.state(first, "stale")
    assert (said["text"], said["detail"]) == ("stopped: the code was edited", "changed: scale")
    assert (await editor.ended(await editor.parallelize(uri, "next")))["state"] == "verified"
    assert "Parallelize again" in await editor.titles(uri)


async def test_a_stale_offer_is_not_applied_and_undoing_the_edit_revives_it(
    launch: Launch, tmp_path: Path
) -> None:
    editor = await launch()
    uri = editor.open(tmp_path / "scale.cpp", SCALE)
    job = await verified(editor, uri)
    editor.replace(uri, "2.0", "3.0")
    edited = editor.texts[uri].text
    with pytest.raises(JsonRpcException, match=r"edited since \(scale\): parallelize it again"):
        await editor.command("pcg.applyOffer", {"job": job})
    assert (editor.edits, editor.texts[uri].text) == ([], edited)
    assert (await editor.state(job, "stale"))["detail"] == "changed: scale"
    editor.replace(uri, "3.0", "2.0")
    await editor.state(job, "verified")
    assert await editor.command("pcg.applyOffer", {"job": job}) == {"applied": True}
    assert editor.texts[uri].text == parallel(SCALE)


async def test_a_stale_offer_names_what_changed(launch: Launch, tmp_path: Path) -> None:
    editor = await launch()
    text = "const double GAIN = 2.5;\nconst double UNUSED = 1.5;\n" + SCALE.replace("2.0", "GAIN")
    uri = editor.open(tmp_path / "scale.cpp", text)
    job = await verified(editor, uri)
    editor.replace(uri, "1.5", "1.25")
    assert await editor.command("pcg.showDiff", {"job": job}) is None
    editor.replace(uri, "2.5", "2.25")
    assert (await editor.state(job, "stale"))["detail"] == "changed: `GAIN`"
    with pytest.raises(JsonRpcException, match="`GAIN`"):
        await editor.command("pcg.showDiff", {"job": job})


async def test_an_offer_that_changes_more_than_its_function_does_not_move(
    launch: Launch, tmp_path: Path
) -> None:
    editor = await launch()
    uri = editor.open(tmp_path / "scale.cpp", OTHER + loop("scale", "include"))
    job = await verified(editor, uri)
    editor.replace(uri, "return 1", "return 2")
    result = await editor.command("pcg.applyOffer", {"job": job})
    assert result["reason"] == "the code was edited since: parallelize it again"
    assert editor.edits == []


@pytest.mark.parametrize(
    ("on_edit", "reason", "left"),
    [
        (OnEdit.SKIP, "edited at the same time", SCALE),
        (OnEdit.REFUSE, "refused the edit: the buffer is read-only", SCALE),
        (OnEdit.TYPE_FIRST, "edited at the same time", f"// typed\n{SCALE}"),
    ],
)
async def test_an_edit_that_the_editor_did_not_make_is_not_called_applied(
    launch: Launch, tmp_path: Path, on_edit: OnEdit, reason: str, left: str
) -> None:
    editor = await launch()
    uri = editor.open(tmp_path / "scale.cpp", SCALE)
    job = await verified(editor, uri)
    editor.on_edit = on_edit
    result = await editor.command("pcg.applyOffer", {"job": job})
    assert (result["applied"], reason in result["reason"]) == (False, True), result
    assert editor.texts[uri].text == left
    assert "applied" not in [one["state"] for one in editor.jobs[job]]
    editor.on_edit = OnEdit.OBEY
    assert await editor.command("pcg.applyOffer", {"job": job}) == {"applied": True}
    assert editor.texts[uri].text == parallel(left)


async def test_line_ends_stay_what_they_are(launch: Launch, tmp_path: Path) -> None:
    editor = await launch()
    text = SCALE.replace("\n", "\r\n")
    uri = editor.open(tmp_path / "scale.cpp", text)
    job = await verified(editor, uri)
    await editor.command("pcg.showDiff", {"job": job})
    assert await editor.command("pcg.applyOffer", {"job": job}) == {"applied": True}
    assert editor.texts[uri].text == parallel(SCALE).replace("\n", "\r\n")
    assert editor.diffs[0]["modified"] == editor.texts[uri].text
    assert await editor.command("pcg.revertLastApply", {}) == {"applied": True}
    assert editor.texts[uri].text == text


@pytest.mark.parametrize(
    ("name", "encoding"), [("vscode", "utf-16"), ("neovim", "utf-8"), ("emacs", "utf-32")]
)
async def test_characters_of_any_width_stand_before_a_loop(
    launch: Launch, tmp_path: Path, name: str, encoding: str
) -> None:
    editor = await launch(name)
    assert editor.encoding == encoding
    text = "// 🚀 é\n" + SCALE.replace("for (", "/* 🚀 é 语 */ for (")
    uri = editor.open(tmp_path / "scale.cpp", text)
    lens = (await editor.analysed(uri))[0]
    assert editor.index(uri, lens.range.start) == text.index("for (")
    job = await verified(editor, uri)
    editor.replace(uri, "// 🚀 é", "// é 🚀🚀")
    assert await editor.command("pcg.applyOffer", {"job": job}) == {"applied": True}
    assert editor.texts[uri].text == parallel(text).replace("// 🚀 é", "// é 🚀🚀")


async def test_a_saved_header_makes_offers_stale_if_its_code_changed(
    launch: Launch, tmp_path: Path
) -> None:
    editor = await launch()
    used = tmp_path / "used.h"
    used.write_text(HEADER, encoding="utf-8")
    header = editor.open(used, HEADER)
    uri = editor.open(tmp_path / "scale.cpp", INCLUDES + SCALE)
    job = await verified(editor, uri)
    editor.save(header)
    assert await state_now(editor, job) == "verified"
    used.write_text(f"// how much\n{HEADER}", encoding="utf-8")
    editor.save(header)
    assert await state_now(editor, job) == "verified"
    used.write_text(HEADER.replace("2.0", "3.0"), encoding="utf-8")
    editor.save(header)
    assert (await editor.state(job, "stale"))["detail"] == "changed: `used.h`"
    used.write_text(HEADER, encoding="utf-8")
    editor.save(header)
    assert await state_now(editor, job) == "verified"


async def test_a_header_that_is_not_what_was_verified_is_not_built_upon(
    launch: Launch, tmp_path: Path
) -> None:
    editor = await launch()
    used = tmp_path / "used.h"
    used.write_text(HEADER, encoding="utf-8")
    uri = editor.open(tmp_path / "scale.cpp", INCLUDES + loop("scale", "header"))
    job = await verified(editor, uri)
    used.write_text(f"// how much\n{HEADER}", encoding="utf-8")
    result = await editor.command("pcg.applyOffer", {"job": job})
    assert result["reason"] == "used.h changed since this was verified: parallelize it again"
    used.write_text(HEADER.replace("2.0", "3.0"), encoding="utf-8")
    with pytest.raises(JsonRpcException, match=r"edited since \(`used.h`\)"):
        await editor.command("pcg.applyOffer", {"job": job})
    assert editor.edits == []


async def test_what_was_applied_is_taken_back_where_it_is_now(
    launch: Launch, tmp_path: Path
) -> None:
    editor = await launch()
    uri = editor.open(tmp_path / "scale.cpp", SCALE)
    job = await verified(editor, uri)
    await editor.command("pcg.applyOffer", {"job": job})
    editor.replace(uri, "void scale", f"{OTHER}void scale")
    assert await editor.command("pcg.revertLastApply", {}) == {"applied": True}
    assert editor.texts[uri].text == OTHER + SCALE
    assert await state_now(editor, job) == "verified"
    with pytest.raises(JsonRpcException, match="use the editor's undo"):
        await editor.command("pcg.revertLastApply", {})


async def test_what_was_edited_since_it_was_applied_is_left_alone(
    launch: Launch, tmp_path: Path
) -> None:
    editor = await launch()
    uri = editor.open(tmp_path / "scale.cpp", SCALE)
    job = await verified(editor, uri)
    await editor.command("pcg.applyOffer", {"job": job})
    editor.replace(uri, "2.0", "3.0")
    edited = editor.texts[uri].text
    result = await editor.command("pcg.revertLastApply", {})
    assert result["reason"] == "the function was edited since: use the editor's undo"
    assert editor.texts[uri].text == edited


@pytest.mark.parametrize("ends", [False, True])
async def test_offers_come_back_with_their_file(
    launch: Launch, tmp_path: Path, *, ends: bool
) -> None:
    editor = await launch()
    for name in ("kept.cpp", "edited.cpp"):
        uri = editor.open(tmp_path / name, SCALE)
        await verified(editor, uri)
        editor.close(uri)
    if ends:
        assert await editor.quit() == 0
        editor = await launch()
    editor.jobs.clear()
    edited = editor.open(tmp_path / "edited.cpp", SCALE.replace("2.0", "3.0"))
    kept = editor.open(tmp_path / "kept.cpp", SCALE)
    await editor.until(lambda: editor.jobs, "the offer")
    (job,) = editor.jobs
    assert editor.jobs[job][-1]["uri"] == kept
    assert await editor.ask("pcg/jobs", {"uri": edited}) == []
    assert len(editor.worker_messages("Parallelize")) == 2
    assert await editor.command("pcg.applyOffer", {"job": job}) == {"applied": True}
    assert editor.texts[kept].text == parallel(SCALE)
