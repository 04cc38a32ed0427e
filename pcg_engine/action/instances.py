"""A loop in a template: what its instances say together, and what rules may write for all of them.

The text is one, so what is decided, and what is written, has to be right in every instance that the
file has (pure).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pcg_engine.domain.ast import Function
from pcg_engine.domain.candidate import Candidate
from pcg_engine.domain.facts import (
    LoopFacts,
    Parallelizability,
    Reason,
    VariableFact,
    each_once,
    flatten,
)
from pcg_engine.domain.loops import LoopId
from pcg_engine.domain.source import SourceText

INDEPENDENT = (Parallelizability.PARALLEL, Parallelizability.PARALLEL_WITH)
_RANK = (
    Parallelizability.PARALLEL,
    Parallelizability.PARALLEL_WITH,
    Parallelizability.UNKNOWN,
    Parallelizability.SEQUENTIAL,
)
_WORD = re.compile(r"[A-Za-z_]\w*|\d+")
_DIRECTIVE = re.compile(r"[ \t]*#[ \t]*pragma\b")
_NAMED = 2
"""How many instances a sentence names."""
_SMALL = frozenset("012")
"""Numbers that code has for reasons of its own."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One instance, and what analysis says of one of its loops."""

    function: Function
    facts: LoopFacts


def together(readings: Sequence[Reading]) -> LoopFacts:
    """What is true of the loop in every instance; the first one leads.

    Where one says less than another, that is what all say, with that instance's name in the
    reasons. Conditions and clauses are those of all.
    """
    if len(readings) == 1:
        return readings[0].facts
    return replace(_together(readings), instances=tuple(one.facts for one in readings))


def _together(readings: Sequence[Reading]) -> LoopFacts:
    first = readings[0].facts
    every = [one.facts for one in readings]
    weakest = max((f.parallelizability for f in every), key=_RANK.index)
    children = tuple(
        _together([Reading(one.function, one.facts.children[index]) for one in readings])
        for index in range(len(first.children))
    )
    merged = replace(
        first,
        parallelizability=weakest,
        with_=tuple(dict.fromkeys(w for f in every for w in f.with_)),
        assumptions=each_once(a for f in every for a in f.assumptions),
        collapse=min(f.collapse for f in every),
        proved=all(f.proved for f in every),
        calls_unknown=tuple(dict.fromkeys(c for f in every for c in f.calls_unknown)),
        performs_io=any(f.performs_io for f in every),
        children=children,
    )
    if weakest in INDEPENDENT:
        return merged
    return replace(merged, with_=(), collapse=0, reasons=_reasons(readings, weakest))


def _reasons(readings: Sequence[Reading], weakest: Parallelizability) -> tuple[Reason, ...]:
    """Those of the instances that say least, and which these are unless it is all of them."""
    least = [one for one in readings if one.facts.parallelizability is weakest]
    found: dict[tuple[str, str], Reason] = {}
    named: dict[tuple[str, str], list[str]] = {}
    for one in least:
        for reason in one.facts.reasons:
            key = (reason.code, reason.message)
            found.setdefault(key, reason)
            named.setdefault(key, []).append(f"`{one.function.label}`")
    told = [
        reason if len(named[key]) >= len(readings) else _of_instances(reason, named[key])
        for key, reason in found.items()
    ]
    return tuple(told)


def _of_instances(reason: Reason, names: Sequence[str]) -> Reason:
    more = len(names) - _NAMED
    shown = " and ".join(names[:_NAMED]) + (f" and {more} more" if more > 0 else "")
    return replace(reason, message=f"in the instance {shown}: {reason.message}")


def propose_for_all(
    nest: LoopFacts,
    functions: Sequence[Function],
    source: SourceText,
    propose: Callable[[LoopFacts, Function], tuple[Candidate, ...]],
) -> tuple[Candidate, ...]:
    """What ``propose`` writes for the instances of ``nest``, each text once.

    ``functions`` are those of ``nest.of_each_instance``. Conditions are those of all instances, and
    sums of floating-point numbers count as such in all. Left out is what is for a loop of which
    another instance (or, in a header, another unit) says less, what does not follow for another one
    that says the same (it may need one condition more), and a text that would write the arguments
    of one instance into the template.
    """
    every = nest.of_each_instance
    found: dict[tuple[object, ...], dict[int, Candidate]] = {}
    for index, (facts, function) in enumerate(zip(every, functions, strict=True)):
        for candidate in propose(shared_facts(facts, every), function):
            if _is_agreed(candidate.loop_id, facts, nest):
                found.setdefault(candidate.edits, {}).setdefault(index, candidate)
    texts = len(functions)
    return tuple(
        _merged(tuple(same.values()))
        for same in found.values()
        if _follows_for_all(same, every, nest)
        and (len(same) == texts > 1 or not _writes_arguments(_first(same), functions, source))
    )


def _first(same: Mapping[int, Candidate]) -> Candidate:
    return next(iter(same.values()))


def _follows_for_all(
    same: Mapping[int, Candidate], every: Sequence[LoopFacts], nest: LoopFacts
) -> bool:
    """Whether all instances that have the loop, and say of it what all say, have this text."""
    loop = _first(same).loop_id
    return all(
        index in same or not _is_built(loop, facts) or not _is_agreed(loop, facts, nest)
        for index, facts in enumerate(every)
    )


def _is_built(loop: LoopId, facts: LoopFacts) -> bool:
    """Whether the instance has the loop: it may be in a branch that is not compiled for it."""
    own = (f for f in flatten((facts,)) if f.loop.id == loop)
    return any(all(r.code != "not-compiled" for r in f.reasons) for f in own)


def shared_facts(facts: LoopFacts, every: Sequence[LoopFacts]) -> LoopFacts:
    """``facts`` of one instance, with what a text for all has to take care of."""
    if len(every) == 1:
        return facts
    summed = {
        v.variable.name for one in every for v in one.variables if v.reassociates and v.operator
    }
    return replace(
        facts,
        assumptions=each_once(a for one in every for a in one.assumptions),
        variables=tuple(_as_summed(v, summed) for v in facts.variables),
        collapse=min(one.collapse for one in every),
        children=tuple(
            shared_facts(child, [one.children[index] for one in every])
            for index, child in enumerate(facts.children)
        ),
        instances=(),
    )


def _as_summed(fact: VariableFact, summed: set[str]) -> VariableFact:
    is_one = fact.operator is not None and fact.variable.name in summed
    return replace(fact, reassociates=True) if is_one else fact


def _is_agreed(loop: LoopId, facts: LoopFacts, nest: LoopFacts) -> bool:
    """Whether all say of the loop, as this instance does, that it is independent, or that not."""
    own = {f.loop.id: f.parallelizability in INDEPENDENT for f in flatten((facts,))}
    agreed = {f.loop.id: f.parallelizability in INDEPENDENT for f in flatten((nest,))}
    return own.get(loop) == agreed.get(loop)


def _merged(same: Sequence[Candidate]) -> Candidate:
    return replace(
        same[0],
        reassociates=any(one.reassociates for one in same),
        reassociates_serially=any(one.reassociates_serially for one in same),
        assumptions=each_once(a for one in same for a in one.assumptions),
    )


def _writes_arguments(
    candidate: Candidate, functions: Sequence[Function], source: SourceText
) -> bool:
    """Whether the text names what only one instance has: its types, its numbers."""
    words = {
        word
        for function in functions
        for text in _arguments(function)
        for word in _WORD.findall(text)
    }
    for edit in candidate.edits:
        added = Counter(_words(edit.text))
        added.subtract(_words(source.slice(edit.span)))
        if any(added[word] > 0 for word in words - _SMALL):
            return True
    return False


def _arguments(function: Function) -> Iterator[str]:
    """Those of the function, and those of its class."""
    yield from (one.text for one in function.template_arguments)
    yield (function.record or "").partition("<")[2]


def _words(text: str) -> list[str]:
    """The words of code; of directives only the numbers, since casts in conditions are harmless."""
    found: list[str] = []
    for line in text.splitlines():
        words = _WORD.findall(line)
        found += [w for w in words if w.isdigit()] if _DIRECTIVE.match(line) else words
    return found
