"""One sentence for people: why a candidate is allowed and what it does."""

from __future__ import annotations

from pcg_engine.domain.facts import Role
from pcg_engine.planning.rules.situation import Situation

_OPERATORS = {
    "+": "sum",
    "*": "product",
    "min": "minimum",
    "max": "maximum",
    "&": "bitwise and",
    "|": "bitwise or",
    "^": "exclusive or",
    "&&": "logical and",
    "||": "logical or",
}


INDEPENDENT = "The iterations do not depend on each other"


def rationale(situation: Situation, action: str, claim: str = INDEPENDENT) -> str:
    """``claim`` with the reasons that the loop's facts give, and the ``action`` it allows."""
    reasons: list[str] = []
    for variable in situation.facts.variables:
        name = variable.variable.name
        match variable.role:
            case Role.REDUCTION:
                reasons.append(
                    f"`{name}` is a {_OPERATORS.get(variable.operator or '', 'reduction')}"
                )
            case Role.PRIVATE:
                reasons.append(f"`{name}` is written before it is read in every iteration")
            case Role.LASTPRIVATE:
                reasons.append(f"`{name}` keeps the value of the last iteration")
            case _:
                pass
    canonical = situation.facts.canonical
    if canonical is not None and canonical.needs_rewrite:
        reasons.append("the header is rewritten into the form that OpenMP accepts")
    guarded = [a for a in situation.facts.assumptions if a.guard is not None]
    reasons.extend(
        f"a run-time check keeps the loop serial unless {a.message}"
        for a in guarded
        if a.code != "no-overlap"
    )
    if any(a.code == "no-overlap" for a in guarded):
        reasons.append("a run-time check keeps the loop serial where its data overlap")
    because = f" ({'; '.join(reasons)})" if reasons else ""
    return f"{claim}{because}: {action}."
