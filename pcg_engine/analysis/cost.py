"""Static cost of loops and a first estimate of what parallel iterations bring.

Nothing is measured here: sizes that the text does not give are assumed (``ASSUMED_TRIPS``), and
the estimate's range says so. The model is a roofline (Williams, Waterman, Patterson 2009) with the
cost of a parallel region added: time is the larger of arithmetic and memory traffic.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from pcg_engine.analysis.library_functions import CALL_OVERHEAD, library_function
from pcg_engine.analysis.uses import Loop
from pcg_engine.analysis.variation import varies, varying_variables
from pcg_engine.domain.ast import (
    ArithmeticKind,
    ArithmeticType,
    ArrayType,
    Assignment,
    Binary,
    Break,
    Call,
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
    RecordType,
    ReferenceType,
    Return,
    Statement,
    Subscript,
    TranslationUnit,
    Type,
    Unary,
    While,
)
from pcg_engine.domain.facts import Cost
from pcg_engine.domain.measurement import Estimate, MachineModel
from pcg_engine.domain.polynomial import Polynomial
from pcg_engine.domain.traversal import (
    own_expressions,
    subexpressions,
    substatements,
    walk_expression,
    walk_statements,
)

ASSUMED_TRIPS = 1000.0
"""Iterations of a loop of a nest, if its bounds are parameters."""

ASSUMED_SINGLE_TRIPS = 1_000_000.0
"""Iterations of a loop without inner loops, if its bounds are parameters."""

ASSUMED_DATA_DEPENDENT_TRIPS = 20.0
"""Iterations of an inner loop whose bounds are data (a CSR row, an escape iteration)."""

CACHE_BYTES = 512 * 1024
"""What one core keeps between uses."""

LINE_BYTES = 64.0
_UNKNOWN_CALL = 50.0
_CALL_DEPTH = 6


def loop_cost(loop: Loop, unit: TranslationUnit, trip_count: Polynomial | None = None) -> Cost:
    """The cost of one iteration of ``loop``; ``trip_count`` as analysis derived it, if it did."""
    varying = varying_variables(loop)
    counter = _Counter(unit, varying)
    operations = sum(counter.expression(e) for e in own_expressions(loop))
    operations += counter.statement(loop.body)
    is_nest = any(isinstance(s, For | RangeFor | While) for s in walk_statements(loop.body))
    unknown_size = ASSUMED_TRIPS if is_nest else ASSUMED_SINGLE_TRIPS
    trips = _assumed_trips(trip_count, unknown_size)
    if trips is None:
        trips = counter.trips(loop)
        trips = unknown_size if trips == ASSUMED_TRIPS else trips
    traffic = _Traffic(counter, _name_of_counter(loop))
    own_bytes = counter.size(loop.variable.type) if isinstance(loop, RangeFor) else 0.0
    return Cost(
        operations=operations,
        bytes=own_bytes + traffic.of(loop.body, ()),
        trip_count=trips,
        uniform=_is_uniform(loop, counter),
    )


def body_operations(body: Statement, unit: TranslationUnit) -> float:
    """The operations of running ``body``, a function's, once; calls of itself count a little."""
    counter = _Counter(unit, frozenset())
    counter.enter_calls(_CALL_DEPTH)
    return counter.statement(body)


def estimate(cost: Cost, machine: MachineModel, *, trips_known: bool = False) -> Estimate:
    """The expected speedup of running the iterations of a loop in parallel, with its range.

    The range covers how well a core overlaps operations and, unless ``trips_known``, sizes a
    hundred times smaller and ten times larger than assumed.
    """
    trip_factors = (1.0,) if trips_known else (0.01, 1.0, 10.0)
    ratios = [
        _ratio(cost, machine, overlap, cost.trip_count * factor)
        for overlap, factor in product((_BEST_OVERLAP, _OVERLAP, _NO_OVERLAP), trip_factors)
    ]
    expected = _ratio(cost, machine, _OVERLAP, cost.trip_count)
    return Estimate(
        speedup=round(expected, 2),
        low=round(min(ratios), 2),
        high=round(max(ratios), 2),
        threads=machine.threads,
    )


_BEST_OVERLAP = 0.12
_OVERLAP = 0.35
_NO_OVERLAP = 1.0
_IMBALANCE = 0.8


def _ratio(cost: Cost, machine: MachineModel, overlap: float, trips: float) -> float:
    arithmetic = cost.operations * trips * machine.operation_seconds * overlap
    traffic = cost.bytes * trips
    serial = max(arithmetic, traffic / machine.bandwidth_one)
    workers = max(1.0, min(float(machine.threads), trips))
    if not cost.uniform:
        workers = max(1.0, workers * _IMBALANCE)
    parallel = max(arithmetic / workers, traffic / machine.bandwidth_all)
    total = parallel + machine.fork_join_seconds
    return 1.0 if total <= 0 else serial / total


def _assumed_trips(trip_count: Polynomial | None, size: float) -> float | None:
    if trip_count is None:
        return None
    assumed = {name: int(size) for name in trip_count.names}
    trips = float(max(trip_count.evaluate(assumed), 0))
    # Equal sizes make a difference of two (`last - first`) vanish, which says nothing of the loop.
    cancelled = trip_count.as_constant is None and trips * trips < size
    return size if cancelled else trips


class _Counter:
    """Counts weighted arithmetic operations."""

    def __init__(self, unit: TranslationUnit, varying: frozenset[str]) -> None:
        self.varying = varying
        self._unit = unit
        self._depth = 0

    def enter_calls(self, depth: int) -> None:
        """Count as inside ``depth`` calls: from ``_CALL_DEPTH`` on, callees are not looked into."""
        self._depth = depth

    def statement(self, statement: Statement) -> float:
        match statement:
            case For() | RangeFor() | While():
                once = sum(self.expression(e) for e in own_expressions(statement))
                start = 0.0
                if isinstance(statement, For) and statement.initialiser is not None:
                    start = self.statement(statement.initialiser)
                return start + self.trips(statement) * (once + self.statement(statement.body))
            case If(condition=condition, then=then, otherwise=otherwise):
                branches = [self.statement(then)]
                if otherwise is not None:
                    branches.append(self.statement(otherwise))
                # One branch runs; without an else it runs about half the time.
                taken = sum(branches) / 2
                return self.expression(condition) + taken
            case _:
                own = sum(self.expression(e) for e in own_expressions(statement))
                return own + sum(self.statement(s) for s in substatements(statement))

    def expression(self, expression: Expression) -> float:
        match expression:
            case Subscript(base=base, index=index):
                # Compilers keep address arithmetic out of the way of the computation.
                return self.expression(base) + 0.25 * self.expression(index)
            case Call():
                arguments = sum(self.expression(e) for e in subexpressions(expression))
                return arguments + self._call(expression)
            case _:
                inner = sum(self.expression(e) for e in subexpressions(expression))
                return inner + _weight(expression)

    def trips(self, loop: Loop) -> float:
        """Assumed iterations of an inner loop."""
        match loop:
            case For():
                constant = _constant_trips(loop)
                if constant is not None:
                    return constant
                bounds = [*_bounds(loop)]
                if any(isinstance(e, Subscript) for b in bounds for e in walk_expression(b)):
                    return ASSUMED_DATA_DEPENDENT_TRIPS
                return ASSUMED_TRIPS / 2 if self.depends(loop) else ASSUMED_TRIPS
            case RangeFor(range=range_):
                extent = getattr(range_.type, "extent", None)
                return float(extent) if isinstance(extent, int) else ASSUMED_TRIPS
            case While():
                return ASSUMED_DATA_DEPENDENT_TRIPS

    def depends(self, loop: Loop) -> bool:
        """Whether the bounds of an inner loop differ between iterations of the outer one."""
        match loop:
            case For():
                return any(varies(b, self.varying) for b in _bounds(loop))
            case RangeFor(range=range_):
                return varies(range_, self.varying)
            case While():
                return True

    def size(self, value_type: Type) -> float:
        """Bytes of one element."""
        match value_type:
            case ArithmeticType(bits=bits):
                return bits / 8
            case ReferenceType(referent=referent):
                return self.size(referent)
            case ArrayType(element=element, extent=extent):
                return (extent or 1) * self.size(element)
            case RecordType(name=name) if name in self._unit.records:
                return sum(self.size(f.type) for f in self._unit.records[name].fields)
            case _:
                return 8.0

    def _call(self, call: Call) -> float:
        function = self._visible(call)
        if function is not None and function.body is not None:
            if self._depth >= _CALL_DEPTH:
                return _UNKNOWN_CALL
            self._depth += 1
            body = self.statement(function.body)
            self._depth -= 1
            return CALL_OVERHEAD + body
        entry = library_function(call)
        return _UNKNOWN_CALL if entry is None else entry.weight

    def _visible(self, call: Call) -> Function | None:
        return self._unit.functions.get(call.callee_key) if call.callee_key is not None else None


@dataclass(frozen=True, slots=True)
class _Level:
    """An inner loop on the way to an access."""

    counter: str | None
    trips: float


class _Traffic:
    """Bytes that one iteration moves between memory and cache."""

    def __init__(self, counter: _Counter, outer: str | None) -> None:
        self._counter = counter
        self._outer = outer
        self._seen: list[tuple[object, ...]] = []

    def of(self, statement: Statement, levels: tuple[_Level, ...]) -> float:
        match statement:
            case For() | RangeFor() | While():
                level = _Level(_name_of_counter(statement), self._counter.trips(statement))
                inner = (*levels, level)
                own = sum(self._expression(e, inner) for e in own_expressions(statement))
                return own + self.of(statement.body, inner)
            case _:
                own = sum(self._expression(e, levels) for e in own_expressions(statement))
                return own + sum(self.of(s, levels) for s in substatements(statement))

    def _expression(self, expression: Expression, levels: tuple[_Level, ...]) -> float:
        return sum(
            self._access(e, levels)
            for e in walk_expression(expression)
            if isinstance(e, Subscript) and isinstance(e.type, ArithmeticType | RecordType)
        )

    def _access(self, access: Subscript, levels: tuple[_Level, ...]) -> float:
        names = {e.variable.id for e in walk_expression(access) if isinstance(e, Name)}
        key = (*sorted(names), len(levels), _shape(access))
        if key in self._seen:
            return 0.0  # neighbours share cache lines
        self._seen.append(key)
        size = self._counter.size(access.type)
        indirect = any(isinstance(e, Subscript | Call) for e in walk_expression(access.index))
        present = [level for level in levels if level.counter is None or level.counter in names]
        unique = 1.0
        for level in present:
            unique *= level.trips
        varies_outside = indirect or self._outer is None or self._outer in names or not levels
        if not present and not varies_outside:
            return 0.0
        if indirect:
            return unique * LINE_BYTES
        if unique * size <= CACHE_BYTES and not (self._outer is None or self._outer in names):
            return 0.0  # stays in cache from one iteration to the next
        innermost = levels[-1] if levels else None
        is_strided = (
            innermost is not None
            and innermost.counter in names
            and not _is_unit_stride(access, innermost.counter)
        )
        if is_strided and innermost is not None and innermost.trips * LINE_BYTES > CACHE_BYTES:
            return unique * LINE_BYTES
        return unique * size


def _weight(expression: Expression) -> float:
    match expression:
        case Binary(operator="/" | "%", right=right, type=type_):
            return _division(right, type_)
        case Binary(operator=","):
            return 0.0
        case Binary():
            return 1.0
        case Assignment(operator="="):
            return 0.0
        case Assignment(operator="/=" | "%=", value=value, computation_type=type_):
            return _division(value, type_)
        case Assignment():
            return 1.0
        case Unary(operator="*" | "&" | "+"):
            return 0.0
        case Unary():
            return 1.0
        case Cast(conversion="IntegralToFloating" | "FloatingToIntegral"):
            return 1.0
        case _:
            return 0.0


def _division(divisor: Expression, type_: Type) -> float:
    if isinstance(type_, ArithmeticType) and type_.kind is ArithmeticKind.FLOATING:
        return 10.0
    return 3.0 if isinstance(divisor, IntegerLiteral) else 20.0


def _shape(expression: Expression) -> tuple[str, ...]:
    """Operators and multipliers of an index, without the constants that are added to it."""
    return tuple(
        e.operator
        for e in walk_expression(expression)
        if isinstance(e, Binary) and e.operator in ("*", "/", "%")
    )


def _is_unit_stride(access: Subscript, counter: str) -> bool:
    def multiplied(expression: Expression) -> bool:
        match expression:
            case Binary(operator="*"):
                return any(
                    isinstance(e, Name) and e.variable.id == counter
                    for e in walk_expression(expression)
                )
            case _:
                return any(multiplied(e) for e in subexpressions(expression))

    if multiplied(access.index):
        return False
    return not any(
        isinstance(e, Name) and e.variable.id == counter for e in walk_expression(access.base)
    )


def _name_of_counter(loop: Loop) -> str | None:
    match loop:
        case For(initialiser=Declaration(declarators=(first, *_))):
            return first.variable.id
        case For(initialiser=ExpressionStatement(expression=Assignment(target=Name() as name))):
            return name.variable.id
        case RangeFor(variable=variable):
            return variable.id
        case _:
            return None


def _bounds(loop: For) -> Iterator[Expression]:
    """Start and limit of a loop, as far as its header shows them."""
    match loop.initialiser:
        case Declaration(declarators=declarators):
            yield from (d.initialiser for d in declarators if d.initialiser is not None)
        case ExpressionStatement(expression=Assignment(value=value)):
            yield value
        case _:
            pass
    counter = _name_of_counter(loop)
    if loop.condition is None:
        return
    match loop.condition:
        case Binary(left=left, right=right):
            for side in (left, right):
                if not any(
                    isinstance(e, Name) and e.variable.id == counter for e in walk_expression(side)
                ):
                    yield side
        case _:
            yield loop.condition


def _constant_trips(loop: For) -> float | None:
    bounds = [_constant(b) for b in _bounds(loop)]
    if len(bounds) != 2 or bounds[0] is None or bounds[1] is None:
        return None
    step = 1
    if isinstance(loop.increment, Assignment):
        step = abs(_constant(loop.increment.value) or 1)
    return float(max(abs(bounds[1] - bounds[0]) // max(step, 1), 1))


def _constant(expression: Expression) -> int | None:
    match expression:
        case IntegerLiteral(value=value):
            return value
        case Name(variable=variable):
            return variable.constant
        case Cast(operand=operand):
            return _constant(operand)
        case Binary(operator="+" | "-" | "*" as operator, left=left, right=right):
            a, b = _constant(left), _constant(right)
            if a is None or b is None:
                return None
            return a + b if operator == "+" else a - b if operator == "-" else a * b
        case _:
            return None


def _is_uniform(loop: Loop, counter: _Counter) -> bool:
    """Whether all iterations do about the same work."""
    for inner in walk_statements(loop.body):
        match inner:
            case For() | RangeFor() | While():
                if counter.depends(inner) or _leaves_early(inner):
                    return False
            case If(condition=condition, then=then, otherwise=otherwise):
                if not varies(condition, counter.varying):
                    continue
                one = counter.statement(then)
                other = 0.0 if otherwise is None else counter.statement(otherwise)
                if max(one, other) > _UNEVEN_OPERATIONS and max(one, other) > 2 * min(one, other):
                    return False
            case _:
                pass
    return True


_UNEVEN_OPERATIONS = 60.0


def _leaves_early(loop: Loop) -> bool:
    return any(isinstance(s, Break | Return | Continue) for s in walk_statements(loop.body))
