"""Whether a file is compiled with OpenMP, and what would make it so."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never

from pcg_engine.planning.openmp_build.awakened import awakened_in
from pcg_engine.planning.openmp_build.cmake import plan_for_cmake
from pcg_engine.planning.openmp_build.flags import openmp_flag
from pcg_engine.planning.openmp_build.flags_file import NAME, plan_for_flags
from pcg_engine.planning.openmp_build.makefile import plan_for_make
from pcg_engine.planning.openmp_build.meson import plan_for_meson
from pcg_engine.planning.openmp_build.plan import BuildPlan
from pcg_engine.planning.openmp_build.proposal import AlreadyOn, BuildEdit, ByHand, Proposal
from pcg_engine.ports import ProjectFiles
from pcg_engine.syntax.own_headers import include_folders

_FLAG = "-fopenmp"


@dataclass(frozen=True, slots=True)
class BuildQuestion:
    """A file, an absolute path with ``/``, its flags, and the database that they come from.

    ``folder`` is what the flags are relative to; ``database`` is empty if there is none.
    """

    source: str
    flags: Sequence[str] = ()
    folder: str = ""
    database: str = ""


def propose_openmp(question: BuildQuestion, files: ProjectFiles) -> Proposal:
    """An edit of the build that compiles the file with OpenMP; nothing is written.

    CMake goes first, then Meson, then make: the others' files are often written by them. A
    ``compile_flags.txt`` that the flags come from is edited besides.
    """
    flag = openmp_flag(question.flags)
    if flag is not None:
        return AlreadyOn(flag, is_in_command=True)
    plan = None
    for kind in (plan_for_cmake, plan_for_meson, plan_for_make):
        plan = kind(files, question.source)
        if plan is not None:
            break
    if posixpath.basename(question.database) == NAME:
        plan = _with_flags_file(plan, plan_for_flags(files, question.database))
    match plan:
        case None:
            return ByHand(
                "there is no build file that PCG can edit above "
                + posixpath.basename(question.source),
                f"add {_FLAG} to the commands that compile it and to those that link",
            )
        case BuildPlan():
            return _finished(question, plan, files)
        case AlreadyOn() | ByHand():
            return plan
        case _:
            assert_never(plan)


def _with_flags_file(
    build: AlreadyOn | BuildPlan | ByHand | None, flags: BuildPlan | None
) -> AlreadyOn | BuildPlan | ByHand | None:
    if flags is None:
        return build
    match build:
        case BuildPlan():
            return BuildPlan(
                f"{build.title}, and {flags.title[0].lower()}{flags.title[1:]}",
                (*build.targets, *flags.targets),
                (*build.edits, *flags.edits),
                build.sources,
                build.afterwards,
            )
        case ByHand():
            # Without the build, the flags would say what is not so.
            return build
        case AlreadyOn() | None:
            return flags
        case _:
            assert_never(build)


def _finished(question: BuildQuestion, plan: BuildPlan, files: ProjectFiles) -> BuildEdit:
    folders = include_folders(question.flags, question.folder)
    awakened = awakened_in(files, {*plan.sources, question.source}, folders, question.source)
    # Edits at one place keep their order, as `Edit` wants it.
    edits = sorted(plan.edits, key=lambda one: (one.path, one.edit.span.start, one.edit.span.end))
    return BuildEdit(
        plan.title, plan.targets, tuple(edits), plan.sources, awakened, plan.afterwards
    )
