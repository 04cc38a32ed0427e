"""A loop nest in C++ as a tree of lines, so that it can be printed and made smaller."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Line:
    """One statement."""

    text: str


@dataclass(frozen=True, slots=True)
class Group:
    """A statement with a body in braces: ``for (…)``, ``if (…)``, ``else``."""

    head: str
    body: tuple[Node, ...]


Node = Line | Group


@dataclass(frozen=True, slots=True)
class Nest:
    """A function around a loop nest; ``name`` is unique in its file."""

    name: str
    parameters: tuple[str, ...]
    body: tuple[Node, ...]
    result: str = "void"

    @property
    def text(self) -> str:
        """The function in C++."""
        lines = [f"{self.result} {self.name}({', '.join(self.parameters)}) {{"]
        lines.extend(_lines(self.body, 1))
        return "\n".join((*lines, "}", ""))

    def smaller(self) -> Iterator[Nest]:
        """The same nest with one thing less, the largest things first."""
        for body in _smaller(self.body):
            yield replace(self, body=body)
        used = "\n".join(_lines(self.body, 0))
        for index, parameter in enumerate(self.parameters):
            name = parameter.split()[-1].strip("*&").split("[")[0]
            if name not in used:
                rest = (*self.parameters[:index], *self.parameters[index + 1 :])
                yield replace(self, parameters=rest)


def _lines(body: tuple[Node, ...], depth: int) -> Iterator[str]:
    margin = "    " * depth
    for node in body:
        match node:
            case Line(text=text):
                yield margin + text
            case Group(head=head, body=inner):
                yield f"{margin}{head} {{"
                yield from _lines(inner, depth + 1)
                yield margin + "}"


def _smaller(body: tuple[Node, ...]) -> Iterator[tuple[Node, ...]]:
    for index, node in enumerate(body):
        before, after = body[:index], body[index + 1 :]
        yield (*before, *after)
        if isinstance(node, Group):
            yield (*before, *node.body, *after)
    for index, node in enumerate(body):
        if isinstance(node, Group):
            for inner in _smaller(node.body):
                yield (*body[:index], Group(node.head, inner), *body[index + 1 :])
