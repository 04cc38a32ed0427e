"""Switching OpenMP on: build files before, the question, the answer, build files after."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import assert_never

import pytest

from pcg_engine.adapters.project_files import DiskProjectFiles
from pcg_engine.domain.source import Edit, SourceText
from pcg_engine.planning.openmp_build.proposal import AlreadyOn, BuildEdit, ByHand, Proposal
from pcg_engine.planning.openmp_build.propose import BuildQuestion, propose_openmp
from pcg_engine.syntax.splice import apply_edits

FOLDER = Path(__file__).parent / "build_files"
CASES = sorted(path.name for path in FOLDER.iterdir())


def propose(case: Path) -> Proposal:
    told = json.loads((case / "question.json").read_text())
    before = case / "before"
    database = str(before / told["database"]) if "database" in told else ""
    question = BuildQuestion(
        str(before / told["source"]), told.get("flags", ()), str(before), database
    )
    return propose_openmp(question, DiskProjectFiles(before))


def in_words(proposal: Proposal, root: Path) -> str:
    def short(path: str) -> str:
        return path.replace(f"{root}/", "")

    match proposal:
        case AlreadyOn(because, is_in_command):
            lines = ["already on", f"because: {because}", f"in command: {is_in_command}"]
        case ByHand(reason, instruction):
            lines = ["by hand", f"reason: {reason}", f"instruction: {instruction}"]
        case BuildEdit():
            lines = [
                f"title: {proposal.title}",
                f"targets: {', '.join(proposal.targets)}",
                f"sources: {', '.join(proposal.sources)}",
                f"afterwards: {proposal.afterwards}",
                *(f"awakened: {one.path}:{one.line}: {one.text}" for one in proposal.awakened),
            ]
        case _:
            assert_never(proposal)
    return short("\n".join(lines)) + "\n"


def edited(proposal: Proposal, root: Path) -> dict[str, bytes]:
    """The files that the proposal changes, by name, as they are afterwards."""
    edits: defaultdict[str, list[Edit]] = defaultdict(list)
    if isinstance(proposal, BuildEdit):
        for one in proposal.edits:
            edits[one.path].append(one.edit)
    return {
        str(Path(path).relative_to(root)): apply_edits(
            SourceText(path, Path(path).read_bytes()), some
        ).data
        for path, some in edits.items()
    }


@pytest.mark.parametrize("name", CASES)
def test_build_file(name: str) -> None:
    case = FOLDER / name
    proposal = propose(case)
    before, after = case / "before", case / "after"
    assert in_words(proposal, before) == (case / "answer.txt").read_text()
    expected = {
        str(path.relative_to(after)): path.read_bytes()
        for path in after.rglob("*")
        if path.is_file()
    }
    assert edited(proposal, before) == expected


@pytest.mark.parametrize("name", [n for n in CASES if (FOLDER / n / "after").exists()])
def test_an_edit_is_made_once(name: str, tmp_path: Path) -> None:
    case = FOLDER / name
    for source in ("before", "after"):
        for path in (case / source).rglob("*"):
            if path.is_file():
                copy = tmp_path / "case" / "before" / path.relative_to(case / source)
                copy.parent.mkdir(parents=True, exist_ok=True)
                copy.write_bytes(path.read_bytes())
    question = json.loads((case / "question.json").read_text())
    if "database" in question:
        question["flags"] = [*question["flags"], "-fopenmp"]
    (tmp_path / "case" / "question.json").write_text(json.dumps(question))
    assert isinstance(propose(tmp_path / "case"), AlreadyOn)
