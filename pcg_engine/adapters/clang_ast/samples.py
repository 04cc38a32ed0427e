"""Instances of templates that the text itself has none of, so that there is something to read.

Lines behind the text ask for one of each template that holds loops. Where the text stands, and all
that it means, stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from pcg_engine.adapters.clang_ast.declarations import (
    FUNCTION_KINDS,
    RECORD_KINDS,
    Declarations,
    Scope,
)
from pcg_engine.adapters.clang_ast.json_node import (
    Node,
    children,
    descendants,
    kind,
    name,
    spelled_type,
)
from pcg_engine.domain.ast import Sample

_TYPES = ("double", "int")
"""What is tried for a type, in this order."""
_NUMBER = "4"
_MOST = 4
_LOOPS = frozenset(("ForStmt", "CXXForRangeStmt", "WhileStmt", "DoStmt"))
_INTEGERS = frozenset(
    (
        *("int", "unsigned int", "long", "unsigned long", "long long", "unsigned long long"),
        *("size_t", "std::size_t", "short", "unsigned short"),
    )
)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A template without an instance; ``parameters`` are its node's, without those with defaults.

    ``is_class`` for one of a class, of which all members are wanted.
    """

    name: str
    parameters: tuple[Node, ...]
    is_class: bool

    def sample(self, number: int, type_: str) -> Sample:
        """An instance with ``type_`` for each type."""
        given = ", ".join(
            type_ if kind(one) == "TemplateTypeParmDecl" else _NUMBER for one in self.parameters
        )
        if self.is_class:
            return Sample(self.name, given, f"template class ::{self.name}< {given} >;")
        place = f"&::{self.name}< {given} >"
        text = f"__attribute__((used)) static const auto pcg_sample_{number} = {place};"
        return Sample(self.name, given, text)


def patterns(declarations: Declarations) -> tuple[Pattern, ...]:
    """The templates of the main file that hold loops and have no instance, at most a few."""
    return tuple(_patterns(declarations))[:_MOST]


def choose(
    found: Sequence[Pattern], compiles: Callable[[tuple[Sample, ...]], bool]
) -> tuple[Sample, ...]:
    """The samples that the text compiles with: all with the first type, if that is possible."""
    first = tuple(one.sample(i, _TYPES[0]) for i, one in enumerate(found))
    if not first or compiles(first):
        return first
    # A single one was tried with the first type already.
    types = _TYPES[1:] if len(found) == 1 else _TYPES
    chosen: list[Sample] = []
    for index, one in enumerate(found):
        tried = (one.sample(index, type_) for type_ in types)
        fitting = next((sample for sample in tried if compiles((sample,))), None)
        if fitting is not None:
            chosen.append(fitting)
    return tuple(chosen)


def _patterns(declarations: Declarations) -> Iterator[Pattern]:
    for node, scope in declarations.templates:
        if not scope.in_main_file or scope.pattern or scope.closure:
            continue
        is_class = kind(node) == "ClassTemplateDecl"
        kinds = RECORD_KINDS if is_class else FUNCTION_KINDS
        variants = [child for child in children(node) if kind(child) in kinds]
        if len(variants) != 1 or not _holds_loops(node, scope, is_class, declarations):
            continue
        parameters = tuple(_required(node))
        if parameters and all(map(_can_be_given, parameters)):
            yield Pattern(scope.qualified(name(node)), parameters, is_class)


def _holds_loops(node: Node, scope: Scope, is_class: bool, declarations: Declarations) -> bool:
    if any(kind(one) in _LOOPS for one in descendants(node)):
        return True
    own = scope.qualified(name(node))
    # Members of a class template may be defined behind it.
    return is_class and any(
        entry.has_body and entry.scope.record == own and entry.scope.in_main_file
        for entry in declarations.functions
    )


def _required(node: Node) -> Iterator[Node]:
    for child in children(node):
        if kind(child).startswith("Template") or kind(child) == "NonTypeTemplateParmDecl":
            if "defaultArg" in child:
                return
            yield child


def _can_be_given(parameter: Node) -> bool:
    if parameter.get("isParameterPack"):
        return False
    match kind(parameter):
        case "TemplateTypeParmDecl":
            return True
        case "NonTypeTemplateParmDecl":
            return spelled_type(parameter) in _INTEGERS
        case _:
            return False
