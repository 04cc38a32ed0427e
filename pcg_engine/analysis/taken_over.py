"""Variables whose containers may hold elements that were there before them.

``std::vector<double> w = std::move(v);`` makes no elements: those of ``v`` are now what ``w`` has,
and a pointer that led to them leads into ``w``. Swapping does so, too.
"""

from __future__ import annotations

from collections.abc import Iterator

from pcg_engine.analysis.effects import EffectAnalysis, argument_of
from pcg_engine.analysis.iterator_values import is_iterator
from pcg_engine.analysis.library_functions import RECEIVER
from pcg_engine.domain.ast import (
    ArithmeticType,
    Assignment,
    Call,
    Construct,
    Declaration,
    Expression,
    Function,
    Member,
    Name,
    PointerType,
    ReferenceType,
    Subscript,
    Type,
    Variable,
)
from pcg_engine.domain.facts import EffectSummary
from pcg_engine.domain.traversal import (
    all_expressions,
    walk_expression,
    walk_statements,
)


def taken_over(
    function: Function, effects: EffectAnalysis, exposed: frozenset[str]
) -> frozenset[str]:
    """Ids of the variables of ``function`` into which a container's elements may be moved.

    Its parameters are among them: what a caller gives by value it may have moved there.
    ``exposed`` are those to which something else may refer.
    """
    found = {parameter.id for parameter in function.parameters}
    targets = list(_targets(function, effects))
    if any(isinstance(one.type, ReferenceType) for one in targets):
        found |= exposed
    return frozenset(found | {one.id for one in targets})


def _targets(function: Function, effects: EffectAnalysis) -> Iterator[Variable]:
    if function.body is None:
        return
    for statement in walk_statements(function.body):
        if isinstance(statement, Declaration):
            for one in statement.declarators:
                if one.initialiser is not None and _gives_away(one.initialiser, effects):
                    yield one.variable
    for expression in all_expressions(function.body):
        match expression:
            case Assignment(target=target, value=value) if _gives_away(value, effects):
                yield from _owner(target)
            case Call():
                yield from _receivers(expression, effects)
            case _:
                pass


def _receivers(call: Call, effects: EffectAnalysis) -> Iterator[Variable]:
    """The variables that ``call`` writes while it writes something else, too."""
    effect = effects.of_call(call)
    elsewhere = effect.unknown_calls or effect.writes_globals or effect.writes_unnamed_memory
    for index in range(RECEIVER, len(call.arguments)):
        argument = argument_of(call, index)
        if argument is None or _leads_to_numbers(argument.type):
            continue
        if not (effect.unknown_calls or index in effect.writes_parameters):
            continue
        others = [
            one
            for at in range(RECEIVER, len(call.arguments))
            if at != index and (one := argument_of(call, at)) is not None
        ]
        swaps = any(at != index for at in effect.writes_parameters)
        if elsewhere or swaps or any(_gives_away(one, effects) for one in others):
            yield from _owner(argument)


def _leads_to_numbers(given: Type) -> bool:
    """Whether no container is given with it: elements stay where they are."""
    match given:
        case ArithmeticType() | PointerType(pointee=ArithmeticType()):
            return True
        case _:
            return is_iterator(given)


def _gives_away(expression: Expression, effects: EffectAnalysis) -> bool:
    """Whether evaluating ``expression`` may take elements from somewhere: it changes something."""
    for part in walk_expression(expression):
        match part:
            case Call() if _changes_something(effects.of_call(part)):
                return True
            case Construct() if _changes_something(effects.of_construction(part)):
                return True
            case _:
                pass
    return False


def _changes_something(effect: EffectSummary) -> bool:
    return bool(
        effect.writes_parameters
        or effect.unknown_calls
        or effect.writes_globals
        or effect.writes_unnamed_memory
    )


def _owner(target: Expression) -> Iterator[Variable]:
    """The variable that ``target`` is, or is a part of."""
    match target:
        case Name(variable=variable):
            yield variable
        case Member(base=base) | Subscript(base=base):
            yield from _owner(base)
        case _:
            for part in walk_expression(target):
                if isinstance(part, Name):
                    yield part.variable
