"""Sets of values that the integer variables of a function may have together, as isl sets.

Signed arithmetic is exact, since overflow is undefined; unsigned arithmetic and conversions have a
value here only where they provably do not wrap around.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import islpy as isl

from pcg_engine.domain.ast import (
    ArithmeticKind,
    ArithmeticType,
    Binary,
    Cast,
    Expression,
    IntegerLiteral,
    Name,
    Type,
    Unary,
    Variable,
)

_COMPARISONS = {
    "<": (" < ", " >= "),
    "<=": (" <= ", " > "),
    ">": (" > ", " <= "),
    ">=": (" >= ", " < "),
    "==": (" = ", " != "),
    "!=": (" != ", " = "),
}


def integer_range(value_type: Type) -> tuple[int, int] | None:
    """The least and the greatest value of an integer type; ``None`` for others."""
    if not isinstance(value_type, ArithmeticType) or value_type.kind is not ArithmeticKind.INTEGER:
        return None
    if value_type.signed:
        return -(1 << (value_type.bits - 1)), (1 << (value_type.bits - 1)) - 1
    return 0, (1 << value_type.bits) - 1


@dataclass(frozen=True, slots=True)
class Space:
    """The tracked variables: the dimension of each by its id."""

    variables: Mapping[str, Variable]

    def name(self, variable: Variable) -> str | None:
        """How ``variable`` is called in constraints; ``None`` if it is not tracked."""
        if variable.id not in self.variables:
            return None
        return f"x{list(self.variables).index(variable.id)}"

    def states(self, constraint: str = "true") -> isl.Set:
        """All values that satisfy ``constraint``."""
        return isl.Set(f"{{ [{self._tuple()}] : {constraint} }}")

    def range_of(self, variable: Variable) -> str:
        """The constraint that ``variable`` has a value of its type."""
        limits = integer_range(variable.type)
        assert limits is not None
        return f"{limits[0]} <= {self.name(variable)} <= {limits[1]}"

    def assigned(self, state: isl.Set, variable: Variable, value: str | None) -> isl.Set:
        """``state`` after ``variable`` got ``value``, or any value of its type if that is None."""
        own = self.name(variable)
        new = [("y" if name == own else name) for name in self._names()]
        limits = integer_range(variable.type)
        assert limits is not None
        within = f"{limits[0]} <= y <= {limits[1]}"
        relation = within if value is None else f"y = {value} and {within}"
        text = f"{{ [{self._tuple()}] -> [{', '.join(new)}] : {relation} }}"
        return state.apply(isl.Map(text)).coalesce()

    def holds(self, state: isl.Set, constraint: str) -> bool:
        """Whether all of ``state`` satisfies ``constraint``."""
        return bool(state.is_subset(self.states(constraint)))

    def value(self, expression: Expression, state: isl.Set) -> str | None:
        """The value of ``expression``, before anything that it modifies, in isl's notation."""
        match expression:
            case IntegerLiteral(value=value):
                return f"({value})"
            case Name(variable=variable):
                if variable.constant is not None:
                    return f"({variable.constant})"
                return self.name(variable)
            case Cast(operand=operand):
                return self._converted(self.value(operand, state), expression.type, state)
            case Unary(operator="post++" | "post--", operand=operand):
                return self.value(operand, state)
            case Unary(operator="++pre" | "--pre" as operator, operand=operand):
                inner = self.value(operand, state)
                step = "+ 1" if operator == "++pre" else "- 1"
                return self._result(inner and f"({inner} {step})", expression.type, state)
            case Unary(operator="-", operand=operand):
                inner = self.value(operand, state)
                return self._result(inner and f"(-{inner})", expression.type, state)
            case Binary(operator=operator, left=left, right=right):
                first, second = self.value(left, state), self.value(right, state)
                if first is None or second is None:
                    return None
                if operator == "*" and isinstance(left, IntegerLiteral):
                    first, second, right = second, first, left
                return self._combined(operator, first, second, right, expression.type, state)
            case _:
                return None

    def refined(self, state: isl.Set, condition: Expression, *, truth: bool) -> isl.Set:
        """What of ``state`` agrees with ``condition`` (free of modifications) having ``truth``."""
        match condition:
            case Cast(operand=operand):
                return self.refined(state, operand, truth=truth)
            case Unary(operator="!", operand=operand):
                return self.refined(state, operand, truth=not truth)
            case Binary(operator="&&" | "||" as operator, left=left, right=right):
                if (operator == "&&") == truth:
                    return self.refined(self.refined(state, left, truth=truth), right, truth=truth)
                first = self.refined(state, left, truth=truth)
                return first.union(self.refined(state, right, truth=truth)).coalesce()
            case Binary(operator=operator, left=left, right=right) if operator in _COMPARISONS:
                first, second = self.value(left, state), self.value(right, state)
                if first is None or second is None:
                    return state
                relation = _COMPARISONS[operator][0 if truth else 1]
                return state.intersect(self.states(f"{first}{relation}{second}")).coalesce()
            case _:
                return state

    def _combined(
        self,
        operator: str,
        first: str,
        second: str,
        right: Expression,
        value_type: Type,
        state: isl.Set,
    ) -> str | None:
        amount = right.operand if isinstance(right, Cast) else right
        constant = amount.value if isinstance(amount, IntegerLiteral) else None
        match operator:
            case "+" | "-":
                return self._result(f"({first} {operator} {second})", value_type, state)
            case "*" if constant is not None:
                return self._result(f"({constant} * {first})", value_type, state)
            case "/" if constant is not None and constant > 0:
                divisor = constant
            case ">>" if constant is not None and 0 <= constant < 32:
                divisor = 1 << constant
            case _:
                return None
        # Towards zero is downwards only from there.
        return f"floor({first}/{divisor})" if self.holds(state, f"{first} >= 0") else None

    def _result(self, value: str | None, value_type: Type, state: isl.Set) -> str | None:
        limits = integer_range(value_type)
        if value is None or limits is None:
            return None
        if limits[0] < 0:
            return value
        return self._converted(value, value_type, state)

    def _converted(self, value: str | None, value_type: Type, state: isl.Set) -> str | None:
        limits = integer_range(value_type)
        if value is None or limits is None:
            return None
        return value if self.holds(state, f"{limits[0]} <= {value} <= {limits[1]}") else None

    def _names(self) -> list[str]:
        return [f"x{i}" for i in range(len(self.variables))]

    def _tuple(self) -> str:
        return ", ".join(self._names())
