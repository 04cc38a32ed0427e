"""Calls that the original makes in a loop and the candidate outside of it: tested, not proved."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from pcg_engine.domain.ast import Call, For, Function, RangeFor, Statement, While
from pcg_engine.domain.traversal import own_expressions, substatements, walk_expression
from pcg_engine.tools.legality.judgement import Judgement


def judge_hoisting(original: Function, candidate: Function, judgement: Judgement) -> None:
    """Doubt what the original calls in loops, and the candidate more often outside of loops.

    Neither function holds directives. That a call gives the same value in every iteration says
    nothing about directives, and no proof of them says it. What containers say of themselves
    (``x.size()``) does not count.
    """
    before, after = _calls(original), _calls(candidate)
    for name in sorted(before.inside):
        if after.outside[name] > before.outside[name]:
            judgement.doubt(f"`{name}` is called before a loop, where the original calls it in one")


@dataclass(frozen=True, slots=True)
class _Calls:
    """How often each function is named inside and outside of loops."""

    inside: Counter[str]
    outside: Counter[str]


def _calls(function: Function) -> _Calls:
    found = _Calls(Counter(), Counter())

    def visit(statement: Statement, counts: Counter[str]) -> None:
        for expression in own_expressions(statement):
            for part in walk_expression(expression):
                if isinstance(part, Call) and part.callee is not None and not _is_asked(part):
                    counts[part.callee] += 1
        inner = found.inside if isinstance(statement, For | RangeFor | While) else counts
        for part in substatements(statement):
            visit(part, inner)

    if function.body is not None:
        visit(function.body, found.outside)
    return found


def _is_asked(call: Call) -> bool:
    return call.receiver is not None and (call.callee or "").startswith("std::")
