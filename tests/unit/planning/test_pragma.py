"""The text of directives."""

from __future__ import annotations

from pcg_engine.planning.rules.pragma import directive, if_clause


def test_short_directives_stay_on_one_line() -> None:
    text = directive("parallel for", ["private(t)", "reduction(+:s)"], "    ")
    assert text == "    #pragma omp parallel for private(t) reduction(+:s)\n"


def test_long_conditions_continue_after_logical_operators() -> None:
    guards = [f"(first_{i} + n <= second_{i} || second_{i} + n <= first_{i})" for i in range(3)]
    text = directive("parallel for", if_clause(guards), "  ")
    assert text == (
        "  #pragma omp parallel for if((first_0 + n <= second_0 || second_0 + n <= first_0) && \\\n"
        "      (first_1 + n <= second_1 || second_1 + n <= first_1) && \\\n"
        "      (first_2 + n <= second_2 || second_2 + n <= first_2))\n"
    )
    assert max(len(line) for line in text.split("\n")) <= 100


def test_alternatives_are_parenthesised_among_other_conditions() -> None:
    assert if_clause(["p < q || q < p", "&x != &y"]) == ["if((p < q || q < p) && &x != &y)"]
    assert if_clause(["(a) || (b)", "c"]) == ["if(((a) || (b)) && c)"]
    assert if_clause(["&x != &y", "&x != &y"]) == ["if(&x != &y)"]
    assert if_clause([]) == []
