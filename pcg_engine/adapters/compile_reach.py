"""What a compiler may read of the user's files, and of the environment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import takewhile
from pathlib import Path

_SEARCH_VARIABLES = ("CPATH", "C_INCLUDE_PATH", "CPLUS_INCLUDE_PATH", "LIBRARY_PATH")
_MARKS = (
    (".git", ".hg", ".jj", ".svn"),
    (".pcg.toml", ".clangd", "compile_commands.json", "compile_flags.txt"),
)
"""Files and folders by which a folder is a whole project, the surer ones first."""
_BUILD_FILES = ("CMakeLists.txt", "meson.build", "Makefile", "makefile", "GNUmakefile")


def readable_paths(
    compiler: str, origin: Path, named: Iterable[Path], environment: Mapping[str, str]
) -> tuple[Path, ...]:
    """The project of ``origin``, what flags (``named``) and ``environment`` name, the compiler."""
    search = (
        Path(folder)
        for name in _SEARCH_VARIABLES
        for folder in environment.get(name, "").split(":")
        if folder
    )
    paths = (*_installation(compiler), *_project(origin), *named, *search)
    return tuple(dict.fromkeys(path for path in paths if path.exists()))


def hidden_paths(readable: tuple[Path, ...], origin: Path) -> tuple[Path, ...]:
    """Hidden files and folders that lie in what is readable, as keys and tokens do.

    Text that a stranger wrote can include any of them, and diagnostics would quote them. What is
    itself named as readable, and the way to the user's file, stays in sight.
    """
    needed = (*readable, origin)
    return tuple(
        path
        for folder in dict.fromkeys((*readable, origin.parent))
        if folder.is_dir() and not folder.is_relative_to("/usr")
        for path in folder.glob(".*")
        if not any(one.is_relative_to(path) for one in needed)
    )


def compile_environment(environment: Mapping[str, str]) -> Mapping[str, str]:
    """What is passed on of the user's ``environment``."""
    kept = {name: environment[name] for name in _SEARCH_VARIABLES if name in environment}
    # Messages are parsed, so they must be in English.
    return {**kept, "PATH": environment.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C.UTF-8"}


def program_environment(environment: Mapping[str, str]) -> Mapping[str, str]:
    """All of ``environment`` that the user's own program gets when it is run for a capture."""
    passed = dict(compile_environment(environment))
    if "LD_LIBRARY_PATH" in environment:
        passed["LD_LIBRARY_PATH"] = environment["LD_LIBRARY_PATH"]
    return {**passed, "HOME": "/tmp"}  # noqa: S108 -- the sandbox's own, empty


def _project(origin: Path) -> tuple[Path, ...]:
    """What a file may include by relative paths: its project, or its own folder.

    A home folder is no project: of a file that lies in one, only what is not hidden is given.
    """
    folder = origin.parent
    if not folder.is_dir():
        return ()
    home = _home()
    project = _root(folder)
    if home.is_relative_to(project):
        project = folder
    if home.is_relative_to(project):
        return tuple(path for path in project.iterdir() if not path.name.startswith("."))
    return (project,)


def _root(folder: Path) -> Path:
    """The nearest folder upwards that is one project by what lies in it.

    Without such a folder, as in an unpacked archive, the topmost of the folders from ``folder``
    upwards that all have a build file: those of one program are built by one another.
    """
    upwards = (folder, *folder.parents)
    for marks in _MARKS:
        for up in upwards:
            if any((up / mark).exists() for mark in marks):
                return up
    built = takewhile(lambda up: any((up / name).is_file() for name in _BUILD_FILES), upwards)
    return (folder, *built)[-1]


def _installation(compiler: str) -> tuple[Path, ...]:
    """The folder a compiler outside ``/usr`` was installed to."""
    path = Path(compiler).resolve()
    return () if path.is_relative_to("/usr") else (path.parent.parent, Path(compiler).parent)


def _home() -> Path:
    try:
        return Path.home()
    except RuntimeError:
        # A user without one, as in containers: then no folder holds it.
        return Path("/nonexistent")
