"""``pcg memory`` as it is run: what is added is found, counted and kept."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from pcg_engine.adapters.example_files import OwnExamples
from pcg_engine.adapters.sentence_transformers import SentenceTransformerEmbedder
from pcg_engine.adapters.user_folders import data_folder
from pcg_engine.cli import main
from pcg_engine.cli.arguments import parse_arguments
from pcg_engine.cli.memory_arguments import MemoryArguments
from pcg_engine.domain.errors import EnvironmentUnavailable
from pcg_engine.memory.examples import Origin, example, to_line
from pcg_engine.wiring import known_examples

SLOW = "int f(int n) {\n  int s = 0;\n  while (n) { s ^= n % 7; n /= 3; }\n  return s;\n}\n"


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "slow.cpp").write_text(SLOW)
    (tmp_path / "fast.cpp").write_text("int f(int n) { return g(n); }\n")
    return tmp_path


def _run(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> Any:
    assert main(["memory", *words, "--json"]) == code
    return json.loads(capsys.readouterr().out)


def _add(capsys: pytest.CaptureFixture[str], folder: Path, *more: str, code: int = 0) -> Any:
    files = (str(folder / "slow.cpp"), str(folder / "fast.cpp"))
    return _run(capsys, "add", *files, "--title", "digits", *more, code=code)


def test_what_is_added_is_found_and_counted(
    own_folders: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = _run(capsys, "stats")
    added = _add(capsys, own_folders, "--category", "digits", "--speedup", "3.5")
    assert (added["added"], added["verified"]) == (True, False)
    assert not _add(capsys, own_folders, "--category", "digits")["added"]

    after = _run(capsys, "stats")
    assert after["examples"] == before["examples"] + 1
    assert after["categories"] == {**before["categories"], "digits": 1}
    assert after["verified"] == before["verified"]
    assert after["measured"] == before["measured"] + 1
    assert after["embedder"].startswith("structural-")

    found = _run(capsys, "search", str(own_folders / "slow.cpp"), "--function", "f")
    best = found["results"][0]
    assert (best["id"], best["similarity"], best["slow"]) == (added["id"], 1.0, SLOW)
    assert (best["speedup"], best["score"], best["verified_by"]) == (3.5, 3.5, "")


def test_build_makes_the_index_that_search_uses(
    own_folders: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _add(capsys, own_folders, "--category", "digits")
    built = _run(capsys, "build")
    assert built["examples"] == len(known_examples())
    assert len(list((own_folders / "cache/pcg/memory").iterdir())) == 1


def test_for_people(own_folders: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _add(capsys, own_folders, "--category", "digits")
    assert main(["memory", "search", str(own_folders / "slow.cpp"), "--count", "1"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("1.00  digits (digits; not measured; not verified; user-")
    assert "    int f(int n) {\n      int s = 0;\n" in told
    assert main(["memory", "stats"]) == 0
    assert "     1  digits\n" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (
            ["add", "slow.cpp", "fast.cpp", "--category", "No Name", "--title", "t"],
            2,
            "bad-example",
        ),
        (["search", "missing.cpp"], 2, "cannot-read"),
        (["search", "slow.cpp", "--function", "h"], 2, "no-such-function"),
        (["stats", "--embedder", "hybrid"], 2, "usage"),
        (["search", "slow.cpp", "--count", "4"], 2, "usage"),
    ],
)
def test_what_is_wrong_is_told(
    own_folders: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    code: int,
    told: str,
) -> None:
    monkeypatch.chdir(own_folders)
    error = _run(capsys, *words, code=code)["error"]
    assert error["code"] == told
    assert error["hint"]


def test_a_bad_line_of_the_user_s_is_named(
    own_folders: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = own_folders / "data/pcg/memory"
    folder.mkdir(parents=True)
    good = example("a;", "b;", "sort", "t", Origin("friends", ""))
    (folder / "mine.jsonl").write_text(to_line(good) + "{}\n")
    error = _run(capsys, "stats", code=2)["error"]
    assert error["message"] == f"{folder / 'mine.jsonl'}, line 2: `id` is missing"
    (folder / "mine.jsonl").write_text(to_line(good))
    assert _run(capsys, "stats")["sources"]["friends"] == 1


def test_a_damaged_database_is_reported_and_kept(
    own_folders: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    damaged = own_folders / "data/pcg/memory/added.sqlite"
    damaged.parent.mkdir(parents=True)
    damaged.write_bytes(b"no database" * 100)
    assert _run(capsys, "stats", code=3)["error"]["code"] == "memory-unreadable"
    assert _add(capsys, own_folders, "--category", "sort", code=3)["error"]["hint"]
    assert damaged.read_bytes() == b"no database" * 100


def test_additions_at_the_same_time_are_all_kept(tmp_path: Path) -> None:
    def add(number: int) -> bool:
        return OwnExamples(tmp_path / "own").add(str(number % 20), f"line {number % 20}\n")

    with ThreadPoolExecutor(8) as pool:
        added = list(pool.map(add, range(40)))
    (kept,) = OwnExamples(tmp_path / "own").read()
    assert sum(added) == 20
    assert sorted(kept.text.splitlines()) == sorted(f"line {n}" for n in range(20))


def test_the_data_folder_follows_the_specification() -> None:
    assert data_folder({"XDG_DATA_HOME": "/d"}) == Path("/d/pcg")
    assert data_folder({"XDG_DATA_HOME": "relative"}) == Path.home() / ".local/share/pcg"


def test_arguments() -> None:
    line = "memory add a.cpp b.cpp --category sort --title T --speedup 2"
    parsed = parse_arguments(line.split())
    assert parsed.paths == (Path("a.cpp"),)
    assert parsed.memory == MemoryArguments("add", Path("b.cpp"), "sort", "T", 2.0)
    parsed = parse_arguments("memory search a.cpp --function f --count 3 --no-self-match".split())
    assert parsed.function == "f"
    assert parsed.memory == MemoryArguments("search", count=3, self_match=False)
    assert parse_arguments(["analyze", "a.cpp"]).memory is None


def test_without_the_extra_the_message_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "sentence_transformers", None)
    with pytest.raises(EnvironmentUnavailable) as caught:
        SentenceTransformerEmbedder("anything")
    assert caught.value.code == "no-semantic"
    assert "pcg-engine[semantic]" in caught.value.hint
