"""Operators on the headers of ``for`` loops."""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node

from tests.adversarial.mutation.mutant import Change, Plot, replacement

_OTHER = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}


def bound_moved(plot: Plot) -> Iterator[Change]:
    """The bound one more or one less."""
    for condition in _conditions(plot):
        bound = condition.child_by_field_name("right")
        if bound is not None:
            yield from _by_one(plot, bound, "bound")


def bound_inclusive(plot: Plot) -> Iterator[Change]:
    """``<`` and ``<=`` exchanged."""
    for condition in _conditions(plot):
        operator = condition.child_by_field_name("operator")
        if operator is not None:
            other = _OTHER[plot.text(operator)]
            yield replacement(operator, other, f"{plot.text(operator)} → {other}")


def start_moved(plot: Plot) -> Iterator[Change]:
    """The first value one more or one less."""
    for loop in plot.nodes("for_statement"):
        initializer = loop.child_by_field_name("initializer")
        if initializer is None:
            continue
        first = _first_value(initializer)
        if first is not None:
            yield from _by_one(plot, first, "start")


def step_doubled(plot: Plot) -> Iterator[Change]:
    """Every other iteration only."""
    for loop in plot.nodes("for_statement"):
        update = loop.child_by_field_name("update")
        if update is None:
            continue
        argument = update.child_by_field_name("argument")
        right = update.child_by_field_name("right")
        operator = update.child_by_field_name("operator")
        if update.type == "update_expression" and argument is not None and operator is not None:
            sign = plot.text(operator)[0]
            yield replacement(update, f"{plot.text(argument)} {sign}= 2", "step doubled")
        elif right is not None and operator is not None and plot.text(operator) in ("+=", "-="):
            yield replacement(right, f"2 * ({plot.text(right)})", "step doubled")


def _conditions(plot: Plot) -> Iterator[Node]:
    """The comparisons that end the loops of the plot."""
    for loop in plot.nodes("for_statement"):
        condition = loop.child_by_field_name("condition")
        if condition is None or condition.type != "binary_expression":
            continue
        operator = condition.child_by_field_name("operator")
        if operator is not None and plot.text(operator) in _OTHER:
            yield condition


def _first_value(initializer: Node) -> Node | None:
    if initializer.type == "declaration":
        declarator = initializer.child_by_field_name("declarator")
        return None if declarator is None else declarator.child_by_field_name("value")
    if initializer.type == "assignment_expression":
        return initializer.child_by_field_name("right")
    return None


def _by_one(plot: Plot, value: Node, name: str) -> Iterator[Change]:
    for sign in ("+", "-"):
        yield replacement(value, f"{plot.text(value)} {sign} 1", f"{name} {sign} 1")
