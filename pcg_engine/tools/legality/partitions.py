"""Iterations shared out by hand, by thread number: does each run once, with any team?

The integer code of the function is run for every thread of teams of several sizes, as far as it
consists of declarations, assignments and decisions that can be evaluated, up to the loop in
question. The iterations of all threads together are held against those of the original's loop.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pcg_engine.domain.ast import (
    ArithmeticKind,
    ArithmeticType,
    Assignment,
    Block,
    Call,
    Cast,
    ContainerType,
    Declaration,
    Expression,
    FloatingLiteral,
    For,
    Function,
    IntegerLiteral,
    Name,
    OpenMPDirective,
    ReferenceType,
    Statement,
    Subscript,
    Type,
    Unary,
    Variable,
)
from pcg_engine.domain.source import SourceText
from pcg_engine.domain.traversal import (
    all_expressions,
    own_expressions,
    subexpressions,
    substatements,
    walk_expression,
    walk_statements,
)
from pcg_engine.tools.legality.certainty import STEPS, surely_writes
from pcg_engine.tools.legality.data_sharing import declared_inside
from pcg_engine.tools.legality.integer_values import NotEvaluated, Overflow
from pcg_engine.tools.legality.iterations import iterations_of
from pcg_engine.tools.legality.judgement import Judgement
from pcg_engine.tools.openmp.directive import ExpressionClause, NotADirective
from pcg_engine.tools.openmp.parser import parse_directive

_TEAMS = (1, 2, 3, 4, 7, 8, 16)
_SIZES = (0, 1, 2, 3, 5, 7, 8, 16, 17, 33, 50)
_LARGEST_TEAM = 1024
# A billion elements fit in the memory of real machines; a few less than 2**31 are no fair demand
# on `(n + threads - 1) / threads`.
_LARGE = (1 << 20, (1 << 21) + 1, 1 << 24, 1 << 28, 1 << 30)
_MOST_ITERATIONS = 64
_THREAD = "omp_get_thread_num"
_TEAM = "omp_get_num_threads"
_REQUESTED = ("omp_get_max_threads", "omp_get_num_procs", "omp_get_thread_limit")


@dataclass(frozen=True, slots=True)
class _Pair:
    """A loop of the candidate that threads share by number, and the original's loop."""

    candidate: Function
    loop: For
    original: Function
    source: For
    region: Statement
    most_threads: int


def judge_partitions(
    original: Function,
    candidate: Function,
    original_source: SourceText,
    candidate_source: SourceText,
    judgement: Judgement,
) -> None:
    """Judge each loop of ``candidate`` whose bounds depend on the thread's number.

    ``candidate`` has its directives. An iteration of the original that no thread runs, or that
    two run, for some team and size is a violation, if nothing else in the candidate writes what
    the loop writes. Agreement on the samples is no proof.
    """
    if original.body is None or candidate.body is None:
        return
    for pair in _pairs(original, candidate, original_source, candidate_source):
        names = _free_names(pair)
        problem = _coverage(pair, names) if _is_alone(pair) else None
        if problem is None:
            judgement.doubt("iterations are shared out by thread number, which is tested only")
        else:
            judgement.violate("wrong-partition", problem)
        _overflow(pair, names, judgement)


def _pairs(
    original: Function,
    candidate: Function,
    original_source: SourceText,
    candidate_source: SourceText,
) -> Iterator[_Pair]:
    assert original.body is not None
    assert candidate.body is not None
    before: dict[str, list[For]] = {}
    for loop in _plain_loops(original.body):
        before.setdefault(_signature(loop, original_source), []).append(loop)
    after: dict[str, list[For]] = {}
    for statement in walk_statements(candidate.body):
        if isinstance(statement, For):
            after.setdefault(_signature(statement, candidate_source), []).append(statement)
    for statement in walk_statements(candidate.body):
        if not isinstance(statement, OpenMPDirective) or statement.body is None:
            continue
        if statement.directive != "parallel" or not _asks_for_thread(candidate.body):
            continue
        for loop in _plain_loops(statement.body):
            signature = _signature(loop, candidate_source)
            sources = before.get(signature, [])
            if len(sources) != 1 or len(after[signature]) != 1:
                continue
            if _counts_with(loop) == _counts_with(sources[0]) and _is_indexed(loop):
                most = _most_threads(statement)
                yield _Pair(candidate, loop, original, sources[0], statement.body, most)


def _plain_loops(statement: Statement) -> Iterator[For]:
    """Loops outside constructs, outermost only."""
    match statement:
        case For():
            yield statement
        case Block(statements=statements):
            for inner in statements:
                yield from _plain_loops(inner)
        case _:
            return


def _signature(loop: For, source: SourceText) -> str:
    """The elements that the loop's body names, which a copy for threads names as well."""
    texts = {
        "".join(source.slice(part.span).split())
        for part in all_expressions(loop.body)
        if isinstance(part, Subscript)
    }
    return ";".join(sorted(texts))


def _counts_with(loop: For) -> tuple[str, ...]:
    return tuple(v.name for v in _declared_in_header(loop))


def _is_indexed(loop: For) -> bool:
    """Whether the loop's own variable is the index of an element."""
    counters = {v.id for v in _declared_in_header(loop)}
    return any(
        isinstance(part, Subscript) and _is_one_of(part.index, counters)
        for part in all_expressions(loop.body)
    )


def _is_one_of(index: Expression, counters: set[str]) -> bool:
    while isinstance(index, Cast):
        index = index.operand
    return isinstance(index, Name) and index.variable.id in counters


def _most_threads(region: OpenMPDirective) -> int:
    """How many threads the region may have: 1 if a clause says so that is not understood."""
    directive = parse_directive(region.text)
    if isinstance(directive, NotADirective) or directive.has("if"):
        return 1
    for clause in directive.of("num_threads"):
        text = clause.expression if isinstance(clause, ExpressionClause) else ""
        return int(text) if text.isdigit() else 1
    return _LARGEST_TEAM


def _asks_for_thread(body: Statement) -> bool:
    return any(isinstance(e, Call) and e.callee == _THREAD for e in all_expressions(body))


def _free_names(pair: _Pair) -> tuple[str, ...]:
    """The integers that the functions are given: parameters, and sizes of containers."""
    names: list[str] = []
    for parameter in pair.candidate.parameters:
        type_ = _plain(parameter.type)
        if isinstance(type_, ArithmeticType) and type_.kind is ArithmeticKind.INTEGER:
            names.append(parameter.name)
        elif isinstance(type_, ContainerType) or "string" in str(type_):
            names.append(f"{parameter.name}.size()")
    return tuple(names)


def _is_alone(pair: _Pair) -> bool:
    """Whether nothing but the loop writes what the loop writes."""
    assert pair.candidate.body is not None
    written = {v.id for v in _roots(pair.loop.body)}
    elements = {
        v.id
        for part in all_expressions(pair.loop.body)
        if isinstance(part, Subscript)
        for v in _roots_of(part)
    }
    outside = _Outside(pair.candidate.body, pair.loop)
    return bool(written) and not (written & outside.written or elements & outside.named)


def _coverage(pair: _Pair, names: tuple[str, ...]) -> str | None:
    compared = 0
    doubling = _must_not_repeat(pair)
    for size in _SIZES:
        point = dict.fromkeys(names, size)
        try:
            wanted = iterations_of(pair.original, pair.source, point, _MOST_ITERATIONS)
        except (NotEvaluated, Overflow):
            continue
        if not wanted.complete:
            continue
        for team in (team for team in _TEAMS if team <= pair.most_threads):
            found = _of_team(pair, point, team)
            if found is None:
                continue
            compared += 1
            told = f"with {size} elements and {team} thread{'' if team == 1 else 's'}"
            missing = sorted(set(wanted.values) - set(found))
            if missing:
                return f"{told}, no thread runs iteration {missing[0]}"
            twice = sorted({v for v in found if found.count(v) > 1})
            if twice and doubling:
                return f"{told}, two threads run iteration {twice[0]}"
    return None


def _of_team(pair: _Pair, point: Mapping[str, int], team: int) -> list[int] | None:
    """The iterations of all threads; ``None`` if they are not known.

    More threads may have been asked for than there are: the runtime may give fewer.
    """
    found: list[int] = []
    for thread in range(team):
        before, inside = _queries(point, thread, team, max(team, 4))
        try:
            part = iterations_of(pair.candidate, pair.loop, before, _MOST_ITERATIONS, inside)
        except (NotEvaluated, Overflow):
            return None
        if not part.complete:
            return None
        found += part.values
    return found


def _queries(
    point: Mapping[str, int], thread: int, team: int, requested: int
) -> tuple[dict[str, int], dict[str, int]]:
    """What the functions of the run-time answer outside the region, and in it."""
    asked = {f"{name}()": requested for name in _REQUESTED}
    before = {**point, **asked, f"{_THREAD}()": 0, f"{_TEAM}()": 1}
    return before, {f"{_THREAD}()": thread, f"{_TEAM}()": team}


def _overflow(pair: _Pair, names: tuple[str, ...], judgement: Judgement) -> None:
    """Bounds that overflow for sizes and teams with which the original is defined."""
    if _is_bounded(pair.original):
        return
    for name, size in itertools.product(names, _LARGE):
        point = {**dict.fromkeys(names, 1), name: size}
        try:
            runs = bool(iterations_of(pair.original, pair.source, point, 1).values)
        except (NotEvaluated, Overflow):
            continue
        for thread in (1, _LARGEST_TEAM // 2, _LARGEST_TEAM - 1):
            before, inside = _queries(point, thread, _LARGEST_TEAM, _LARGEST_TEAM)
            try:
                iterations_of(pair.candidate, pair.loop, before, 1, inside)
            except NotEvaluated:
                continue
            except Overflow as overflow:
                if runs and pair.most_threads >= _LARGEST_TEAM:
                    judgement.violate(
                        "new-overflow",
                        f"with {name} = {size}, thread {thread} of {_LARGEST_TEAM} computes its "
                        f"bounds with a signed `{overflow}` that overflows",
                    )
                    return


def _is_bounded(original: Function) -> bool:
    """Whether the original itself is undefined for large sizes, as far as can be seen.

    Arrays of constant extent, and products that index, bound what sizes there can be.
    """
    assert original.body is not None
    for part in all_expressions(original.body):
        if not isinstance(part, Subscript):
            continue
        if any(getattr(inner, "operator", None) in ("*", "<<") for inner in walk_expression(part)):
            return True
        root = part.base
        if isinstance(root, Name) and getattr(_plain(root.variable.type), "extent", None):
            return True
    return False


def _must_not_repeat(pair: _Pair) -> bool:
    """Whether running an iteration twice is certainly wrong: threads race for an element."""
    own = {v.id for v in declared_inside(pair.region)}
    counters = {v.id for v in _declared_in_header(pair.loop)}
    for part in all_expressions(pair.loop.body):
        match part:
            case Assignment(target=Subscript(base=Name(variable=root), index=index)) if (
                _is_one_of(index, counters) and root.id not in own
            ):
                return surely_writes(pair.loop.body, root, elements=True)
            case _:
                pass
    return False


def _declared_in_header(loop: For) -> Iterator[Variable]:
    initialiser = loop.initialiser
    if initialiser is None:
        return
    for statement in walk_statements(initialiser):
        yield from (d.variable for d in getattr(statement, "declarators", ()))


def _roots(statement: Statement) -> Iterator[Variable]:
    """The variables, arrays and containers that ``statement`` writes."""
    local = {
        d.variable.id
        for inner in walk_statements(statement)
        for d in getattr(inner, "declarators", ())
    }
    for part in all_expressions(statement):
        yield from (v for v in _written_roots(part) if v.id not in local)


class _Outside:
    """What the code around a loop writes, and what it names other than to ask for its size."""

    def __init__(self, body: Statement, loop: For) -> None:
        self.written: set[str] = set()
        self.named: set[str] = set()
        waiting: list[Statement] = [body]
        while waiting:
            statement = waiting.pop()
            if statement is loop:
                continue
            if isinstance(statement, Declaration):
                self._declarations(statement)
            for expression in own_expressions(statement):
                self._expression(expression)
            waiting.extend(substatements(statement))

    def _declarations(self, statement: Declaration) -> None:
        """A variable that starts with a value other than a constant has been given a share."""
        for declarator in statement.declarators:
            start = declarator.initialiser
            while isinstance(start, Cast):
                start = start.operand
            if start is not None and not isinstance(start, IntegerLiteral | FloatingLiteral):
                self.written.add(declarator.variable.id)

    def _expression(self, expression: Expression) -> None:
        for part in walk_expression(expression):
            self.written |= {v.id for v in _written_roots(part)}
            if not isinstance(part, Call) or not _asks_for_size(part):
                self.named |= {
                    inner.variable.id for inner in subexpressions(part) if isinstance(inner, Name)
                }


def _asks_for_size(call: Call) -> bool:
    return call.callee is not None and call.callee.rpartition("::")[2] in ("size", "length")


def _written_roots(part: Expression) -> Iterator[Variable]:
    match part:
        case Assignment(target=target):
            yield from _roots_of(target)
        case Unary(operator=operator, operand=target) if operator in STEPS:
            yield from _roots_of(target)
        case Call(receiver=Name(variable=variable)) if not _asks_for_size(part):
            yield variable
        case Call(arguments=arguments):
            yield from (a.variable for a in arguments if isinstance(a, Name))
        case _:
            pass


def _roots_of(target: Expression) -> Iterator[Variable]:
    while isinstance(target, Subscript):
        target = target.base
    if isinstance(target, Name):
        yield target.variable


def _plain(type_: Type) -> Type:
    return _plain(type_.referent) if isinstance(type_, ReferenceType) else type_
