"""What of the user's files a compiler may read."""

from __future__ import annotations

from pathlib import Path

import pytest

from pcg_engine.adapters.compile_reach import readable_paths


def _file(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    return path


def _reach(origin: Path) -> tuple[Path, ...]:
    return readable_paths("/usr/bin/g++", origin, (), {})


@pytest.mark.parametrize(
    ("files", "project"),
    [
        (("code/repo/.git/HEAD", "code/repo/sub/.pcg.toml"), "code/repo"),
        (("code/repo/.pcg.toml",), "code/repo"),
        (("code/repo/compile_commands.json",), "code/repo"),
        (("code/repo/Makefile", "code/repo/sub/Makefile"), "code/repo"),
        (("code/repo/CMakeLists.txt", "code/repo/sub/meson.build"), "code/repo"),
        (("code/repo/Makefile",), "code/repo/sub"),
        ((), "code/repo/sub"),
    ],
)
def test_a_file_reaches_its_project(files: tuple[str, ...], project: str, tmp_path: Path) -> None:
    for name in files:
        _file(tmp_path / name)

    assert _reach(_file(tmp_path / "code/repo/sub/loop.cpp")) == (tmp_path / project,)


def test_a_home_folder_is_no_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    _file(tmp_path / "home/Makefile")
    _file(tmp_path / "home/.ssh/key")
    origin = _file(tmp_path / "home/work/Makefile").with_name("loop.cpp")

    assert _reach(_file(origin)) == (tmp_path / "home/work",)
    directly = _reach(_file(tmp_path / "home/loop.cpp"))
    assert {path.name for path in directly} == {"Makefile", "work", "loop.cpp"}
