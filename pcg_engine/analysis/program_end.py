"""Where a program ends: branches that lead to ``exit`` or ``abort``, whatever they do before that.

An iteration that prints what is wrong and ends the program has no later ones, so that nothing of
what it does there reaches them; and no input on which that happens can be tested. Analysis leaves
out what comes before the end, and what rests on its not being reached says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from pcg_engine.analysis.library_functions import canonical_name
from pcg_engine.analysis.tree_mapping import mapped
from pcg_engine.domain.ast import (
    Binary,
    Block,
    Call,
    Cast,
    Declaration,
    Expression,
    ExpressionStatement,
    Function,
    If,
    Statement,
    TranslationUnit,
    Unary,
)
from pcg_engine.domain.facts import Assumption
from pcg_engine.domain.source import Span
from pcg_engine.domain.traversal import (
    all_expressions,
    called_functions,
    reached_functions,
    walk_statements,
)

NOT_ENDED = "program-goes-on"
"""The code of assumptions that no iteration comes to where the program ends."""

_ORDERLY = frozenset(("exit", "std::exit", "quick_exit", "std::quick_exit"))
"""These run what others have registered while other threads go on."""
_AT_ONCE = frozenset(
    "abort std::abort std::terminate _exit _Exit std::_Exit __builtin_trap __builtin_abort".split()
)
_ENDING = _ORDERLY | _AT_ONCE


@dataclass(frozen=True, slots=True)
class End:
    """A branch that ends the program by ``call``; ``does_more`` before that.

    It is taken where ``condition`` is ``outcome``.
    """

    branch: Span
    condition: Expression
    outcome: bool
    call: Call
    does_more: bool

    def deciding(self) -> Iterator[tuple[Span, bool]]:
        """The parts of the condition, each with the outcome that leads there and nowhere else."""
        return _deciding(self.condition, self.outcome)


def ends(function: Function) -> tuple[End, ...]:
    """The branches of ``function`` that lead to its program's end and nowhere else."""
    return () if function.body is None else tuple(_ends(function.body))


def without_last_words(
    unit: TranslationUnit, function: Function
) -> tuple[TranslationUnit, Function]:
    """Both, where branches that end the program do nothing else, as far as ``function`` leads.

    The very same if there are none.
    """
    changed: dict[str, Function] = {}
    for one in reached_functions((function,), unit.functions):
        if one.body is None or not any(end.does_more for end in ends(one)):
            continue
        body = _shortened(one.body)
        if isinstance(body, Block):
            changed[one.key] = replace(one, body=body)
    if not changed:
        return unit, function
    brief = replace(unit, functions={**unit.functions, **changed})
    return brief, changed.get(function.key, function)


def program_goes_on(
    statement: Statement, functions: Mapping[str, Function]
) -> tuple[Assumption, ...]:
    """That no iteration of the loop ``statement`` ends the program, where one could.

    ``functions`` are as they are written. One that ends it at once, and does nothing before, ends
    it as well from a thread.
    """
    told: dict[str, None] = {}
    for end in _ends(statement):
        if end.does_more:
            told[_told(end.call)] = None
    for expression in all_expressions(statement):
        if isinstance(expression, Call) and _name(expression) in _ORDERLY:
            told[_told(expression)] = None
    for one in reached_functions(called_functions(statement, functions), functions):
        if one.body is None:
            continue
        orderly = (
            e for e in all_expressions(one.body) if isinstance(e, Call) and _name(e) in _ORDERLY
        )
        wordy = (end.call for end in ends(one) if end.does_more)
        for call in (*orderly, *wordy):
            told[f"{_told(call)} (in `{one.name}`)"] = None
    return tuple(Assumption(NOT_ENDED, f"no iteration ends the program {how}") for how in told)


def _told(call: Call) -> str:
    return f"by `{call.callee}`"


def _ends(statement: Statement) -> Iterator[End]:
    for inner in walk_statements(statement):
        if not isinstance(inner, If):
            continue
        for branch, outcome in ((inner.then, True), (inner.otherwise, False)):
            call = None if branch is None else _ending(branch)
            if branch is not None and call is not None:
                does_more = isinstance(branch, Block) and len(branch.statements) > 1
                yield End(branch.span, inner.condition, outcome, call, does_more)


def _deciding(condition: Expression, outcome: bool) -> Iterator[tuple[Span, bool]]:
    yield condition.span, outcome
    match condition:
        case Cast(operand=operand):
            yield from _deciding(operand, outcome)
        case Unary(operator="!", operand=operand):
            yield from _deciding(operand, not outcome)
        case Binary(operator="&&" | "||" as operator, left=left, right=right):
            if (operator == "||") is outcome:
                yield from _deciding(left, outcome)
            yield from _deciding(right, outcome)
        case _:
            pass


def _ending(branch: Statement) -> Call | None:
    """The call that ends the program behind ``branch``, if every way through it leads there."""
    match branch:
        case ExpressionStatement(expression=Call() as call) if _name(call) in _ENDING:
            return call
        case Block(statements=(*before, last)) if all(
            isinstance(one, ExpressionStatement | Declaration) for one in before
        ):
            return _ending(last)
        case _:
            return None


def _name(call: Call) -> str:
    """The function's, if it is neither the user's nor a member."""
    if call.callee is None or call.callee_key is not None or call.receiver is not None:
        return ""
    return canonical_name(call.callee)


def _shortened(node: object) -> object:
    node = mapped(node, _shortened)
    if not isinstance(node, If):
        return node
    then = _last_of(node.then)
    otherwise = None if node.otherwise is None else _last_of(node.otherwise)
    return replace(node, then=then, otherwise=otherwise)


def _last_of(branch: Statement) -> Statement:
    if isinstance(branch, Block) and len(branch.statements) > 1 and _ending(branch) is not None:
        return replace(branch, statements=branch.statements[-1:])
    return branch
