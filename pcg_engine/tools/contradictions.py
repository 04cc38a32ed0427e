"""Assumptions that the user's own program does not keep to, as captured calls show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pcg_engine.domain.facts import Assumption
from pcg_engine.tools.harness.cases import Case
from pcg_engine.tools.obstacle import Obstacle, inconclusive

_NO_OVERLAP = "no-overlap"


def contradiction(
    assumptions: Iterable[Assumption], names: Sequence[str], cases: Iterable[Case]
) -> Obstacle | None:
    """The captured call in which memory overlaps that a person would be asked to call apart.

    ``names`` are those of the parameters, in the order of ``Case.owners``.
    """
    claims = [
        frozenset(assumption.message.split("`")[1::2])
        for assumption in assumptions
        if assumption.code == _NO_OVERLAP and assumption.guard is None
    ]
    for case in cases:
        if not case.is_captured:
            continue
        for name, owner in zip(names, case.owners, strict=True):
            if name != owner and any({name, owner} <= claim for claim in claims):
                return inconclusive(
                    "overlap-in-program",
                    f"the candidate takes it that `{owner}` and `{name}` do not overlap, but in "
                    f"your program they do: {case.description}",
                )
    return None
