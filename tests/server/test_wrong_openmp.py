"""A wrong OpenMP directive: the warning on it, and what the editor offers to do."""

from __future__ import annotations

from pathlib import Path

import pytest
from lsprotocol import types

from tests.server.conftest import Launch
from tests.server.editor import Editor

PRAGMA = "#pragma omp parallel for"
RIGHT = f"{PRAGMA} private(t)"


def text(script: str) -> str:
    return (
        f"void f(double* a, int n) {{\n    // worker: {script}\n    double t; /* 𝜋 */ int k = 0;\n"
        f"    {PRAGMA}\n    for (int i = 0; i < n; ++i) {{ t = a[i]; a[i] = t * t; }}\n}}\n"
    )


def warnings(editor: Editor, uri: str) -> list[types.Diagnostic]:
    return editor.diagnostics.get(uri, [])


@pytest.mark.parametrize("name", ["vscode", "neovim", "emacs"])
async def test_the_warning_stands_on_the_directive_until_it_is_right(
    launch: Launch, tmp_path: Path, name: str
) -> None:
    editor = await launch(name)
    uri = editor.open(tmp_path / "wrong.cpp", text("wrong"))
    await editor.until(lambda: warnings(editor, uri), "a warning")
    (warning,) = warnings(editor, uri)
    assert warning == types.Diagnostic(
        types.Range(types.Position(3, 4), types.Position(3, 4 + len(PRAGMA))),
        "wrong OpenMP: all threads write the one `t`",
        severity=types.DiagnosticSeverity.Warning,
        code="shared-temporary",
        source="pcg",
    )
    editor.replace(uri, "// worker: wrong", "// worker: fine")
    editor.replace(uri, PRAGMA, RIGHT)
    editor.save(uri)
    await editor.until(lambda: not warnings(editor, uri), "no warning any more")


async def test_a_closed_file_has_no_warnings(launch: Launch, tmp_path: Path) -> None:
    editor = await launch()
    uri = editor.open(tmp_path / "wrong.cpp", text("wrong"))
    await editor.until(lambda: warnings(editor, uri), "a warning")
    editor.close(uri)
    await editor.until(lambda: not warnings(editor, uri), "no warning any more")


async def test_a_right_directive_has_no_warning(launch: Launch, tmp_path: Path) -> None:
    editor = await launch()
    right = editor.open(tmp_path / "right.cpp", text("fine"))
    wrong = editor.open(tmp_path / "wrong.cpp", text("wrong"))
    # Files are analysed one after the other.
    await editor.until(lambda: warnings(editor, wrong), "a warning in the other file")
    assert warnings(editor, right) == []
    titles = [one.title for one in await editor.actions(right, PRAGMA)]
    assert not any("Repair" in title or "Remove" in title for title in titles)


async def test_the_repair_is_verified_before_it_is_offered(launch: Launch, tmp_path: Path) -> None:
    editor = await launch()
    uri = editor.open(tmp_path / "wrong.cpp", text("wrong"))
    await editor.until(lambda: warnings(editor, uri), "a warning")
    repair, *_ = await editor.actions(uri, PRAGMA)
    assert repair.title == "Repair OpenMP, verified"
    assert repair.kind == types.CodeActionKind.QuickFix
    assert list(repair.diagnostics or ()) == warnings(editor, uri)
    assert repair.edit is None
    assert repair.command is not None
    job = (await editor.command(repair.command.command, (repair.command.arguments or [])[0]))["job"]
    assert (await editor.ended(job))["state"] == "verified"


async def test_a_directive_that_cannot_be_right_is_removed(launch: Launch, tmp_path: Path) -> None:
    editor = await launch()
    uri = editor.open(tmp_path / "wrong.cpp", text("hopeless"))
    await editor.until(lambda: warnings(editor, uri), "a warning")
    found = await editor.actions(uri, PRAGMA, only=["quickfix"])
    assert [one.title for one in found] == [
        "Repair OpenMP, verified",
        "Remove the OpenMP directive: the loop must run serially",
    ]
    assert found[1].edit is not None
    (change,) = list(found[1].edit.document_changes or [])
    assert isinstance(change, types.TextDocumentEdit)
    assert change.text_document.version == 1
    assert [edit.new_text for edit in change.edits if isinstance(edit, types.TextEdit)] == [""]


async def test_what_was_known_of_an_older_text_is_not_offered(
    launch: Launch, tmp_path: Path
) -> None:
    editor = await launch()
    uri = editor.open(tmp_path / "wrong.cpp", text("hopeless"))
    await editor.until(lambda: warnings(editor, uri), "a warning")
    editor.replace(uri, "int k = 0;", "int k = 1;")
    found = await editor.actions(uri, PRAGMA, only=["quickfix"])
    assert found == []


async def test_a_loop_that_is_switched_off_has_no_warning(launch: Launch, tmp_path: Path) -> None:
    editor = await launch()
    off = editor.open(tmp_path / "off.cpp", text("wrong").replace(PRAGMA, f"{PRAGMA}  // pcg: off"))
    on = editor.open(tmp_path / "on.cpp", text("wrong"))
    await editor.until(lambda: warnings(editor, on), "a warning in the other file")
    assert warnings(editor, off) == []
