"""Accesses of a region that no barrier, lock or atomic operation keeps apart."""

from __future__ import annotations

from collections.abc import Iterator

from pcg_engine.domain.ast import Statement
from pcg_engine.domain.source import SourceText
from pcg_engine.tools.legality.data_sharing import DataEnvironment
from pcg_engine.tools.legality.judgement import Judgement, Violation
from pcg_engine.tools.legality.region_accesses import (
    Access,
    NotFollowed,
    Phase,
    Runner,
    StridedAccess,
    phases_of,
)
from pcg_engine.tools.legality.uniformity import Uniformity


def judge_phases(
    body: Statement,
    environment: DataEnvironment,
    uniformity: Uniformity,
    source: SourceText,
    judgement: Judgement,
) -> None:
    """Two threads that surely use the same place between two barriers, one writing, are a race.

    Only what certainly happens is compared. Regions that order their threads by flags, locks or
    tasks are left to other checks.
    """
    try:
        phases = phases_of(body, environment, uniformity, source)
    except NotFollowed:
        judgement.doubt("the order of the region's constructs is not followed")
        return
    for phase in phases:
        for violation in (*_conflicts(phase), *_neighbours(phase)):
            if violation not in judgement.violations:
                judgement.violations.append(violation)


def _conflicts(phase: Phase) -> Iterator[Violation]:
    by_place: dict[object, list[Access]] = {}
    for access in phase.accesses:
        by_place.setdefault(access.place.key, []).append(access)
    for accesses in by_place.values():
        for position, one in enumerate(accesses):
            for other in accesses[position:]:
                if _meet(one, other):
                    yield _violation(one, other)


def _neighbours(phase: Phase) -> Iterator[Violation]:
    """Elements that two loops without a barrier between them surely use in different threads."""
    for position, one in enumerate(phase.strided):
        for other in phase.strided[position + 1 :]:
            if (
                one.root.id == other.root.id
                and one.construct != other.construct
                and (one.is_write or other.is_write)
                and one.loop.header == other.loop.header
                and (one.offset != other.offset or _shares_differ(one, other))
            ):
                yield Violation(
                    "no-barrier",
                    f"two loops use the same elements of `{one.root.name}` in different threads, "
                    "and no barrier keeps them apart",
                )


def _shares_differ(one: StridedAccess, other: StridedAccess) -> bool:
    """Whether the same iteration of both loops may be run by two threads (5.2, section 11.5.3)."""
    schedules = (one.loop.schedule, other.loop.schedule)
    if any(s is not None and s.kind in ("dynamic", "guided") for s in schedules):
        return True
    first, second = schedules
    if first is None or second is None or first.kind != "static" or second.kind != "static":
        return False
    chunks = (first.chunk or "", second.chunk or "")
    return chunks[0] != chunks[1] and all(chunk.isdigit() or not chunk for chunk in chunks)


def _meet(one: Access, other: Access) -> bool:
    """Whether two threads may make the two accesses at the same time."""
    if not (one.is_write or other.is_write):
        return False
    if (one.is_atomic and other.is_atomic) or one.locks & other.locks:
        return False
    if one.runner is Runner.EACH and other.runner is Runner.EACH:
        # Without any protection this is told of the single write.
        return bool(one.locks or other.locks or one.is_atomic or other.is_atomic)
    if one.construct != other.construct:
        return not (one.runner is Runner.FIRST and other.runner is Runner.FIRST)
    if one.runner is Runner.SHARED_OUT:
        if one.part != other.part:
            return True
        protected = one.locks or other.locks or one.is_atomic or other.is_atomic
        # Iterations without any protection are judged with their loop; a section is one piece.
        return bool(protected) and one.part == 0
    return False


def _violation(one: Access, other: Access) -> Violation:
    name = one.place.text or one.place.variable.name
    runners = {one.runner, other.runner}
    if one.is_atomic or other.is_atomic:
        message = f"`{name}` is updated atomically in one place and used plainly in another"
        return Violation("mixed-atomic", message)
    if one.locks or other.locks:
        message = f"`{name}` is protected in one place and not, or by another name, in another"
        return Violation("unprotected-access", message)
    if Runner.FIRST in runners:
        message = (
            f"no barrier keeps uses of `{name}` by the master thread apart from those by others"
        )
        return Violation("master-without-barrier", message)
    if one.construct == other.construct:
        message = f"several sections use `{name}`, and one of them writes it"
        return Violation("sections-conflict", message)
    first = one.directive or other.directive
    message = f"no barrier keeps the uses of `{name}` in `{first}` apart from those around it"
    return Violation("no-barrier", message)
