"""Features of code for comparing it with other code, in families with fixed shares."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from tree_sitter import Node

from pcg_engine.memory.loop_survey import CodeSurvey, LoopSurvey, survey
from pcg_engine.syntax.lexemes import is_word, lexemes
from pcg_engine.syntax.parse import SyntaxTree

FAMILIES = {
    "access": 1.2,
    "update": 1.0,
    "flow": 0.8,
    "nest": 0.6,
    "call": 0.8,
    "operator": 0.5,
    "path": 0.4,
    "token": 0.4,
}
"""Each family's share: the length of its part of a vector."""

_OPERATORS = frozenset(
    "+ - * / % & | ^ << >> < <= > >= == != && || ! += -= *= /= %= ^= |= &= <<= >>= ++ --".split()
)
_KINDS = {
    **dict.fromkeys("double float".split(), "F"),
    **dict.fromkeys(
        "int long short unsigned signed size_t ptrdiff_t int64_t int32_t uint32_t uint64_t auto "
        "uint8_t int8_t uint16_t int16_t".split(),
        "I",
    ),
}
_TOKENS_KEPT = frozenset(
    "if else for while do return break continue switch case bool char struct vector complex "
    "push_back emplace_back pop_back push pop front back begin end swap sort min max abs fabs sqrt "
    "sin cos tan exp log pow atan2 hypot floor lower_bound upper_bound find accumulate "
    "resize queue stack priority_queue pair first second real imag polar conj".split()
)
"""Words that say what code does whoever wrote it; all others are names."""

_SKIPPED = frozenset(
    {
        "comment",
        "preproc_include",
        "using_declaration",
        "expression_statement",
        "compound_statement",
        "parenthesized_expression",
        "condition_clause",
        "identifier",
        "number_literal",
        "namespace_identifier",
        "qualified_identifier",
        "field_identifier",
        "type_identifier",
        "primitive_type",
        "type_qualifier",
    }
)
"""Nodes that everybody's code is full of, or that depend on style alone."""

_EVERYWHERE = frozenset("size empty data at begin end cbegin cend get".split())
_COMMON = frozenset(
    {
        "read",
        "write",
        "shape 0",
        "read 0",
        "apart",
        "1 arrays written",
        "0 arrays written",
        "step +1",
        "depth 1",
        "bound n at 1",
        "leaf",
        "outer",
        "()",
        "type I",
        "type F",
        "word for",
        "<",
        "++",
    }
)
_COMMON_WEIGHT = 0.3
"""Most loops have these, so that they say little of any; the weights are fixed, not learnt."""

_PATH_LENGTH = 3
_DEEPEST = 200


def weight(feature: str) -> float:
    """How much ``feature`` counts within its family."""
    return _COMMON_WEIGHT if feature in _COMMON else 1.0


def features(tree: SyntaxTree) -> dict[str, Counter[str]]:
    """How often each feature occurs, by family; families without any are left out."""
    found: dict[str, Counter[str]] = {family: Counter() for family in FAMILIES}
    seen = survey(tree.root)
    for loop in seen.loops:
        found["nest"][_nest(loop)] += 2
    for loop in _all_loops(seen.loops):
        _loop_features(loop, found)
    _survey_features(seen, found)
    _token_features(tree.source.data, found)
    for path in _paths(tree.root, (), 0):
        found["path"][path] += 1
    return {family: counts for family, counts in found.items() if counts}


def _all_loops(loops: list[LoopSurvey]) -> Iterator[LoopSurvey]:
    for loop in loops:
        yield loop
        yield from _all_loops(loop.inner)


def _nest(loop: LoopSurvey) -> str:
    return "(" + "".join(_nest(one) for one in loop.inner) + ")"


def _loop_features(loop: LoopSurvey, found: dict[str, Counter[str]]) -> None:
    found["nest"][f"step {loop.step}"] += 1
    found["nest"][f"depth {loop.depth}"] += 1
    found["nest"][f"bound {loop.bound} at {loop.depth}"] += 1
    found["nest"]["leaf" if not loop.inner else "outer"] += 1
    access, flow = found["access"], found["flow"]
    for one in loop.accesses:
        mark = "?" if one.conditional else ""
        access[f"{one.use} {one.shape}"] += 1
        access[f"{one.use}{mark}"] += 1
        access[f"shape {one.shape}"] += 1
    _array_relations(loop, access)
    written = {one.array for one in loop.accesses if one.use != "read"}
    for one in loop.updates:
        mark = "?" if one.conditional else ""
        found["update"][f"{one.operation}{mark}"] += 2
        found["update"][f"{one.operation}{mark} at {one.depth}"] += 1
        if written and one.operation not in ("step", "="):
            # A running value that goes into an array: a scan rather than a reduction.
            found["update"]["carried into elements"] += 6
    if _carries(loop):
        found["update"]["carried into elements"] += 6
    for name in loop.exits:
        flow[name] += 2
        flow[f"{name} at {loop.depth}"] += 1


def _array_relations(loop: LoopSurvey, access: Counter[str]) -> None:
    """What is read of the arrays that are written: recurrences against maps and stencils."""
    writes = {(one.array, one.shape) for one in loop.accesses if one.use != "read"}
    arrays = {array for array, _ in writes}
    reads = {(one.array, one.shape) for one in loop.accesses if one.use == "read"}
    for array, shape in writes:
        for other, read in reads:
            relation = "same" if other == array else "other"
            access[f"{shape} from {relation} {read}"] += 1
    own = {array for array, _ in reads} & arrays
    access["reads what it writes" if own else "apart"] += 1
    access[f"{min(len(arrays), 4)} arrays written"] += 1


def _carries(loop: LoopSurvey) -> bool:
    """Whether elements are made of ones that were made before."""
    writes = {(one.array, one.shape) for one in loop.accesses if one.use != "read"}
    return any(
        (one.array, one.shape[:-1]) in writes
        for one in loop.accesses
        if one.use == "read" and one.shape.endswith(("-", "+"))
    )


def _survey_features(seen: CodeSurvey, found: dict[str, Counter[str]]) -> None:
    flow, call = found["flow"], found["call"]
    if seen.self_calls:
        flow["recursion"] += 4
        flow[f"recursion {min(seen.self_calls, 4)}"] += 2
    if not seen.loops and seen.calls:
        flow["no loop"] += 2
    for name, depth in seen.calls:
        if name in _TOKENS_KEPT:
            call[name] += 2
            call[f"{name} {'in' if depth else 'outside'}"] += 1
        elif name not in _EVERYWHERE:
            call["own" if depth == 0 else "own in loop"] += 1


def _token_features(data: bytes, found: dict[str, Counter[str]]) -> None:
    words = [_normal(lexeme) for lexeme in lexemes(data) if not lexeme.startswith(b"#")]
    for word in words:
        if word in _OPERATORS:
            found["operator"][word] += 1
        elif word in _TOKENS_KEPT:
            found["operator"][f"word {word}"] += 1
        elif word in ("F", "I"):
            found["operator"][f"type {word}"] += 1
    for trigram in zip(words, words[1:], words[2:], strict=False):
        found["token"][" ".join(trigram)] += 1


def _normal(lexeme: bytes) -> str:
    text = lexeme.decode("utf-8", "replace")
    if is_word(lexeme):
        return _KINDS.get(text) or (text if text in _TOKENS_KEPT else "n")
    if text[:1].isdigit():
        return text if text in ("0", "1", "2") else "c"
    return "s" if text[:1] in "\"'" else text


def _paths(node: Node, above: tuple[str, ...], depth: int) -> Iterator[str]:
    """Chains of node types, from parents to children."""
    if depth > _DEEPEST:
        return
    path = above
    if node.type not in _SKIPPED:
        path = (*above, node.type)[-_PATH_LENGTH:]
        if len(path) == _PATH_LENGTH:
            yield ">".join(path)
    for child in node.named_children:
        yield from _paths(child, path, depth + 1)
