"""Variables that some iterations set and none reads: the last one that does leaves its value.

    for (…) if (condition) at = i;

Which iteration that is only the data tell, so that ``lastprivate`` does not do (OpenMP 5.2, section
5.4.5: without ``conditional`` it is the sequentially last iteration's copy).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from pcg_engine.analysis.modification import exposed_variables
from pcg_engine.analysis.remainder import evaluated
from pcg_engine.analysis.scope import declared_in
from pcg_engine.domain.ast import (
    ArithmeticType,
    Assignment,
    ExpressionStatement,
    For,
    Function,
    Name,
    RangeFor,
    Statement,
    Storage,
    TranslationUnit,
    Variable,
)
from pcg_engine.domain.source import Span
from pcg_engine.domain.traversal import all_expressions, walk_statements


@dataclass(frozen=True, slots=True)
class LastSetting:
    """All ``statements`` of the loop that name ``variable``: assignments to it."""

    variable: Variable
    statements: tuple[ExpressionStatement, ...]

    @property
    def targets(self) -> tuple[Span, ...]:
        """Where the variable is named."""
        return tuple(_assignment(s).target.span for s in self.statements)

    @property
    def replacements(self) -> dict[Span, Statement]:
        """The statements without their setting."""
        return {s.span: evaluated((_assignment(s).value,), s.span) for s in self.statements}


def find_last_settings(
    loop: For | RangeFor, function: Function, unit: TranslationUnit
) -> tuple[LastSetting, ...]:
    """The numbers that ``loop`` only sets, in the order of their first mention."""
    if function.body is None:
        return ()
    inside = frozenset(v.id for v, _ in declared_in(loop))
    exposed = exposed_variables(function.body, unit)
    named = Counter(e.variable.id for e in all_expressions(loop) if isinstance(e, Name))
    set_by: dict[str, list[ExpressionStatement]] = {}
    variables: dict[str, Variable] = {}
    for statement in walk_statements(loop.body):
        match statement:
            case ExpressionStatement(
                expression=Assignment(operator="=", target=Name(variable=variable))
            ):
                set_by.setdefault(variable.id, []).append(statement)
                variables[variable.id] = variable
            case _:
                pass
    return tuple(
        LastSetting(variable, tuple(set_by[variable.id]))
        for variable in variables.values()
        if len(set_by[variable.id]) == named[variable.id]
        and isinstance(variable.type, ArithmeticType)
        and variable.storage in (Storage.LOCAL, Storage.PARAMETER)
        and not variable.volatile
        and variable.id not in inside
        and variable.id not in exposed
    )


def _assignment(statement: ExpressionStatement) -> Assignment:
    assert isinstance(statement.expression, Assignment)
    return statement.expression
