"""Which instances of templates are asked for where a text has none."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pcg_engine.adapters.clang_ast.declarations import Declarations, Scope
from pcg_engine.adapters.clang_ast.json_node import Node
from pcg_engine.adapters.clang_ast.samples import Pattern, choose, patterns
from pcg_engine.domain.ast import Sample, sample_text

TYPE: Node = {"kind": "TemplateTypeParmDecl", "name": "T"}
NUMBER: Node = {"kind": "NonTypeTemplateParmDecl", "name": "N", "type": {"qualType": "int"}}
LOOP: Node = {"kind": "CompoundStmt", "inner": [{"kind": "ForStmt"}]}
FUNCTION: Node = {"id": "1", "kind": "FunctionDecl", "name": "kernel", "inner": [LOOP]}


def template(*inner: Node) -> Node:
    return {"id": "0", "kind": "FunctionTemplateDecl", "name": "kernel", "inner": list(inner)}


def found(node: Node, scope: Scope | None = None) -> list[str]:
    declarations = Declarations()
    declarations.add(node, scope or Scope(("ns",), ("ns",)))
    return [one.sample(0, "double").text for one in patterns(declarations)]


def test_a_template_with_a_loop_gets_an_instance() -> None:
    assert found(template(TYPE, NUMBER, FUNCTION)) == [
        "__attribute__((used)) static const auto pcg_sample_0 = &::ns::kernel< double, 4 >;"
    ]


@pytest.mark.parametrize(
    "node",
    [
        template(TYPE, FUNCTION, {**FUNCTION, "id": "2"}),
        template(TYPE, {**FUNCTION, "inner": []}),
        template({**TYPE, "isParameterPack": True}, FUNCTION),
        template({"kind": "TemplateTemplateParmDecl", "name": "C"}, FUNCTION),
        template({**NUMBER, "type": {"qualType": "Kind"}}, FUNCTION),
        template({**TYPE, "defaultArg": {}}, FUNCTION),
    ],
    ids=["has one", "no loop", "pack", "template", "enumeration", "default"],
)
def test_others_get_none(node: Node) -> None:
    assert found(node) == []


def test_those_of_headers_get_none() -> None:
    assert found(template(TYPE, FUNCTION), Scope(in_main_file=False)) == []


def compiling(*fitting: str) -> Callable[[tuple[Sample, ...]], bool]:
    return lambda samples: all(f"{one.name} {one.arguments}" in fitting for one in samples)


def test_each_gets_the_first_type_that_compiles() -> None:
    a, b, c = (Pattern(name, (TYPE,), is_class=False) for name in "abc")
    assert choose([a, b], compiling("a double", "b double")) == (
        a.sample(0, "double"),
        b.sample(1, "double"),
    )
    assert choose([a, b, c], compiling("a double", "b int")) == (
        a.sample(0, "double"),
        b.sample(1, "int"),
    )
    assert choose([a], compiling("a int")) == (a.sample(0, "int"),)
    assert choose([], compiling()) == ()


def test_the_text_ends_with_a_line() -> None:
    sample = Pattern("ns::Grid", (TYPE,), is_class=True).sample(3, "int")
    assert sample_text((sample,)) == b"\ntemplate class ::ns::Grid< int >;\n"
    assert sample_text(()) == b""
