"""A user's project, and an editor that has its file open and answers the question for consent."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

from tests.server.conftest import Launch
from tests.server.editor import Editor
from tests.server.sources import SCALE

RUN = "Run these commands"
NOT = "Don't run them"
TABLE = """\
[project]
build = "make"
test = "make check"
bench = "make bench"
"""


def make_project(tmp_path: Path, text: str = SCALE, table: str = TABLE) -> Path:
    """A project whose commands are named; the file with the loop."""
    root = tmp_path / "p"
    root.mkdir(exist_ok=True)
    (root / ".pcg.toml").write_text(table, encoding="utf-8")
    file = root / "scale.cpp"
    file.write_text(text, encoding="utf-8")
    return file


def consents(tmp_path: Path) -> list[dict[str, str]]:
    """What is kept of the user's consents."""
    kept = tmp_path / "home" / "state" / "pcg" / "commands.json"
    return json.loads(kept.read_text())["consents"] if kept.exists() else []


class OpenProject(NamedTuple):
    """An editor, and the file of a project that it has open."""

    editor: Editor
    uri: str


async def open_project(launch: Launch, tmp_path: Path, answer: str) -> OpenProject:
    """A project in an editor that answers ``answer`` when it is asked."""
    editor = await launch()
    editor.answer = lambda _: answer
    return OpenProject(editor, editor.open(make_project(tmp_path), SCALE))
