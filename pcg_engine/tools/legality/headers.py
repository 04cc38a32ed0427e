"""Rewritten loop headers: the same iterations, also at the limits of the types involved?"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence

from pcg_engine.domain.ast import (
    Assignment,
    Binary,
    Declaration,
    ExpressionStatement,
    For,
    Function,
    Name,
)
from pcg_engine.domain.facts import LoopFacts
from pcg_engine.domain.loops import LoopKind
from pcg_engine.domain.source import SourceText
from pcg_engine.domain.traversal import walk_statements
from pcg_engine.tools.legality.counters import (
    ITERATIONS,
    MOST_SYMBOLS,
    Header,
    ends_too_early,
    first_values,
    local_constants,
    too_narrow,
)
from pcg_engine.tools.legality.integer_values import (
    NotEvaluated,
    Overflow,
    Value,
    limits_of,
    symbols_in,
)
from pcg_engine.tools.legality.judgement import Judgement
from pcg_engine.tools.legality.reachability import Conditions, reachability

_DIRECTIVE = re.compile(r"^\s*#\s*pragma\b", re.MULTILINE)
_PRAGMAS = re.compile(r"^[ \t]*#[ \t]*pragma\b(?:\\\r?\n|[^\n])*", re.MULTILINE)


def judge_headers(
    original: Function,
    candidate: Function,
    nests: Sequence[LoopFacts],
    original_source: SourceText,
    candidate_source: SourceText,
    judgement: Judgement,
) -> None:
    """Compare each header that only the candidate has with that of the loop it comes from.

    Iterations are compared for all combinations of the variables' extreme and small values that
    reach the loop. A difference is a violation where the two functions are otherwise the same
    (apart from directives), so that nothing makes up for it; elsewhere it is a doubt. Agreement
    is a proof only for the header that analysis derived.
    """
    known = _headers(original, original_source)
    found = _headers(candidate, candidate_source)
    texts = {header.text for header in known.values()}
    partners: dict[int, Header] = {}
    if _skeleton(original, known, original_source) == _skeleton(candidate, found, candidate_source):
        partners = dict(zip(sorted(found), (known[at] for at in sorted(known)), strict=True))
    derived: dict[str, list[int]] = {}
    for facts in nests:
        for text, starts in _derived(facts).items():
            derived.setdefault(text, []).extend(starts)
    written = {text for facts in nests for text in _of_calls(facts)}
    reach, before = reachability(candidate), reachability(original)
    for start, header in found.items():
        if header.text in texts and (start not in partners or partners[start].text == header.text):
            continue
        partner = partners.get(start)
        sources = [known[at] for at in derived.get(header.text, []) if at in known]
        is_derived = bool(sources)
        if partner is not None:
            sources = [partner]
        conditions = reach.get(start, Conditions((), frozenset()))
        if not sources and header.text in written:
            judgement.prove(
                "the loop runs over the elements that the call runs over",
                "definition of the algorithm in the C++ standard",
            )
            continue
        if not sources or any(s.induction.name != header.induction.name for s in sources):
            narrow = too_narrow(header, conditions, local_constants(candidate))
            if narrow is not None and not any(
                too_narrow(k, before.get(at, conditions), local_constants(original))
                for at, k in known.items()
            ):
                judgement.violate("new-overflow", narrow)
            judgement.doubt("the candidate has a loop that the original does not have")
            continue
        difference = next(filter(None, (_difference(s, header, conditions) for s in sources)), None)
        if difference is not None and partner is not None:
            judgement.violate("different-iterations", difference)
        elif difference is not None:
            judgement.doubt(f"{difference}, as far as the header goes")
        elif is_derived:
            judgement.prove(
                "the rewritten header runs the same iterations",
                "derivation of the canonical form, and the limits of its types",
            )
        else:
            judgement.doubt("the rewritten header is not known to run the same iterations")


def _skeleton(function: Function, headers: Mapping[int, Header], source: SourceText) -> str:
    """The function's text without white space, directives, and the headers of its loops."""
    position = function.span.start
    pieces: list[str] = []
    for start in sorted(headers):
        pieces.append(source.data[position:start].decode("utf-8", "replace"))
        position = headers[start].end
    pieces.append(source.data[position : function.span.end].decode("utf-8", "replace"))
    return "for(;;)".join(_packed(_PRAGMAS.sub("", piece)) for piece in pieces)


def _derived(facts: LoopFacts) -> Mapping[str, list[int]]:
    """The headers that analysis derived for the loops of a nest, and where these loops start."""
    found: dict[str, list[int]] = {}
    if facts.canonical is not None:
        found[_packed(facts.canonical.header)] = [facts.loop.span.start]
    for child in facts.children:
        for text, starts in _derived(child).items():
            found.setdefault(text, []).extend(starts)
    return found


def _of_calls(facts: LoopFacts) -> Iterator[str]:
    """The headers of the loops that calls of standard algorithms stand for."""
    if facts.loop.kind is LoopKind.ALGORITHM and facts.canonical is not None:
        yield _packed(facts.canonical.header)
    for child in facts.children:
        yield from _of_calls(child)


def _headers(function: Function, source: SourceText) -> Mapping[int, Header]:
    found: dict[int, Header] = {}
    if function.body is None:
        return found
    for statement in walk_statements(function.body):
        if isinstance(statement, For):
            header = _header(statement, source)
            if header is not None:
                found[statement.span.start] = header
    return found


def _header(loop: For, source: SourceText) -> Header | None:
    if loop.condition is None or loop.increment is None:
        return None
    match loop.initialiser:
        case Declaration(declarators=(declarator,)) if declarator.initialiser is not None:
            induction, start = declarator.variable, declarator.initialiser
        case ExpressionStatement(
            expression=Assignment(operator="=", target=Name(variable=variable), value=value)
        ):
            induction, start = variable, value
        case _:
            return None
    text = source.data[loop.span.start : loop.body.span.start].decode("utf-8", "replace")
    # A directive for the loop that is the body stands between the header and the body.
    text = _DIRECTIVE.split(text)[0]
    end = loop.span.start + len(text.encode())
    return Header(induction, start, loop.condition, loop.increment, _packed(text), end)


def _packed(text: str) -> str:
    return "".join(text.split())


def _difference(original: Header, candidate: Header, reach: Conditions) -> str | None:
    """An input on which the two headers run different iterations; ``None`` if none was found."""
    names: dict[str, Value] = {}
    for header in (original, candidate):
        for part in (header.start, header.condition, header.increment):
            names.update(symbols_in(part))
    names.pop(original.induction.name, None)
    if len(names) > MOST_SYMBOLS or not reach.free >= set(names):
        return None
    choices = [limits_of(value) for value in names.values()]
    for values in itertools.product(*choices):
        point = dict(zip(names, values, strict=True))
        if not reach.admits(point):
            continue
        try:
            before = first_values(original, point)
        except (NotEvaluated, Overflow):
            # Nothing is asked of a candidate where the original itself is undefined.
            continue
        told = ", ".join(f"{name} = {number}" for name, number in point.items())
        try:
            after = first_values(candidate, point)
        except NotEvaluated:
            return None
        except Overflow as overflow:
            return f"with {told}, `{overflow}` overflows in the rewritten header only"
        if _may_never_end(original, before):
            # `i != n` with `n` already passed: no valid input of the original either.
            continue
        if before != after:
            return f"with {told}, the rewritten header runs other iterations than the original"
        if ends_too_early(original, candidate, point, before):
            name = candidate.induction.name
            return f"with {told}, `{name}` runs past the last value of its type"
    return None


def _may_never_end(header: Header, seen: list[int]) -> bool:
    condition = header.condition
    return isinstance(condition, Binary) and condition.operator == "!=" and len(seen) == ITERATIONS
