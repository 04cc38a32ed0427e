"""How the user's program is built and run for a capture: put together for the engine's commands.

Adapters are imported when they are needed, as in ``wiring``.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pcg_engine.domain.errors import UsageError
from pcg_engine.domain.toolchain import CompileCommand
from pcg_engine.ports import Cancellation

if TYPE_CHECKING:
    from pcg_engine.tools.capture.program import SingleFile, Tree

_SMALLER_TREE = "name a smaller folder that the build can do with: --tree DIR"
_TOP_PARTS = 2
"""Of ``/tmp`` and the like, which the sandbox has its own of."""


def single_file_program(
    words: tuple[str, ...], folder: Path, named: Sequence[Path] = ()
) -> SingleFile:
    """A program that one file makes, run with ``words``; it may read the files that these name.

    ``named`` are others that it may read; relative paths are those from ``folder``.
    """
    from pcg_engine.tools.capture.program import SingleFile

    files = [folder / word for word in (*words, *named)]
    there = dict.fromkeys(Path(os.path.normpath(p)) for p in files if _is_given(p))
    return SingleFile(words, folder, tuple(there))


def built_program(
    build: str,
    words: tuple[str, ...],
    root: Path,
    folder: Path,
    file: Path,
    command: CompileCommand,
    cancellation: Cancellation,
) -> Tree:
    """A program that ``build`` makes in a copy of the tree at ``root``, run by ``words``.

    Both are run in ``folder``; ``file`` is the source that is compiled by ``command``. Raises
    ``UsageError`` if the tree does not hold both, or is more than a project.
    """
    from pcg_engine.adapters.compile_arguments import split_flags
    from pcg_engine.adapters.compile_reach import readable_paths
    from pcg_engine.adapters.tree_copy import DiskTreeCopier
    from pcg_engine.tools.capture.program import Tree

    root, path = root.resolve(), file.resolve()
    for inside in (path, folder.resolve()):
        if not inside.is_relative_to(root):
            raise UsageError(
                "outside-the-tree",
                f"{inside} does not lie in {root}, which is copied and built",
                "name the folder of the whole project with --tree",
            )
    if root == Path(root.anchor) or root == Path.home().resolve():
        raise UsageError(
            "tree-too-large", f"{root} is no project's folder", "change to it, or name it: --tree"
        )
    given = split_flags(command.flags, Path(command.directory))
    readable = readable_paths(command.compiler, path, given.paths, os.environ)
    copier = DiskTreeCopier(_SMALLER_TREE)
    return Tree(
        root,
        folder.resolve(),
        build,
        words,
        partial(copier.copy, root, left_out=(), cancellation=cancellation),
        tuple(one for one in readable if not one.resolve().is_relative_to(root)),
    )


def _is_given(path: Path) -> bool:
    """Whether an argument names something that the program may read: no whole file system."""
    try:
        return path.exists() and len(Path(os.path.normpath(path)).parts) > _TOP_PARTS
    except (OSError, ValueError):
        # No name of a file at all.
        return False
