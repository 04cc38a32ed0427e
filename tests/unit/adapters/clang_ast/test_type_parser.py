"""Spellings of types, as clang prints them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pcg_engine.adapters.clang_ast.declarations import Declarations, Scope
from pcg_engine.adapters.clang_ast.type_names import DeclaredTypeNames
from pcg_engine.adapters.clang_ast.type_parser import parse_declared, spell
from pcg_engine.domain.ast import (
    ArithmeticKind,
    ArithmeticType,
    ArrayType,
    ContainerKind,
    ContainerType,
    OpaqueType,
    PointerType,
    RecordType,
    ReferenceType,
    Type,
    VoidType,
)

DOUBLE = ArithmeticType("double", ArithmeticKind.FLOATING, 64, signed=True)
CONST_DOUBLE = ArithmeticType("double", ArithmeticKind.FLOATING, 64, signed=True, const=True)
INT = ArithmeticType("int", ArithmeticKind.INTEGER, 32, signed=True)
UNSIGNED_LONG = ArithmeticType("unsigned long", ArithmeticKind.INTEGER, 64, signed=False)
VECTOR = ContainerType(ContainerKind.VECTOR, DOUBLE)
CHAR = ArithmeticType("char", ArithmeticKind.INTEGER, 8, signed=True)
CONST_CHAR = replace(CHAR, const=True)
STRING = ContainerType(ContainerKind.STRING, CHAR)


def alias(name: str, target: str) -> dict[str, object]:
    """A ``using name = target;`` of the dump."""
    return {"kind": "TypeAliasDecl", "id": name, "name": name, "type": {"qualType": target}}


def names() -> DeclaredTypeNames:
    """User code with a record ``ns::Point``, an alias, an enumeration, and an ambiguous name."""
    declarations = Declarations()
    inside: list[dict[str, object]] = [
        {"kind": "CXXRecordDecl", "id": "1", "name": "Point", "completeDefinition": True},
        alias("real", "double"),
        {"kind": "EnumDecl", "id": "2", "name": "Colour", "inner": []},
        alias("both", "double"),
    ]
    declarations.add({"kind": "NamespaceDecl", "name": "ns", "inner": inside}, Scope())
    declarations.add(
        {"kind": "NamespaceDecl", "name": "other", "inner": [alias("both", "int")]}, Scope()
    )
    return DeclaredTypeNames(declarations)


@pytest.mark.parametrize(
    ("spelling", "expected"),
    [
        ("double", DOUBLE),
        ("const double", CONST_DOUBLE),
        ("unsigned long", UNSIGNED_LONG),
        ("long unsigned int", UNSIGNED_LONG),
        ("std::size_t", UNSIGNED_LONG),
        ("void", VoidType()),
        ("double *", PointerType(DOUBLE)),
        ("const double *__restrict", PointerType(CONST_DOUBLE, restrict=True)),
        ("double *const *", PointerType(PointerType(DOUBLE, const=True))),
        ("double &&", ReferenceType(DOUBLE, rvalue=True)),
        ("double[3][4]", ArrayType(ArrayType(DOUBLE, 4), 3)),
        ("double (*)[4]", PointerType(ArrayType(DOUBLE, 4))),
        ("double (&)[2][4]", ReferenceType(ArrayType(ArrayType(DOUBLE, 4), 2))),
        ("double &[2][4]", ReferenceType(ArrayType(ArrayType(DOUBLE, 4), 2))),
        ("double[n + 1]", ArrayType(DOUBLE, None)),
        ("std::vector<double>", VECTOR),
        ("std::__1::vector<double, std::__1::allocator<double>>", VECTOR),
        ("vector<double, allocator<double>> &", ReferenceType(VECTOR)),
        (
            "const std::vector<ns::real> &",
            ReferenceType(ContainerType(ContainerKind.VECTOR, DOUBLE, const=True)),
        ),
        ("std::vector<std::vector<real>>", ContainerType(ContainerKind.VECTOR, VECTOR)),
        ("std::array<double, 4>", ContainerType(ContainerKind.ARRAY, DOUBLE, 4)),
        ("std::array<double, 4UL>", ContainerType(ContainerKind.ARRAY, DOUBLE, 4)),
        ("std::span<const double>", ContainerType(ContainerKind.SPAN, CONST_DOUBLE)),
        (
            "std::span<const double, 18446744073709551615>",
            ContainerType(ContainerKind.SPAN, CONST_DOUBLE),
        ),
        ("std::span<double, 3>", ContainerType(ContainerKind.SPAN, DOUBLE, 3)),
        ("std::vector<bool>", OpaqueType("std::vector<bool>")),
        ("Point *", PointerType(RecordType("ns::Point"))),
        ("const struct ns::Point", RecordType("ns::Point", const=True)),
        ("(anonymous namespace)::Point &", ReferenceType(RecordType("ns::Point"))),
        ("Colour", ArithmeticType("ns::Colour", ArithmeticKind.INTEGER, 32, signed=False)),
        ("std::string", STRING),
        ("const std::string &", ReferenceType(replace(STRING, const=True))),
        ("std::basic_string<char, std::char_traits<char>, std::allocator<char>>", STRING),
        (
            "std::basic_string<char, my::traits>",
            OpaqueType("std::basic_string<char, my::traits>"),
        ),
        ("std::string_view", ContainerType(ContainerKind.STRING_VIEW, CONST_CHAR)),
        ("std::vector<std::string>", ContainerType(ContainerKind.VECTOR, STRING)),
        ("std::pair<int, ns::real>", RecordType("std::pair<int, double>")),
        # What is ambiguous, unknown or outside the grammar is opaque, never guessed.
        ("both", OpaqueType("both")),
        (
            "std::vector<double, my::arena<double>>",
            OpaqueType("std::vector<double, my::arena<double>>"),
        ),
        ("std::vector<Unknown>", OpaqueType("std::vector<Unknown>")),
        ("volatile int *", OpaqueType("volatile int *")),
        ("int (*)(double)", OpaqueType("int (*)(double)")),
        ("double ns::Point::*", OpaqueType("double ns::Point::*")),
        ("(lambda at /some/where/a.cpp:3:4)", OpaqueType("(lambda:3:4)")),
        ("<dependent type>", OpaqueType("<dependent type>")),
        ("", OpaqueType("")),
    ],
)
def test_a_spelling_becomes_a_type(spelling: str, expected: Type) -> None:
    assert names().parse(spelling) == expected


def test_strings_that_share_characters_are_opaque() -> None:
    known = DeclaredTypeNames(Declarations(), strings_share=True)
    assert known.parse("std::string") == OpaqueType("std::string")
    assert known.parse("std::string_view") == ContainerType(ContainerKind.STRING_VIEW, CONST_CHAR)


def test_volatile_is_told_apart_only_where_it_qualifies_the_variable() -> None:
    known = names()
    outer = parse_declared("volatile int", known)
    inner = parse_declared("volatile int *", known)
    assert (outer.type, outer.volatile) == (INT, True)
    assert (inner.type, inner.volatile) == (OpaqueType("volatile int *"), True)


@pytest.mark.parametrize(
    "spelling",
    [
        "const double *",
        "double[3][4]",
        "std::array<std::vector<int>, 2>",
        "ns::Point",
        "int &&",
        "std::string",
    ],
)
def test_a_canonical_spelling_means_the_same_type(spelling: str) -> None:
    type_ = names().parse(spelling)
    assert spell(type_) == spelling
    assert names().parse(spell(type_)) == type_
