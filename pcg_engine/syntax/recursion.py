"""Where functions call themselves more than once, by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tree_sitter import Node

from pcg_engine.domain.source import Span
from pcg_engine.syntax.names import qualified_parts


@dataclass(frozen=True, slots=True)
class Definition:
    """A function definition: its own name, and how many arguments its calls have."""

    name: str
    fewest: int
    most: int


def definition_of(function: Node, name: str) -> Definition | None:
    """What calls of ``function``, a ``function_definition``, look like; ``None`` if that varies."""
    declarator = function.child_by_field_name("declarator")
    while declarator is not None and declarator.type != "function_declarator":
        declarator = declarator.child_by_field_name("declarator") or next(
            (c for c in declarator.named_children if c.type == "function_declarator"), None
        )
    parameters = None if declarator is None else declarator.child_by_field_name("parameters")
    if parameters is None or not name:
        return None
    kinds = [child.type for child in parameters.named_children]
    if any(child.type == "..." for child in parameters.children):
        return None
    plain = kinds.count("parameter_declaration")
    return Definition(name, plain, plain + kinds.count("optional_parameter_declaration"))


def calls_itself(call: Node, definition: Definition) -> bool:
    """Whether ``call``, a ``call_expression``, calls ``definition`` by its spelling."""
    function = call.child_by_field_name("function")
    arguments = call.child_by_field_name("arguments")
    if function is None or arguments is None or function.type == "field_expression":
        return False
    if qualified_parts(function)[-1:] != (definition.name,):
        return False
    given = sum(child.type != "comment" for child in arguments.named_children)
    return definition.fewest <= given <= definition.most


def branching(calls: Mapping[Span, Sequence[Node]], loops: Sequence[Span]) -> list[Node]:
    """The first call of each function that may call itself twice while it runs once.

    ``calls`` are those of functions to themselves, by the function's span; ``loops`` the bodies of
    all loops.
    """
    first: list[Node] = []
    for function, own in calls.items():
        ordered = sorted(own, key=lambda node: node.start_byte)
        if len(ordered) > 1 or any(
            function.contains(loop) and loop.holds(ordered[0].start_byte) for loop in loops
        ):
            first.append(ordered[0])
    return first
