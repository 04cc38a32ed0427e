"""The editors that ``scripts/e2e-tools`` set up, and where they keep what they write."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.e2e.workspace import ROOT, Workspace, create_workspace

TOOLS = ROOT / "build" / "e2e"
_REQUIRED = os.environ.get("PCG_REQUIRE_TOOLS", "") not in ("", "0")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-screenshots",
        action="store_true",
        help="write the screenshots of VS Code to docs/images",
    )


@pytest.fixture(scope="session")
def tool() -> Tool:
    return Tool()


class Tool:
    """Finds a program of ``build/e2e/bin``; the test is skipped aloud without it, or fails."""

    def __call__(self, name: str) -> Path:
        path = TOOLS / "bin" / name
        if path.exists():
            return path
        message = f"{name} is missing: scripts/e2e-tools sets it up, or says why it cannot"
        if _REQUIRED:
            pytest.fail(f"PCG_REQUIRE_TOOLS is set and {message}", pytrace=False)
        pytest.skip(message)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return create_workspace(tmp_path / "option desk")


@pytest.fixture
def surroundings(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """Variables for an editor: a home of its own; what was verified before is remembered.

    Offers are kept in each home, so that no test sees another's; what is found again by content
    (builds, checks, measurements) is shared, as between two editors of one user.
    """
    home = tmp_path / "home"
    home.mkdir()
    cache = tmp_path_factory.getbasetemp() / "cache"
    kept = {
        name: os.environ[name] for name in ("LANG", "TMPDIR", "PYTHONPATH") if name in os.environ
    }
    return {
        **kept,
        "PATH": f"{ROOT / '.venv' / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_STATE_HOME": str(home / "state"),
        "XDG_CACHE_HOME": str(cache),
        "PCG_E2E_SERVER": str(ROOT / ".venv" / "bin" / "pcg"),
    }
