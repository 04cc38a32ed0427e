"""Which lines of a candidate are its own (pure)."""

from __future__ import annotations

import difflib

_LARGEST_PRODUCT = 4_000_000
"""Lines to compare with each other; beyond, everything between the common ends is taken as new."""


def own_lines(original: bytes, candidate: bytes) -> frozenset[int]:
    """The lines of ``candidate``, from 1, that it does not share with ``original``.

    Lines are compared without their white space, so that moving code into a block does not make
    it the candidate's own. Empty lines are nobody's.
    """
    before = [b" ".join(line.split()) for line in original.split(b"\n")]
    after = [b" ".join(line.split()) for line in candidate.split(b"\n")]
    start = 0
    while start < min(len(before), len(after)) and before[start] == after[start]:
        start += 1
    end = 0
    shortest = min(len(before), len(after)) - start
    while end < shortest and before[len(before) - 1 - end] == after[len(after) - 1 - end]:
        end += 1
    old, new = before[start : len(before) - end], after[start : len(after) - end]
    own = set(range(start, start + len(new)))
    if len(old) * len(new) <= _LARGEST_PRODUCT:
        matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
        for block in matcher.get_matching_blocks():
            own -= set(range(start + block.b, start + block.b + block.size))
    return frozenset(line + 1 for line in own if after[line])
