"""The values that a loop's variable takes, found by running the integer code before it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from pcg_engine.domain.ast import (
    Assignment,
    Block,
    Break,
    Continue,
    Declaration,
    Empty,
    Expression,
    ExpressionStatement,
    For,
    Function,
    If,
    Name,
    OpenMPDirective,
    ReferenceType,
    Return,
    Statement,
    Type,
    Unary,
    Variable,
)
from pcg_engine.domain.traversal import walk_statements
from pcg_engine.tools.legality.certainty import STEPS, may_leave
from pcg_engine.tools.legality.integer_values import NotEvaluated, convert, evaluate
from pcg_engine.tools.legality.uniformity import own_writes, written_variables

_NOTHING: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Iterations:
    """The first values; ``complete`` if the loop ended with them."""

    values: tuple[int, ...]
    complete: bool


class _Reached(Exception):
    """Control came to the loop in question."""

    def __init__(self, found: Iterations) -> None:
        super().__init__()
        self.found = found


class _Returned(Exception):
    """The function returned before it came to the loop."""


def iterations_of(
    function: Function,
    loop: For,
    values: Mapping[str, int],
    most: int,
    in_region: Mapping[str, int] = _NOTHING,
) -> Iterations:
    """The iterations of ``loop``, at most ``most``, when ``function`` is called with ``values``.

    ``values`` name parameters, sizes (``x.size()``) and queries (``omp_get_num_threads()``);
    ``in_region`` replace them where a parallel construct begins. Raises ``NotEvaluated`` where
    more than integers decides, and ``Overflow``.
    """
    run = _Run(loop, dict(values), most, in_region)
    try:
        if function.body is not None:
            run.statement(function.body)
    except _Reached as reached:
        return reached.found
    except _Returned:
        return Iterations((), complete=True)
    return Iterations((), complete=True)


class _Run:
    def __init__(
        self, loop: For, state: dict[str, int], most: int, in_region: Mapping[str, int]
    ) -> None:
        self._in_region = in_region
        self._loop = loop
        self._state = state
        self._most = most

    def statement(self, statement: Statement) -> None:
        match statement:
            case Block(statements=statements):
                for inner in statements:
                    self.statement(inner)
            case Declaration(declarators=declarators):
                for declarator in declarators:
                    variable = declarator.variable
                    is_reference = isinstance(variable.type, ReferenceType)
                    start = None if is_reference else declarator.initialiser
                    self._set(variable.name, start, variable.type)
            case ExpressionStatement(expression=expression):
                self._expression(expression)
            case If(condition=condition, then=then, otherwise=otherwise):
                self._choice(statement, condition, then, otherwise)
            case For() if statement is self._loop:
                raise _Reached(self._header(statement))
            case Return():
                raise _Returned
            case Break() | Continue() | Empty():
                pass
            case OpenMPDirective(body=body) if body is not None and self._holds(statement):
                if "parallel" in statement.directive:
                    self._state |= self._in_region
                self.statement(body)
            case _:
                self._skip(statement)

    def _choice(
        self, statement: If, condition: Expression, then: Statement, otherwise: Statement | None
    ) -> None:
        try:
            chosen = then if evaluate(condition, self._state) else otherwise
        except NotEvaluated:
            self._skip(statement)
            return
        if chosen is not None:
            self.statement(chosen)

    def _skip(self, statement: Statement) -> None:
        """Go on behind code that is not followed: what it writes is unknown from here on."""
        if self._holds(statement) or any(
            isinstance(inner, Return) for inner in walk_statements(statement)
        ):
            raise NotEvaluated
        for variable in written_variables(statement):
            self._forget(variable)

    def _forget(self, variable: Variable) -> None:
        self._state.pop(variable.name, None)
        self._state.pop(f"{variable.name}.size()", None)

    def _holds(self, statement: Statement) -> bool:
        return any(inner is self._loop for inner in walk_statements(statement))

    def _set(self, name: str, value: Expression | None, type_: Type) -> None:
        self._state.pop(name, None)
        self._state.pop(f"{name}.size()", None)
        if value is None:
            return
        try:
            self._state[name] = convert(evaluate(value, self._state), type_)
        except NotEvaluated:
            return

    def _expression(self, expression: Expression) -> None:
        match expression:
            case Assignment(operator="=", target=Name(variable=variable), value=value):
                self._set(variable.name, value, variable.type)
            case _:
                for variable in own_writes(ExpressionStatement(expression, expression.span)):
                    self._forget(variable)

    def _header(self, loop: For) -> Iterations:
        if loop.initialiser is not None:
            self.statement(loop.initialiser)
        if loop.condition is None or loop.increment is None or may_leave(loop.body):
            raise NotEvaluated
        counter = _counter(loop.increment)
        if counter is None or counter.variable.id in {v.id for v in written_variables(loop.body)}:
            raise NotEvaluated
        name = counter.variable.name
        seen: list[int] = []
        while evaluate(loop.condition, self._state):
            if len(seen) == self._most:
                return Iterations(tuple(seen), complete=False)
            seen.append(self._state[name])
            if len(seen) < self._most:
                self._step(loop.increment, counter)
            else:
                return Iterations(tuple(seen), complete=False)
        return Iterations(tuple(seen), complete=True)

    def _step(self, increment: Expression, counter: Name) -> None:
        name = counter.variable.name
        present = self._state[name]
        match increment:
            case Unary(operator=operator):
                value = present + (1 if operator.startswith("++") or operator == "post++" else -1)
                self._state[name] = convert(value, counter.type, arithmetic=True)
            case Assignment(operator="+=", value=value):
                moved = present + evaluate(value, self._state)
                self._state[name] = convert(moved, counter.type, arithmetic=True)
            case Assignment(operator="-=", value=value):
                moved = present - evaluate(value, self._state)
                self._state[name] = convert(moved, counter.type, arithmetic=True)
            case Assignment(operator="=", value=value):
                self._state[name] = convert(evaluate(value, self._state), counter.type)
            case _:
                raise NotEvaluated


def _counter(increment: Expression) -> Name | None:
    match increment:
        case Unary(operator=operator, operand=Name() as name) if operator in STEPS:
            return name
        case Assignment(target=Name() as name):
            return name
        case _:
            return None
