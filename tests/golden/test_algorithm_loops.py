"""The recorded text with calls of algorithms, and the one with loops in their places.

After ``--update-golden`` the trees are recorded anew: ``scripts/record-trees algorithm_loops``.
"""

from __future__ import annotations

from collections.abc import Callable

from pcg_engine.analysis.algorithms.loop_form import loop_form
from pcg_engine.syntax.loops import find_loops
from pcg_engine.syntax.parse import parse
from tests.trees import recorded


def test_the_text_with_loops_is_the_recorded_one(golden: Callable[[str, str], None]) -> None:
    source, unit = recorded("algorithms")
    tree = parse(source)
    form = loop_form(unit, find_loops(tree), tree, source)
    golden("../recorded/algorithm_loops.cpp", form.source.data.decode())
