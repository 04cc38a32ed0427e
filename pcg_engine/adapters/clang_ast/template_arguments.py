"""The arguments of an instance of a function template."""

from __future__ import annotations

from collections.abc import Iterator

from pcg_engine.adapters.clang_ast.declarations import Declarations
from pcg_engine.adapters.clang_ast.json_node import Node, children, kind, name, spelled_type
from pcg_engine.domain.ast import TemplateArgument

_PARAMETERS = frozenset(
    ("TemplateTypeParmDecl", "NonTypeTemplateParmDecl", "TemplateTemplateParmDecl")
)
_UNWRITTEN = "?"
"""What stands for an argument that the dump does not spell (the address of an object)."""


def template_arguments(node: Node, declarations: Declarations) -> tuple[TemplateArgument, ...]:
    """Those of the function ``node``; none if it is no instance of a function template."""
    template = declarations.template_of.get(str(node.get("id", "")))
    if template is None:
        return ()
    parameters = [c for c in children(template) if kind(c) in _PARAMETERS]
    given = [c for c in children(node) if kind(c) == "TemplateArgument"]
    if len(parameters) != len(given):
        return ()
    return tuple(
        found
        for parameter, argument in zip(parameters, given, strict=True)
        for found in _arguments(parameter, argument, declarations)
    )


def _arguments(
    parameter: Node, argument: Node, declarations: Declarations
) -> Iterator[TemplateArgument]:
    """One, or those of a pack."""
    if parameter.get("isParameterPack"):
        for one in children(argument):
            if kind(one) == "TemplateArgument":
                yield _argument("...", parameter, one, declarations)
    else:
        yield _argument(name(parameter), parameter, argument, declarations)


def _argument(
    own: str, parameter: Node, argument: Node, declarations: Declarations
) -> TemplateArgument:
    if "value" in argument:
        return TemplateArgument(own, _number(parameter, argument, declarations), is_type=False)
    spelled = spelled_type(argument)
    if spelled and kind(parameter) == "TemplateTypeParmDecl":
        return TemplateArgument(own, spelled, is_type=True)
    return TemplateArgument(own, _UNWRITTEN, is_type=False)


def _number(parameter: Node, argument: Node, declarations: Declarations) -> str:
    """A value of the parameter's type, as far as the dump tells that."""
    value = str(argument["value"])
    type_ = spelled_type(parameter)
    if type_ == "bool":
        return "false" if value == "0" else "true"
    entries = declarations.enums.get(type_.rpartition("::")[2], set())
    if len(entries) == 1:
        (entry,) = entries
        return f"(::{entry.name}){value}"
    return value
