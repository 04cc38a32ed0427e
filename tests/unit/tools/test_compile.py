"""Which warnings are the candidate's own."""

from __future__ import annotations

from pcg_engine.domain.ast import Diagnostic
from pcg_engine.tools.compile import new_warnings


def test_warnings_that_only_moved_are_not_new() -> None:
    before = [Diagnostic("warning", "unused x", 3, 1), Diagnostic("note", "here", 3, 1)]
    after = [
        Diagnostic("warning", "unused x", 5, 1),
        Diagnostic("warning", "unused x", 9, 1),
        Diagnostic("note", "there", 9, 1),
        Diagnostic("warning", "unused y", 10, 1),
    ]
    assert new_warnings(before, after) == (after[1], after[3])
