"""Lambda expressions, as they are written."""

from __future__ import annotations

import pytest

from pcg_engine.domain.source import SourceText, Span
from pcg_engine.syntax.lambdas import (
    WrittenLambda,
    called_names,
    declared_names,
    identifiers,
    lambda_at,
)
from pcg_engine.syntax.parse import SyntaxTree, parse


def _tree(text: str) -> SyntaxTree:
    return parse(SourceText("lambda.cpp", f"auto f = {text};".encode()))


def _lambda(text: str) -> WrittenLambda:
    found = lambda_at(_tree(text), Span(9, 9 + len(text.encode())))
    assert found is not None
    return found


def test_a_lambda_that_is_one_value() -> None:
    text = "[k](double x) { return k * x; }"
    found = _lambda(text)
    assert found.copies == ("k",)
    assert (found.copies_any, found.is_simple, found.is_mutable) == (False, True, False)
    assert [(p.declaration, p.type_text, p.name) for p in found.parameters] == [
        ("double x", "double", "x")
    ]
    assert found.value is not None
    assert _tree(text).source.slice(found.value) == "k * x"


@pytest.mark.parametrize(
    ("text", "copies", "copies_any", "is_simple"),
    [
        ("[&] { }", (), False, True),
        ("[=] { }", (), True, True),
        ("[&a, b, this] { }", ("b",), False, True),
        ("[=, &a] { }", (), True, True),
        ("[c = 2 * a] { }", (), False, False),
        ("[]<class T>(T x) { }", (), False, False),
        ("[](auto& [a, b]) { }", (), False, False),
    ],
)
def test_captures(text: str, copies: tuple[str, ...], copies_any: bool, is_simple: bool) -> None:
    found = _lambda(text)
    assert (found.copies, found.copies_any, found.is_simple) == (copies, copies_any, is_simple)


def test_the_type_of_the_result_and_what_may_change() -> None:
    found = _lambda("[n](const double& x, auto* p) mutable -> float { return x; }")
    assert found.is_mutable
    assert found.result_type == "float"
    assert [p.name for p in found.parameters] == ["x"]
    assert not found.is_simple  # a pointer's declarator is no plain name


def test_returns_in_a_loop_are_told_from_others() -> None:
    once = _lambda("[](int& x) { if (x) return; x = 1; }")
    assert (len(once.returns), once.returns_inside, once.has_value) == (1, False, False)
    inside = _lambda("[](int x) { for (;;) { return x; } }")
    assert (inside.returns_inside, inside.has_value) == (True, True)
    nested = _lambda("[](int x) { auto g = [] { return 1; }; x = g(); }")
    assert nested.returns == ()


@pytest.mark.parametrize(
    "text", ["[](int x) { return; }", "[](int x) { x = 1; return x; }", "[] { return {1, 2}; }"]
)
def test_bodies_that_are_no_value(text: str) -> None:
    assert _lambda(text).value is None


def test_another_span_is_no_lambda() -> None:
    tree = _tree("[] { return 1; }")
    assert lambda_at(tree, Span(9, 12)) is None
    assert lambda_at(tree, Span(0, 4)) is None


def test_names_in_an_expression() -> None:
    text = "[&](P p) { int q = 2; for (int r : p.all) g(p.x, std::h(q)); }"
    tree, span = _tree(text), Span(9, 9 + len(text))
    assert {(n.text or b"").decode() for n in identifiers(tree, span)} >= {"p", "q", "g"}
    assert "x" not in {(n.text or b"").decode() for n in identifiers(tree, span)}
    assert set(called_names(tree, span)) == {"g", "std::h"}
    assert declared_names(tree, span) >= {"p", "q", "r"}
