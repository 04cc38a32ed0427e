"""OpenMP in a ``compile_flags.txt``: one more line."""

from __future__ import annotations

import posixpath

from pcg_engine.planning.openmp_build.layout import line_after
from pcg_engine.planning.openmp_build.plan import BuildPlan
from pcg_engine.planning.openmp_build.proposal import FileEdit
from pcg_engine.ports import ProjectFiles

NAME = "compile_flags.txt"
_SUFFIXES = (".cpp", ".cc", ".cxx", ".c++", ".C", ".hpp", ".hh", ".hxx", ".h")


def plan_for_flags(files: ProjectFiles, path: str) -> BuildPlan | None:
    """How to switch OpenMP on in the flags file ``path``; ``None`` if it cannot be read."""
    text = files.read(path)
    if text is None:
        return None
    return BuildPlan(
        f"Add -fopenmp to {NAME}",
        (NAME,),
        (FileEdit(path, line_after(text, max(len(text) - 1, 0), "-fopenmp")),),
        tuple(one for one in files.below(posixpath.dirname(path)) if one.endswith(_SUFFIXES)),
        "give -fopenmp to the command that links as well",
    )
