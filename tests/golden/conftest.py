"""Golden files: ``pytest tests/golden --update-golden`` writes what the code says today."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="write the golden files instead of comparing"
    )


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """``golden(name, text)``: ``text`` is what ``tests/golden/NAME`` holds."""
    # The option exists only where this folder is named on the command line.
    update = bool(request.config.getoption("--update-golden", default=False))

    def check(name: str, text: str) -> None:
        path = FOLDER / name
        if update:
            path.write_text(text, "utf-8")
        assert path.exists(), f"no golden file {name}; run pytest tests/golden --update-golden"
        assert text == path.read_text("utf-8")

    return check
