"""Qualified names as text."""

from __future__ import annotations

from pcg_engine.domain.qualified_names import without_arguments


def test_names_without_arguments() -> None:
    assert without_arguments("ns::Grid<Cell<int>>::step<3>") == "ns::Grid::step"
