"""Values that assignments of an iteration gave to scalars: ``j1 = j + 1``, then ``a[j1]``.

A walk through the statements of a loop keeps, for each local integer that was assigned a sum of
multiples of counters and invariants, what that is; until something may change the variable, or
control comes from elsewhere. What is kept names no variable that may change: counters of the loops
around the assignment, which stay while their iteration lasts, and symbols of the analysed loop.
"""

from __future__ import annotations

from collections.abc import Mapping

from pcg_engine.analysis.integers import IntegerEvaluator, integer_type
from pcg_engine.analysis.modification import modified_variables
from pcg_engine.analysis.scope import IntegerValue
from pcg_engine.domain.ast import (
    Assignment,
    Declaration,
    Expression,
    ExpressionStatement,
    For,
    If,
    Name,
    OpenMPDirective,
    RangeFor,
    Return,
    Statement,
    Storage,
    Unary,
    UnsupportedExpression,
    UnsupportedStatement,
    Variable,
    While,
)
from pcg_engine.domain.traversal import walk_expression

State = Mapping[str, IntegerValue]


class AssignedValues:
    """What a walk calls before and after every statement, in the order in which they run."""

    def __init__(self, evaluator: IntegerEvaluator) -> None:
        self._evaluator = evaluator
        self._scope = evaluator.scope

    def before(self, statement: Statement) -> None:
        """Forget what ``statement`` may change; everything where control may come from afar."""
        match statement:
            case UnsupportedStatement() | OpenMPDirective():
                self._scope.assigned.clear()
            case For() | RangeFor() | While():
                self.forget(statement)
            case If(condition=condition):
                self._forget_in(condition)
            case ExpressionStatement(expression=expression):
                simple = _simple_target(expression) is not None
                self._forget_in(_assigned(expression) if simple else expression)
            case Declaration(declarators=declarators):
                for declarator in declarators:
                    if declarator.initialiser is not None:
                        self._forget_in(declarator.initialiser)
            case Return(value=value) if value is not None:
                self._forget_in(value)
            case _:
                pass

    def after(self, statement: Statement) -> None:
        """Take in what ``statement`` assigned."""
        match statement:
            case UnsupportedStatement() | OpenMPDirective():
                self._scope.assigned.clear()
            case For() | RangeFor() | While():
                self.forget(statement)
            case ExpressionStatement(expression=Assignment(value=value) as assignment):
                target = _simple_target(assignment)
                if target is not None:
                    self._assign(target, value)
            case Declaration(declarators=declarators):
                for declarator in declarators:
                    if declarator.initialiser is not None:
                        self._assign(declarator.variable, declarator.initialiser)
            case _:
                pass

    def forget(self, statement: Statement) -> None:
        """Forget all that ``statement`` may change."""
        if self._scope.assigned:
            context = self._scope.context
            for key in modified_variables(statement, context.unit, context.effects):
                self._scope.assigned.pop(key, None)

    def state(self) -> State:
        """What is known now."""
        return dict(self._scope.assigned)

    def restore(self, state: State) -> State:
        """Go back to ``state``, and give what was known until now."""
        known = dict(self._scope.assigned)
        self._scope.assigned.clear()
        self._scope.assigned.update(state)
        return known

    def meet(self, other: State) -> None:
        """Keep what is known on both ways to this place."""
        kept = {k: v for k, v in self._scope.assigned.items() if other.get(k) == v}
        self.restore(kept)

    def _forget_in(self, expression: Expression) -> None:
        self.forget(ExpressionStatement(expression, expression.span))

    def _assign(self, target: Variable, value: Expression) -> None:
        found = self._evaluator.value(value) if self._is_followed(target) else None
        self._scope.assigned.pop(target.id, None)
        if found is not None and found.exact:
            self._scope.assigned[target.id] = found

    def _is_followed(self, variable: Variable) -> bool:
        """Whether only statements that name the variable change it."""
        return (
            variable.storage in (Storage.LOCAL, Storage.PARAMETER)
            and not variable.volatile
            and variable.constant is None
            and integer_type(variable.type) is not None
            and variable.id not in self._scope.context.exposed
            and variable.id not in self._scope.iterations
        )


def _simple_target(expression: Expression) -> Variable | None:
    """The variable that ``v = e`` assigns, if nothing else changes in it."""
    match expression:
        case Assignment(operator="=", target=Name(variable=variable), value=value):
            return None if any(_may_change(e) for e in walk_expression(value)) else variable
        case _:
            return None


def _assigned(expression: Expression) -> Expression:
    return expression.value if isinstance(expression, Assignment) else expression


def _may_change(expression: Expression) -> bool:
    match expression:
        case Assignment() | UnsupportedExpression():
            return True
        case Unary(operator=operator):
            return operator in ("++pre", "--pre", "post++", "post--")
        case _:
            return False
