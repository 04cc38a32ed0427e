"""Copies of a project: whole, with the times of change, and apart from what they were made of."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pcg_engine.adapters.tree_copy import DiskTreeCopier
from pcg_engine.domain.errors import Cancelled
from pcg_engine.ports import Cancellation


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    root = tmp_path / "p"
    (root / "src" / "deep").mkdir(parents=True)
    (root / "data").mkdir()
    (root / "src" / "deep" / "a.cpp").write_text("int a;\n")
    (root / "run.sh").write_text("#!/bin/sh\n")
    (root / "run.sh").chmod(0o755)
    (root / "data" / "large").write_text("x" * 1000)
    (root / "link").symlink_to("src/deep")
    (root / "away").symlink_to("/nowhere/at/all")
    os.link(root / "run.sh", root / "same.sh")
    os.mkfifo(root / "pipe")
    for path, time in ((root / "src" / "deep" / "a.cpp", 10**18 + 7), (root / "src", 10**18 + 9)):
        os.utime(path, ns=(time, time))
    return root


def _copied(tree: Path, target: Path, *left_out: Path) -> Path:
    DiskTreeCopier().copy(tree, target, left_out, Cancellation())
    return target


def test_files_folders_links_modes_and_times(tree: Path, tmp_path: Path) -> None:
    copy = _copied(tree, tmp_path / "deep" / "copy")

    assert sorted(p.relative_to(copy).as_posix() for p in copy.rglob("*")) == [
        *("away", "data", "data/large", "link", "run.sh", "same.sh"),
        *("src", "src/deep", "src/deep/a.cpp"),
    ]
    assert (copy / "src" / "deep" / "a.cpp").read_text() == "int a;\n"
    assert (copy / "link").readlink() == Path("src/deep")
    assert (copy / "away").readlink() == Path("/nowhere/at/all")
    assert (copy / "run.sh").stat().st_mode & 0o777 == 0o755
    assert (copy / "src" / "deep" / "a.cpp").stat().st_mtime_ns == 10**18 + 7
    assert (copy / "src").stat().st_mtime_ns == 10**18 + 9


def test_writing_to_the_copy_leaves_the_original_alone(tree: Path, tmp_path: Path) -> None:
    copy = _copied(tree, tmp_path / "copy")
    for path in copy.rglob("*"):
        assert path.is_symlink() or path.is_dir() or path.stat().st_nlink == 1
    with (copy / "run.sh").open("r+") as file:
        file.write("changed")
    assert (tree / "run.sh").read_text() == "#!/bin/sh\n"
    assert (tree / "same.sh").read_text() == "#!/bin/sh\n"


def test_what_is_left_out_is_not_there(tree: Path, tmp_path: Path) -> None:
    copy = _copied(tree, tmp_path / "copy", tree / "data", tree / "src" / "deep" / "a.cpp")

    assert not (copy / "data").exists()
    assert list((copy / "src" / "deep").iterdir()) == []


def test_a_copy_inside_the_tree_does_not_hold_itself(tree: Path) -> None:
    copy = _copied(tree, tree / "tmp" / "copy")

    assert not (copy / "tmp" / "copy").exists()
    assert (copy / "run.sh").exists()


def test_it_can_be_cancelled(tree: Path, tmp_path: Path) -> None:
    cancellation = Cancellation()
    cancellation.cancel()

    with pytest.raises(Cancelled):
        DiskTreeCopier().copy(tree, tmp_path / "copy", (), cancellation)
