"""One laboratory for all tests of a module: builds and inputs of the original are shared."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import pytest

from tests.integration.assistant.subject import Bench, bench


@pytest.fixture(scope="package")
def energy(tmp_path_factory: pytest.TempPathFactory) -> Generator[Bench]:
    """The file with ``energy`` in it."""
    folder: Path = tmp_path_factory.mktemp("project")
    with bench(folder) as made:
        yield made
