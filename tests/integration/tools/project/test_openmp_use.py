"""Whether what a build made anew starts teams, as real compilers' files tell."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from pcg_engine.tools.project.openmp_use import OpenMPUse, openmp_use

pytestmark = pytest.mark.needs("gxx")

LOOP = """\
void scale(double* x, int n) {
#pragma omp parallel for
  for (int i = 0; i < n; ++i) x[i] *= 2.0;
}
"""
MAIN = "void scale(double*, int);\nint main() { double x[4] = {1}; scale(x, 4); return 0; }\n"


def _compile(folder: Path, *words: str) -> None:
    (folder / "scale.cpp").write_text(LOOP)
    (folder / "main.cpp").write_text(MAIN)
    subprocess.run([str(shutil.which("g++")), "-O1", *words], cwd=folder, check=True)


@pytest.mark.parametrize(
    ("flags", "use"),
    [
        (("-fopenmp",), OpenMPUse.USED),
        ((), OpenMPUse.NOT_USED),
    ],
    ids=["openmp", "ignored"],
)
@pytest.mark.parametrize(
    "words",
    [
        ("-c", "scale.cpp"),
        ("scale.cpp", "main.cpp", "-o", "app"),
        ("-shared", "-fPIC", "scale.cpp", "-o", "libscale.so"),
        ("-flto", "scale.cpp", "main.cpp", "-o", "app"),
    ],
    ids=["object", "program", "library", "link-time"],
)
def test_kinds_of_files(
    tmp_path: Path, words: tuple[str, ...], flags: tuple[str, ...], use: OpenMPUse
) -> None:
    _compile(tmp_path, *words, *flags)

    assert openmp_use(tmp_path, 0) is use


def test_other_users_of_openmp_in_the_program_do_not_count(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    _compile(tmp_path, "-fopenmp", "scale.cpp", "main.cpp", "-o", "app")
    _compile(tmp_path, "-c", "scale.cpp")

    assert openmp_use(tmp_path, 0) is OpenMPUse.NOT_USED


def test_what_was_there_before_does_not_count(tmp_path: Path) -> None:
    _compile(tmp_path, "-fopenmp", "-c", "scale.cpp")
    built = (tmp_path / "scale.o").stat().st_mtime_ns

    assert openmp_use(tmp_path, built + 1) is OpenMPUse.NOTHING_BUILT
    os.utime(tmp_path / "scale.o", ns=(built + 1, built + 1))
    assert openmp_use(tmp_path, built + 1) is OpenMPUse.USED
