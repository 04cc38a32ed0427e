"""What the operators make of a text: pure, no compiler."""

from __future__ import annotations

from pathlib import Path

import pytest

from pcg_engine.domain.source import SourceText, Span
from tests.adversarial.mutation.catalogue import CODE_OPERATORS, DIRECTIVE_OPERATORS, mutants
from tests.adversarial.mutation.equivalence import reviewed
from tests.adversarial.mutation.mutant import Mutant
from tests.adversarial.mutation.offers import Offer
from tests.adversarial.mutation.sample import sample

_LOOPS = """\
void f(const double* a, double* b, int n) {
    for (int i = 1; i < n; ++i) {
        for (int j = n; j >= 2; j -= 3) {
            if (a[i * n + j] > 0.5) {
                b[i] += a[j];
            }
        }
    }
}
"""

_DIRECTIVES = """\
    #pragma omp parallel for collapse(2) private(x, y) reduction(+ : s) \\
        if((a + n <= b || b + n <= a) && (&p != &q))
    for (int i = 0; i < n; ++i) {
        for (int j = 0; j < n; ++j) {
            #pragma omp atomic
            c += 1;
        }
    }
"""


def _lines(text: str, operator: str) -> list[str]:
    """The changed line of each mutant, or what is left around a removed one."""
    data = text.encode()
    operators = {operator: (DIRECTIVE_OPERATORS | CODE_OPERATORS)[operator]}
    found = mutants(SourceText("a.cpp", data), Span(0, len(data)), operators)
    return [_changed(text, mutant.text.decode()) for mutant in found]


def _changed(before: str, after: str) -> str:
    old = before.splitlines()
    return " ".join(" ".join(line for line in after.splitlines() if line not in old).split())


@pytest.mark.parametrize(
    ("operator", "expected"),
    [
        (
            "loop bound ± 1",
            [
                "for (int i = 1; i < n + 1; ++i) {",
                "for (int i = 1; i < n - 1; ++i) {",
                "for (int j = n; j >= 2 + 1; j -= 3) {",
                "for (int j = n; j >= 2 - 1; j -= 3) {",
            ],
        ),
        (
            "loop bound: < ↔ <=",
            ["for (int i = 1; i <= n; ++i) {", "for (int j = n; j > 2; j -= 3) {"],
        ),
        (
            "loop start ± 1",
            [
                "for (int i = 1 + 1; i < n; ++i) {",
                "for (int i = 1 - 1; i < n; ++i) {",
                "for (int j = n + 1; j >= 2; j -= 3) {",
                "for (int j = n - 1; j >= 2; j -= 3) {",
            ],
        ),
        (
            "loop step doubled",
            ["for (int i = 1; i < n; i += 2) {", "for (int j = n; j >= 2; j -= 2 * (3)) {"],
        ),
        (
            "arithmetic operator",
            ["if (a[i * n - j] > 0.5) {", "if (a[i + n + j] > 0.5) {", "b[i] -= a[j];"],
        ),
        ("comparison", ["if (a[i * n + j] <= 0.5) {", "if (a[i * n + j] >= 0.5) {"]),
        ("indices swapped", ["if (a[j * n + i] > 0.5) {"]),
        (
            "index ± 1",
            [
                "if (a[i * n + j + 1] > 0.5) {",
                "if (a[i * n + j - 1] > 0.5) {",
                "b[i + 1] += a[j];",
                "b[i - 1] += a[j];",
                "b[i] += a[j + 1];",
                "b[i] += a[j - 1];",
            ],
        ),
        ("statement deleted", ["", ""]),
        ("constant changed", ["if (a[i * n + j] > 1.5) {"]),
        (
            "type narrowed",
            ["for (short i = 1; i < n; ++i) {", "for (short j = n; j >= 2; j -= 3) {"],
        ),
    ],
)
def test_operators_on_code(operator: str, expected: list[str]) -> None:
    """Each place once, nothing in the headers but by the operators for headers."""
    assert _lines(_LOOPS, operator) == expected


def test_two_subscripts_are_swapped() -> None:
    """``a[i][j]`` becomes ``a[j][i]``."""
    assert _lines("void f() { a[i][j + 1] = 0; }", "indices swapped") == [
        "void f() { a[j + 1][i] = 0; }"
    ]


_HEAD = "#pragma omp parallel for"
_REST = "reduction(+ : s) \\"


@pytest.mark.parametrize(
    ("operator", "expected"),
    [
        (
            "clause dropped",
            [
                f"{_HEAD} private(x, y) {_REST}",
                f"{_HEAD} collapse(2) {_REST}",
                f"{_HEAD} collapse(2) private(x, y) \\",
            ],
        ),
        (
            "variable dropped from a clause",
            [
                f"{_HEAD} collapse(2) private(y) {_REST}",
                f"{_HEAD} collapse(2) private(x) {_REST}",
            ],
        ),
        (
            "reduction: other operator",
            [
                f"{_HEAD} collapse(2) private(x, y) reduction(* : s) \\",
                f"{_HEAD} collapse(2) private(x, y) reduction(max : s) \\",
            ],
        ),
        (
            "reduction → private, firstprivate, shared",
            [
                f"{_HEAD} collapse(2) private(x, y) private(s) \\",
                f"{_HEAD} collapse(2) private(x, y) firstprivate(s) \\",
                f"{_HEAD} collapse(2) private(x, y) shared(s) \\",
            ],
        ),
        (
            "private, firstprivate → shared, private",
            [f"{_HEAD} collapse(2) shared(x, y) {_REST}"],
        ),
        ("guard dropped", [""]),
        ("guard negated", ["if(!((a + n <= b || b + n <= a) && (&p != &q)))"]),
        (
            "guard: one condition dropped",
            ["if(true && (&p != &q))", "if((a + n <= b || b + n <= a) && true)"],
        ),
        (
            "guard: range shorter by one",
            [
                "if((a + n - 1 <= b || b + n <= a) && (&p != &q))",
                "if((a + n <= b || b + n - 1 <= a) && (&p != &q))",
            ],
        ),
        ("one loop more collapsed", [f"{_HEAD} collapse(3) private(x, y) {_REST}"]),
        ("directive at the loop around", []),
        ("nowait added", []),
        ("directive removed", [""]),
        ("atomic only for the write", ["#pragma omp atomic write"]),
        (
            "schedule changed",
            [f"{_HEAD} schedule(dynamic) collapse(2) private(x, y) {_REST}"],
        ),
        ("simd added", [f"{_HEAD} simd collapse(2) private(x, y) {_REST}"]),
    ],
)
def test_operators_on_directives(operator: str, expected: list[str]) -> None:
    """Clauses are found on continued lines, and only they change."""
    assert _lines(_DIRECTIVES, operator) == expected


def test_a_directive_moves_inward_and_outward() -> None:
    """The whole directive goes, and takes the indentation of its new place."""
    outer = "#pragma omp for\nfor (;;) {\n    for (;;) {\n    }\n}\n"
    inner = "for (;;) {\n    #pragma omp for\n    for (;;) {\n    }\n}\n"
    for text, operator, other in (
        (outer, "directive at the loop inside", inner),
        (inner, "directive at the loop around", outer),
    ):
        source = SourceText("a.cpp", f"void f() {{\n{text}}}\n".encode())
        operators = {operator: DIRECTIVE_OPERATORS[operator]}
        found = mutants(source, Span(0, len(source.data)), operators)
        assert [mutant.text.decode() for mutant in found] == [f"void f() {{\n{other}}}\n"]


def test_worksharing_gets_a_nowait_and_a_region_does_not() -> None:
    """``nowait`` belongs to ``for``, ``single`` and ``sections``."""
    text = "#pragma omp parallel\n{\n#pragma omp for schedule(static)\nfor (;;);\n}\n"
    assert _lines(text, "nowait added") == ["#pragma omp for nowait schedule(static)"]


def test_only_the_plot_is_mutated() -> None:
    """What lies outside the span stays."""
    data = b"void f() { a = 1; }\nvoid g() { b = 2; }\n"
    source = SourceText("a.cpp", data)
    operators = {"constant changed": CODE_OPERATORS["constant changed"]}
    found = mutants(source, Span(20, len(data)), operators)
    assert found == (
        Mutant("constant changed", "2 → 3", 2, b"void f() { a = 1; }\nvoid g() { b = 3; }\n"),
    )


def _offer(name: str, operators: list[str]) -> Offer:
    made = tuple(
        Mutant(operator, "", 1, f"{name} {operator} {number}".encode())
        for operator in operators
        for number in range(3)
    )
    return Offer(name, Path(name), b"", Span(0, 0), mutants=made)


def test_the_sample_takes_operators_and_offers_in_turns() -> None:
    """The same for the same arguments; nothing is taken twice."""
    offers = [
        _offer("a", ["guard dropped", "comparison"]),
        _offer("b", ["comparison"]),
        _offer("corpus/c", ["comparison"]),
    ]
    four = sample(offers, 4, seed=1, offers_at_most=3)
    assert [one.mutant.operator for one in four] == ["guard dropped", "comparison"] * 2
    assert len({one.offer.name for one in four if one.mutant.operator == "comparison"}) == 2
    everything = sample(offers, 100, seed=1, offers_at_most=3)
    assert everything[:4] == four == sample(offers, 4, seed=1, offers_at_most=3)
    assert len({one.mutant.text for one in everything}) == len(everything) == 12


def test_few_offers_hold_every_operator() -> None:
    """An operator that one offer alone has is not lost when only a few offers are judged."""
    offers = [_offer(f"{number}", ["comparison"]) for number in range(20)]
    offers.append(_offer("corpus/x", ["nowait added"]))
    chosen = sample(offers, 100, seed=1, offers_at_most=3)
    assert len({one.offer.name for one in chosen}) == 3
    assert {one.mutant.operator for one in chosen} == {"comparison", "nowait added"}


def test_a_reviewed_mutant_needs_a_reason(tmp_path: Path) -> None:
    """An entry without one is refused; those that are kept can be read."""
    path = tmp_path / "equivalent.toml"
    path.write_text('[[mutant]]\noffer="a"\noperator="b"\ndigest="c"\nwhy=" "\n')
    with pytest.raises(ValueError, match="has no reason"):
        reviewed(path)
    assert all(reviewed().values())
