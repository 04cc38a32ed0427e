"""Calls that certainly write the first elements of an array: summaries of what a callee must write.

An effect says what a function *may* write. To know that an array holds nothing of before, more is
needed: that it writes ``y[0]`` to ``y[n - 1]`` on every path, before it reads any of them, and that
it reads no other ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pcg_engine.analysis.conditions import may_skip_rest
from pcg_engine.analysis.counted_loops import CountedLoop, counted_loop, literal
from pcg_engine.analysis.effects import EffectAnalysis
from pcg_engine.analysis.iterations import leaves_early
from pcg_engine.analysis.modification import modified_variables
from pcg_engine.analysis.remainder import evaluated
from pcg_engine.analysis.substitution import named, names_any
from pcg_engine.domain.ast import (
    ArithmeticKind,
    ArithmeticType,
    Assignment,
    Binary,
    Block,
    Call,
    Continue,
    Declaration,
    Declarator,
    Expression,
    ExpressionStatement,
    For,
    Function,
    IntegerLiteral,
    Name,
    PointerType,
    Statement,
    Storage,
    Subscript,
    TranslationUnit,
    Unary,
    UnsupportedStatement,
    Variable,
)
from pcg_engine.domain.source import Span
from pcg_engine.domain.traversal import all_expressions, walk_expression, walk_statements


@dataclass(frozen=True, slots=True)
class _Filling:
    """A function writes ``bound`` elements of its parameter ``array``, and uses no other ones.

    ``bound`` is one of its integer parameters, which it does not change, or a number.
    """

    array: int
    bound: int | Expression


def with_fillings(
    body: Statement, unit: TranslationUnit, effects: EffectAnalysis
) -> dict[Span, Statement]:
    """The calls in ``body`` that fill arrays, with loops in their place that do the same.

    For what a loop writes of these arrays, and nothing else: the elements' values are not those.
    """
    found: dict[Span, Statement] = {}
    for statement in walk_statements(body):
        match statement:
            case ExpressionStatement(expression=Call() as call, span=span):
                loops = tuple(_loops(call, unit, effects))
                if loops and span not in found:
                    filled = {_array(one).id for one in loops}
                    others = tuple(
                        a
                        for a in call.arguments
                        if not (isinstance(a, Name) and a.variable.id in filled)
                    )
                    found[span] = Block((evaluated(others, span), *loops), span)
            case _:
                pass
    return found


def _array(loop: For) -> Variable:
    match loop.body:
        case ExpressionStatement(expression=Assignment(target=Subscript(base=Name(variable=own)))):
            return own
        case _:
            raise AssertionError


def _loops(call: Call, unit: TranslationUnit, effects: EffectAnalysis) -> Iterator[For]:
    callee = None if call.callee_key is None else unit.functions.get(call.callee_key)
    if callee is None or call.is_virtual or callee.is_variadic or call.receiver is not None:
        return
    if len(call.arguments) != len(callee.parameters) or not _is_harmless(call, effects):
        return
    if any(_tells_an_element(e) for a in call.arguments for e in walk_expression(a)):
        return
    for filling in _fillings(callee, unit, effects):
        array = call.arguments[filling.array]
        bound = filling.bound
        count = call.arguments[bound] if isinstance(bound, int) else bound
        mentions = sum(
            isinstance(e, Name) and isinstance(array, Name) and e.variable.id == array.variable.id
            for a in call.arguments
            for e in walk_expression(a)
        )
        if isinstance(array, Name) and mentions == 1 and _is_plain(count):
            yield _loop(array, count, call.span)


def _is_harmless(call: Call, effects: EffectAnalysis) -> bool:
    """Whether the call writes, besides numbers that no index is computed from, its arrays alone."""
    effect = effects.of_call(call)
    if effect.unknown_calls or effect.may_throw or effect.performs_io or effect.static_state:
        return False
    if effect.writes_globals or effect.writes_unnamed_memory:
        return False
    return all(
        0 <= index < len(call.arguments) and _leads_to_floating(call.arguments[index])
        for index in effect.writes_parameters
    )


def _leads_to_floating(argument: Expression) -> bool:
    element = argument.type
    match argument:
        case Unary(operator="&", operand=operand):
            element = operand.type
        case _:
            element = getattr(element, "pointee", getattr(element, "element", None))
    return isinstance(element, ArithmeticType) and element.kind is ArithmeticKind.FLOATING


def _tells_an_element(expression: Expression) -> bool:
    """Whether it is the address of a part of something, next to which others are."""
    match expression:
        case Unary(operator="&", operand=operand):
            return not isinstance(operand, Name)
        case _:
            return False


def _is_plain(count: Expression) -> bool:
    """Whether evaluating the number of elements again gives the same."""
    return not any(
        isinstance(e, Call | Assignment | Subscript)
        or (isinstance(e, Unary) and e.operator not in ("-", "+"))
        for e in walk_expression(count)
    )


def _fillings(
    callee: Function, unit: TranslationUnit, effects: EffectAnalysis
) -> Iterator[_Filling]:
    body = callee.body
    if body is None or any(isinstance(s, UnsupportedStatement) for s in walk_statements(body)):
        return
    changed = modified_variables(body, unit, effects)
    for index, parameter in enumerate(callee.parameters):
        match parameter.type:
            case PointerType(pointee=ArithmeticType(const=False)) if parameter.id not in changed:
                bound = _bound(callee, body, parameter, changed, unit, effects)
                if bound is not None:
                    yield _Filling(index, bound)
            case _:
                pass


def _bound(
    callee: Function,
    body: Block,
    array: Variable,
    changed: frozenset[str],
    unit: TranslationUnit,
    effects: EffectAnalysis,
) -> int | Expression | None:
    """How many elements the one statement of ``body`` that names ``array`` fills."""
    only = frozenset((array.id,))
    users = [s for s in body.statements if any(names_any(e, only) for e in all_expressions(s))]
    if len(users) != 1:
        return None
    for statement in body.statements:
        if any(names_any(e, only) for e in all_expressions(statement)):
            if not isinstance(statement, For) or not fills_in_order(
                statement, array, unit, effects
            ):
                return None
            counted = counted_loop(statement)
            assert isinstance(counted, CountedLoop)
            if not _uses_own_elements_only(statement, array, counted):
                return None
            if literal(counted.bound) is not None:
                return counted.bound
            count = named(counted.bound)
            positions = [n for n, p in enumerate(callee.parameters) if count == p]
            is_kept = count is not None and count.id not in changed
            return positions[0] if positions and is_kept else None
        if may_skip_rest(statement):
            return None
    return None


def fills_in_order(
    loop: For, array: Variable, unit: TranslationUnit, effects: EffectAnalysis
) -> bool:
    """Whether ``loop`` writes ``array[0]``, ``array[1]`` … in turn, and reads none before."""
    counted = counted_loop(loop)
    if not isinstance(counted, CountedLoop) or not counts_up(counted) or leaves_early(loop.body):
        return False
    if any(isinstance(s, Continue) for s in walk_statements(loop.body)):
        return False
    if counted.induction.id in modified_variables(loop.body, unit, effects):
        return False
    inner = loop.body.statements if isinstance(loop.body, Block) else (loop.body,)
    writes = [s for s in inner if _writes_own_element(s, array, counted)]
    return len(writes) == 1 and _is_first_mention(inner, writes[0], array)


def _uses_own_elements_only(loop: For, array: Variable, counted: CountedLoop) -> bool:
    """Whether every mention of ``array`` is the element that the iteration fills."""
    mentions = own = 0
    for expression in all_expressions(loop):
        mentions += isinstance(expression, Name) and expression.variable.id == array.id
        index = element_of(expression, array)
        counter = None if index is None else named(index)
        own += counter is not None and counter.id == counted.induction.id
    return mentions == own


def counts_up(counted: CountedLoop) -> bool:
    """Whether the loop counts from zero in ones."""
    return (
        counted.step == 1
        and counted.offset == 0
        and counted.comparison == "<"
        and literal(counted.start) == 0
    )


def element_of(expression: Expression, variable: Variable) -> Expression | None:
    """The index, if ``expression`` is an element of ``variable``."""
    match expression:
        case Subscript(base=Name(variable=own), index=index) if own.id == variable.id:
            return index
        case _:
            return None


def _writes_own_element(statement: Statement, variable: Variable, counted: CountedLoop) -> bool:
    match statement:
        case ExpressionStatement(expression=Assignment(operator="=", target=target, value=value)):
            index = element_of(target, variable)
            own = None if index is None else named(index)
            is_own = own is not None and own.id == counted.induction.id
            return is_own and not names_any(value, frozenset((variable.id,)))
        case _:
            return False


def _is_first_mention(
    statements: tuple[Statement, ...], write: Statement, variable: Variable
) -> bool:
    only = frozenset((variable.id,))
    for statement in statements:
        if statement is write:
            return True
        if any(names_any(e, only) for e in all_expressions(statement)):
            return False
    return False


def _loop(array: Name, count: Expression, span: Span) -> For:
    """``for (k = 0; k < count; ++k) array[k] = 0``, in the place of a call."""
    integer = count.type
    counter = Variable(
        f"{array.variable.id}[]@{span.start}", "element", integer, Storage.LOCAL, span
    )
    name = Name(counter, integer, span)
    element = getattr(array.variable.type, "element", integer)
    target = Subscript(array, name, element, span)
    truth = ArithmeticType("bool", ArithmeticKind.BOOLEAN, 8, signed=False)
    return For(
        Declaration((Declarator(counter, IntegerLiteral(0, integer, span), span),), span),
        Binary("<", name, count, truth, span),
        Unary("++pre", name, integer, span),
        ExpressionStatement(
            Assignment("=", target, IntegerLiteral(0, integer, span), element, element, span), span
        ),
        span,
    )
