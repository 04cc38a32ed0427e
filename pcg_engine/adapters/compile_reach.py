"""What a compiler may read of the user's files, and of the environment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

_SEARCH_VARIABLES = ("CPATH", "C_INCLUDE_PATH", "CPLUS_INCLUDE_PATH", "LIBRARY_PATH")


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

    The project is the nearest folder upwards that has a ``.git``. A home folder is no project:
    of a file that lies in one, only what is not hidden is given.
    """
    folder = origin.parent
    home = _home()
    project = next((up for up in (folder, *folder.parents) if (up / ".git").exists()), folder)
    if home.is_relative_to(project):
        project = folder
    if not folder.is_dir():
        return ()
    if home.is_relative_to(project):
        return tuple(path for path in project.iterdir() if not path.name.startswith("."))
    return (project,)


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
