"""Places for the command to run in."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import pytest

from tests.integration.robustness.place import Place


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One cache for all places: builds of PCG's own texts are made once."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def place(tmp_path: Path, cache: Path) -> Generator[Place]:
    """A place in which no process and no scratch may be left."""
    made = Place(tmp_path, cache)
    yield made
    assert made.wait_for_silence() == []
    assert list(made.scratch.iterdir()) == []
