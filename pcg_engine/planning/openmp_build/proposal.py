"""What PCG proposes so that a build compiles a file with OpenMP."""

from __future__ import annotations

from dataclasses import dataclass

from pcg_engine.domain.source import Edit


@dataclass(frozen=True, slots=True)
class FileEdit:
    """One edit of one file, in the bytes of the text that was read."""

    path: str
    edit: Edit


@dataclass(frozen=True, slots=True)
class Awakened:
    """A line that OpenMP brings to life; nobody has checked it."""

    path: str
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class AlreadyOn:
    """The file is compiled with OpenMP: ``because`` of a flag, or of a line in a build file.

    ``is_in_command`` tells that the flags at hand have it; else the build has to be configured
    again before they do.
    """

    because: str
    is_in_command: bool


@dataclass(frozen=True, slots=True)
class BuildEdit:
    """Edits, sorted, that switch OpenMP on for ``targets``, and what else they bring to life.

    ``sources`` are the files that will be compiled differently, as far as they are known;
    ``afterwards`` says what the user does next.
    """

    title: str
    targets: tuple[str, ...]
    edits: tuple[FileEdit, ...]
    sources: tuple[str, ...]
    awakened: tuple[Awakened, ...]
    afterwards: str


@dataclass(frozen=True, slots=True)
class ByHand:
    """PCG cannot name the edit surely: why, and what the user can add."""

    reason: str
    instruction: str


Proposal = AlreadyOn | BuildEdit | ByHand
