"""What is known of one program: where it is, how it is built and run, how its results are read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.projects.checks import Check


@dataclass(frozen=True, slots=True)
class Edit:
    """``old``, which must be in ``file`` exactly once, becomes ``new``.

    Only for sizes of a run, and for includes that the serial version lacks.
    """

    file: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Preparation:
    """A program of the sources' own that writes a header; run in ``folder``."""

    folder: str
    command: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recipe:
    """One program. All paths are relative to ``root``, which is copied, but for ``left_out``.

    ``name`` is its folder below ``--source``, ``repository`` where its authors publish it.
    ``units`` (patterns) are compiled with ``flags`` and, but for the experts' version, with
    ``serial_flags``, else with ``expert_flags`` and OpenMP. It is run in ``root``, and ends with
    one of ``statuses``. ``written`` are files of ours, ``make_input`` writes others. ``about`` says
    what is run, and everything that is not as in the sources.
    """

    name: str
    repository: str
    about: str
    units: tuple[str, ...]
    check: Check
    root: str = "."
    flags: tuple[str, ...] = ()
    serial_flags: tuple[str, ...] = ()
    expert_flags: tuple[str, ...] = ()
    link: tuple[str, ...] = ()
    arguments: tuple[str, ...] = ()
    statuses: frozenset[int] = frozenset({0})
    edits: tuple[Edit, ...] = ()
    written: Mapping[str, str] = field(default_factory=dict[str, str])
    preparations: tuple[Preparation, ...] = ()
    make_input: Callable[[Path], None] | None = None
    left_out: tuple[str, ...] = ()
    has_expert: bool = True
