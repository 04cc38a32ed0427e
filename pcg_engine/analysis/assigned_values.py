"""Values that assignments of an iteration gave to scalars: ``j1 = j + 1``, then ``a[j1]``.

A walk through the statements of a loop keeps, for each local integer that was assigned a sum of
multiples of counters and invariants, what that is; until something may change the variable, or
control comes from elsewhere. What is kept names no variable that may change: counters of the loops
around the assignment, which stay while their iteration lasts, and symbols of the analysed loop.

A loop that adds the same to a variable in each of its iterations does not end that: inside it the
variable is what it was before, and so many times the step as iterations are over (see
``loop_steps``).
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass

from pcg_engine.analysis.integers import IntegerEvaluator, integer_type
from pcg_engine.analysis.modification import modified_variables
from pcg_engine.analysis.scope import IntegerValue
from pcg_engine.analysis.steady_steps import STEPS, Step, single_steps
from pcg_engine.domain.ast import (
    Assignment,
    Binary,
    Declaration,
    Expression,
    ExpressionStatement,
    If,
    Name,
    OpenMPDirective,
    RangeFor,
    Return,
    Statement,
    Storage,
    Type,
    Unary,
    UnsupportedExpression,
    UnsupportedStatement,
    Variable,
    While,
)
from pcg_engine.domain.polynomial import Polynomial
from pcg_engine.domain.traversal import walk_expression

State = Mapping[str, IntegerValue]
_ONE = Polynomial.constant(1)


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
            case RangeFor() | While():
                self.forget(statement)
            case If(condition=condition):
                self._forget_in(condition)
            case ExpressionStatement(expression=expression):
                if isinstance(expression, Assignment) and _simple_assignment(expression):
                    self._forget_in(expression.value)
                else:
                    self._forget_in(expression, spared=single_steps(expression))
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
            case RangeFor() | While():
                self.forget(statement)
            case ExpressionStatement(expression=expression):
                simple = _simple_assignment(expression)
                if simple is not None:
                    self._assign(simple.target, simple.value)
                else:
                    self._step(single_steps(expression))
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

    def set(self, values: State) -> None:
        """Take in ``values``, in the place of what is known of these variables."""
        self._scope.assigned.update(values)

    def _forget_in(self, expression: Expression, spared: Container[str] = ()) -> None:
        kept = {k: v for k, v in self._scope.assigned.items() if k in spared}
        self.forget(ExpressionStatement(expression, expression.span))
        self._scope.assigned.update(kept)

    def _step(self, steps: Mapping[str, Step]) -> None:
        for key, step in steps.items():
            value = self._scope.assigned.pop(key, None)
            moved = None if value is None else self.moved(value, step, _ONE)
            if moved is not None:
                self._scope.assigned[key] = moved

    def moved(self, value: IntegerValue, step: Step, times: Polynomial) -> IntegerValue | None:
        """``value`` of the variable after ``times`` such steps; ``None`` if it may wrap around."""
        kind = integer_type(step.variable.type)
        if kind is None or not is_exact(kind) or not value.exact:
            return None
        result = value.polynomial + Polynomial.constant(step.amount) * times
        if not kind.signed and not self._evaluator.ranges().is_non_negative(result):
            return None
        return IntegerValue(result, exact=True)

    def _assign(self, target: Variable, value: Expression | None) -> None:
        followed = value is not None and self._is_followed(target)
        found = self._evaluator.value(value) if followed and value is not None else None
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


@dataclass(frozen=True, slots=True)
class _Assigned:
    """``target = value`` and nothing else; the ``value`` is not followed if there is none."""

    target: Variable
    value: Expression | None


def _simple_assignment(expression: Expression) -> _Assigned | None:
    """The assignment that ``expression`` is; ``None`` if something else changes in it."""
    match expression:
        case Assignment(operator=operator, target=Name(variable=variable) as name, value=value):
            if any(_may_change(e) for e in walk_expression(value)):
                return None
            if operator == "=":
                return _Assigned(variable, value)
            kind, computed = name.type, expression.computation_type
            plain = operator in ("+=", "-=") and is_exact(kind) and computed == kind == value.type
            total = Binary(operator[0], name, value, kind, expression.span)
            return _Assigned(variable, total if plain else None)
        case _:
            return None


def is_exact(kind: Type) -> bool:
    """Whether numbers of the integer type are stepped like integers without bounds."""
    found = integer_type(kind)
    return found is not None and (found.bits == _LONG or (found.signed and found.bits == _INT))


_INT, _LONG = 32, 64


def _may_change(expression: Expression) -> bool:
    match expression:
        case Assignment() | UnsupportedExpression():
            return True
        case Unary(operator=operator):
            return operator in STEPS
        case _:
            return False
