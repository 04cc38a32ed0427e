"""Functions to be driven, built by hand: no compiler needed."""

from __future__ import annotations

from pcg_engine.domain.ast import (
    ArithmeticKind,
    ArithmeticType,
    Block,
    ContainerKind,
    ContainerType,
    Expression,
    ExpressionStatement,
    Function,
    Linkage,
    Name,
    PointerType,
    Record,
    ReferenceType,
    Storage,
    TranslationUnit,
    Type,
    Variable,
    VoidType,
)
from pcg_engine.domain.facts import InputFacts
from pcg_engine.domain.source import SourceText, Span
from pcg_engine.domain.toolchain import CompileCommand
from pcg_engine.tools.harness.prepare import Harness, prepare
from pcg_engine.tools.subject import Original
from tests.builders import facts

INT = ArithmeticType("int", ArithmeticKind.INTEGER, 32, signed=True)
UNSIGNED = ArithmeticType("unsigned int", ArithmeticKind.INTEGER, 32, signed=False)
UNSIGNED_CHAR = ArithmeticType("unsigned char", ArithmeticKind.INTEGER, 8, signed=False)
FLOAT = ArithmeticType("float", ArithmeticKind.FLOATING, 32, signed=True)
DOUBLE = ArithmeticType("double", ArithmeticKind.FLOATING, 64, signed=True)
CONST_DOUBLE = ArithmeticType("double", ArithmeticKind.FLOATING, 64, signed=True, const=True)
VOID = VoidType()
_SPAN = Span(0, 60)


def vector(element: Type, *, const: bool = False) -> Type:
    """``std::vector<element>&``."""
    return ReferenceType(ContainerType(ContainerKind.VECTOR, element, const=const))


def pointer(element: Type, *, restrict: bool = False) -> Type:
    """``element*``."""
    return PointerType(element, restrict=restrict)


def original(
    parameters: dict[str, Type],
    *,
    result: Type = VOID,
    globals_: dict[str, Type] | None = None,
    records: dict[str, Record] | None = None,
    inputs: InputFacts | None = None,
    name: str = "kernel",
    is_member: bool = False,
    apart: frozenset[str] = frozenset(),
) -> Original:
    """A function with these parameters that names these globals.

    No call passes the same for two of the parameters in ``apart``.
    """
    touched = tuple(
        Variable(f"::{n}", n, t, Storage.GLOBAL, _SPAN) for n, t in (globals_ or {}).items()
    )
    uses: list[Expression] = [Name(v, v.type, _SPAN) for v in touched]
    function = Function(
        "key",
        name,
        result,
        tuple(
            Variable(
                f"p.{n}",
                n,
                t,
                Storage.PARAMETER,
                _SPAN,
                apart=tuple(sorted(apart - {n})) if n in apart else (),
            )
            for n, t in parameters.items()
        ),
        Block(tuple(ExpressionStatement(use, _SPAN) for use in uses), _SPAN),
        Linkage.EXTERNAL,
        _SPAN,
        in_main_file=True,
        is_member=is_member,
    )
    unit = TranslationUnit({"key": function}, touched, records or {}, ())
    return Original(
        SourceText("/project/kernel.cpp", b" " * 60),
        CompileCommand("g++", (), "/project"),
        unit,
        function,
        (facts(),),
        inputs or InputFacts(),
        _SPAN,
    )


def harness(
    parameters: dict[str, Type],
    *,
    result: Type = VOID,
    globals_: dict[str, Type] | None = None,
    records: dict[str, Record] | None = None,
    inputs: InputFacts | None = None,
    apart: frozenset[str] = frozenset(),
) -> Harness:
    """Its harness."""
    prepared = prepare(
        original(
            parameters,
            result=result,
            globals_=globals_,
            records=records,
            inputs=inputs,
            apart=apart,
        )
    )
    assert isinstance(prepared, Harness), prepared
    return prepared
