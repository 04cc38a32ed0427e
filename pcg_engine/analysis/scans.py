"""Prefix computations: every iteration needs the value of the one before, combined by one operator.

Two forms (Blelloch, "Prefix Sums and Their Applications", 1990)::

    sums[i] = sums[i - 1] + f(i);                  // the values before are read from the array
    total += f(i); … total …                       // a running value, used in every iteration

Both may run in two passes over parts of the iterations: the first combines what each part adds,
the second repeats the loop in each part from the value at its beginning. Only operators are taken
whose result does not depend on how the operands are grouped, but for rounding.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pcg_engine.analysis.counted_loops import CountedLoop, counted_loop, literal
from pcg_engine.analysis.effects import EffectAnalysis
from pcg_engine.analysis.initial_values import is_initialised
from pcg_engine.analysis.reduction_updates import ReductionUpdate, match_update
from pcg_engine.analysis.remainder import evaluated, with_expressions, with_replaced
from pcg_engine.analysis.scope import declared_in
from pcg_engine.analysis.structural_equality import same_expression
from pcg_engine.analysis.substitution import (
    Replacement,
    any_integer,
    named,
    names_any,
    substituted,
    without_integer_casts,
)
from pcg_engine.analysis.variable_uses import escaping_variables
from pcg_engine.domain.ast import (
    ArithmeticKind,
    ArithmeticType,
    Assignment,
    Binary,
    Block,
    Cast,
    Continue,
    Declaration,
    Expression,
    ExpressionStatement,
    For,
    Function,
    If,
    IntegerLiteral,
    Name,
    RangeFor,
    Statement,
    Storage,
    Subscript,
    TranslationUnit,
    Unary,
    Variable,
)
from pcg_engine.domain.source import Span
from pcg_engine.domain.traversal import (
    all_expressions,
    own_expressions,
    walk_expression,
    walk_statements,
)


@dataclass(frozen=True, slots=True)
class ArrayScan:
    """``target = … previous …``, of which ``previous`` is the element of the iteration before.

    ``combines`` is ``None`` for ``=``; for a compound assignment it is the operator by which the
    element's own old value is combined as well. ``element`` is the type of the values.
    """

    statement: ExpressionStatement
    array: Variable
    target: Subscript
    value: Expression
    previous: Subscript
    combines: str | None
    operator: str
    element: ArithmeticType
    reassociates: bool

    @property
    def without_previous(self) -> Statement:
        """The statement as if it did not need the iteration before."""
        zero = IntegerLiteral(0, self.previous.type, self.previous.span)

        def gone(part: Expression) -> Expression | None:
            return zero if part is self.previous else None

        expression = self.statement.expression
        assert isinstance(expression, Assignment)
        value = substituted(expression.value, gone)
        return ExpressionStatement(replace(expression, value=value), self.statement.span)


@dataclass(frozen=True, slots=True)
class RunningValue:
    """A scalar that iterations update by one ``operator`` and that they also read.

    ``updates`` are the statements that update it (``out[n++] = x`` among them), ``mentions`` all
    places that name it. ``body`` is the loop's body without the updates, in which it has an
    unknown value, or the counter's where it is the place that a packed element is written to.
    """

    variable: Variable
    operator: str
    reassociates: bool
    updates: tuple[Statement, ...]
    mentions: tuple[Span, ...]
    packs: bool
    body: Statement


def find_array_scan(counted: CountedLoop, unit: TranslationUnit) -> ArrayScan | None:
    """The recurrence that is all that the loop does, declarations of temporaries aside."""
    if counted.step != 1:
        return None
    body = counted.statement.body
    statements = body.statements if isinstance(body, Block) else (body,)
    work = [s for s in statements if not isinstance(s, Declaration)]
    statement = work[0] if len(work) == 1 else None
    if not isinstance(statement, ExpressionStatement):
        return None
    match statement.expression:
        case Assignment(
            operator=operator,
            target=Subscript(base=Name(variable=array)) as target,
            value=value,
        ):
            pass
        case _:
            return None
    element = target.type
    if not isinstance(element, ArithmeticType) or array.volatile:
        return None
    combines = None if operator == "=" else operator.removesuffix("=")
    places = [
        e
        for e in all_expressions(body)
        if isinstance(e, Subscript) and names_any(e.base, frozenset((array.id,)))
    ]
    others = [p for p in places if p is not target and not _is_same_place(p, target)]
    if len(others) != 1 or not _precedes(others[0], target, counted):
        return None
    if len(places) != _count(body, array):
        return None
    (previous,) = others
    if not any(e is previous for e in walk_expression(value)):
        return None
    update = _as_update(statement, target, value, previous, combines, element, unit)
    if update is None or not _is_exact(update, element):
        return None
    return ArrayScan(
        statement,
        array,
        target,
        value,
        previous,
        combines,
        update.operator,
        replace(element, const=False),
        update.reassociates,
    )


def find_running_value(
    loop: For | RangeFor, unit: TranslationUnit, function: Function
) -> RunningValue | None:
    """The one running value of the loop; ``None`` if there is none, or more than one."""
    body = loop.body
    if any(isinstance(s, Continue) for s in walk_statements(body)):
        return None
    effects = EffectAnalysis(unit)
    updates = list(_updates(body, effects))
    found: list[RunningValue] = []
    for variable in {u.variable.id: u.variable for u in updates}.values():
        own = [u for u in updates if u.variable.id == variable.id]
        running = _running_value(variable, own, loop, unit, function)
        if running is not None:
            found.append(running)
    return found[0] if len(found) == 1 else None


@dataclass(frozen=True, slots=True)
class _Update:
    variable: Variable
    operator: str
    reassociates: bool
    statement: Statement
    occurrences: int
    values: tuple[Expression, ...]
    embedded: Expression | None = None


def _running_value(
    variable: Variable,
    updates: list[_Update],
    loop: For | RangeFor,
    unit: TranslationUnit,
    function: Function,
) -> RunningValue | None:
    counter = _counter(loop)
    if counter is None:
        return None
    first = updates[0]
    if len({u.operator for u in updates}) != 1 or not _may_be_copied(variable):
        return None
    if variable.id in escaping_variables(function, EffectAnalysis(unit), unit):
        return None
    if any(v.id == variable.id for v, _ in declared_in(loop)):
        return None
    if not is_initialised(variable, loop, function) or _is_in_header(loop, variable):
        return None
    mentions = [e for e in all_expressions(loop.body) if isinstance(e, Name)]
    mentions = [e for e in mentions if e.variable.id == variable.id]
    if len(mentions) <= sum(u.occurrences for u in updates) and not any(
        u.embedded for u in updates
    ):
        return None  # only updated: a reduction
    if _writes(loop.body, variable) != len(updates):
        return None
    if any(_count(u.statement, variable) != u.occurrences for u in updates):
        return None  # what is added depends on the value so far
    if any(u.reassociates for u in updates) and _decides(loop.body, variable):
        return None  # another rounding would decide otherwise
    packing = _Packing(variable, counter)
    body = packing.body(loop.body, updates)
    if packing.packs and not isinstance(loop, For):
        return None  # an element of the range is no place
    return RunningValue(
        variable,
        first.operator,
        any(u.reassociates for u in updates),
        tuple(u.statement for u in updates),
        tuple(e.span for e in mentions),
        packing.packs,
        body,
    )


class _Packing:
    """The body of a loop as everything but the running value sees it."""

    def __init__(self, variable: Variable, counter: Variable) -> None:
        self.packs = False
        self._variable = variable
        self._counter = counter

    def body(self, body: Statement, updates: list[_Update]) -> Statement:
        replaced: dict[Span, Statement] = {}
        for update in updates:
            span = update.statement.span
            if update.embedded is None:
                replaced[span] = evaluated(update.values, span)
            else:
                replaced[span] = with_expressions(update.statement, self._embedded(update.embedded))
                self.packs = True
        for block in walk_statements(body):
            if isinstance(block, Block):
                replaced.update(self._packed(block, updates, replaced))
        return with_expressions(with_replaced(body, replaced), self._unknown)

    def _embedded(self, increment: Expression) -> Replacement:
        def counted(part: Expression) -> Expression | None:
            if part is increment:
                return Name(self._counter, self._counter.type, part.span)
            return None

        return counted

    def _packed(
        self, block: Block, updates: list[_Update], replaced: dict[Span, Statement]
    ) -> Iterator[tuple[Span, Statement]]:
        """Writes of elements at the running place, in the block in which it is then stepped."""
        steps = [n for n, s in enumerate(block.statements) if _is_step(s, updates)]
        if len(steps) != 1:
            return
        for statement in block.statements[: steps[0]]:
            if statement.span in replaced:
                continue
            match statement:
                case ExpressionStatement(
                    expression=Assignment(
                        operator="=", target=Subscript(index=index) as target, value=value
                    ) as written
                ) if self._is_variable(index) and not names_any(
                    value, frozenset((self._variable.id,))
                ):
                    place = Name(self._counter, self._counter.type, index.span)
                    self.packs = True
                    yield (
                        statement.span,
                        ExpressionStatement(
                            replace(written, target=replace(target, index=place)), statement.span
                        ),
                    )
                case _:
                    pass

    def _is_variable(self, index: Expression) -> bool:
        variable = named(index)
        return variable is not None and variable.id == self._variable.id

    def _unknown(self, part: Expression) -> Expression | None:
        if not isinstance(part, Name) or part.variable.id != self._variable.id:
            return None
        type_ = self._variable.type
        if isinstance(type_, ArithmeticType) and type_.kind is ArithmeticKind.FLOATING:
            return None
        return any_integer(self._variable, self._counter, part.span)


def _is_step(statement: Statement, updates: list[_Update]) -> bool:
    """Whether ``statement`` adds one to the running value."""
    if not any(u.statement is statement and u.embedded is None for u in updates):
        return False
    match statement:
        case ExpressionStatement(expression=Unary(operator="++pre" | "post++")):
            return True
        case ExpressionStatement(expression=Assignment(operator="+=", value=value)):
            return literal(value) == 1
        case _:
            return False


def _updates(statement: Statement, effects: EffectAnalysis) -> Iterator[_Update]:
    """The updates of scalars outside inner loops."""
    found = match_update(statement, effects)
    if found is not None and isinstance(found.target, Name):
        values = tuple(_operands(statement))
        yield _Update(
            found.target.variable,
            found.operator,
            found.reassociates,
            statement,
            len(found.occurrences),
            values,
        )
        return
    match statement:
        case Block(statements=statements):
            for inner in statements:
                yield from _updates(inner, effects)
        case If(then=then, otherwise=otherwise):
            yield from _updates(then, effects)
            if otherwise is not None:
                yield from _updates(otherwise, effects)
        case ExpressionStatement(
            expression=Assignment(operator="=", target=Subscript(index=index) as target)
        ):
            step = index
            while isinstance(step, Cast):
                step = step.operand
            match step:
                case Unary(operator="post++", operand=Name(variable=variable)):
                    if isinstance(target.base, Name):
                        yield _Update(variable, "+", False, statement, 1, (), embedded=step)
                case _:
                    pass
        case _:
            pass


def _operands(statement: Statement) -> Iterator[Expression]:
    """What the update computes besides reading its variable."""
    for expression in own_expressions(statement):
        match expression:
            case Assignment(value=value):
                yield value
            case _:
                pass


def _as_update(
    statement: ExpressionStatement,
    target: Subscript,
    value: Expression,
    previous: Subscript,
    combines: str | None,
    element: ArithmeticType,
    unit: TranslationUnit,
) -> ReductionUpdate | None:
    """The recurrence as an update of a scalar that stands for the values before."""
    running = Variable(
        "scan:running", "running", replace(element, const=False), Storage.LOCAL, target.span
    )
    name = Name(running, running.type, target.span)

    def own(part: Expression) -> Expression | None:
        return name if part is previous else None

    changed = substituted(value, own)
    if combines is not None:
        assert isinstance(statement.expression, Assignment)
        computed = statement.expression.computation_type
        if computed != running.type:
            return None
        changed = Binary(combines, target, changed, computed, target.span)
    assignment = Assignment("=", name, changed, running.type, running.type, target.span)
    return match_update(ExpressionStatement(assignment, target.span), EffectAnalysis(unit))


def _is_exact(update: ReductionUpdate, element: ArithmeticType) -> bool:
    """Whether parts may be combined: minima of floating-point numbers may lose a NaN."""
    is_extremum = update.operator in ("min", "max")
    return not (is_extremum and element.kind is ArithmeticKind.FLOATING)


def _is_same_place(one: Subscript, other: Subscript) -> bool:
    return same_expression(without_integer_casts(one.index), without_integer_casts(other.index))


def _precedes(one: Subscript, target: Subscript, counted: CountedLoop) -> bool:
    """Whether ``one`` is the element before ``target``, both at the counter plus a constant."""
    before = _offset(one.index, counted.induction)
    here = _offset(target.index, counted.induction)
    return before is not None and here is not None and before == here - 1


def _offset(index: Expression, counter: Variable) -> int | None:
    match without_integer_casts(index):
        case Name(variable=variable) if variable.id == counter.id:
            return 0
        case Binary(operator="+" | "-" as operator, left=left, right=right):
            constant = literal(right)
            if named(left) is None or constant is None:
                return None
            inner = _offset(left, counter)
            return None if inner is None else inner + (constant if operator == "+" else -constant)
        case _:
            return None


def _counter(loop: For | RangeFor) -> Variable | None:
    """What is another value in every iteration: the counter, or the element."""
    if isinstance(loop, RangeFor):
        return loop.variable
    counted = counted_loop(loop)
    return counted.induction if isinstance(counted, CountedLoop) else None


def _is_in_header(loop: For | RangeFor, variable: Variable) -> bool:
    """Whether the loop's header names ``variable``."""
    initialiser = loop.initialiser if isinstance(loop, For) else None
    own = (*own_expressions(loop), *(() if initialiser is None else own_expressions(initialiser)))
    return any(names_any(e, frozenset((variable.id,))) for e in own)


def _decides(body: Statement, variable: Variable) -> bool:
    """Whether something discrete depends on the variable: a comparison, an integer."""
    only = frozenset((variable.id,))
    return any(
        names_any(e, only)
        for e in all_expressions(body)
        if (isinstance(e, Binary) and e.operator in _COMPARISONS)
        or (isinstance(e, Cast) and e.conversion in ("FloatingToIntegral", "FloatingToBoolean"))
    )


_COMPARISONS = ("<", ">", "<=", ">=", "==", "!=")


def _count(body: Statement, variable: Variable) -> int:
    return sum(isinstance(e, Name) and e.variable.id == variable.id for e in all_expressions(body))


def _writes(body: Statement, variable: Variable) -> int:
    count = 0
    for expression in all_expressions(body):
        match expression:
            case Assignment(target=Name(variable=own)) if own.id == variable.id:
                count += 1
            case Unary(
                operator="++pre" | "--pre" | "post++" | "post--", operand=Name(variable=own)
            ) if own.id == variable.id:
                count += 1
            case _:
                pass
    return count


def _may_be_copied(variable: Variable) -> bool:
    return (
        isinstance(variable.type, ArithmeticType)
        and variable.type.kind is not ArithmeticKind.BOOLEAN
        and variable.storage in (Storage.LOCAL, Storage.PARAMETER)
        and not variable.volatile
    )
