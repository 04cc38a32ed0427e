"""Variables that every iteration steps by the same amount: values that the counter tells.

``k`` in ``for (i = 0; i < n; ++i) { a[k] = b[i]; k += 2; }`` and ``p`` in ``*p++ = b[i];`` are no
values that one iteration leaves to the next: at the start of iteration ``i`` they are ``k + 2 * i``
and ``p + i``, where ``k`` and ``p`` are what they were before the loop. In the tree that takes
their place. In the text of a candidate each iteration has its own, which starts with that value.

The steps may stand on both sides of an ``if``, be written as ``j = k + 1`` where ``k`` is the
variable and a number, and come from an inner loop that runs a known number of times. They may all
be of one amount that does not change in the loop (``k += j``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from pcg_engine.analysis.counted_loops import CountedLoop, counted_loop
from pcg_engine.analysis.disguised_loops import has_jumps
from pcg_engine.analysis.effects import EffectAnalysis, declared_variables
from pcg_engine.analysis.iterations import leaves_early
from pcg_engine.analysis.iterator_elements import LONG
from pcg_engine.analysis.modification import exposed_variables, modified_variables
from pcg_engine.analysis.steady_steps import literal_trips
from pcg_engine.analysis.stepped_bodies import (
    LARGEST,
    Refused,
    ReplacedBody,
    SteppedBody,
    SteppedVariable,
    common_amount,
    plain_name,
    step_of,
)
from pcg_engine.analysis.tree_mapping import mapped
from pcg_engine.analysis.unknown_numbers import unknown_number
from pcg_engine.analysis.variable_uses import live_after
from pcg_engine.domain.ast import (
    ArithmeticKind,
    ArithmeticType,
    Assignment,
    Binary,
    Block,
    Cast,
    Expression,
    ExpressionStatement,
    For,
    Function,
    If,
    IntegerLiteral,
    Name,
    PointerType,
    Statement,
    Storage,
    TranslationUnit,
    Variable,
)
from pcg_engine.domain.traversal import all_expressions, walk_expression, walk_statements


@dataclass(frozen=True, slots=True)
class InductionVariable:
    """Every iteration adds ``step`` to ``variable``, or ``step`` times the variable ``by``.

    ``named_outside`` is false if nothing can see the value that the loop leaves.
    """

    variable: Variable
    step: int
    named_outside: bool
    by: Variable | None = None


@dataclass(frozen=True, slots=True)
class SteppedFunction:
    """A function without such steps, and the variables by the offset of the loop's keyword."""

    function: Function
    loops: Mapping[int, tuple[InductionVariable, ...]]


def without_steps(function: Function, unit: TranslationUnit) -> SteppedFunction:
    """``function`` with what its loops' counters tell in the place of stepped variables."""
    if function.body is None or has_jumps(function.body):
        return SteppedFunction(function, {})
    rewriting = _Rewriting(function, function.body, unit)
    body = rewriting.node(function.body)
    if not rewriting.loops:
        return SteppedFunction(function, {})
    return SteppedFunction(replace(function, body=cast("Block", body)), rewriting.loops)


class _Rewriting:
    def __init__(self, function: Function, body: Block, unit: TranslationUnit) -> None:
        self.function = function
        self.body = body
        self.unit = unit
        self.effects = EffectAnalysis(unit)
        self.exposed = exposed_variables(body, unit)
        self.loops: dict[int, tuple[InductionVariable, ...]] = {}

    def node(self, node: object) -> object:
        """``node`` with the loops inside it rewritten, inner ones first."""
        node = mapped(node, self.node)
        if isinstance(node, For | If) and not isinstance(_inside(node), Block):
            several = self._statement(_inside(node))
            if len(several) > 1:
                block = Block(tuple(several), _inside(node).span)
                if isinstance(node, For):
                    return replace(node, body=block)
                return replace(node, then=block)
        if not isinstance(node, Block):
            return node
        statements = [s for one in node.statements for s in self._statement(one)]
        if len(statements) == len(node.statements):
            return node
        return replace(node, statements=tuple(statements))

    def _statement(self, statement: Statement) -> Sequence[Statement]:
        """A loop without its steps, and then what leaves the variables with other values."""
        if not isinstance(statement, For) or statement.increment is None:
            return (statement,)
        found = self._loop(statement)
        if found is None:
            return (statement,)
        loop, variables = found
        self.loops[loop.span.start] = variables
        trips = None if leaves_early(loop.body) else literal_trips(loop)
        return (loop, *(_left(v, loop, trips) for v in variables))

    def _loop(self, loop: For) -> tuple[For, tuple[InductionVariable, ...]] | None:
        parts = _parts(loop.increment)
        main = [p for p in parts if isinstance(_counted(loop, p), CountedLoop)]
        if len(main) != 1:
            return None
        counted = _counted(loop, main[0])
        # What an iteration declares is another value in each, as what it modifies may be.
        modified = modified_variables(loop.body, self.unit, self.effects) | _declared(loop.body)
        if counted is None or counted.induction.id in modified:
            return None
        if not self._is_fixed(counted.start, modified):
            return None
        if counted.step_expression is not None and (
            plain_name(counted.step_expression) is None
            or not self._is_fixed(counted.step_expression, modified)
        ):
            return None
        in_header: dict[str, int] = {}
        for part in parts:
            step = step_of(part)
            if part is main[0]:
                continue
            if step is None or step.by is not None or step.variable.id in in_header:
                return None
            in_header[step.variable.id] = step.amount
        body = loop.body if isinstance(loop.body, Block) else Block((loop.body,), loop.body.span)
        variables: list[InductionVariable] = []
        for variable in self._stepped(loop, counted):
            try:
                replaced = self._without(variable, counted, body, in_header, modified)
            except Refused:
                continue
            body = replaced.body
            outside = self._is_live(variable, loop)
            variables.append(InductionVariable(variable, replaced.total, outside, replaced.by))
        if not variables or set(in_header) - {v.variable.id for v in variables}:
            return None
        return replace(loop, increment=main[0], body=body), tuple(variables)

    def _without(
        self,
        variable: Variable,
        counted: CountedLoop,
        body: Block,
        in_header: Mapping[str, int],
        modified: frozenset[str],
    ) -> ReplacedBody:
        """``body`` without its steps of ``variable``; raises ``Refused``."""
        by = common_amount(body, variable)
        if by is not None and (
            not self._is_own(by)
            or by.id in modified
            or by.id in in_header
            or by.id == counted.induction.id
            or variable.id in in_header
        ):
            raise Refused
        named = [e.variable for e in all_expressions(body) if isinstance(e, Name)]
        alike = frozenset(v.id for v in named if self._is_own(v) and v.type == variable.type)
        stepped = SteppedVariable(variable, by, in_header.get(variable.id, 0), alike)
        return SteppedBody(stepped, counted, self._modified).replaced(body)

    def _modified(self, statement: Statement) -> frozenset[str]:
        return modified_variables(statement, self.unit, self.effects)

    def _is_live(self, variable: Variable, loop: For) -> bool:
        """Whether the value that the loop leaves may be read after it."""
        written = next(
            (
                s
                for s in walk_statements(self.body)
                if isinstance(s, For) and s.span.start == loop.span.start
            ),
            None,
        )
        live = written and live_after(written, self.function, self.effects, self.unit)
        return live is None or variable.id in live

    def _is_fixed(self, start: Expression, modified: frozenset[str]) -> bool:
        for part in walk_expression(start):
            match part:
                case IntegerLiteral():
                    pass
                case Name(variable=variable):
                    if not self._is_own(variable) or variable.id in modified:
                        return False
                case Cast(explicit=False) | Binary(operator="+" | "-"):
                    if not isinstance(part.type, ArithmeticType):
                        return False
                case _:
                    return False
        return True

    def _stepped(self, loop: For, counted: CountedLoop) -> list[Variable]:
        """Variables of the function around that the loop steps, apart from its counter."""
        header = {
            e.variable.id
            for part in (counted.start, counted.bound, counted.step_expression)
            if part is not None
            for e in walk_expression(part)
            if isinstance(e, Name)
        }
        found: dict[str, Variable] = {}
        for expression in all_expressions(loop):
            step = step_of(expression)
            if step is not None:
                found.setdefault(step.variable.id, step.variable)
            match expression:
                case Assignment(
                    operator="=", target=Name(variable=target), value=Binary(operator="+" | "-")
                ) if expression.value.type == target.type:
                    found.setdefault(target.id, target)
                case _:
                    pass
        inside = _declared(loop)
        return [
            v
            for key, v in found.items()
            if key not in inside
            and key not in header
            and key != counted.induction.id
            and self._is_own(v)
        ]

    def _is_own(self, variable: Variable) -> bool:
        """Whether the variable is a local number or pointer that is used by its name alone."""
        match variable.type:
            case ArithmeticType(kind=ArithmeticKind.INTEGER, bits=bits) if bits >= 32:
                pass
            case PointerType():
                pass
            case _:
                return False
        return (
            variable.storage in (Storage.LOCAL, Storage.PARAMETER)
            and not variable.volatile
            and variable.id not in self.exposed
        )


def _inside(statement: For | If) -> Statement:
    return statement.body if isinstance(statement, For) else statement.then


def _parts(increment: Expression | None) -> list[Expression]:
    match increment:
        case None:
            return []
        case Binary(operator=",", left=left, right=right):
            return [*_parts(left), *_parts(right)]
        case _:
            return [increment]


def _counted(loop: For, increment: Expression) -> CountedLoop | None:
    found = counted_loop(replace(loop, increment=increment))
    return found if isinstance(found, CountedLoop) else None


def _declared(statement: Statement) -> frozenset[str]:
    return frozenset(variable.id for variable in declared_variables(statement))


def _left(one: InductionVariable, loop: For, trips: int | None) -> Statement:
    """What all the loop's steps add to the variable: something, if it is not known how often."""
    span, variable = loop.span, one.variable
    kind = variable.type if isinstance(variable.type, ArithmeticType) else LONG
    target = Name(variable, variable.type, span)
    if trips is not None and one.by is None and abs(one.step * trips) <= LARGEST:
        total = IntegerLiteral(abs(one.step * trips), kind, span)
        sign = "+=" if one.step > 0 else "-="
        known = Assignment(sign, target, total, variable.type, variable.type, span)
        return ExpressionStatement(known, span)
    unknown = unknown_number(kind, span)
    return ExpressionStatement(
        Assignment("+=", target, unknown, variable.type, variable.type, span), span
    )
