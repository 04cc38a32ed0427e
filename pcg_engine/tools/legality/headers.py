"""Rewritten loop headers: the same iterations, also at the limits of the types involved?"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pcg_engine.domain.ast import (
    Assignment,
    Binary,
    Declaration,
    Expression,
    ExpressionStatement,
    For,
    Function,
    Name,
    Unary,
    Variable,
)
from pcg_engine.domain.facts import LoopFacts
from pcg_engine.domain.source import SourceText
from pcg_engine.domain.traversal import walk_statements
from pcg_engine.tools.legality.integer_values import (
    NotEvaluated,
    Overflow,
    Value,
    convert,
    evaluate,
    limits_of,
    symbols_in,
)
from pcg_engine.tools.legality.judgement import Judgement

_ITERATIONS = 4
_MOST_SYMBOLS = 3
_DIRECTIVE = re.compile(r"^\s*#\s*pragma\b", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class _Header:
    """A counted loop's header; ``text`` is as written, without white space."""

    induction: Variable
    start: Expression
    condition: Expression
    increment: Expression
    text: str


def judge_headers(
    original: Function,
    candidate: Function,
    nests: Sequence[LoopFacts],
    original_source: SourceText,
    candidate_source: SourceText,
    judgement: Judgement,
) -> None:
    """Compare each header that only the candidate has with that of the loop it comes from.

    Iterations are compared for all combinations of the variables' extreme and small values. A
    difference is a violation; agreement is a proof only for the header that analysis derived.
    """
    known = _headers(original, original_source)
    edited = known.get(nests[0].loop.span.start) if len(nests) == 1 else None
    texts = {header.text for header in known.values()}
    derived: dict[str, list[int]] = {}
    for facts in nests:
        for text, starts in _derived(facts).items():
            derived.setdefault(text, []).extend(starts)
    for header in _headers(candidate, candidate_source).values():
        if header.text in texts:
            continue
        is_derived = header.text in derived
        starts = derived.get(header.text, [])
        sources = [known[start] for start in starts if start in known]
        if not sources and edited is not None:
            sources = [edited]
        if not sources or any(s.induction.name != header.induction.name for s in sources):
            judgement.doubt("the candidate has a loop that the original does not have")
            continue
        difference = next(filter(None, (_difference(s, header) for s in sources)), None)
        if difference is not None:
            judgement.violate("different-iterations", difference)
        elif is_derived:
            judgement.prove(
                "the rewritten header runs the same iterations",
                "derivation of the canonical form, and the limits of its types",
            )
        else:
            judgement.doubt("the rewritten header is not known to run the same iterations")


def _derived(facts: LoopFacts) -> Mapping[str, list[int]]:
    """The headers that analysis derived for the loops of a nest, and where these loops start."""
    found: dict[str, list[int]] = {}
    if facts.canonical is not None:
        found[_packed(facts.canonical.header)] = [facts.loop.span.start]
    for child in facts.children:
        for text, starts in _derived(child).items():
            found.setdefault(text, []).extend(starts)
    return found


def _headers(function: Function, source: SourceText) -> Mapping[int, _Header]:
    found: dict[int, _Header] = {}
    if function.body is None:
        return found
    for statement in walk_statements(function.body):
        if isinstance(statement, For):
            header = _header(statement, source)
            if header is not None:
                found[statement.span.start] = header
    return found


def _header(loop: For, source: SourceText) -> _Header | None:
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
    return _Header(induction, start, loop.condition, loop.increment, _packed(text))


def _packed(text: str) -> str:
    return "".join(text.split())


def _difference(original: _Header, candidate: _Header) -> str | None:
    """An input on which the two headers run different iterations; ``None`` if none was found."""
    names: dict[str, Value] = {}
    for header in (original, candidate):
        for part in (header.start, header.condition, header.increment):
            names.update(symbols_in(part))
    names.pop(original.induction.name, None)
    if len(names) > _MOST_SYMBOLS:
        return None
    choices = [limits_of(value) for value in names.values()]
    for values in itertools.product(*choices):
        point = dict(zip(names, values, strict=True))
        try:
            before = _run(original, point)
        except (NotEvaluated, Overflow):
            # Nothing is asked of a candidate where the original itself is undefined.
            continue
        told = ", ".join(f"{name} = {number}" for name, number in point.items())
        try:
            after = _run(candidate, point)
        except NotEvaluated:
            return None
        except Overflow as overflow:
            return f"with {told}, `{overflow}` overflows in the rewritten header only"
        if _may_never_end(original, before):
            # `i != n` with `n` already passed: no valid input of the original either.
            continue
        if before != after:
            return f"with {told}, the rewritten header runs other iterations than the original"
    return None


def _may_never_end(header: _Header, seen: list[int]) -> bool:
    condition = header.condition
    return isinstance(condition, Binary) and condition.operator == "!=" and len(seen) == _ITERATIONS


def _run(header: _Header, point: Mapping[str, int]) -> list[int]:
    """The induction variable's first values."""
    name = header.induction.name
    state = dict(point)
    state[name] = convert(evaluate(header.start, state), header.induction.type)
    seen: list[int] = []
    while len(seen) < _ITERATIONS and evaluate(header.condition, state):
        seen.append(state[name])
        if len(seen) < _ITERATIONS:
            state[name] = _stepped(header, state)
    return seen


def _stepped(header: _Header, state: Mapping[str, int]) -> int:
    present = state[header.induction.name]
    match header.increment:
        case Unary(operator="++pre" | "post++", operand=target):
            return convert(present + 1, target.type, arithmetic=True)
        case Unary(operator="--pre" | "post--", operand=target):
            return convert(present - 1, target.type, arithmetic=True)
        case Assignment(operator="+=", target=target, value=value):
            return convert(present + evaluate(value, state), target.type, arithmetic=True)
        case Assignment(operator="-=", target=target, value=value):
            return convert(present - evaluate(value, state), target.type, arithmetic=True)
        case Assignment(operator="=", value=value, type=type_):
            return convert(evaluate(value, state), type_)
        case _:
            raise NotEvaluated
