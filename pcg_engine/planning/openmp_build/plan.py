"""An edit of one kind of build file, before the files it touches are looked through."""

from __future__ import annotations

from dataclasses import dataclass

from pcg_engine.planning.openmp_build.proposal import FileEdit


@dataclass(frozen=True, slots=True)
class BuildPlan:
    """See ``BuildEdit``."""

    title: str
    targets: tuple[str, ...]
    edits: tuple[FileEdit, ...]
    sources: tuple[str, ...]
    afterwards: str
