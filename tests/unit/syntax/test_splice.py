"""Edits, their composition, and diffs that git accepts."""

from __future__ import annotations

import pytest

from pcg_engine.domain.source import Edit, SourceText, Span
from pcg_engine.syntax.splice import Conflict, apply_edits, rebase, unified_diff


def text(data: bytes) -> SourceText:
    return SourceText("src/a.cpp", data)


def edit(start: int, end: int, new: str) -> Edit:
    return Edit(Span(start, end), new)


def test_edits_refer_to_the_text_before() -> None:
    edits = [edit(0, 1, "AA"), edit(2, 2, "é"), edit(3, 5, "")]
    assert apply_edits(text(b"abc\xffef"), edits).data == "AAbéc".encode() + b"f"


def test_insertions_at_one_place_keep_their_order() -> None:
    edits = [edit(1, 1, "1"), edit(1, 1, "2"), edit(1, 2, "B")]
    assert apply_edits(text(b"abc"), edits).data == b"a12Bc"


@pytest.mark.parametrize(
    "edits",
    [
        [edit(0, 3, ""), edit(2, 4, "")],
        [edit(3, 4, ""), edit(0, 1, "")],
        [edit(0, 3, ""), edit(1, 1, "x")],
        [edit(5, 7, "")],
    ],
    ids=["overlap", "unsorted", "insertion inside", "past the end"],
)
def test_bad_edits_are_refused(edits: list[Edit]) -> None:
    with pytest.raises(ValueError, match="edit"):
        apply_edits(text(b"abcdef"), edits)


def test_rebase_moves_past_what_came_before() -> None:
    earlier = [edit(0, 2, "xyz"), edit(4, 4, "é")]
    later = [edit(2, 4, "_"), edit(6, 6, "!")]
    assert rebase(later, earlier) == (edit(3, 5, "_"), edit(9, 9, "!"))


@pytest.mark.parametrize(
    ("later", "earlier"),
    [
        (edit(1, 3, ""), edit(2, 4, "")),
        (edit(3, 3, "x"), edit(2, 4, "")),
        (edit(2, 4, ""), edit(3, 3, "x")),
        (edit(2, 2, "x"), edit(2, 2, "y")),
    ],
    ids=["both replace", "inserts inside", "replaces around", "same place"],
)
def test_rebase_reports_conflicts(later: Edit, earlier: Edit) -> None:
    assert rebase([later], [earlier]) == Conflict(later, earlier)


def test_diff_names_both_files_and_marks_the_missing_newline() -> None:
    old, new = text(b"one\ntwo\nthree"), text(b"one\n2\nthree\n")
    assert unified_diff(old, new) == (
        "--- a/src/a.cpp\n"
        "+++ b/src/a.cpp\n"
        "@@ -1,3 +1,3 @@\n"
        " one\n"
        "-two\n"
        "-three\n"
        "\\ No newline at end of file\n"
        "+2\n"
        "+three\n"
    )


def test_diff_keeps_carriage_returns_and_undecodable_bytes() -> None:
    diff = unified_diff(text(b"a\r\n\x0c\xff\n"), text(b"b\r\n\x0c\xff\n"))
    assert diff.encode("utf-8", "surrogateescape").endswith(b"-a\r\n+b\r\n \x0c\xff\n")


def test_no_difference_is_no_diff() -> None:
    assert unified_diff(text(b"a"), text(b"a")) == ""
