"""OpenMP in a CMake project: ``find_package(OpenMP)`` and the target that compiles the file."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence

from pcg_engine.planning.openmp_build.cmake_project import (
    CMakeProject,
    OpenMPPackage,
    Target,
    read_project,
)
from pcg_engine.planning.openmp_build.cmake_text import Command
from pcg_engine.planning.openmp_build.layout import indentation_at, line_after, line_before
from pcg_engine.planning.openmp_build.plan import BuildPlan
from pcg_engine.planning.openmp_build.proposal import AlreadyOn, ByHand, FileEdit
from pcg_engine.ports import ProjectFiles

_FIND = "find_package(OpenMP REQUIRED)"
_LIBRARY = "OpenMP::OpenMP_CXX"
_AFTERWARDS = "configure and build again"


def plan_for_cmake(files: ProjectFiles, source: str) -> AlreadyOn | BuildPlan | ByHand | None:
    """How to switch OpenMP on for ``source``; ``None`` if CMake does not build it."""
    project = read_project(files, source)
    if project is None:
        return None
    targets = [target for target in project.targets if source in target.sources]
    if not targets:
        return ByHand(
            f"no target names {posixpath.basename(source)} in a way that can be read without "
            "running CMake",
            f"add `{_FIND}` and, for the target that compiles it, "
            f"`target_link_libraries(<target> PRIVATE {_LIBRARY})`",
        )
    without = [target for target in targets if target.openmp_link is None]
    everywhere = next(
        (one for one in project.global_flags if _is_above(one, targets[0].path)), None
    )
    if everywhere is not None or not without:
        command = targets[0].openmp_link if everywhere is None else everywhere.command
        path = targets[0].path if everywhere is None else everywhere.path
        return _already(project, path, command, targets)
    return _obstacle(project, without) or _plan(project, without, files.root)


def _already(
    project: CMakeProject, path: str, command: Command | None, targets: Sequence[Target]
) -> AlreadyOn | ByHand:
    assert command is not None
    place = f"{path}:{_line(project, path, command)}"
    switch = _condition(command, targets)
    if switch is not None:
        return ByHand(
            f"{place} switches OpenMP on under a condition: {_text(project, path, switch)}",
            _remedy(switch),
        )
    return AlreadyOn(f"{place}: {_text(project, path, command)}", is_in_command=False)


def _obstacle(project: CMakeProject, targets: Sequence[Target]) -> ByHand | None:
    """Why an edit could be wrong."""
    for package in project.packages:
        switch = _condition(package.command, targets)
        if switch is not None:
            place = f"{package.path}:{_line(project, package.path, package.command)}"
            return ByHand(
                f"{place} looks for OpenMP under a condition: "
                + _text(project, package.path, switch),
                f"{_remedy(switch)}, and link `{_LIBRARY}` to {_names(targets)} under it",
            )
    for target in targets:
        if any(block.name in ("foreach", "while") for block in target.command.blocks):
            return ByHand(
                f"{target.path} makes `{target.name}` in a loop with other targets",
                f"add `{_FIND}` and `target_link_libraries({target.name} PRIVATE {_LIBRARY})`",
            )
        if target.is_made_twice:
            return ByHand(
                f"{target.path} makes `{target.name}` in more than one branch",
                f"add `{_FIND}` and, behind them, "
                f"`target_link_libraries({target.name} PRIVATE {_LIBRARY})`",
            )
        if target.name in project.objects_used:
            return ByHand(
                f"the objects of `{target.name}` are linked into other targets",
                f"add `{_FIND}`, and `target_link_libraries(… PRIVATE {_LIBRARY})` for "
                f"`{target.name}` and for each target that links its objects",
            )
    return None


def _plan(project: CMakeProject, targets: Sequence[Target], root: str) -> BuildPlan:
    edits: list[FileEdit] = []
    found: set[str] = set()
    for target in targets:
        text = project.texts[target.path]
        if target.path not in found and not _has_package(project, target):
            found.add(target.path)
            edits.append(_find_package(project, target))
        keyword = "" if target.has_plain_links else "PRIVATE "
        indent = indentation_at(text, target.command.start)
        # As written there: a variable stays one.
        name = target.command.words[0]
        line = f"{indent}target_link_libraries({name} {keyword}{_LIBRARY})"
        edits.append(FileEdit(target.path, line_after(text, target.command.end - 1, line)))
    names = tuple(target.name for target in targets)
    return BuildPlan(
        f"Link OpenMP to {_names(targets)} in {posixpath.relpath(targets[0].path, root)}",
        names,
        tuple(edits),
        tuple(sorted({source for target in targets for source in target.sources})),
        _AFTERWARDS,
    )


def _find_package(project: CMakeProject, target: Target) -> FileEdit:
    """Behind ``project`` or the last package, where the target is made; else before the target."""
    text = project.texts[target.path]
    last: Command | None = None
    for command in project.commands[target.path]:
        is_place = command.name in ("project", "find_package") and not command.blocks
        if is_place and command.end <= target.command.start:
            last = command
    if last is not None:
        return FileEdit(target.path, line_after(text, last.end - 1, _FIND))
    first = (*target.command.blocks, target.command)[0]
    indent = indentation_at(text, first.start)
    return FileEdit(target.path, line_before(text, first.start, f"{indent}{_FIND}"))


def _has_package(project: CMakeProject, target: Target) -> bool:
    """Whether OpenMP is looked for where ``target`` sees it, for C++ as well."""
    return any(
        _is_above(package, target.path)
        and ("COMPONENTS" not in package.command.words or "CXX" in package.command.words)
        for package in project.packages
    )


def _is_above(one: OpenMPPackage, path: str) -> bool:
    """Whether a command is in the folder of ``path`` or above; a file read in counts everywhere."""
    if not one.path.endswith("/CMakeLists.txt"):
        return True
    return path.startswith(posixpath.dirname(one.path).rstrip("/") + "/")


def _condition(command: Command, targets: Sequence[Target]) -> Command | None:
    """What ``command`` is subject to and a target is not, but for whether OpenMP is there."""
    for block in command.blocks:
        is_shared = all(block in target.command.blocks for target in targets)
        if block.name == "if" and not is_shared and not _asks_whether_found(block):
            return block
    return None


def _remedy(condition: Command) -> str:
    if len(condition.words) == 1:
        return f"configure with -D{condition.words[0]}=ON"
    return "configure the build so that the condition holds"


def _asks_whether_found(block: Command) -> bool:
    return block.words in (("OpenMP_FOUND",), ("OpenMP_CXX_FOUND",), ("TARGET", _LIBRARY))


def _text(project: CMakeProject, path: str, command: Command) -> str:
    written = project.texts[path][command.start : command.end]
    return " ".join(written.decode("utf-8", "replace").split())


def _line(project: CMakeProject, path: str, command: Command) -> int:
    return project.texts[path].count(b"\n", 0, command.start) + 1


def _names(targets: Sequence[Target]) -> str:
    return " and ".join(f"`{target.name}`" for target in targets)
