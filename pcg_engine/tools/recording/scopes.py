"""Statements and local variables around an offset of a text, by syntax alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set as AbstractSet
from dataclasses import dataclass

from tree_sitter import Node

_DECLARATORS = frozenset(
    {
        "init_declarator",
        "pointer_declarator",
        "array_declarator",
        "reference_declarator",
        "parenthesized_declarator",
        "function_declarator",
        "attributed_declarator",
        "variadic_declarator",
    }
)
_NOT_AUTOMATIC = frozenset({"static", "extern", "thread_local", "__thread", "constexpr"})
_SCALAR_TYPES = frozenset({"primitive_type", "sized_type_specifier", "enum_specifier"})
_FUNCTIONS = frozenset({"function_definition", "lambda_expression"})
LOOPS = frozenset({"for_statement", "for_range_loop"})


@dataclass(frozen=True, slots=True)
class Local:
    """A local variable or parameter; ``offset`` is where its name is declared.

    ``is_compound`` is true for C arrays and for whatever may be a class object: types whose parts
    are accessed by themselves.
    """

    name: str
    offset: int
    is_compound: bool


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is visible at a statement.

    ``locals`` holds the innermost declaration of each name, ``body`` the body of the function or
    lambda around; ``conditional`` are the names that declarations under an ``#if`` introduce,
    which may be there or not. ``unnamed`` are the places, from 0, of parameters whose names the
    syntax does not tell.
    """

    locals: tuple[Local, ...]
    body: Node | None
    conditional: frozenset[str]
    unnamed: tuple[int, ...] = ()


def statement_at(root: Node, offset: int) -> Node | None:
    """The largest statement that begins exactly at ``offset``."""
    node = root.descendant_for_byte_range(offset, offset + 1)
    found: Node | None = None
    while node is not None and node.start_byte == offset:
        if node.type.endswith("_statement") or node.type in LOOPS:
            found = node
        node = node.parent
    return found


def surroundings(statement: Node) -> Surroundings:
    """What is visible where ``statement`` begins."""
    found: dict[str, Local] = {}
    conditional: set[str] = set()
    child = statement
    node = statement.parent
    while node is not None:
        for declaration in _declarations_before(node, child):
            if declaration.type.startswith("preproc_"):
                conditional |= _names_under(declaration)
                continue
            for local in declared(declaration):
                found.setdefault(local.name, local)
        if node.type in _FUNCTIONS:
            unnamed: list[int] = []
            for place, parameter in enumerate(_parameters(node)):
                if _may_be_macro(parameter):
                    unnamed.append(place)
                    continue
                for local in declared(parameter):
                    found.setdefault(local.name, local)
            body = node.child_by_field_name("body")
            return Surroundings(
                _certain(found, conditional), body, frozenset(conditional), tuple(unnamed)
            )
        child, node = node, node.parent
    return Surroundings(_certain(found, conditional), None, frozenset(conditional))


def _certain(found: Mapping[str, Local], conditional: AbstractSet[str]) -> tuple[Local, ...]:
    return tuple(local for name, local in found.items() if name not in conditional)


def function_name(function: Node) -> str:
    """The unqualified name that a function's definition gives; empty for lambdas and operators."""
    declarator = function.child_by_field_name("declarator")
    while declarator is not None and declarator.type != "identifier":
        if declarator.type == "qualified_identifier":
            declarator = declarator.child_by_field_name("name")
        else:
            declarator = _inner_declarator(declarator)
    return "" if declarator is None else _text(declarator)


def number_of_parameters(function: Node) -> int:
    """How many parameters a function's definition names."""
    return len(list(_parameters(function)))


def declared(declaration: Node) -> Iterator[Local]:
    """The automatic variables that ``declaration`` declares; references are left out."""
    specifiers = {
        child.text.decode("utf-8", "replace")
        for child in declaration.children
        if child.type in ("storage_class_specifier", "type_qualifier") and child.text
    }
    if specifiers & _NOT_AUTOMATIC:
        return
    type_ = declaration.child_by_field_name("type")
    is_scalar = type_ is not None and type_.type in _SCALAR_TYPES
    is_constant = "const" in specifiers
    for declarator in declaration.children_by_field_name("declarator"):
        kinds = _declarator_kinds(declarator)
        is_pointer = "pointer_declarator" in kinds
        is_compound = "array_declarator" in kinds or not (is_scalar or is_pointer)
        for name in _names(declarator):
            yield Local(_text(name), name.start_byte, is_compound and not is_constant)


def loop_body(loop: Node) -> Node | None:
    """The body of a ``for`` or range-``for``."""
    return loop.child_by_field_name("body")


def only_loop_in(body: Node) -> Node | None:
    """The loop that makes up ``body``, alone or in braces."""
    if body.type in LOOPS:
        return body
    if body.type != "compound_statement":
        return None
    inside = [child for child in body.named_children if child.type != "comment"]
    return inside[0] if len(inside) == 1 and inside[0].type in LOOPS else None


@dataclass(frozen=True, slots=True)
class Induction:
    """The variable of a loop; ``is_outer`` if it is declared before the loop."""

    name: str
    is_outer: bool


def induction_variable(loop: Node) -> Induction | None:
    """The variable that the header of ``loop`` counts with, if it is written in a usual form."""
    if loop.type == "for_range_loop":
        declarator = loop.child_by_field_name("declarator")
        names = list(_names(declarator, references=True)) if declarator is not None else []
        return Induction(_text(names[0]), is_outer=False) if len(names) == 1 else None
    initialiser = loop.child_by_field_name("initializer")
    if initialiser is None:
        return None
    if initialiser.type == "declaration":
        names = list(declared(initialiser))
        return Induction(names[0].name, is_outer=False) if names else None
    if initialiser.type == "expression_statement" and initialiser.named_children:
        initialiser = initialiser.named_children[0]
    if initialiser.type == "assignment_expression":
        left = initialiser.child_by_field_name("left")
        if left is not None and left.type == "identifier":
            return Induction(_text(left), is_outer=True)
    return None


def _declarations_before(parent: Node, child: Node) -> Iterator[Node]:
    """Declarations of ``parent`` in force at ``child``, latest first."""
    match parent.type:
        case "for_range_loop":
            yield parent
        case "for_statement" | "if_statement" | "while_statement" | "switch_statement":
            for part in parent.children:
                if part.start_byte >= child.start_byte:
                    break
                yield from _headers(part)
        case "catch_clause":
            parameters = parent.child_by_field_name("parameters")
            if parameters is not None:
                yield from parameters.named_children
        case _:
            before = [c for c in parent.named_children if c.start_byte < child.start_byte]
            for sibling in reversed(before):
                if sibling.type == "declaration" or sibling.type.startswith("preproc_if"):
                    yield sibling


def _headers(part: Node) -> Iterator[Node]:
    if part.type == "declaration":
        yield part
    elif part.type in ("condition_clause", "init_statement"):
        for inner in part.named_children:
            yield from _headers(inner)


def _names_under(node: Node) -> set[str]:
    """The names that declarations in ``node``, at any depth, introduce."""
    found: set[str] = set()
    for child in node.named_children:
        if child.type == "declaration":
            for declarator in child.children_by_field_name("declarator"):
                found.update(_text(name) for name in _names(declarator, references=True))
        found |= _names_under(child)
    return found


def _parameters(function: Node) -> Iterator[Node]:
    declarator = function.child_by_field_name("declarator")
    while declarator is not None and declarator.child_by_field_name("parameters") is None:
        declarator = _inner_declarator(declarator)
    parameters = declarator.child_by_field_name("parameters") if declarator is not None else None
    if parameters is None:
        return
    for parameter in parameters.named_children:
        if parameter.type in ("parameter_declaration", "optional_parameter_declaration"):
            yield parameter


def _may_be_macro(parameter: Node) -> bool:
    """Whether it reads ``double MATRIX(a, N)``: a function, or an array by a macro."""
    declarator = parameter.child_by_field_name("declarator")
    if declarator is None or declarator.type != "function_declarator":
        return False
    named = declarator.child_by_field_name("declarator")
    return named is not None and named.type == "identifier"


def _names(declarator: Node, *, references: bool = False) -> Iterator[Node]:
    """The identifiers that a declarator introduces."""
    match declarator.type:
        case "identifier":
            yield declarator
        case "structured_binding_declarator":
            yield from (c for c in declarator.named_children if c.type == "identifier")
        case "variadic_declarator":
            return
        case "reference_declarator" if not references:
            return
        case _:
            inner = _inner_declarator(declarator)
            if inner is not None:
                yield from _names(inner, references=references)


def _declarator_kinds(declarator: Node) -> frozenset[str]:
    kinds = {declarator.type}
    inner = _inner_declarator(declarator)
    while inner is not None:
        kinds.add(inner.type)
        inner = _inner_declarator(inner)
    return frozenset(kinds)


def _text(node: Node) -> str:
    return node.text.decode("utf-8", "replace") if node.text else ""


def _inner_declarator(declarator: Node) -> Node | None:
    return declarator.child_by_field_name("declarator") or next(
        (
            child
            for child in declarator.named_children
            if child.type in _DECLARATORS
            or child.type in ("identifier", "structured_binding_declarator")
        ),
        None,
    )
