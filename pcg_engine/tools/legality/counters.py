"""Counters: the values that a loop's header gives its variable, and how far that can count."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from pcg_engine.domain.ast import (
    ArithmeticKind,
    ArithmeticType,
    Assignment,
    Declaration,
    Expression,
    Function,
    Unary,
    Variable,
)
from pcg_engine.domain.traversal import walk_statements
from pcg_engine.tools.legality.integer_values import (
    NotEvaluated,
    Overflow,
    Value,
    convert,
    evaluate,
    limits_of,
    range_of,
    symbols_in,
)
from pcg_engine.tools.legality.reachability import Conditions
from pcg_engine.tools.legality.uniformity import written_variables

ITERATIONS = 4
"""How many first values are looked at."""
MOST_SYMBOLS = 3
"""Of how many names all combinations of values are tried."""
_SIZE_BITS = 64


@dataclass(frozen=True, slots=True)
class Header:
    """A counted loop's header; ``text`` is as written without white space, ``end`` behind it."""

    induction: Variable
    start: Expression
    condition: Expression
    increment: Expression
    text: str
    end: int


def first_values(header: Header, point: Mapping[str, int]) -> list[int]:
    """The induction variable's first values."""
    name = header.induction.name
    state = dict(point)
    state[name] = convert(evaluate(header.start, state), header.induction.type)
    seen: list[int] = []
    while len(seen) < ITERATIONS and evaluate(header.condition, state):
        seen.append(state[name])
        if len(seen) < ITERATIONS:
            state[name] = _stepped(header, state)
    return seen


def _stepped(header: Header, state: Mapping[str, int]) -> int:
    present = state[header.induction.name]
    match header.increment:
        case Unary(operator="++pre" | "post++", operand=target):
            return convert(present + 1, target.type, arithmetic=True)
        case Unary(operator="--pre" | "post--", operand=target):
            return convert(present - 1, target.type, arithmetic=True)
        case Assignment(operator="+=", target=target, value=value):
            return convert(present + evaluate(value, state), target.type, arithmetic=True)
        case Assignment(operator="-=", target=target, value=value):
            return convert(present - evaluate(value, state), target.type, arithmetic=True)
        case Assignment(operator="=", value=value, type=type_):
            return convert(evaluate(value, state), type_)
        case _:
            raise NotEvaluated


def ends_too_early(
    original: Header, candidate: Header, point: Mapping[str, int], seen: list[int]
) -> bool:
    """Whether the candidate's variable cannot count as far as the original's does.

    ``seen`` are the first values, the same in both.
    """
    kind = candidate.induction.type
    if not isinstance(kind, ArithmeticType):
        return False
    end = _end_of(kind, seen)
    if end is None:
        return False
    return _next(original, point, end.last) == end.after != _next(candidate, point, end.last)


@dataclass(frozen=True, slots=True)
class _End:
    """The last value of a type that a loop comes to, and what it would come to after that."""

    last: int
    after: int


def _end_of(kind: ArithmeticType, seen: list[int]) -> _End | None:
    """Where the steps of ``seen`` lead; ``None`` if there are too few, or none at all."""
    step = seen[1] - seen[0] if len(seen) == ITERATIONS else 0
    if step == 0:
        return None
    low, high = range_of(kind)
    last = high - (high - seen[0]) % step if step > 0 else low + (seen[0] - low) % -step
    return _End(last, last + step)


def _next(header: Header, point: Mapping[str, int], present: int) -> int | None:
    """The value after ``present``; ``None`` if there is none, or it is undefined."""
    state = {**point, header.induction.name: present}
    try:
        return _stepped(header, state) if evaluate(header.condition, state) else None
    except (NotEvaluated, Overflow):
        return None


def local_constants(function: Function) -> Mapping[str, tuple[Variable, Expression]]:
    """The integers that are declared in ``function`` with a value and never written, by name."""
    if function.body is None:
        return {}
    written = {variable.id for variable in written_variables(function.body)}
    declared = [
        one
        for statement in walk_statements(function.body)
        if isinstance(statement, Declaration)
        for one in statement.declarators
    ]
    # Which of two namesakes an expression means is not looked into.
    count = Counter(one.variable.name for one in declared)
    return {
        one.variable.name: (one.variable, one.initialiser)
        for one in declared
        if one.initialiser is not None
        and one.variable.id not in written
        and count[one.variable.name] == 1
    }


def too_narrow(
    header: Header, reach: Conditions, constants: Mapping[str, tuple[Variable, Expression]]
) -> str | None:
    """An input with more iterations than the variable of ``header`` can count, if its type is why.

    ``None`` if none was found: bounds of the variable's own type are not looked at, nor those that
    rest on more than parameters, sizes of containers and ``constants``.
    """
    kind = header.induction.type
    if not isinstance(kind, ArithmeticType) or kind.kind is not ArithmeticKind.INTEGER:
        return None
    names: dict[str, Value] = {}
    for part in (header.start, header.condition, header.increment):
        names.update(symbols_in(part))
    names.pop(header.induction.name, None)
    derived = {name: constants[name] for name in names if name in constants}
    for name, (_, value) in derived.items():
        names.pop(name)
        names.update(symbols_in(value))
    bits = [_SIZE_BITS if value.is_size else value.type.bits for value in names.values()]
    if len(names) > MOST_SYMBOLS or not reach.free >= set(names):
        return None
    if not bits or max(bits) <= kind.bits:
        return None
    for values in itertools.product(*(limits_of(value) for value in names.values())):
        point = dict(zip(names, values, strict=True))
        if not reach.admits(point):
            continue
        try:
            for name, (variable, value) in derived.items():
                point[name] = convert(evaluate(value, point), variable.type)
            seen = first_values(header, point)
        except (NotEvaluated, Overflow):
            continue
        if _runs_over(header, point, seen, kind):
            told = ", ".join(f"{name} = {point[name]}" for name in names)
            return f"with {told}, `{header.induction.name}` runs past the last value of its type"
    return None


def _runs_over(
    header: Header, point: Mapping[str, int], seen: list[int], kind: ArithmeticType
) -> bool:
    end = _end_of(kind, seen)
    if end is None:
        return False
    state = {**point, header.induction.name: end.last}
    try:
        return bool(evaluate(header.condition, state)) and _stepped(header, state) != end.after
    except NotEvaluated:
        return False
    except Overflow:
        return True
