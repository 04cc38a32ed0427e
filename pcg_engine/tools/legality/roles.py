"""The attribute that a clause gives a variable against the role that the loop gives it."""

from __future__ import annotations

import re
from typing import assert_never

from pcg_engine.domain.ast import (
    ArithmeticKind,
    ArithmeticType,
    ArrayType,
    ContainerType,
    OpaqueType,
    PointerType,
    RecordType,
    ReferenceType,
    Storage,
    Variable,
)
from pcg_engine.domain.facts import LoopFacts, Reason, Role, VariableFact
from pcg_engine.tools.legality.certainty import (
    surely_reads_first,
    surely_stores,
    surely_writes,
)
from pcg_engine.tools.legality.data_sharing import Sharing
from pcg_engine.tools.legality.independence import LoopConstruct
from pcg_engine.tools.legality.judgement import Judgement
from pcg_engine.tools.openmp.directive import Attribute

_ARITHMETIC = frozenset(("+", "*", "min", "max", "^"))


def judge_variables(
    construct: LoopConstruct,
    facts: LoopFacts,
    conditions: frozenset[str],
    judgement: Judgement,
) -> None:
    """Compare each variable that the loop names but does not declare (OpenMP 5.2, 5.1 and 5.5).

    ``facts`` are those of the outermost associated loop; ``conditions`` are texts without white
    space that hold where the construct begins.
    """
    environment = construct.environment
    for fact in facts.variables:
        _judge(construct, fact, facts, conditions, judgement)
    known = {fact.variable.name for fact in facts.variables}
    for name in environment.unresolved:
        if name not in known:
            judgement.doubt(f"`{name}` is in a clause, and the construct does not use it")
    for name in environment.undetermined:
        # Constants need none where only their value is used; compilers know which.
        judgement.doubt(f"`{name}` has no attribute under default(none)")


def mentions(reason: Reason, names: frozenset[str]) -> bool:
    """Whether the reason's message names one of the variables."""
    return any(re.search(rf"\b{re.escape(name)}\b", reason.message) for name in names)


def _judge(
    construct: LoopConstruct,
    fact: VariableFact,
    facts: LoopFacts,
    conditions: frozenset[str],
    judgement: Judgement,
) -> None:
    name = fact.variable.name
    sharing = construct.environment.of(fact.variable)
    if sharing.is_reduction and fact.role is not Role.REDUCTION:
        _unexpected_reduction(construct, fact, sharing, judgement)
        return
    match fact.role:
        case Role.INDUCTION:
            _last_value(fact, sharing, facts, conditions, judgement)
        case Role.SHARED:
            # A written variable has a reason of its own, judged with the iterations.
            if not any(mentions(reason, frozenset((name,))) for reason in facts.reasons):
                _read_only(fact.variable, sharing, judgement)
        case Role.PRIVATE:
            if sharing.is_shared:
                _shared_temporary(construct, fact, judgement)
            else:
                judgement.prove(
                    f"each iteration writes `{name}` before it reads it", "data flow of the body"
                )
        case Role.FIRSTPRIVATE:
            is_empty = sharing.attributes == frozenset((Attribute.PRIVATE,)) and sharing.explicit
            if is_empty and surely_reads_first(construct.body.body, fact.variable):
                judgement.violate(
                    "private-read-before-write",
                    f"iterations read `{name}` before they write it: it needs firstprivate({name})",
                )
            elif not sharing.is_copied_in:
                judgement.doubt(f"`{name}` should be firstprivate")
        case Role.LASTPRIVATE:
            if sharing.is_shared:
                _shared_temporary(construct, fact, judgement)
            else:
                _last_value(fact, sharing, facts, conditions, judgement)
        case Role.REDUCTION:
            _reduction(construct, fact, facts, conditions, judgement)
        case _:
            assert_never(fact.role)


def _last_value(
    fact: VariableFact,
    sharing: Sharing,
    facts: LoopFacts,
    conditions: frozenset[str],
    judgement: Judgement,
) -> None:
    """``lastprivate`` leaves the variable unspecified if there is no iteration (5.2, 5.4.5)."""
    name = fact.variable.name
    if not fact.live_out:
        return
    if not sharing.is_copied_out:
        is_own = fact.variable.storage in (Storage.LOCAL, Storage.PARAMETER) and not isinstance(
            fact.variable.type, ReferenceType
        )
        if is_own and (sharing.explicit or fact.role is Role.INDUCTION):
            judgement.violate(
                "lost-last-value",
                f"`{name}` is read after the loop: it needs lastprivate({name})",
            )
        else:
            judgement.doubt(f"the last value of `{name}` may be lost")
        return
    reason = "its bounds are constant" if _surely_runs(facts) else None
    if _run_conditions(facts) & conditions:
        reason = "the if statement around it"
    if reason is not None:
        judgement.prove(f"the last iteration writes `{name}`", "data flow of the body")
        judgement.prove("the loop runs at least once", reason)
    else:
        judgement.doubt(f"if the loop runs zero times, lastprivate leaves `{name}` without a value")


def _read_only(variable: Variable, sharing: Sharing, judgement: Judgement) -> None:
    name = variable.name
    if sharing.is_shared:
        return
    if isinstance(variable.type, ArrayType | ContainerType | RecordType | OpaqueType):
        # Elements written to a thread's copy never reach the original.
        judgement.doubt(f"each thread works on its own copy of `{name}`")
    elif sharing.explicit and not sharing.is_copied_in:
        judgement.violate(
            "private-read-before-write",
            f"iterations read the value that `{name}` has before the loop, and a private copy "
            "starts without it",
        )


def _shared_temporary(construct: LoopConstruct, fact: VariableFact, judgement: Judgement) -> None:
    name = fact.variable.name
    clause = "lastprivate" if fact.role is Role.LASTPRIVATE else "private"
    message = f"all threads write the one `{name}`: it needs {clause}({name})"
    _certain_if(_is_raced_for(construct, fact.variable), "shared-temporary", message, judgement)


def _is_raced_for(construct: LoopConstruct, variable: Variable) -> bool:
    """Whether two iterations certainly write the shared ``variable`` with nothing between them."""
    return (
        construct.runs_apart
        and not construct.orders_itself
        and surely_writes(construct.body.body, variable)
    )


def _certain_if(certain: bool, code: str, message: str, judgement: Judgement) -> None:
    if certain:
        judgement.violate(code, message)
    else:
        judgement.doubt(message)


def _reduction(
    construct: LoopConstruct,
    fact: VariableFact,
    facts: LoopFacts,
    conditions: frozenset[str],
    judgement: Judgement,
) -> None:
    name = fact.variable.name
    sharing = construct.environment.of(fact.variable)
    clause = f"reduction({fact.operator}:{name}{f'[:{fact.section}]' if fact.section else ''})"
    if not sharing.is_reduction:
        message = f"iterations accumulate into `{name}`: it needs {clause}"
        if sharing.is_shared:
            certain = (
                _must_collide(construct, fact)
                if fact.section is not None
                else _is_raced_for(construct, fact.variable)
            )
            _certain_if(certain, "missing-reduction", message, judgement)
        elif sharing.explicit:
            is_lost = fact.live_out and not sharing.is_copied_out
            _certain_if(is_lost, "missing-reduction", message, judgement)
        else:
            judgement.doubt(f"threads accumulate into copies of `{name}`, joined elsewhere")
        return
    if not sharing.explicit:
        judgement.doubt(f"the reduction of `{name}` belongs to a construct further out")
        return
    # OpenMP combines `-` like `+` (5.2, section 5.5.5).
    wanted = "+" if fact.operator == "-" else fact.operator
    given = "+" if sharing.operator == "-" else sharing.operator
    if wanted != given:
        message = f"`{name}` is accumulated with {fact.operator}, not with {sharing.operator}"
        _certain_if(_differ(fact, given), "wrong-reduction", message, judgement)
        return
    judgement.prove(f"`{name}` is used only by its reduction with {given}", "form of the updates")
    if fact.section is not None:
        _section(fact, sharing, conditions, judgement)
        runs = _surely_runs(facts) or bool(_run_conditions(facts) & conditions)
        if isinstance(fact.variable.type, PointerType) and not runs:
            judgement.doubt(
                f"what `{name}` points to is combined even if the loop runs no iteration, "
                "and is not known to be there then"
            )
    elif sharing.item is not None and sharing.item.sections:
        judgement.doubt(f"the section of `{name}` was not understood")


def _section(
    fact: VariableFact, sharing: Sharing, conditions: frozenset[str], judgement: Judgement
) -> None:
    name, section = fact.variable.name, fact.section or ""
    sections = sharing.item.sections if sharing.item is not None else ()
    wanted = "".join(section.split())
    given = ["".join(text.split()) for text in sections]
    is_whole_array = isinstance(fact.variable.type, ArrayType) and not sections
    if not is_whole_array and given not in ([f":{wanted}"], [f"0:{wanted}"]):
        judgement.doubt(f"the section of `{name}` is not known to be the [:{section}] in use")
    elif not (
        is_whole_array
        or (wanted.isdigit() and int(wanted) > 0)
        or {f"{wanted}>0", f"0<{wanted}"} & conditions
    ):
        judgement.doubt(f"an array section must not be empty, and `{section}` may be 0")


def _differ(fact: VariableFact, given: str | None) -> bool:
    """Whether the two operators combine partial results to different values."""
    type_ = fact.variable.type
    is_number = isinstance(type_, ArithmeticType) and type_.kind is not ArithmeticKind.BOOLEAN
    known = given in _ARITHMETIC and fact.operator in _ARITHMETIC
    return known and (is_number or fact.section is not None)


def _must_collide(construct: LoopConstruct, fact: VariableFact) -> bool:
    """Whether more iterations than the array has elements update it: some meet."""
    return (
        isinstance(fact.variable.type, ArrayType)
        and fact.variable.type.extent is not None
        and construct.runs_apart
        and not construct.orders_itself
        and surely_writes(construct.body.body, fact.variable, elements=True)
    )


def _unexpected_reduction(
    construct: LoopConstruct, fact: VariableFact, sharing: Sharing, judgement: Judgement
) -> None:
    """A variable in a reduction clause whose uses are not those of a reduction."""
    name = fact.variable.name
    if (
        sharing.explicit
        and not construct.orders_itself
        and surely_stores(construct.body.body, fact.variable)
    ):
        judgement.violate(
            "reduction-read",
            f"iterations use the value of `{name}`, and in each thread it is a partial result only",
        )
    else:
        judgement.doubt(f"`{name}` is not seen to be accumulated, as its reduction clause says")


def _surely_runs(facts: LoopFacts) -> bool:
    count = None if facts.canonical is None else facts.canonical.trip_count
    if count is None or any(monomial for monomial, _ in count.terms):
        return False
    return sum(coefficient for _, coefficient in count.terms) > 0


def _run_conditions(facts: LoopFacts) -> frozenset[str]:
    """Texts, without white space, of the condition that the loop runs at least once."""
    canonical = facts.canonical
    if canonical is None or not isinstance(canonical.induction.type, ArithmeticType):
        return frozenset()
    lower, upper = ("".join(text.split()) for text in (canonical.lower, canonical.upper))
    type_ = canonical.induction.type.name
    forms = [f"static_cast<{type_}>({lower})"]
    if lower.isdigit():
        suffix = {"unsigned int": "u", "long": "l", "unsigned long": "ul"}.get(type_, "")
        forms += [lower, f"{lower}{suffix}"] if type_ == "int" else [f"{lower}{suffix}"]
    return frozenset(f"{form}{canonical.comparison}{upper}" for form in forms)
