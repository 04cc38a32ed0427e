"""Verified code is written only where it was asked for, and never over a changed file."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from pcg_engine.cli.write import deliver, write_atomically
from pcg_engine.domain.errors import UsageError
from pcg_engine.domain.facts import Assumption
from pcg_engine.domain.result import FileResult, NestResult
from pcg_engine.domain.source import SourceText
from pcg_engine.domain.verdict import Outcome
from tests.builders import facts, offer

OLD, NEW = b"void f();\n", b"#pragma omp parallel\nvoid f();\n"


def _result(path: Path, *assumptions: Assumption, text: bytes | None = NEW) -> FileResult:
    found = offer()
    found = replace(found, candidate=replace(found.candidate, assumptions=assumptions))
    nest = NestResult(facts(), Outcome.PASSED, "", "", found, ())
    return FileResult(str(path), (facts(),), (nest,), text, 1.0)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.cpp"
    path.write_bytes(OLD)
    return path


def _source(path: Path) -> SourceText:
    return SourceText(str(path), path.read_bytes())


def test_without_a_flag_nothing_is_written(file: Path) -> None:
    deliver(_result(file), _source(file), output=None, apply=False)

    assert [p.read_bytes() for p in file.parent.iterdir()] == [OLD]


def test_output_goes_elsewhere_and_apply_into_the_file(file: Path) -> None:
    other = file.with_name("b.cpp")

    deliver(_result(file), _source(file), output=other, apply=False)
    assert (file.read_bytes(), other.read_bytes()) == (OLD, NEW)

    deliver(_result(file), _source(file), output=None, apply=True)
    assert file.read_bytes() == NEW


def test_without_an_offer_nothing_is_written(file: Path) -> None:
    deliver(_result(file, text=None), _source(file), output=file.with_name("b.cpp"), apply=True)

    assert [p.name for p in file.parent.iterdir()] == ["a.cpp"]
    assert file.read_bytes() == OLD


def test_a_file_that_changed_meanwhile_is_left_alone(file: Path) -> None:
    source = _source(file)
    file.write_bytes(b"edited\n")

    with pytest.raises(UsageError, match="changed meanwhile"):
        deliver(_result(file), source, output=None, apply=True)

    assert file.read_bytes() == b"edited\n"


def test_what_no_guard_checks_is_not_applied(file: Path) -> None:
    open_one = Assumption("no-effects", "`cmp` has no side effects", None)

    with pytest.raises(UsageError, match="`cmp` has no side effects"):
        deliver(_result(file, open_one), _source(file), output=None, apply=True)

    assert file.read_bytes() == OLD


def test_a_guarded_assumption_is_applied(file: Path) -> None:
    guarded = Assumption("no-overlap", "x and y must not overlap", "x != y")

    deliver(_result(file, guarded), _source(file), output=None, apply=True)

    assert file.read_bytes() == NEW


def test_mode_and_symbolic_link_are_kept(file: Path) -> None:
    file.chmod(0o640)
    link = file.with_name("link.cpp")
    link.symlink_to(file)

    write_atomically(link, NEW)

    assert link.is_symlink()
    assert (file.read_bytes(), file.stat().st_mode & 0o777) == (NEW, 0o640)


def test_a_folder_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    missing = tmp_path / "no" / "such" / "a.cpp"

    with pytest.raises(UsageError, match=os.strerror(2)):
        write_atomically(missing, NEW)
