"""Loops that leave at the first iteration for which something holds.

    for (…) { …; if (condition) return e; }        // or { found = e; …; break; }

Before the first match such a loop must change nothing that lasts: then it does not matter which
iterations run, as long as the first match is known in the end.
"""

from __future__ import annotations

from dataclasses import dataclass

from pcg_engine.analysis.counted_loops import CountedLoop, literal
from pcg_engine.analysis.effects import EffectAnalysis
from pcg_engine.analysis.iterations import leaving_statement
from pcg_engine.analysis.modification import modified_variables
from pcg_engine.analysis.remainder import evaluated
from pcg_engine.analysis.scope import declared_in
from pcg_engine.analysis.substitution import named, names_any
from pcg_engine.domain.ast import (
    Assignment,
    Block,
    Break,
    Call,
    ContainerType,
    Expression,
    ExpressionStatement,
    If,
    Name,
    ReferenceType,
    Return,
    Statement,
    Storage,
    Subscript,
    TranslationUnit,
    Type,
    Unary,
    UnsupportedExpression,
    UnsupportedStatement,
)
from pcg_engine.domain.source import SourceText
from pcg_engine.domain.traversal import all_expressions, walk_expression, walk_statements


@dataclass(frozen=True, slots=True)
class Search:
    """``exit`` is the ``if`` that leaves the loop, ``leaving`` its last statement.

    ``consequences`` are what it does on leaving: assignments, or the ``return`` itself.
    ``reads_beyond`` tells that iterations after the match may read what does not exist, as far
    as the text tells.
    """

    exit: If
    leaving: Return | Break
    consequences: tuple[Statement, ...]
    reads_beyond: bool

    @property
    def evaluated(self) -> Statement:
        """The test without leaving, for the analysis of everything else."""
        return evaluated((self.exit.condition,), self.exit.span)


def find_search(counted: CountedLoop, unit: TranslationUnit, source: SourceText) -> Search | None:
    """The only exit of the loop."""
    body = counted.statement.body
    statements = body.statements if isinstance(body, Block) else (body,)
    exits = [s for s in statements if leaving_statement(s) is not None]
    exit_ = exits[0] if len(exits) == 1 else None
    if not isinstance(exit_, If) or exit_.otherwise is not None:
        return None
    then = exit_.then.statements if isinstance(exit_.then, Block) else (exit_.then,)
    if not then or not isinstance(then[-1], Return | Break):
        return None
    leaving = then[-1]
    consequences = (*then[:-1], leaving) if isinstance(leaving, Return) else then[:-1]
    if not consequences:
        return None
    inside = frozenset(v.id for v, _ in declared_in(body))
    for statement in consequences:
        if not _is_consequence(statement, inside):
            return None
    others = [s for s in walk_statements(body) if not _is_inside(s, exit_)]
    effects = EffectAnalysis(unit)
    changed: set[str] = set()
    for statement in statements:
        if statement is not exit_:
            changed |= modified_variables(statement, unit, effects)
    if changed - inside or any(_lasts(e, effects) for s in statements for e in _tested(s, exit_)):
        return None
    if any(isinstance(s, UnsupportedStatement) for s in others):
        return None
    reads = [e for s in statements for e in _tested(s, exit_) if _is_read(e)]
    upper = source.slice(_upper_end(counted).span)
    beyond = any(not _is_within(e, counted, upper) for e in reads)
    return Search(exit_, leaving, consequences, beyond)


def _upper_end(counted: CountedLoop) -> Expression:
    """Where the counter is greatest, if it does not become negative in a loop that counts down."""
    bound = literal(counted.bound)
    is_down = not counted.ascending and bound is not None and bound >= 0
    return counted.start if is_down else counted.bound


def _is_inside(statement: Statement, exit_: If) -> bool:
    return any(statement is s for s in walk_statements(exit_))


def _tested(statement: Statement, exit_: If) -> list[Expression]:
    """The expressions that every iteration evaluates."""
    if statement is exit_:
        return list(walk_expression(exit_.condition))
    return list(all_expressions(statement))


def _is_consequence(statement: Statement, inside: frozenset[str]) -> bool:
    """Whether it can be put after the loop: it names nothing that is declared in the loop."""
    if any(names_any(e, inside) for e in all_expressions(statement)):
        return False
    match statement:
        case Return():
            return True
        case ExpressionStatement(expression=Assignment(target=Name(variable=variable))) if (
            variable.storage in (Storage.LOCAL, Storage.PARAMETER)
        ):
            return True
        case _:
            return False


def _lasts(expression: Expression, effects: EffectAnalysis) -> bool:
    """Whether evaluating changes memory, or might."""
    match expression:
        case Assignment(target=target):
            return not isinstance(target, Name)
        case Unary(operator="++pre" | "--pre" | "post++" | "post--", operand=operand):
            return not isinstance(operand, Name)
        case Call():
            effect = effects.of_call(expression)
            return not effect.is_pure or effect.may_throw
        case UnsupportedExpression():
            return True
        case _:
            return False


def _is_read(expression: Expression) -> bool:
    return isinstance(expression, Subscript) or (
        isinstance(expression, Unary) and expression.operator == "*"
    )


def _is_within(expression: Expression, counted: CountedLoop, upper: str) -> bool:
    """Whether it is an element of the container over which the loop runs to or from its end."""
    match expression:
        case Subscript(base=Name(variable=base) as name, index=index):
            counter = named(index)
            is_counter = counter is not None and counter.id == counted.induction.id
            is_container = isinstance(_bare(name.type), ContainerType)
            return is_counter and is_container and f"{base.name}.size()" in upper
        case _:
            return False


def _bare(type_: Type) -> Type:
    return type_.referent if isinstance(type_, ReferenceType) else type_
