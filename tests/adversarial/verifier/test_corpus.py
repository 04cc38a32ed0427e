"""The corpus is complete, and its table counts what it says."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from pcg_engine.domain.verdict import CheckName, CheckResult, Inconclusive, Outcome, Refuted
from tests.adversarial.verifier import corpus
from tests.adversarial.verifier.corpus import FAMILIES, Entry, Reason
from tests.adversarial.verifier.judgement import Finding, Judgement, Standing, together
from tests.adversarial.verifier.table import CheckFigures, Row, count, markdown

_WRONG = Entry(
    "x/wrong-races-a", Path("x"), "races", (Reason(CheckName.RACES, "race"),), "why", b""
)
_RIGHT = Entry("x/right-a", Path("x"), "", (), "why", b"")


def _finding(check: CheckName, outcome: Outcome, code: str = "") -> Finding:
    return Finding(check, outcome, code, "")


def test_every_family_is_there_and_nothing_is_twice() -> None:
    entries = corpus.load()
    families = Counter(entry.family for entry in entries)
    texts = Counter(entry.text for entry in entries)
    assert set(families) == {*FAMILIES, ""}
    assert min(families.values()) >= 3
    assert [count for count in texts.values() if count > 1] == []
    assert all(entry.text != entry.original.read_bytes() for entry in entries)
    assert all(bool(entry.reasons) is entry.is_wrong for entry in entries)


def test_a_header_that_says_something_else_than_the_name_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "sum"
    folder.mkdir()
    (folder / "wrong-races-x.cpp").write_text("// family: sizes\n// refused: races\n// why: x\n")
    with pytest.raises(ValueError, match="sizes is no family, or not the one in the file's name"):
        corpus.load(tmp_path)


@pytest.mark.parametrize(
    ("entry", "told", "expected"),
    [
        (_WRONG, None, Standing.VERIFIED),
        (_WRONG, _finding(CheckName.RACES, Outcome.REFUTED, "race"), Standing.RIGHT_REASON),
        (_WRONG, _finding(CheckName.RACES, Outcome.REFUTED, "crash"), Standing.OTHER_REASON),
        (_WRONG, _finding(CheckName.LEGALITY, Outcome.REFUTED, "race"), Standing.OTHER_REASON),
        (_WRONG, _finding(CheckName.RACES, Outcome.INCONCLUSIVE, "race"), Standing.OPEN),
        (_WRONG, _finding(CheckName.RACES, Outcome.UNAVAILABLE), Standing.UNAVAILABLE),
        (_RIGHT, None, Standing.VERIFIED),
        (_RIGHT, _finding(CheckName.RACES, Outcome.REFUTED, "race"), Standing.REFUTED),
        (_RIGHT, _finding(CheckName.RACES, Outcome.INCONCLUSIVE), Standing.OPEN),
    ],
)
def test_standing(entry: Entry, told: Finding | None, expected: Standing) -> None:
    row = Row(entry, Judgement((), told))
    assert row.standing is expected
    assert row.is_failure is (
        (entry.is_wrong and expected is Standing.VERIFIED) or expected is Standing.REFUTED
    )


def test_of_several_functions_the_gravest_counts() -> None:
    passed = CheckResult(CheckName.COMPILE, Outcome.PASSED, "fine")
    open_ = CheckResult(CheckName.COVERAGE, Outcome.INCONCLUSIVE, "line 3", code="no-coverage")
    race = CheckResult(CheckName.RACES, Outcome.REFUTED, "a race", code="race")
    found = together(
        [(passed, open_), (passed, race)],
        [
            Inconclusive("no-coverage", "line 3", (passed, open_)),
            Refuted("race", "a race", (passed, race)),
        ],
    )
    refutation = Finding(CheckName.RACES, Outcome.REFUTED, "race", "a race")
    assert found == Judgement(
        (
            Finding(CheckName.COMPILE, Outcome.PASSED, "", "fine"),
            Finding(CheckName.COVERAGE, Outcome.INCONCLUSIVE, "no-coverage", "line 3"),
            refutation,
        ),
        refutation,
    )


def test_the_table_counts_each_check_alone() -> None:
    race = _finding(CheckName.RACES, Outcome.REFUTED, "race")
    illegal = _finding(CheckName.LEGALITY, Outcome.REFUTED, "shared-temporary")
    open_ = _finding(CheckName.RECORDING, Outcome.INCONCLUSIVE, "not-recordable")
    figures = count(
        [
            Row(_WRONG, Judgement((race, illegal), race)),
            Row(_WRONG, Judgement((race, open_), race)),
            Row(_WRONG, Judgement((), None)),
            Row(_RIGHT, Judgement((illegal, open_), illegal)),
            Row(_RIGHT, Judgement((), None)),
        ]
    )
    assert figures.wrong == {Standing.RIGHT_REASON: 2, Standing.VERIFIED: 1}
    assert figures.right == {Standing.REFUTED: 1, Standing.VERIFIED: 1}
    assert figures.checks[CheckName.RACES] == CheckFigures(2, 1, 0, 0, 0)
    assert figures.checks[CheckName.LEGALITY] == CheckFigures(1, 0, 0, 1, 0)
    assert figures.checks[CheckName.RECORDING] == CheckFigures(0, 0, 1, 0, 1)
    text = markdown(figures)
    assert "| **verified (must be 0)** | 1 |" in text
    assert "| races | 2 | 67 % | 1 | 0 | 0 | 0 |" in text
    assert "| **together** | 2 | 67 % | | 0 | 1 | 0 |" in text
