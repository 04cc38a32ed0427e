"""Random loop nests against brute force: an independent loop has no conflict for any small size.

Trees are built by hand: up to two nested loops over an array parameter, with affine and flattened
subscripts whose coefficients, bounds, steps and directions are random. The oracle runs the nest
for all small sizes and compares the elements that different iterations touch.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from types import CodeType

from hypothesis import given, settings, strategies as st

from pcg_engine.analysis.analyze import analyze
from pcg_engine.domain.ast import (
    ArithmeticKind,
    ArithmeticType,
    Assignment,
    Binary,
    Block,
    Declaration,
    Declarator,
    Expression,
    ExpressionStatement,
    For,
    Function,
    IntegerLiteral,
    Linkage,
    Name,
    PointerType,
    Statement,
    Storage,
    Subscript,
    TranslationUnit,
    Variable,
    VoidType,
)
from pcg_engine.domain.facts import LoopFacts, Parallelizability
from pcg_engine.domain.loops import EnclosingFunction, Loop, LoopId, LoopKind
from pcg_engine.domain.measurement import MachineModel
from pcg_engine.domain.source import SourceText, Span

_INT = ArithmeticType("int", ArithmeticKind.INTEGER, 32, signed=True)
_DOUBLE = ArithmeticType("double", ArithmeticKind.FLOATING, 64, signed=True)
_MACHINE = MachineModel(2, 1e-9, 1e10, 1.5e10, 5e-6, calibrated=False)
_SOURCE = SourceText("f.cpp", b" " * 1000)
_SIZES = range(5)
_LARGER_SIZES = range(26)
_WHOLE = Span(0, 1000)


def _variable(name: str, kind: ArithmeticType | PointerType, storage: Storage) -> Variable:
    place = {"i": 15, "j": 115}.get(name, 1)
    return Variable(name, name, kind, storage, Span(place, place + 1))


_A = _variable("a", PointerType(_DOUBLE), Storage.PARAMETER)
_VARIABLES = {
    "n": _variable("n", _INT, Storage.PARAMETER),
    "m": _variable("m", _INT, Storage.PARAMETER),
    "i": _variable("i", _INT, Storage.LOCAL),
    "j": _variable("j", _INT, Storage.LOCAL),
}


@dataclass(frozen=True)
class Sum:
    """``constant`` plus the products of names with their coefficients."""

    terms: tuple[tuple[int, tuple[str, ...]], ...]
    constant: int

    def value(self, names: dict[str, int]) -> int:
        total = self.constant
        for coefficient, factors in self.terms:
            part = coefficient
            for factor in factors:
                part *= names[factor]
            total += part
        return total

    def tree(self) -> Expression:
        total: Expression = _number(self.constant)
        for coefficient, factors in self.terms:
            part: Expression = _number(coefficient)
            for factor in factors:
                part = _binary("*", part, _name(factor))
            total = _binary("+", total, part)
        return total


@dataclass(frozen=True)
class Header:
    """``for (counter = start; counter compares bound; counter += step)``."""

    counter: str
    start: Sum
    comparison: str
    bound: Sum
    step: int

    def values(self, names: dict[str, int]) -> list[int]:
        value = self.start.value(names)
        bound = self.bound.value(names)
        found: list[int] = []
        compare = {
            "<": lambda: value < bound,
            "<=": lambda: value <= bound,
            ">": lambda: value > bound,
            ">=": lambda: value >= bound,
        }[self.comparison]
        while compare():
            found.append(value)
            value += self.step
        return found


@dataclass(frozen=True)
class Nest:
    """One or two loops around ``a[write] = a[read]``."""

    headers: tuple[Header, ...]
    write: Sum
    read: Sum

    def conflicts(self, level: int, sizes: range, guards: Sequence[str] = ()) -> bool:
        """Whether two iterations of the loop at ``level`` touch one element, one writing it.

        Where one of ``guards``, conditions in C++, does not hold before the loop, none do.
        """
        held = [compile(guard.replace("1LL * ", ""), "guard", "eval") for guard in guards]
        return any(
            self._conflicts_for(level, {"n": n, "m": m}, held) for n, m in product(sizes, sizes)
        )

    def _conflicts_for(self, level: int, names: dict[str, int], guards: Sequence[CodeType]) -> bool:
        touched: dict[tuple[tuple[int, ...], int], list[tuple[int, bool]]] = {}
        for point in self._points(0, names):
            before = names | {h.counter: point[h.counter] for h in self.headers[:level]}
            if not all(eval(guard, {}, before) for guard in guards):  # noqa: S307 -- our own conditions
                continue
            outer = tuple(point[h.counter] for h in self.headers[:level])
            own = point[self.headers[level].counter]
            for index, is_write in ((self.write, True), (self.read, False)):
                touched.setdefault((outer, index.value(point)), []).append((own, is_write))
        return any(
            first != second and (one or other)
            for group in touched.values()
            for first, one in group
            for second, other in group
        )

    def _points(self, level: int, names: dict[str, int]) -> list[dict[str, int]]:
        if level == len(self.headers):
            return [names]
        header = self.headers[level]
        return [
            point
            for value in header.values(names)
            for point in self._points(level + 1, {**names, header.counter: value})
        ]


def _name(name: str) -> Name:
    return Name(_VARIABLES[name], _INT, _WHOLE)


def _number(value: int) -> Expression:
    return IntegerLiteral(value, _INT, _WHOLE)


def _binary(operator: str, left: Expression, right: Expression) -> Binary:
    return Binary(operator, left, right, _INT, _WHOLE)


def _element(index: Sum) -> Subscript:
    return Subscript(Name(_A, _A.type, _WHOLE), index.tree(), _DOUBLE, _WHOLE)


def _function(nest: Nest) -> tuple[Function, tuple[Loop, ...]]:
    body: Statement = ExpressionStatement(
        Assignment("=", _element(nest.write), _element(nest.read), _DOUBLE, _DOUBLE, _WHOLE), _WHOLE
    )
    loops: list[Loop] = []
    function = EnclosingFunction("f", Span(0, 1000), Span(5, 1000), is_template=False)
    for level in reversed(range(len(nest.headers))):
        header = nest.headers[level]
        variable = _VARIABLES[header.counter]
        start, end = 10 + 100 * level, 900 - level
        span, head, inside = Span(start, end), Span(start, start + 10), Span(start + 20, end)
        declaration = Declaration((Declarator(variable, header.start.tree(), head),), head)
        body = For(
            declaration,
            Binary(header.comparison, _name(header.counter), header.bound.tree(), _INT, head),
            Assignment("+=", _name(header.counter), _number(header.step), _INT, _INT, head),
            Block((body,), inside),
            span,
        )
        parent = level - 1 if level else None
        identity = LoopId("f", level, "0" * 16)
        loops.append(Loop(identity, LoopKind.FOR, span, inside, level, parent, function))
    parameters = (_A, _VARIABLES["n"], _VARIABLES["m"])
    built = Function(
        "f", "f", VoidType(), parameters, Block((body,), _WHOLE), Linkage.EXTERNAL, _WHOLE, True
    )
    return built, tuple(reversed(loops))


def _judged(nest: Nest) -> list[LoopFacts]:
    function, loops = _function(nest)
    unit = TranslationUnit({"f": function}, (), {}, ())
    (facts,) = analyze(unit, function, loops, _SOURCE, _MACHINE)
    found = [facts]
    while found[-1].children:
        found.extend(found[-1].children)
    return found


_COEFFICIENTS = st.integers(-2, 3)
_OFFSETS = st.integers(-3, 3)


@st.composite
def _sums(draw: st.DrawFn, names: tuple[str, ...]) -> Sum:
    chosen = draw(st.lists(st.tuples(_COEFFICIENTS, st.sampled_from(names)), max_size=2))
    terms = tuple((coefficient, (name,)) for coefficient, name in chosen)
    return Sum(terms, draw(_OFFSETS))


@st.composite
def _headers(draw: st.DrawFn, counter: str, names: tuple[str, ...]) -> Header:
    upper = draw(st.sampled_from(names))
    step = draw(st.sampled_from((1, 1, 1, 2, 3)))
    low = Sum((), draw(st.integers(-1, 2)))
    high = Sum(((1, (upper,)),), draw(st.integers(-2, 1)))
    if draw(st.booleans()):
        return Header(counter, low, draw(st.sampled_from(("<", "<="))), high, step)
    return Header(counter, high, draw(st.sampled_from((">", ">="))), low, -step)


@st.composite
def _affine_nests(draw: st.DrawFn) -> Nest:
    outer = draw(_headers("i", ("n", "m")))
    if draw(st.booleans()):
        names = ("i", "n")
        return Nest((outer,), draw(_sums(names)), draw(_sums(names)))
    inner = draw(_headers("j", ("n", "m", "i")))
    names = ("i", "j", "n")
    return Nest((outer, inner), draw(_sums(names)), draw(_sums(names)))


@st.composite
def _flattened_nests(draw: st.DrawFn) -> Nest:
    outer = draw(_headers("i", ("n", "m")))
    inner = draw(_headers("j", ("m", "m", "n", "i")))

    def index() -> Sum:
        first, second = draw(st.sampled_from((("i", "j"), ("i", "j"), ("j", "i"))))
        width = draw(st.sampled_from(("m", "m", "m", "n")))
        terms = [(1, (first, width)), (draw(st.sampled_from((1, 1, -1))), (second,))]
        if draw(st.booleans()):
            terms.append((draw(st.integers(-1, 1)), (width,)))
        return Sum(tuple(terms), draw(st.integers(-2, 2)))

    return Nest((outer, inner), index(), index())


def _check(nest: Nest) -> None:
    for level, facts in enumerate(_judged(nest)):
        match facts.parallelizability:
            case Parallelizability.PARALLEL | Parallelizability.PARALLEL_WITH:
                guards = [one.guard for one in facts.assumptions if one.guard is not None]
                assert not nest.conflicts(level, _SIZES, guards)
                if facts.collapse > 1:
                    assert not nest.conflicts(level + 1, _SIZES, guards)
            case Parallelizability.SEQUENTIAL:
                assert nest.conflicts(level, _LARGER_SIZES)
            case Parallelizability.UNKNOWN:
                assert facts.reasons


@settings(max_examples=150, deadline=None)
@given(_affine_nests())
def test_affine_nests_agree_with_brute_force(nest: Nest) -> None:
    _check(nest)


@settings(max_examples=150, deadline=None)
@given(_flattened_nests())
def test_flattened_nests_agree_with_brute_force(nest: Nest) -> None:
    _check(nest)


def test_the_oracle_sees_what_it_should() -> None:
    rows = Header("i", Sum((), 0), "<", Sum(((1, ("n",)),), 0), 1)
    shifted = Nest((rows,), Sum(((1, ("i",)),), 0), Sum(((1, ("i",)),), -1))
    alone = Nest((rows,), Sum(((2, ("i",)),), 0), Sum(((2, ("i",)),), 1))
    assert [shifted.conflicts(0, _SIZES), alone.conflicts(0, _SIZES)] == [True, False]
    assert [_judged(shifted)[0].parallelizability, _judged(alone)[0].parallelizability] == [
        Parallelizability.SEQUENTIAL,
        Parallelizability.PARALLEL,
    ]
