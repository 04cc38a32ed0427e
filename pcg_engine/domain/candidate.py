"""Candidates: proposed edits of one function."""

from __future__ import annotations

from dataclasses import dataclass

from pcg_engine.domain.facts import Assumption
from pcg_engine.domain.loops import LoopId
from pcg_engine.domain.source import Edit

RULES_ORIGIN = "rules"
FILE_ORIGIN = "file"


@dataclass(frozen=True, slots=True)
class Candidate:
    """An edit of a function's text, with where it comes from.

    ``origin`` is ``rules``, ``file`` (given by the user, whoever wrote it) or a model's name,
    ``workflow`` the rule's id, the file's name or the prompt workflow.
    ``edits`` are byte edits of the *original file's* text, disjoint and sorted. ``reassociates``
    declares that floating-point results may differ by the rounding of a reordered reduction; a
    candidate that does not declare it is held to bit equality. A rule's directives reorder nothing
    where they are ignored; ``reassociates_serially`` declares that its code does. ``variant`` tells
    the parameters (``chunk 16``) of a rule's version from those of its usual one (empty).
    """

    loop_id: LoopId
    origin: str
    workflow: str
    edits: tuple[Edit, ...]
    rationale: str
    reassociates: bool = False
    assumptions: tuple[Assumption, ...] = ()
    reassociates_serially: bool = False
    variant: str = ""

    @property
    def name(self) -> str:
        """The workflow, with the parameters where they are not the usual ones."""
        return f"{self.workflow} ({self.variant})" if self.variant else self.workflow

    @property
    def changed_bytes(self) -> int:
        """Size of the change: what is removed plus what is inserted (simplicity's measure)."""
        return sum(len(e.span) + len(e.data) for e in self.edits)
