"""Arrays that every iteration fills before it reads them: scratch memory, declared once outside.

Either the first statement of the body that names the array writes all of its elements (or all that
the iteration reads), so that no iteration sees what another one left (Tu and Padua, "Automatic
Array Privatization", 1993, in its simplest form); or the dependence problem of each read says so
(see ``coverage``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pcg_engine.analysis.accesses import collect_accesses
from pcg_engine.analysis.counted_loops import CountedLoop, counted_loop, literal
from pcg_engine.analysis.coverage import Coverage
from pcg_engine.analysis.effects import EffectAnalysis
from pcg_engine.analysis.filling_calls import (
    counts_up,
    element_of,
    fills_in_order,
    with_fillings,
)
from pcg_engine.analysis.integers import IntegerEvaluator
from pcg_engine.analysis.iterations import (
    iteration_space,
    range_iteration,
    recognised,
)
from pcg_engine.analysis.led_to import arrays_led_to
from pcg_engine.analysis.local_jumps import jumps_out
from pcg_engine.analysis.modification import modified_variables
from pcg_engine.analysis.nesting import loops_by_offset, scope_of
from pcg_engine.analysis.place import RootKind
from pcg_engine.analysis.remainder import evaluated, with_replaced
from pcg_engine.analysis.scope import FunctionContext
from pcg_engine.analysis.structural_equality import same_expression
from pcg_engine.analysis.substitution import named, names_any, without_integer_casts
from pcg_engine.analysis.variable_uses import escaping_variables
from pcg_engine.domain.ast import (
    ArithmeticType,
    ArrayType,
    Block,
    Call,
    Cast,
    ContainerType,
    Declaration,
    Declarator,
    Expression,
    ExpressionStatement,
    For,
    Function,
    Name,
    RangeFor,
    RecordType,
    Statement,
    Storage,
    Subscript,
    TranslationUnit,
    Type,
    Variable,
)
from pcg_engine.domain.facts import LoopFacts, Role
from pcg_engine.domain.source import SourceText, Span
from pcg_engine.domain.traversal import (
    all_expressions,
    own_expressions,
    substatements,
    walk_expression,
)


@dataclass(frozen=True, slots=True)
class ScratchArray:
    """``is_container``: a copy must be made for each thread, since a private one would be empty.

    ``filling`` is the first statement that names the array, if that alone fills it.
    """

    variable: Variable
    is_container: bool
    filling: Statement | None


def find_scratch_arrays(
    loop: For | RangeFor,
    facts: LoopFacts,
    unit: TranslationUnit,
    function: Function,
    source: SourceText,
) -> tuple[ScratchArray, ...]:
    """The local arrays and containers of ``function`` that are scratch memory of ``loop``."""
    effects = EffectAnalysis(unit)
    escaping = escaping_variables(function, effects, unit)
    found: list[ScratchArray] = []
    covered: frozenset[str] | None = None
    led_to: frozenset[str] | None = None
    for fact in facts.variables:
        variable = fact.variable
        if (
            fact.role is Role.SHARED
            and not fact.live_out
            and variable.storage is Storage.LOCAL
            and not variable.volatile
            and variable.id not in escaping
            and _is_array(variable, unit)
        ):
            filling = _filling(loop, variable, unit, effects)
            is_container = isinstance(variable.type, ContainerType)
            if filling is None and not is_container:
                if covered is None:
                    covered = _covered_arrays(loop, unit, function, source)
                if variable.id not in covered:
                    continue
            if filling is not None or not is_container:
                if led_to is None:
                    led_to = arrays_led_to(function, effects, unit)
                if variable.id not in led_to:
                    found.append(ScratchArray(variable, is_container, filling))
    return tuple(found)


def _covered_arrays(
    loop: For | RangeFor, unit: TranslationUnit, function: Function, source: SourceText
) -> frozenset[str]:
    """C arrays of which an iteration reads nothing that it has not written before."""
    fillings = with_fillings(loop.body, unit, EffectAnalysis(unit))
    if fillings and function.body is not None:
        body = with_replaced(function.body, fillings)
        assert isinstance(body, Block)
        function = replace(function, body=body)
        unit = replace(unit, functions={**unit.functions, function.key: function})
        changed = loops_by_offset(function).get(loop.span.start)
        if changed is None or not isinstance(changed.statement, For | RangeFor):
            return frozenset()
        loop = changed.statement
    context = FunctionContext.of(unit, function, source)
    nested = loops_by_offset(function).get(loop.span.start)
    if nested is None or nested.statement is not loop:
        return frozenset()
    scope = scope_of(nested, context)
    if isinstance(loop, RangeFor):
        iteration = range_iteration(loop, IntegerEvaluator(scope), nested.depth)
    else:
        counted = recognised(loop, context)
        if not isinstance(counted, CountedLoop):
            return frozenset()
        iteration = iteration_space(counted, IntegerEvaluator(scope), nested.depth).iteration
    if iteration is None:
        return frozenset()
    accesses = collect_accesses(loop, iteration, scope).found
    arrays = {
        a.root.variable.id: a.root.variable
        for a in accesses
        if a.root.variable is not None and isinstance(a.root.variable.type, ArrayType)
    }
    found: set[str] = set()
    for variable in arrays.values():
        own = [a for a in accesses if a.root.variable is not None]
        own = [a for a in own if a.root.variable == variable]
        if (
            all(a.root.kind is RootKind.OBJECT for a in own)
            and not _mentions_in_header(loop, variable)
            and _is_only_subscripted(loop.body, variable)
            and Coverage(iteration, scope.symbols, variable.type).reads_own_writes_only(own)
        ):
            found.add(variable.id)
    return frozenset(found)


def _is_only_subscripted(body: Statement, variable: Variable) -> bool:
    """Whether the array is named for its elements alone, and never as a whole or a row of it."""
    mentions = elements = 0
    for expression in all_expressions(body):
        match expression:
            case Name(variable=own) if own.id == variable.id:
                mentions += 1
            case Subscript() if not isinstance(expression.type, ArrayType):
                elements += _array_of(expression) == variable.id
            case _:
                pass
    return mentions == elements


def _array_of(element: Subscript) -> str | None:
    base: Expression = element
    while isinstance(base, Subscript):
        base = base.base
    return base.variable.id if isinstance(base, Name) else None


def with_own_arrays(
    loop: For | RangeFor, arrays: tuple[ScratchArray, ...]
) -> dict[Span, Statement]:
    """The loop's body as if it declared ``arrays`` itself, without calls that fill them.

    Containers are declared as arrays there: a declaration that allocates would be another matter.
    """
    body = loop.body
    declared = Declaration(
        tuple(Declarator(_as_array(a.variable), None, a.variable.span) for a in arrays), body.span
    )
    statements = body.statements if isinstance(body, Block) else (body,)
    calls = {id(a.filling): a.filling for a in arrays if a.filling is not None}
    kept = (_without_call(s) if id(s) in calls else s for s in statements)
    return {body.span: Block((declared, *kept), body.span)}


def _as_array(variable: Variable) -> Variable:
    match variable.type:
        case ContainerType(element=element, extent=extent):
            return replace(variable, type=ArrayType(element, extent or _MANY))
        case _:
            return variable


_MANY = 1 << 20


def _without_call(filling: Statement) -> Statement:
    match filling:
        case ExpressionStatement(expression=Call(arguments=arguments), span=span):
            return evaluated(arguments[-1:], span)
        case _:
            return filling


def _is_array(variable: Variable, unit: TranslationUnit) -> bool:
    match variable.type:
        case ArrayType() as array:
            size = _size(array, unit)
            return size is not None and size <= _LARGEST_PRIVATE
        case ContainerType(element=ArithmeticType(), const=False):
            return True
        case _:
            return False


def _size(value: Type, unit: TranslationUnit) -> int | None:
    """How many bytes an object takes, without padding; ``None`` if copies cannot be made of it."""
    match value:
        case ArithmeticType(bits=bits):
            return bits // 8
        case ArrayType(element=element, extent=int(extent), const=False):
            size = _size(element, unit)
            return None if size is None else size * extent
        case RecordType(name=name):
            record = unit.records.get(name)
            if record is None or not record.is_plain or not record.default_constructible:
                return None
            sizes = [_size(f.type, unit) for f in record.fields]
            return None if None in sizes else sum(s for s in sizes if s is not None)
        case _:
            return None


_LARGEST_PRIVATE = 1 << 18
"""Bytes: private arrays lie on the threads' stacks, which are 2 MiB on some systems."""


def _filling(
    loop: For | RangeFor, variable: Variable, unit: TranslationUnit, effects: EffectAnalysis
) -> Statement | None:
    """The statement of the loop's body that fills the array before anything else names it."""
    body = loop.body
    statements = body.statements if isinstance(body, Block) else (body,)
    only = frozenset((variable.id,))
    first = next(
        (s for s in statements if any(names_any(e, only) for e in all_expressions(s))), None
    )
    if first is None or _mentions_in_header(loop, variable) or jumps_out(loop):
        return None
    match first:
        case ExpressionStatement(expression=Call() as call):
            is_filled = _fills_all(call, variable)
            fills = is_filled and _uses_elements_only(statements, first, variable)
        case For():
            fills = _is_covering(first, statements, variable, loop, unit, effects)
        case _:
            fills = False
    return first if fills else None


def _is_covering(
    first: For,
    statements: tuple[Statement, ...],
    variable: Variable,
    loop: For | RangeFor,
    unit: TranslationUnit,
    effects: EffectAnalysis,
) -> bool:
    """Whether ``first`` writes elements from 0 to a bound, and nothing else is ever read."""
    counted = counted_loop(first)
    if not isinstance(counted, CountedLoop) or not fills_in_order(first, variable, unit, effects):
        return False
    if not _uses_elements_only(statements, None, variable):
        return False
    if _is_whole(counted.bound, variable):
        return True
    changed = modified_variables(loop.body, unit, effects)
    if any(
        isinstance(e, Name) and e.variable.id in changed for e in walk_expression(counted.bound)
    ):
        return False
    if any(isinstance(e, Subscript | Call) for e in walk_expression(counted.bound)):
        return False
    return all(
        _is_within(access, around, counted, unit, effects)
        for access, around in _accesses(statements, variable, ())
    )


def _uses_elements_only(
    statements: tuple[Statement, ...], filling: Statement | None, variable: Variable
) -> bool:
    """Whether everything but ``filling`` uses the variable by ``[]`` and ``size()`` alone."""
    mentions = elements = 0
    for statement in statements:
        if statement is filling:
            continue
        for expression in all_expressions(statement):
            match expression:
                case Name(variable=own) if own.id == variable.id:
                    mentions += 1
                case Subscript(base=Name(variable=own)) if own.id == variable.id:
                    elements += 1
                case Call(callee=callee, receiver=Name(variable=own)) if (
                    own.id == variable.id and callee is not None and callee.endswith("::size")
                ):
                    elements += 1
                case _:
                    pass
    return mentions == elements


def _fills_all(call: Call, variable: Variable) -> bool:
    """``std::fill(a.begin(), a.end(), value)`` or ``a.assign(n, value)``."""
    only = frozenset((variable.id,))
    match call:
        case Call(callee="std::fill", arguments=(first, last, value)):
            return (
                _is_call_on(first, variable, "begin")
                and _is_call_on(last, variable, "end")
                and not names_any(value, only)
            )
        case Call(callee="std::vector::assign", receiver=Name(variable=own), arguments=(n, value)):
            return own.id == variable.id and not names_any(n, only) and not names_any(value, only)
        case _:
            return False


def _is_call_on(expression: Expression, variable: Variable, name: str) -> bool:
    match expression:
        case Call(callee=str(callee), receiver=Name(variable=own)):
            return own.id == variable.id and callee.rsplit("::", 1)[-1] == name
        case _:
            return False


def _is_whole(bound: Expression, variable: Variable) -> bool:
    """Whether the bound is the number of elements."""
    match variable.type:
        case ArrayType(extent=int(extent)) | ContainerType(extent=int(extent)):
            return literal(bound) == extent
        case _:
            plain = bound
            while isinstance(plain, Cast):
                plain = plain.operand
            return _is_call_on(plain, variable, "size")


def _accesses(
    statements: tuple[Statement, ...], variable: Variable, around: tuple[For, ...]
) -> Iterator[tuple[Subscript, tuple[For, ...]]]:
    """The element accesses with the loops around them."""
    for statement in statements:
        inside = (*around, statement) if isinstance(statement, For) else around
        for own in own_expressions(statement):
            for expression in walk_expression(own):
                if isinstance(expression, Subscript) and element_of(expression, variable):
                    yield expression, inside
        yield from _accesses(substatements(statement), variable, inside)


def _is_within(
    access: Subscript,
    around: tuple[For, ...],
    filled: CountedLoop,
    unit: TranslationUnit,
    effects: EffectAnalysis,
) -> bool:
    """Whether the index is the counter of a loop with the bounds of the filling one."""
    counter = named(access.index)
    for loop in reversed(around):
        counted = counted_loop(loop)
        if not isinstance(counted, CountedLoop) or counter is None:
            continue
        if counted.induction.id == counter.id:
            # Several loops may count with one variable: the innermost says which values it has.
            return (
                counts_up(counted)
                and counter.id not in modified_variables(loop.body, unit, effects)
                and same_expression(
                    without_integer_casts(counted.bound), without_integer_casts(filled.bound)
                )
            )
    return False


def _mentions_in_header(loop: For | RangeFor, variable: Variable) -> bool:
    return any(names_any(e, frozenset((variable.id,))) for e in own_expressions(loop))
