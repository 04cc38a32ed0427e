"""The clauses and rewrites that a loop's parallel form needs, in words of OpenMP."""

from __future__ import annotations

from pcg_engine.domain.facts import CanonicalForm, Role, VariableFact


def needed_clauses(
    canonical: CanonicalForm | None, variables: tuple[VariableFact, ...]
) -> tuple[str, ...]:
    """What ``LoopFacts.with_`` lists: empty for a loop that is parallel as it stands."""
    found: list[str] = []
    if canonical is not None and canonical.needs_rewrite:
        found.append("canonical-header")
    for fact in variables:
        name = fact.variable.name
        match fact.role:
            case Role.REDUCTION:
                section = f"[0:{fact.section}]" if fact.section is not None else ""
                found.append(f"reduction({fact.operator}:{name}{section})")
            case Role.PRIVATE:
                found.append(f"private({name})")
            case Role.FIRSTPRIVATE:
                found.append(f"firstprivate({name})")
            case Role.LASTPRIVATE:
                found.append(f"lastprivate({name})")
            case Role.INDUCTION:
                if fact.live_out:
                    found.append(f"lastprivate({name})")
            case Role.SHARED:
                pass
    return tuple(found)
