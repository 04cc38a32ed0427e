from __future__ import annotations

import pytest

from benchmarks.peers.docs import replaced

_PAGE = """\
# Peers
<!-- peers, polybench: begin (written by benchmarks/peers.py) -->
old
<!-- peers, polybench: end -->
after
"""


def test_a_table_replaces_the_one_before() -> None:
    page = replaced(_PAGE, "polybench", r"new \1")
    assert page == _PAGE.replace("old", "\nnew \\1\n")
    assert replaced(page, "polybench", r"new \1") == page


def test_a_page_without_marks_is_refused() -> None:
    with pytest.raises(ValueError, match="no marks for tsvc"):
        replaced(_PAGE, "tsvc", "new")
