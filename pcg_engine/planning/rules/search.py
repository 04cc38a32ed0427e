"""The first iteration for which something holds: blocks are searched on demand.

Blocks are handed out in their order. A thread that has a match searches no more, and blocks that
begin after a match that some thread has told of are left out; so little more is searched than the
serial loop does. The first of the threads' matches is a ``min`` reduction. What a thread has told
may be overwritten by a later match: then less is left out, and nothing is wrong. OpenMP's
``cancel`` is not needed (it works only with ``OMP_CANCELLATION`` set).
"""

from __future__ import annotations

from dataclasses import dataclass

from pcg_engine.analysis.counted_loops import CountedLoop, counted_loop
from pcg_engine.analysis.remainder import independent_remainder
from pcg_engine.analysis.searches import Search, find_search
from pcg_engine.domain.ast import For
from pcg_engine.domain.candidate import Candidate
from pcg_engine.domain.facts import Assumption, Cost
from pcg_engine.domain.source import Edit, Span
from pcg_engine.planning.rules.includes import include_edit
from pcg_engine.planning.rules.parallel_for_dynamic import chunk_size
from pcg_engine.planning.rules.parts import (
    block_edit,
    body_lines,
    counter_type,
    parted_situation,
    unused_name,
    wide,
)
from pcg_engine.planning.rules.pragma import data_clauses, directive
from pcg_engine.planning.rules.rationale import rationale
from pcg_engine.planning.rules.situation import Situation, mentions
from pcg_engine.planning.rules.worksharing import STEP

ID = "search"

_BLOCKS = 16
"""How many of the chunks that pay for being fetched make a block: most of a block is not wasted."""

_BEYOND = Assumption(
    "runs-past-match",
    "what the iterations after the first match read exists: some of them may run",
)


def propose(situation: Situation) -> Candidate | None:
    """A search in blocks for ``if (…) return …`` and ``if (…) { …; break; }``."""
    loop = situation.statement
    counted = counted_loop(loop) if isinstance(loop, For) else None
    if not isinstance(counted, CountedLoop):
        return None
    search = find_search(counted, situation.unit, situation.source)
    if search is None:
        return None
    remainder = independent_remainder(
        situation.facts,
        {search.exit.span: search.evaluated},
        situation.unit,
        situation.function,
        situation.source,
    )
    own = None if remainder is None else parted_situation(situation, remainder, may_count_down=True)
    edit = None if own is None else _edit(own, counted, search)
    if own is None or edit is None:
        return None
    include = include_edit(own.source, "algorithm")
    claim = "The iterations before the first match change nothing"
    action = "search blocks on demand, and leave out those after a match"
    return own.candidate(
        ID,
        (*include, edit),
        rationale(own, action, claim),
        assumptions=(*own.unguarded, *((_BEYOND,) if search.reads_beyond else ())),
    )


def _edit(own: Situation, counted: CountedLoop, search: Search) -> Edit | None:
    match_ = unused_name(own, "match", "first_match")
    known = unused_name(own, "known", "known_match")
    begin = unused_name(own, "begin", "begin_of_block")
    end = unused_name(own, "end", "end_of_block")
    last = unused_name(own, "last", "last_iteration")
    canonical = own.facts.canonical
    if match_ is None or known is None or begin is None or end is None or last is None:
        return None
    assert canonical is not None
    counter = _counter(own, counted)
    numbered = counted.induction.name if counted.ascending else unused_name(own, "k", "number")
    if counter is None or numbered is None:
        return None
    body = [*counter.at(numbered), *body_lines(own, [_found(own, search, numbered, match_, known)])]
    cast = counter.type_name if counted.ascending else "long long"
    declared = counter.declared if counted.ascending else "long long"
    clauses = [
        "schedule(monotonic:dynamic)",
        *data_clauses(own.facts.variables, without=frozenset((counter.name,))),
        f"reduction(min:{match_})",
    ]
    block = _block_size(own.facts.cost)
    blocks = f"for (long long {begin} = {counter.first}; {begin} < {last}; "
    bound = f"std::min(std::min({end}, {match_}), {begin} + {block})"
    text = [
        f"const long long {last} = {counter.last};",
        f"long long {known} = {last};",
        f"long long {match_} = {last};",
        *directive("parallel for", clauses, "").splitlines(),
        f"{blocks}{begin} += {block}) {{",
        f"{STEP}long long {end} = {last};",
        f"{STEP}#pragma omp atomic read",
        f"{STEP}{end} = {known};",
        f"{STEP}{end} = {bound};",
        f"{STEP}{declared} {numbered} = {_as(cast, begin)};",
        f"{STEP}for (; {numbered} < {_as(cast, end)}; ++{numbered}) {{",
        *[f"{STEP}{STEP}{line}" for line in body],
        f"{STEP}}}",
        "}",
        f"if ({match_} < {last}) {{",
        *_use_of_counter(search, counter, match_, own),
        *[f"{STEP}{own.source.slice(s.span)};" for s in search.consequences],
        "}",
    ]
    return block_edit(own, "".join(f"{line}\n" for line in text), own.guards)


def _as(cast: str, text: str) -> str:
    return text if cast == "long long" else f"static_cast<{cast}>({text})"


@dataclass(frozen=True, slots=True)
class _Counter:
    """The loop's counter, and how its values are numbered in the order of the iterations.

    Numbers go from ``first`` to before ``last``. A loop that counts up is numbered by its counter;
    in one that counts down from ``start`` the first iteration has number 0.
    """

    name: str
    declared: str
    type_name: str
    start: str | None
    first: str
    last: str

    def at(self, number: str) -> list[str]:
        """The declaration of the counter in the iteration with a ``number``, if it is needed."""
        return [] if self.start is None else [self.declaration(number)]

    def declaration(self, number: str) -> str:
        """The same where the numbers are not the counter's."""
        value = number if self.start is None else f"{self.start} - {number}"
        return f"const {self.declared} {self.name} = {_as(self.type_name, value)};"


def _counter(own: Situation, counted: CountedLoop) -> _Counter | None:
    canonical = own.facts.canonical
    assert canonical is not None
    name, declared, cast = counted.induction.name, counter_type(own, counted), counted.type.name
    lower, upper = wide(canonical.lower), wide(canonical.upper)
    inclusive = " + 1" if canonical.comparison in ("<=", ">=") else ""
    if counted.ascending:
        return _Counter(name, declared, cast, None, lower, f"{upper}{inclusive}")
    compared = counted.comparison_type
    if compared is None or compared.signed != counted.type.signed:
        return None
    down_to = "" if upper == "0" else f" - {upper}"
    return _Counter(name, declared, cast, lower, "0", f"{lower}{down_to}{inclusive}")


def _found(own: Situation, search: Search, number: str, match_: str, known: str) -> Edit:
    """What a thread does at its first match: note it, tell the others, and search no more."""
    then = search.exit.then
    end = then.span.end + (own.source.slice(Span(then.span.end, then.span.end + 1)) == ";")
    margin = own.source.indentation(search.exit.span.start)
    inner = f"{margin}{STEP}"
    lines = [
        "{",
        f"{inner}{match_} = {number};",
        f"{inner}#pragma omp atomic write",
        f"{inner}{known} = {number};",
        f"{inner}break;",
        f"{margin}}}",
    ]
    return Edit(Span(then.span.start, end), "\n".join(lines))


def _use_of_counter(search: Search, counter: _Counter, match_: str, own: Situation) -> list[str]:
    text = " ".join(own.source.slice(s.span) for s in search.consequences)
    if not mentions(text, (counter.name,)):
        return []
    return [f"{STEP}{counter.declaration(match_)}"]


def _block_size(cost: Cost | None) -> int:
    return 1024 if cost is None else max(16, min(4096, _BLOCKS * chunk_size(cost)))
