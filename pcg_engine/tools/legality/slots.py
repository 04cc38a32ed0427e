"""Arrays with an element for each thread: are there enough?"""

from __future__ import annotations

from collections.abc import Iterator

from pcg_engine.domain.ast import (
    ArrayType,
    Call,
    Cast,
    Declaration,
    Expression,
    Name,
    OpenMPDirective,
    Statement,
    Subscript,
    Variable,
)
from pcg_engine.domain.traversal import own_expressions, substatements, walk_expression
from pcg_engine.tools.legality.judgement import Judgement
from pcg_engine.tools.legality.uniformity import Uniformity, decides_alike, replicated_statements
from pcg_engine.tools.openmp.directive import Directive

_THREAD = "omp_get_thread_num"
_LARGEST_TEAM = 1024


def judge_slots(
    directive: Directive, body: Statement, uniformity: Uniformity, judgement: Judgement
) -> None:
    """An array of constant extent that every thread indexes by its number overflows.

    Certain if nothing bounds the team: no ``num_threads`` clause, no decision around the access
    that depends on the thread.
    """
    if directive.has("num_threads") or uniformity.leaves_early:
        return
    numbers = {v.id for v in _thread_numbers(body)}
    for access in _sure_accesses(body, uniformity):
        extent = _extent(access.base)
        if extent is None or extent >= _LARGEST_TEAM or not _is_number(access.index, numbers):
            continue
        judgement.violate(
            "too-few-slots",
            f"a team may have more than {extent} threads, and each uses an element of its own",
        )


def _thread_numbers(body: Statement) -> Iterator[Variable]:
    for statement in replicated_statements(body):
        if isinstance(statement, Declaration):
            for declarator in statement.declarators:
                start = declarator.initialiser
                if start is not None and _is_number(start, set()):
                    yield declarator.variable


def _is_number(expression: Expression, numbers: set[str]) -> bool:
    while isinstance(expression, Cast):
        expression = expression.operand
    match expression:
        case Call(callee=callee):
            return callee == _THREAD
        case Name(variable=variable):
            return variable.id in numbers
        case _:
            return False


def _sure_accesses(statement: Statement, uniformity: Uniformity) -> Iterator[Subscript]:
    """Elements that every thread comes to, outside inner constructs."""
    if isinstance(statement, OpenMPDirective) or not decides_alike(statement, uniformity):
        return
    for expression in own_expressions(statement):
        yield from (p for p in walk_expression(expression) if isinstance(p, Subscript))
    for inner in substatements(statement):
        yield from _sure_accesses(inner, uniformity)


def _extent(base: Expression) -> int | None:
    if isinstance(base, Name) and isinstance(base.variable.type, ArrayType):
        return base.variable.type.extent
    return None
