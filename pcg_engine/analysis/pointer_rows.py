"""How long the rows are that a pointer to pointers leads to (``a[i][j]``), and which are strings.

For test inputs only, as everything in ``extents``: nothing here supports a proof.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from pcg_engine.analysis.counted_loops import NotCounted, counted_loop
from pcg_engine.domain.ast import (
    ArithmeticKind,
    ArithmeticType,
    Binary,
    Call,
    Cast,
    Declaration,
    Expression,
    For,
    Function,
    IntegerLiteral,
    Name,
    PointerType,
    Storage,
    Subscript,
    Type,
    Unary,
    Variable,
    While,
)
from pcg_engine.domain.polynomial import Polynomial
from pcg_engine.domain.traversal import all_expressions, walk_statements

_STEPPING = frozenset(("++pre", "--pre", "post++", "post--"))
_ONE = Polynomial.constant(1)
_OF_STRINGS = re.compile(r"(?:std::)?(?:str\w+|ato[ifl]+|puts)|std::(?:basic_)?string(?:::|<).*")
"""Functions that read strings up to their zero."""
Reading = Callable[[Expression], Polynomial | None]


def row_name(pointer: str) -> str:
    """What the rows behind ``pointer`` are called where their length is told."""
    return f"{pointer}[]"


@dataclass(frozen=True, slots=True)
class RowLengths:
    """The least number of elements of each row; ``complete`` if all accesses are understood."""

    bounds: tuple[Polynomial, ...]
    complete: bool


def row_lengths(
    function: Function, definitions: Mapping[str, Expression], read: Reading
) -> Mapping[str, RowLengths]:
    """Of the pointers to pointers that ``function`` is given or that are global, by name.

    ``definitions`` are the initialisers of locals that are never set again; ``read`` tells what an
    integer is in terms of parameters.
    """
    if function.body is None:
        return {}
    rows = _Rows(definitions, read)
    for statement in walk_statements(function.body):
        if isinstance(statement, For):
            rows.loop(statement)
    for expression in all_expressions(function.body):
        rows.access(expression)
    return {
        name: RowLengths(tuple(rows.bounds.get(name, {})), name not in rows.incomplete)
        for name in {**rows.bounds, **dict.fromkeys(rows.incomplete)}
    }


@dataclass(slots=True)
class _Rows:
    definitions: Mapping[str, Expression]
    read: Reading
    counters: dict[str, tuple[Polynomial | None, Polynomial | None]] = field(
        default_factory=dict[str, tuple[Polynomial | None, Polynomial | None]]
    )
    """The least and the greatest value of each loop counter."""
    bounds: dict[str, dict[Polynomial, None]] = field(
        default_factory=dict[str, dict[Polynomial, None]]
    )
    incomplete: set[str] = field(default_factory=set[str])

    def loop(self, loop: For) -> None:
        counted = counted_loop(loop)
        if isinstance(counted, NotCounted):
            return
        offset = Polynomial.constant(counted.offset)
        beyond = _ONE if counted.comparison in ("<", ">", "!=") else Polynomial()
        if counted.ascending:
            least = self.extreme(counted.start, greatest=False)
            end = self.extreme(counted.bound, greatest=True)
            greatest = None if end is None else end - offset - beyond
        else:
            end = self.extreme(counted.bound, greatest=False)
            least = None if end is None else end - offset + beyond
            greatest = self.extreme(counted.start, greatest=True)
        self.counters[counted.induction.id] = (least, greatest)

    def extreme(self, expression: Expression, *, greatest: bool) -> Polynomial | None:
        """The greatest, or else the least value that ``expression`` takes in its loops."""
        expression = resolved(expression, self.definitions)
        match expression:
            case Name(variable=variable) if variable.id in self.counters:
                return self.counters[variable.id][greatest]
            case Binary(operator="+" | "-" as operator, left=left, right=right):
                first = self.extreme(left, greatest=greatest)
                second = self.extreme(right, greatest=greatest == (operator == "+"))
                if first is None or second is None:
                    return None
                return first + second if operator == "+" else first - second
            case _:
                return self.read(expression)

    def access(self, expression: Expression) -> None:
        match expression:
            case Subscript(base=base, index=index):
                last = self.extreme(index, greatest=True)
            case Unary(operator="*", operand=base):
                last = Polynomial()
            case _:
                return
        pointer = row_of(base, self.definitions)
        if pointer is None:
            return
        if last is None:
            self.incomplete.add(pointer.name)
        else:
            self.bounds.setdefault(pointer.name, {})[last + _ONE] = None


def counted_rows(
    function: Function, definitions: Mapping[str, Expression]
) -> Iterator[tuple[str, str]]:
    """``for (j = 0; j < counts[i]; ++j) … a[i][j]``: the names of ``counts`` and ``a``, each once.

    The elements of ``counts`` tell how long the rows are.
    """
    if function.body is None:
        return
    bounds: dict[str, Variable] = {}
    for statement in walk_statements(function.body):
        counted = counted_loop(statement) if isinstance(statement, For) else None
        if counted is None or isinstance(counted, NotCounted):
            continue
        for end in (counted.bound, counted.start):
            counts = _element_of(end, definitions)
            if counts is not None:
                bounds[counted.induction.id] = counts
    found: dict[tuple[str, str], None] = {}
    for expression in all_expressions(function.body) if bounds else ():
        if not isinstance(expression, Subscript):
            continue
        index = resolved(expression.index, definitions)
        table = row_of(expression.base, definitions)
        if table is not None and isinstance(index, Name) and index.variable.id in bounds:
            found[bounds[index.variable.id].name, table.name] = None
    yield from found


def _element_of(expression: Expression, definitions: Mapping[str, Expression]) -> Variable | None:
    """The array of integers that ``expression`` is an element of, if the function is given it."""
    match resolved(expression, definitions):
        case Subscript(base=base, type=ArithmeticType(kind=ArithmeticKind.INTEGER)):
            match resolved(base, definitions):
                case Name(variable=variable) if variable.storage is Storage.PARAMETER:
                    return variable
                case _:
                    return None
        case _:
            return None


def terminated(function: Function, definitions: Mapping[str, Expression]) -> frozenset[str]:
    """The strings of C: pointers to ``char`` that are read up to a zero, by name.

    They are what the condition of a loop holds against zero, or what the library's functions of
    strings are given. Those behind a pointer to pointers have the name of ``row_name``.
    """
    if function.body is None:
        return frozenset()
    found: set[str] = set()
    for statement in walk_statements(function.body):
        condition = statement.condition if isinstance(statement, For | While) else None
        for base in () if condition is None else _held_against_zero(condition):
            found.update(_strings(base, function, definitions))
    for expression in all_expressions(function.body):
        if isinstance(expression, Call) and _takes_strings(expression.callee):
            for argument in expression.arguments:
                found.update(_strings(argument, function, definitions))
    return frozenset(found)


def _held_against_zero(condition: Expression) -> Iterator[Expression]:
    """The pointers to what ``condition`` asks whether it is zero."""
    match condition:
        case Cast(operand=operand) | Unary(operator="!", operand=operand):
            yield from _held_against_zero(operand)
        case Binary(operator="&&" | "||", left=left, right=right):
            yield from _held_against_zero(left)
            yield from _held_against_zero(right)
        case Binary(operator="==" | "!=", left=left, right=right):
            for one, other in ((left, right), (right, left)):
                zero = resolved(other, {})
                if isinstance(zero, IntegerLiteral) and zero.value == 0:
                    yield from _held_against_zero(one)
        case Subscript(base=base) | Unary(operator="*", operand=base):
            yield base
        case _:
            pass


def _takes_strings(callee: str | None) -> bool:
    return callee is not None and _OF_STRINGS.fullmatch(callee) is not None


def _strings(
    pointer: Expression, function: Function, definitions: Mapping[str, Expression]
) -> Iterator[str]:
    pointer = _unstepped(resolved(pointer, definitions))
    match pointer.type:
        case PointerType(pointee=ArithmeticType(kind=ArithmeticKind.INTEGER, name=name)) if (
            name.removeprefix("const ") == "char"
        ):
            pass
        case _:
            return
    match pointer:
        case Name(variable=variable):
            start = _start_of(variable, function)
            if start is not None:
                yield start.name
        case _:
            table = row_of(pointer, definitions)
            if table is not None:
                yield row_name(table.name)


def _start_of(variable: Variable, function: Function) -> Variable | None:
    """The parameter that a pointer begins as, which may move on from there."""
    if variable.storage is Storage.PARAMETER:
        return variable
    for statement in walk_statements(function.body) if function.body is not None else ():
        for declarator in statement.declarators if isinstance(statement, Declaration) else ():
            if declarator.variable.id == variable.id and declarator.initialiser is not None:
                match _unstepped(declarator.initialiser):
                    case Name(variable=given) if given.storage is Storage.PARAMETER:
                        return given
                    case _:
                        return None
    return None


def _unstepped(expression: Expression) -> Expression:
    while True:
        match expression:
            case Cast(operand=operand):
                expression = operand
            case Unary(operator=operator, operand=operand) if operator in _STEPPING:
                expression = operand
            case _:
                return expression


def row_of(base: Expression, definitions: Mapping[str, Expression]) -> Variable | None:
    """The pointer to pointers of which ``base`` is an element."""
    match resolved(base, definitions):
        case Subscript(base=table) | Unary(operator="*", operand=table):
            match resolved(table, definitions):
                case Name(variable=variable) if _leads_to_rows(variable):
                    return variable
                case _:
                    return None
        case _:
            return None


def _leads_to_rows(variable: Variable) -> bool:
    return variable.storage in (Storage.PARAMETER, Storage.GLOBAL) and is_table(variable.type)


def is_table(type_: Type) -> bool:
    """Whether this is a pointer to pointers."""
    match type_:
        case PointerType(pointee=PointerType()):
            return True
        case _:
            return False


def resolved(expression: Expression, definitions: Mapping[str, Expression]) -> Expression:
    """``expression`` without conversions, and what a local that is never set again stands for."""
    while True:
        match expression:
            case Cast(operand=operand):
                expression = operand
            case Name(variable=variable) if variable.id in definitions:
                expression = definitions[variable.id]
            case _:
                return expression
