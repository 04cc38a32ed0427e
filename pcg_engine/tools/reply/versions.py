"""Versions of a function in pieces of code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tree_sitter import Node

from pcg_engine.domain.source import SourceText, Span
from pcg_engine.syntax.definitions import Definition, node_of
from pcg_engine.syntax.items import Item, ItemKind, items, tokens
from pcg_engine.syntax.parse import SyntaxTree, parse

_PARAMETERS = frozenset(
    ("parameter_declaration", "optional_parameter_declaration", "variadic_parameter_declaration")
)
_IGNORED = frozenset(("__restrict", "__restrict__", "restrict", "std", "::"))


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter: the tokens of its type, and its name (perhaps empty)."""

    type: str
    name: str


@dataclass(frozen=True, slots=True)
class Version:
    """One definition; ``node`` is it without ``template <…>``."""

    tree: SyntaxTree
    item: Item
    node: Node
    body: Node

    @property
    def is_complete(self) -> bool:
        """Whether its body ends."""
        last = self.body
        while last.child_count:
            last = last.children[-1]
        return last.type == "}" and not last.is_missing

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """Its parameters."""
        return parameters(self.node)

    @property
    def initialises(self) -> bool:
        """Whether it is a constructor with initialisers, which are part of its code."""
        return any(child.type == "field_initializer_list" for child in self.node.children)

    @property
    def code(self) -> str:
        """The body's tokens, with the initialisers of a constructor."""
        lists = [child for child in self.node.children if child.type == "field_initializer_list"]
        return " ".join(tokens(node) for node in (*lists, self.body))


@dataclass(frozen=True, slots=True)
class Code:
    """A piece of code, parsed, with its items and the functions with a body among them."""

    tree: SyntaxTree
    items: tuple[Item, ...]
    functions: tuple[Version, ...]

    def versions_of(self, target: Version) -> tuple[Version, ...]:
        """The functions that bear the name of ``target``, as far as they say it."""
        return tuple(one for one in self.functions if bears_name(one.item, target.item))


def code_of(text: str) -> Code:
    """``text`` parsed; accepts any text."""
    # A directive is one only if its line ends.
    return code_in(parse(SourceText("answer", f"{text}\n".encode("utf-8", "replace"))))


def code_in(tree: SyntaxTree) -> Code:
    """What is in a text that is parsed already."""
    found = tuple(items(tree))
    return Code(tree, found, tuple(_functions(found, tree)))


def version_at(definition: Definition, tree: SyntaxTree) -> Version | None:
    """The definition of a file as a version; ``None`` if it has no body."""
    return _version(definition.item, definition.node, tree)


def bears_name(item: Item, target: Item) -> bool:
    """Whether the qualified names agree, as far as ``item`` is qualified."""
    own, wanted = item.name.split("::"), target.name.split("::")
    return bool(item.names) and own == wanted[-len(own) :]


def parameters(function: Node) -> tuple[Parameter, ...]:
    """The parameters of a ``function_definition``."""
    declarator = function.child_by_field_name("declarator")
    while declarator is not None and declarator.type != "function_declarator":
        inner = declarator.child_by_field_name("declarator")
        if inner is None and declarator.type == "reference_declarator":
            inner = next(iter(declarator.named_children), None)
        declarator = inner
    listed = None if declarator is None else declarator.child_by_field_name("parameters")
    if listed is None:
        return ()
    found = [_parameter(child) for child in listed.named_children if child.type in _PARAMETERS]
    return () if found == [Parameter("void", "")] else tuple(found)


def same_types(one: Sequence[Parameter], other: Sequence[Parameter]) -> bool:
    """Whether the types are written alike."""
    return [p.type for p in one] == [p.type for p in other]


def same_names(one: Sequence[Parameter], other: Sequence[Parameter]) -> bool:
    """Whether the names are the same, in order."""
    return [p.name for p in one] == [p.name for p in other]


def _functions(found: Sequence[Item], tree: SyntaxTree) -> Iterator[Version]:
    for item in found:
        if item.kind is ItemKind.FUNCTION and item.body is not None and item.names:
            node = node_of(item, tree)
            version = None if node is None else _version(item, node, tree)
            if version is not None:
                yield version


def _version(item: Item, node: Node, tree: SyntaxTree) -> Version | None:
    bodies = [n for n in node.children if item.body == Span(n.start_byte, n.end_byte)]
    return Version(tree, item, node, bodies[-1]) if bodies else None


def _parameter(node: Node) -> Parameter:
    identifier = _identifier(node.child_by_field_name("declarator"))
    default = node.child_by_field_name("default_value")
    skipped = {one.id for one in (identifier, default) if one is not None}
    words: list[str] = []
    pending = [node]
    while pending:
        current = pending.pop()
        if current.id in skipped or current.type in ("comment", "="):
            continue
        if current.child_count:
            pending.extend(reversed(current.children))
        else:
            word = (current.text or b"").decode("utf-8", "replace")
            if word not in _IGNORED:
                words.append(word)
    # `int const*` is `const int*`: qualifiers in front of the first `*` or `&` have no order.
    first = next((n for n, word in enumerate(words) if word in ("*", "&", "&&")), len(words))
    kind = [*sorted(words[:first], key=lambda word: word != "const"), *words[first:]]
    name = "" if identifier is None else (identifier.text or b"").decode("utf-8", "replace")
    return Parameter(" ".join(kind), name)


def _identifier(declarator: Node | None) -> Node | None:
    current = declarator
    while current is not None and current.type != "identifier":
        inner = current.child_by_field_name("declarator")
        if inner is None:
            inner = next(
                (
                    n
                    for n in current.named_children
                    if n.type.endswith(("declarator", "identifier"))
                ),
                None,
            )
        current = inner
    return current
