"""What sanitizers report, in words."""

from __future__ import annotations

import pytest

from pcg_engine.tools.harness.probing import explain


@pytest.mark.parametrize(
    ("report", "words"),
    [
        (
            "k.cpp:3:5: runtime error: signed integer overflow: 1 + 2147483647\nexit code 98\n",
            "signed integer overflow: 1 + 2147483647",
        ),
        (
            "==7==ERROR: AddressSanitizer: heap-buffer-overflow on address 0x1\nexit code 99\n",
            "heap buffer overflow",
        ),
        (
            "host: symbol lookup error: lib.so: undefined symbol: _Z4helpv\nexit code 127\n",
            "it calls `_Z4helpv`, which this file does not define",
        ),
        ("\nkilled by signal 14\n", "it takes too long"),
        ("\nkilled by signal 11\n", "killed by signal 11"),
        ("", "it does not finish"),
    ],
)
def test_reports_are_explained(report: str, words: str) -> None:
    """One clause for a person."""
    assert explain(report) == words
