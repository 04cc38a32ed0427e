"""What holds of the repository as a whole."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LONGEST_MODULE = 600
LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-build.lock")
NAMED_PATH = re.compile(
    r"`((?:pcg_engine|tests|scripts|docs|examples|benchmarks|changelog\.d|\.ci)/[\w./-]*)`"
)
FENCED_CODE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
LINKED_PATH = re.compile(r"\]\((?!https?:)([^)#]+)[^)]*\)")
PINNED = re.compile(r"[a-z0-9.-]+==[A-Za-z0-9.]+( ; .+)? \\")


@pytest.mark.parametrize("name", LOCKS)
def test_locks_pin_every_package_with_hashes_and_name_no_index(name: str) -> None:
    lines = (ROOT / name).read_text(encoding="ascii").splitlines()
    hashed: dict[str, int] = {}
    package = ""
    for line in lines:
        if line.startswith("    --hash=sha256:"):
            hashed[package] += 1
        else:
            assert PINNED.fullmatch(line)
            package = line
            hashed[package] = 0
    assert [p for p, count in hashed.items() if count == 0] == []
    assert any(p.startswith("hatchling==") for p in hashed) or name == "requirements.lock"


def test_no_module_is_too_long() -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for folder in ("pcg_engine", "tests", "benchmarks")
        for path in (ROOT / folder).rglob("*.py")
    }
    assert lengths
    assert {path: n for path, n in lengths.items() if n > LONGEST_MODULE} == {}


def test_documents_name_only_files_that_exist() -> None:
    documents = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
    assert documents
    missing: list[str] = []
    for document in documents:
        text = document.read_text(encoding="utf-8")
        named = [ROOT / path for path in NAMED_PATH.findall(text)]
        # In code, brackets before parentheses are a lambda.
        prose = FENCED_CODE.sub("", text)
        linked = [document.parent / path for path in LINKED_PATH.findall(prose)]
        missing += [f"{document.name}: {path}" for path in (*named, *linked) if not path.exists()]
    assert missing == []


def test_the_version_is_told_without_slow_imports() -> None:
    script = (
        "import sys\n"
        "from pcg_engine.cli import main\n"
        "try:\n"
        "    main(['--version'])\n"
        "except SystemExit:\n"
        "    pass\n"
        "print(*sys.modules)\n"
    )
    finished = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    )
    first, modules = finished.stdout.splitlines()
    assert first.startswith("pcg ")
    slow = {"islpy", "numpy", "rich", "tree_sitter", "tree_sitter_cpp", "sqlite3"}
    assert slow & set(modules.split()) == set()
