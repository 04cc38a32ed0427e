"""Data-sharing attributes by OpenMP 5.2, section 5.1."""

from __future__ import annotations

from pcg_engine.domain.ast import (
    ArithmeticKind,
    ArithmeticType,
    Assignment,
    Block,
    Declaration,
    Declarator,
    ExpressionStatement,
    Name,
    Statement,
    Storage,
    Variable,
)
from pcg_engine.domain.source import Span
from pcg_engine.tools.legality.data_sharing import DataEnvironment, data_environment
from pcg_engine.tools.openmp.directive import Attribute, Directive
from pcg_engine.tools.openmp.parser import parse_directive

HERE = Span(0, 0)
INT = ArithmeticType("int", ArithmeticKind.INTEGER, 32, True)


def variable(name: str, storage: Storage = Storage.LOCAL) -> Variable:
    return Variable(f"{name}@{storage}", name, INT, storage, HERE)


def use(of: Variable) -> Statement:
    name = Name(of, INT, HERE)
    return ExpressionStatement(Assignment("=", name, name, INT, INT, HERE), HERE)


def declare(of: Variable) -> Statement:
    return Declaration((Declarator(of, None, HERE),), HERE)


A, B, COUNTER = variable("a"), variable("b"), variable("i")
INNER = variable("inner")
STATIC = variable("kept", Storage.STATIC_LOCAL)
PER_THREAD = variable("mine", Storage.THREAD_LOCAL)
GLOBAL = variable("everywhere", Storage.GLOBAL)
BODY = Block(
    (declare(INNER), *(use(v) for v in (A, B, COUNTER, INNER, STATIC, PER_THREAD, GLOBAL))), HERE
)


def environment(text: str, enclosing: DataEnvironment | None = None) -> DataEnvironment:
    directive = parse_directive(text)
    assert isinstance(directive, Directive)
    return data_environment(directive, BODY, (COUNTER,), enclosing)


def described(found: DataEnvironment) -> dict[str, str]:
    return {
        v.name: "+".join(sorted(found.of(v).attributes)) or f"reduction {found.of(v).operator}"
        for v in (A, B, COUNTER, INNER, STATIC, PER_THREAD, GLOBAL)
    }


IMPLICIT = {
    "a": "shared",
    "b": "shared",
    "i": "private",
    "inner": "private",
    "kept": "shared",
    "mine": "private",
    "everywhere": "shared",
}


def test_rules_without_clauses() -> None:
    assert described(environment("parallel for")) == IMPLICIT


def test_clauses_come_first() -> None:
    found = environment("parallel for firstprivate(a) lastprivate(a, i) reduction(max : b)")
    assert described(found) == {
        **IMPLICIT,
        "a": "firstprivate+lastprivate",
        "b": "reduction max",
        "i": "lastprivate",
    }
    assert found.of(A).explicit
    assert not found.of(GLOBAL).explicit


def test_default_clauses() -> None:
    assert described(environment("parallel for default(firstprivate)")) == {
        **IMPLICIT,
        "a": "firstprivate",
        "b": "firstprivate",
        "everywhere": "firstprivate",
    }
    found = environment("parallel for default(none) shared(a)")
    assert found.undetermined == ("b", "everywhere")


def test_names_that_mean_nothing_here_are_told() -> None:
    assert environment("parallel for private(c, inner)").unresolved == ("c", "inner")


def test_a_construct_without_a_team_inherits() -> None:
    region = environment("parallel private(a) firstprivate(b)")
    inner = environment("for lastprivate(b)", region)
    assert described(inner) == {**IMPLICIT, "a": "private", "b": "lastprivate"}
    assert inner.of(A).attributes == frozenset((Attribute.PRIVATE,))
    assert not inner.of(A).explicit
