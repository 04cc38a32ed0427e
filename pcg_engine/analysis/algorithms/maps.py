"""Algorithms that do the same to every element: ``for_each``, ``transform``, ``fill``, ``copy``."""

from __future__ import annotations

from collections.abc import Sequence

from pcg_engine.analysis.algorithms.callables import (
    Applied,
    Argument,
    applied,
    inline_body,
    inline_statements,
)
from pcg_engine.analysis.algorithms.stretches import (
    Stretch,
    beside,
    counted,
    index_in,
    leading,
    place,
)
from pcg_engine.analysis.algorithms.writing import LoopText, NotWritten, Site, Writing
from pcg_engine.analysis.modification import stripped
from pcg_engine.domain.ast import (
    ArithmeticKind,
    ArithmeticType,
    Call,
    Construct,
    ContainerType,
    Expression,
    FloatingLiteral,
    IntegerLiteral,
    Name,
    Storage,
    Unary,
)
from pcg_engine.domain.traversal import walk_expression

_COUNTERS = ("k", "index", "element", "position", "at_index")


def counter(writing: Writing) -> str:
    """A name for a counter of a loop of its own."""
    return writing.unused(*_COUNTERS)


def for_each(site: Site, writing: Writing) -> LoopText:
    """``for_each(first, last, f)`` and ``for_each_n(first, n, f)``."""
    if site.name == "for_each_n":
        first, number, function = expect(site, 3)
        over, others = counted(first, number, writing), (function,)
    else:
        over, others = leading(site, writing)
    (function,) = only(others, 1, site)
    at = counter(writing)
    lines = inline_statements(function, Argument(over.at(at), over.element), writing)
    whole = inline_body(function, over.first.text, writing)
    if whole is not None and over.is_container and len(whole.lines) > 1:
        header = f"for ({whole.declaration} : {over.first.text})"
        return LoopText(header, whole.lines, stores=True)
    if lines:
        return LoopText(over.header(at), lines, stores=True)
    if whole is not None:
        declared = f"{whole.declaration} = {over.at(at)};"
        return LoopText(over.header(at), (declared, *whole.lines), stores=True)
    call = applied(function, (Argument(over.at(at), over.element),), writing)
    return LoopText(over.header(at), (*call.lines, f"{call.text};"), call.before, stores=True)


def transform(site: Site, writing: Writing) -> LoopText:
    """``transform(first, last, out, f)`` and ``transform(first, last, first2, out, f)``."""
    over, others = leading(site, writing)
    at = counter(writing)
    arguments = [Argument(over.at(at), over.element)]
    if len(others) >= 3 and not _is_callable(others[1]):
        if site.is_ranges:
            raise NotWritten(
                "algorithm-form",
                "`std::ranges::transform` of two ranges ends with the shorter one, which a loop "
                "over the first does not; use `std::transform`",
            )
        second, *others = others
        there = place(second, writing)
        arguments.append(Argument(there.at(index_in(there, over, at)), there.element))
    out, function = only(others, 2, site)
    call = applied(function, arguments, writing)
    return _stored(over, at, out, call, writing)


def copy(site: Site, writing: Writing) -> LoopText:
    """``copy``, ``move`` and ``copy_n``."""
    if site.name == "copy_n":
        first, number, out = expect(site, 3)
        over = counted(first, number, writing)
    else:
        over, others = leading(site, writing)
        (out,) = only(others, 1, site)
    if site.name == "move" and not isinstance(over.element, ArithmeticType):
        raise _elements("moves elements that are no numbers")
    at = counter(writing)
    return _stored(over, at, out, Applied(over.at(at)), writing)


def copy_if(site: Site, writing: Writing) -> LoopText:
    """``copy_if`` to the end of a container."""
    over, others = leading(site, writing)
    out, predicate = only(others, 2, site)
    at = counter(writing)
    target = appended(out)
    if target is None:
        raise NotWritten(
            "algorithm-result",
            "`copy_if` into elements that exist already leaves the others as they are, and its "
            "end is not known before; let it append by `std::back_inserter`",
        )
    call = applied(predicate, (Argument(over.at(at), over.element),), writing)
    line = f"if ({call.text}) {writing.text(target)}.push_back({over.at(at)});"
    return LoopText(over.header(at), (*call.lines, line), call.before, stores=True)


def fill(site: Site, writing: Writing) -> LoopText:
    """``fill(first, last, value)`` and ``fill_n(first, n, value)``."""
    if site.name == "fill_n":
        first, number, value = expect(site, 3)
        over = counted(first, number, writing)
    else:
        over, others = leading(site, writing)
        (value,) = only(others, 1, site)
    at = counter(writing)
    before, text = evaluated(value, writing)
    return LoopText(over.header(at), (f"{over.at(at)} = {text};",), before, stores=True)


def generate(site: Site, writing: Writing) -> LoopText:
    """``generate(first, last, f)``: right if the calls have nothing to do with one another."""
    if site.name == "generate_n":
        first, number, function = expect(site, 3)
        over = counted(first, number, writing)
    else:
        over, others = leading(site, writing)
        (function,) = only(others, 1, site)
    at = counter(writing)
    call = applied(function, (), writing)
    body = (*call.lines, f"{over.at(at)} = {call.text};")
    return LoopText(over.header(at), body, call.before, stores=True)


def iota(site: Site, writing: Writing) -> LoopText:
    """``iota(first, last, value)`` of integers."""
    over, others = leading(site, writing)
    (value,) = only(others, 1, site)
    element = over.element
    if not _is_integer(element) or not _is_integer(value.type):
        raise _elements("counts in elements that are no integers, one rounding after the other")
    assert isinstance(element, ArithmeticType)
    at = counter(writing)
    before, text = evaluated(value, writing)
    number = at if over.lower == "0" else f"({at} - {over.lower})"
    plain = isinstance(value, IntegerLiteral) and value.value == 0
    whole = number if plain else f"{text} + {number}"
    line = f"{over.at(at)} = static_cast<{element.name}>({whole});"
    return LoopText(over.header(at), (line,), before, stores=True)


def replace(site: Site, writing: Writing) -> LoopText:
    """``replace(first, last, old, new)`` and ``replace_if(first, last, predicate, new)``."""
    over, others = leading(site, writing)
    chosen, value = only(others, 2, site)
    at = counter(writing)
    before, new = evaluated(value, writing)
    if not _is_apart(value, writing):
        raise NotWritten(
            "algorithm-range",
            f"`{writing.text(value)}` may be one of the elements that are replaced; copy it into a "
            "variable before the call",
        )
    if site.name == "replace_if":
        call = applied(chosen, (Argument(over.at(at), over.element),), writing)
        condition, lines, first = call.text, call.lines, call.before
    else:
        if not _is_apart(chosen, writing):
            raise NotWritten(
                "algorithm-range",
                f"`{writing.text(chosen)}` may be one of the elements that are replaced; copy it "
                "into a variable before the call",
            )
        first, old = evaluated(chosen, writing)
        condition, lines = f"{over.at(at)} == {old}", ()
    line = f"if ({condition}) {over.at(at)} = {new};"
    return LoopText(over.header(at), (*lines, line), (*first, *before), stores=True)


def adjacent_difference(site: Site, writing: Writing) -> LoopText:
    """``adjacent_difference`` into another container than the one it reads."""
    over, others = leading(site, writing)
    out, *rest = others
    there = place(out, writing)
    element = over.element
    if rest or over.lower != "0" or there.offset != "0" or over.less:
        raise NotWritten("algorithm-range", "PCG writes only whole ranges, and differences by `-`")
    if not isinstance(element, ArithmeticType) or not isinstance(there.element, ArithmeticType):
        raise _elements("takes differences of elements that are no numbers")
    if element.bits < 32 or not _are_two(over.first.sequence, there.sequence):
        raise NotWritten(
            "algorithm-range",
            "in a loop, a difference would read an element that the one before has overwritten if "
            "both ranges were the same; let the result be a container of the function's own",
        )
    at = counter(writing)
    first = f"if ({over.lower} < {over.end}) {there.at('0')} = {over.at('0')};"
    line = f"{there.at(at)} = {over.at(at)} - {over.at(f'{at} - 1')};"
    return LoopText(over.header(at, skip=1), (line,), (first,), stores=True)


def evaluated(value: Expression, writing: Writing) -> tuple[tuple[str, ...], str]:
    """A declaration that evaluates ``value`` once, where that matters, and how to name it."""
    text = writing.text(value)
    type_ = value.type
    if not isinstance(type_, ArithmeticType) or not text:
        raise NotWritten(
            "algorithm-range", f"`{text}` is no number, which is all that PCG copies for itself"
        )
    if "//" in text or "/*" in text:
        raise NotWritten("algorithm-range", "a comment stands inside of an argument")
    match value:
        case IntegerLiteral() | FloatingLiteral():
            return (), text
        case Unary(operator="-", operand=IntegerLiteral() | FloatingLiteral()):
            return (), text
        case Name() if writing.is_own(value) and value.variable.id not in writing.modified:
            return (), text
        case _:
            name = writing.take("value", "given", "given_value", "value_given", "value_here")
            return (f"const {type_.name} {name} = {text};",), name


def expect(site: Site, number: int) -> tuple[Expression, ...]:
    """All arguments of the call, exactly ``number``."""
    return only(tuple(site.arguments), number, site)


def only(others: Sequence[Expression], number: int, site: Site) -> tuple[Expression, ...]:
    """``others``, if they are exactly ``number`` or more are projections that change nothing."""
    if site.is_ranges and len(others) > number:
        extra = others[number:]
        if all(isinstance(e, Construct) and not e.arguments for e in extra):
            others = others[:number]
    if len(others) != number:
        raise NotWritten(
            "algorithm-form",
            f"PCG does not know this form of `{site.name}`: a projection, or another overload",
        )
    return tuple(others)


def appended(out: Expression) -> Expression | None:
    """The vector that ``std::back_inserter`` appends to."""
    match out:
        case Call(callee="std::back_inserter", arguments=(Name() as target,)) if isinstance(
            stripped(target.type), ContainerType
        ):
            return target
        case _:
            return None


def _stored(over: Stretch, at: str, out: Expression, call: Applied, writing: Writing) -> LoopText:
    target = appended(out)
    if target is not None:
        line = f"{writing.text(target)}.push_back({call.text});"
    else:
        line = f"{beside(out, over, at, writing)} = {call.text};"
    return LoopText(over.header(at), (*call.lines, line), call.before, stores=True)


def _is_callable(expression: Expression) -> bool:
    type_ = expression.type
    return isinstance(expression, Construct) or "lambda" in getattr(type_, "spelling", "")


def _is_integer(type_: object) -> bool:
    return isinstance(type_, ArithmeticType) and type_.kind is ArithmeticKind.INTEGER


def _is_apart(value: Expression, writing: Writing) -> bool:
    """Whether no store to an element changes ``value``."""
    return all(
        writing.is_own(part) for part in walk_expression(value) if isinstance(part, Name)
    ) and not any(isinstance(part, Call) for part in walk_expression(value))


def _are_two(one: Expression, other: Expression) -> bool:
    """Whether two sequences are containers of which the function owns at least one."""
    if not isinstance(one, Name) or not isinstance(other, Name):
        return False
    if one.variable.id == other.variable.id:
        return False
    kinds = [stripped(e.type) for e in (one, other)]
    if not all(isinstance(k, ContainerType) and not k.is_view for k in kinds):
        return False
    owned = [isinstance(e.variable.type, ContainerType) for e in (one, other)]
    given = [e.variable.storage is Storage.PARAMETER for e in (one, other)]
    # A reference that is no parameter may have been bound to the container itself.
    return any(owned) and all(o or g for o, g in zip(owned, given, strict=True))


def _elements(what: str) -> NotWritten:
    return NotWritten("algorithm-elements", f"the call {what}")
