"""Arrays that a function may also reach by way of a pointer, a reference or an object of its own.

Who gives threads copies of an array must know that nothing else leads to it: what does still leads
to the array itself.
"""

from __future__ import annotations

from collections.abc import Iterator

from pcg_engine.analysis.effects import EffectAnalysis
from pcg_engine.analysis.library_functions import library_function
from pcg_engine.analysis.modification import stripped
from pcg_engine.analysis.use_walk import UseWalk
from pcg_engine.domain.ast import (
    ArithmeticType,
    ArrayType,
    Assignment,
    Call,
    ContainerType,
    Declaration,
    Expression,
    Function,
    Name,
    PointerType,
    ReferenceType,
    Subscript,
    TranslationUnit,
    Type,
    Unary,
)
from pcg_engine.domain.traversal import (
    all_expressions,
    subexpressions,
    walk_expression,
    walk_statements,
)


def arrays_led_to(
    function: Function, effects: EffectAnalysis, unit: TranslationUnit
) -> frozenset[str]:
    """Ids of the arrays and containers whose place something is set to in ``function``.

    What is given to a call counts where the callee may keep it.
    """
    if function.body is None:
        return frozenset()
    found: set[str] = set()
    for statement in walk_statements(function.body):
        if isinstance(statement, Declaration):
            for one in statement.declarators:
                if one.initialiser is not None and not isinstance(
                    one.variable.type, ArithmeticType
                ):
                    is_reference = isinstance(one.variable.type, ReferenceType)
                    found.update(_places(one.initialiser, designates=is_reference))
    for expression in all_expressions(function.body):
        match expression:
            case Assignment(target=target, value=value) if not isinstance(
                target.type, ArithmeticType
            ):
                found.update(_places(value, designates=False))
            case Call(arguments=arguments) if _may_keep(expression, effects, unit):
                for argument in arguments:
                    found.update(_places(argument, designates=False))
            case _:
                pass
    return frozenset(found)


def _places(expression: Expression, *, designates: bool) -> Iterator[str]:
    """The arrays whose place ``expression`` tells; ``designates``: it is bound, not read."""
    match expression:
        case Name(variable=variable):
            if isinstance(variable.type, ArrayType | ContainerType):
                yield variable.id
        case Subscript(index=index) if not designates and isinstance(
            expression.type, ArithmeticType
        ):
            yield from _places(index, designates=False)
        case Call() if isinstance(expression.type, ArithmeticType):
            pass
        case Unary(operator="&", operand=operand):
            yield from _places(operand, designates=True)
        case _:
            for part in subexpressions(expression):
                yield from _places(part, designates=designates)


def _may_keep(call: Call, effects: EffectAnalysis, unit: TranslationUnit) -> bool:
    """Whether what ``call`` is given may be reached by other ways after it."""
    if call.callee_key is None or call.callee_key not in unit.functions:
        if call.receiver is None and call.callee in _ON_ELEMENTS:
            return not all(
                _leads_to_numbers(e.variable.type)
                for a in call.arguments
                for e in walk_expression(a)
                if isinstance(e, Name)
            )
        if library_function(call) is not None:
            return call.receiver is not None and not _leads_to_numbers(call.receiver.type)
    return not UseWalk(effects, unit).keeps_nothing(call, effects.of_call(call))


_ON_ELEMENTS = frozenset(
    f"std::{name}"
    for name in (
        "accumulate copy copy_n count fill fill_n inner_product iota max_element min_element "
        "nth_element partial_sum reduce reverse sort stable_sort"
    ).split()
)


def _leads_to_numbers(value_type: Type) -> bool:
    """Whether no address can be put where a value of this type leads."""
    match stripped(value_type):
        case ArithmeticType() | PointerType(pointee=ArithmeticType()):
            return True
        case ArrayType(element=element) | ContainerType(element=element):
            return not isinstance(element, PointerType) and _leads_to_numbers(element)
        case _:
            return False
