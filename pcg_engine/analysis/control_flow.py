"""What a loop body does besides computing: leaving early, throwing, I/O, hidden state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pcg_engine.analysis.advanced_members import advanced_member
from pcg_engine.analysis.effects import EffectAnalysis, declared_variables
from pcg_engine.analysis.iterations import leaving_statement
from pcg_engine.analysis.library_functions import RECEIVER
from pcg_engine.analysis.local_jumps import is_private_label
from pcg_engine.analysis.modification import stripped
from pcg_engine.analysis.scope import FunctionContext
from pcg_engine.analysis.thread_state import thread_state
from pcg_engine.analysis.unknown_calls import doubts
from pcg_engine.domain.ast import (
    Call,
    Construct,
    Declaration,
    Expression,
    For,
    Name,
    OpaqueType,
    RangeFor,
    RecordType,
    Statement,
    Storage,
    UnsupportedExpression,
    UnsupportedStatement,
    While,
)
from pcg_engine.domain.facts import EffectSummary, Reason
from pcg_engine.domain.plain_words import in_plain_words
from pcg_engine.domain.source import SourceText, Span
from pcg_engine.domain.traversal import all_expressions, walk_statements

_UNDERSTOOD_STATEMENTS = frozenset(
    ("SwitchStmt", "CaseStmt", "DefaultStmt", "IfStmt", "AttributedStmt", "NullStmt")
)


@dataclass(frozen=True, slots=True)
class Obstacles:
    """Reasons that certainly forbid parallel iterations, and those that PCG cannot clear up."""

    forbidding: tuple[Reason, ...]
    unclear: tuple[Reason, ...]


def obstacles(loop: For | RangeFor | While, context: FunctionContext) -> Obstacles:
    """What the statements of ``loop`` do that parallel iterations may not."""
    source = context.source
    effect = context.effects.of_statement(loop, context.function)
    forbidding: list[Reason] = []
    unclear: list[Reason] = []
    leaving = leaving_statement(loop.body)
    if leaving is not None:
        forbidding.append(
            _reason(
                "early-exit",
                "an iteration may leave the loop, so later ones must wait to know whether they run",
                leaving.span,
                source,
            )
        )
    if effect.performs_io:
        forbidding.append(
            _reason(
                "ordered-io",
                "iterations do input or output, whose order would change",
                _culprit(loop, context.effects, lambda e: e.performs_io),
                source,
            )
        )
    if effect.static_state:
        states = ", ".join(f"`{state}`" for state in effect.static_state)
        forbidding.append(
            _reason(
                "static-state",
                f"iterations use state that persists between calls: {states}",
                _culprit(loop, context.effects, lambda e: bool(e.static_state)),
                source,
            )
        )
    packed = _bit_packed(loop)
    if packed is not None:
        unclear.append(
            _reason(
                "bit-packed-container",
                "elements of `std::vector<bool>` and `std::bitset` share bytes, so iterations that "
                "write different elements still collide; use `std::vector<char>`",
                packed.span,
                source,
            )
        )
    unknown = _culprit(loop, context.effects, lambda e: bool(e.unknown_calls))
    inside = frozenset(variable.id for variable in declared_variables(loop))
    advanced = advanced_member(loop, context.unit, inside) if effect.unknown_calls else None
    if advanced is not None:
        forbidding.append(
            _reason(
                "carried-member",
                f"an iteration may use the value of `{advanced.field}` that an earlier one "
                f"left, through `{advanced.function.name}`",
                advanced.call.span,
                source,
            )
        )
    for doubt in doubts(effect.unknown_calls, context.unit):
        told = f"{doubt.message}, so iterations may depend on each other{doubt.next_step}"
        unclear.append(_reason(doubt.code, told, unknown, source))
    unclear += _constructors(loop, context)
    throwing = _culprit(loop, context.effects, lambda e: e.may_throw)
    # That an unknown callee may throw as well would hide what is to be done about it.
    hidden = bool(effect.unknown_calls) and throwing == unknown and not _throws_itself(loop)
    if effect.may_throw and not hidden:
        unclear.append(
            _reason(
                "may-throw",
                "an exception may leave an iteration, which OpenMP does not allow",
                throwing,
                source,
            )
        )
    unclear.extend(_unsupported(loop, context))
    unclear.extend(thread_state(loop, context.function.body, context.effects, source))
    return Obstacles(tuple(forbidding), tuple(unclear))


def _unsupported(loop: Statement, context: FunctionContext) -> list[Reason]:
    source = context.source
    found: list[Reason] = []
    for statement in walk_statements(loop):
        if (
            isinstance(statement, UnsupportedStatement)
            and statement.construct not in _UNDERSTOOD_STATEMENTS
            and not _is_understood_jump(statement, loop, context)
        ):
            found.append(
                _reason(
                    "unsupported",
                    f"the loop holds a statement that PCG does not analyse: "
                    f"{in_plain_words(statement.construct)}",
                    statement.span,
                    source,
                )
            )
        if isinstance(statement, Declaration) and any(
            d.variable.storage is Storage.STATIC_LOCAL and d.variable.constant is None
            for d in statement.declarators
        ):
            found.append(
                _reason(
                    "static-state",
                    "the loop declares a static variable, which all iterations share",
                    statement.span,
                    source,
                )
            )
    for expression in all_expressions(loop):
        if isinstance(expression, Name):
            variable = expression.variable
            if variable.storage is Storage.THREAD_LOCAL:
                found.append(
                    _reason(
                        "thread-local",
                        f"`{variable.name}` is thread-local: other threads see other values",
                        expression.span,
                        source,
                    )
                )
            elif variable.volatile:
                found.append(
                    _reason("volatile", f"`{variable.name}` is volatile", expression.span, source)
                )
    return list(dict.fromkeys(found))


def _is_understood_jump(
    statement: UnsupportedStatement, loop: Statement, context: FunctionContext
) -> bool:
    """Whether it is part of jumps forward inside the loop; others leave it or come from outside."""
    body = context.function.body
    match statement.construct:
        case "GotoStmt":
            return statement.label != ""
        case "LabelStmt":
            return body is not None and is_private_label(statement, loop, body)
        case _:
            return False


def _throws_itself(loop: Statement) -> bool:
    return any(
        isinstance(e, UnsupportedExpression) and e.construct == "CXXThrowExpr"
        for e in all_expressions(loop)
    )


def _bit_packed(loop: Statement) -> Expression | None:
    for expression in all_expressions(loop):
        value_type = stripped(expression.type)
        if isinstance(value_type, OpaqueType) and (
            "vector<bool" in value_type.spelling or "_Bit_reference" in value_type.spelling
        ):
            return expression
        if isinstance(value_type, RecordType) and value_type.name.startswith("std::bitset<"):
            return expression
    return None


def _constructors(loop: Statement, context: FunctionContext) -> list[Reason]:
    """Objects whose making does more than that."""
    found: list[Reason] = []
    for expression in all_expressions(loop):
        if not isinstance(expression, Construct):
            continue
        effect = context.effects.of_construction(expression)
        beyond = any(index != RECEIVER for index in effect.writes_parameters)
        if beyond or effect.writes_globals or effect.writes_unnamed_memory:
            made = expression.type.name if isinstance(expression.type, RecordType) else "an object"
            told = (
                f"the constructor of `{made}` writes memory outside the object that it makes, "
                "so iterations may depend on each other"
            )
            found.append(_reason("unknown-call", told, expression.span, context.source))
    return found


def _culprit(
    loop: Statement, effects: EffectAnalysis, guilty: Callable[[EffectSummary], bool]
) -> Span:
    """The first expression that the effect comes from, or the loop."""
    for expression in all_expressions(loop):
        match expression:
            case Call() if guilty(effects.of_call(expression)):
                return expression.span
            case UnsupportedExpression():
                return expression.span
            case _:
                pass
    return loop.span


def _reason(code: str, message: str, span: Span, source: SourceText) -> Reason:
    return Reason(code, message, (source.location(span.start),))
