"""The declarations of a file as what one function of it may depend on.

Coarser than ``items`` and faster: a class is one declaration, its member functions' bodies are
others, and nothing is read but what ends up in a declaration's outline.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from tree_sitter import Node

from pcg_engine.domain.source import Span
from pcg_engine.syntax.lexemes import Directive, directives, is_word, lexemes
from pcg_engine.syntax.names import declared_parts, is_class, scope_names
from pcg_engine.syntax.parse import SyntaxTree

_CONDITIONALS = frozenset(
    ("preproc_if", "preproc_ifdef", "preproc_elif", "preproc_elifdef", "preproc_else")
)
_LISTS = frozenset(("translation_unit", "declaration_list", "field_declaration_list"))
_UNSEEN = frozenset(
    "comment preproc_include preproc_def preproc_function_def preproc_call preproc_directive "
    "access_specifier ; { }".split()
)
_NAMED_BY_ALL_WORDS = frozenset(
    "enum_specifier struct_specifier class_specifier union_specifier namespace_alias_definition "
    "concept_definition".split()
)
_BODIES = frozenset(("compound_statement", "try_statement"))


class DeclarationKind(StrEnum):
    """What a declaration is, as far as reaching it goes."""

    FUNCTION = "function"
    CLASS = "class"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Declaration:
    """One declaration.

    ``label`` names it for people. Mentioning one of ``names`` reaches it, and so does the access to
    a member called as one of ``fields``. ``owner`` are the classes (perhaps namespaces) whose
    member a function is, outermost first; ``is_always`` marks what matters without being named.
    ``span`` is all of it; ``left_out`` are the bodies in it that are declarations of their own;
    ``body`` is that of a function; ``methods`` names the functions that a class declares, each as
    often as it does. ``scope`` is what is written around it: ``namespace a``.
    """

    kind: DeclarationKind
    label: str
    names: frozenset[bytes]
    span: Span
    scope: tuple[bytes, ...]
    body: Span | None = None
    owner: tuple[bytes, ...] = ()
    fields: frozenset[bytes] = frozenset()
    methods: tuple[bytes, ...] = ()
    left_out: tuple[Span, ...] = ()
    is_always: bool = False
    is_local: bool = False
    is_prototype: bool = False

    @property
    def is_function(self) -> bool:
        """Whether it has a body of its own, or could have."""
        return self.kind is DeclarationKind.FUNCTION

    @property
    def is_operator(self) -> bool:
        """Whether an operator's token calls it."""
        return any(name.startswith(b"operator") for name in self.names)

    @property
    def is_special(self) -> bool:
        """Whether it is called without its name: constructor, destructor, operator, conversion."""
        return self.is_function and any(
            name.startswith((b"operator", b"~")) or name in self.owner[-1:] for name in self.names
        )


@dataclass(frozen=True, slots=True)
class FileOutline:
    """The declarations and the preprocessor lines of one text, each in source order.

    ``namespaces`` are the names of those that the file opens.
    """

    data: bytes
    declarations: tuple[Declaration, ...]
    directives: tuple[Directive, ...]
    namespaces: frozenset[bytes]
    _lexemes: dict[int, tuple[bytes, ...]] = field(
        default_factory=dict[int, tuple[bytes, ...]], repr=False, compare=False
    )

    def text(self, span: Span) -> bytes:
        """What is written in ``span``."""
        return self.data[span.start : span.end]

    def lexemes_of(self, number: int) -> tuple[bytes, ...]:
        """The lexemes of a declaration, without the bodies in it that are others."""
        known = self._lexemes.get(number)
        if known is None:
            one = self.declarations[number]
            known = self._lexemes[number] = self.lexemes_between(one.span, one.left_out)
        return known

    def lexemes_between(self, span: Span, holes: tuple[Span, ...]) -> tuple[bytes, ...]:
        """The lexemes of ``span`` without those in ``holes``."""
        found: list[bytes] = []
        at = span.start
        for hole in sorted(holes):
            if at <= hole.start and hole.end <= span.end:
                found += lexemes(self.data[at : hole.start])
            at = max(at, hole.end)
        found += lexemes(self.data[min(at, span.end) : span.end])
        return tuple(found)


def outline_of(tree: SyntaxTree) -> FileOutline:
    """The outline of a file; broken code counts as a declaration that always matters."""
    reader = _Reader(tree.source.data)
    found = tuple(reader.below(tree.root, (), ()))
    return FileOutline(
        tree.source.data, found, tuple(directives(tree.source.data)), frozenset(reader.namespaces)
    )


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self.namespaces: set[bytes] = set()

    def below(
        self, node: Node, scope: tuple[bytes, ...], owner: tuple[bytes, ...]
    ) -> Iterator[Declaration]:
        for child in node.children:
            yield from self._at(child, child, scope, owner)

    def _at(
        self, node: Node, whole: Node, scope: tuple[bytes, ...], owner: tuple[bytes, ...]
    ) -> Iterator[Declaration]:
        """The declarations of ``node``; ``whole`` is it with what is in front of it."""
        kind = node.type
        if kind in _UNSEEN:
            return
        if kind in _CONDITIONALS:
            own = (node.child_by_field_name("condition"), node.child_by_field_name("name"))
            for child in node.named_children:
                if child not in own:
                    yield from self._at(child, child, scope, owner)
        elif kind in _LISTS:
            yield from self.below(node, scope, owner)
        elif kind == "namespace_definition":
            body = node.child_by_field_name("body")
            self.namespaces.update(name.encode() for name in scope_names(node))
            if body is not None:
                yield from self.below(body, (*scope, self._until(node, body)), owner)
        elif kind == "linkage_specification":
            body = node.child_by_field_name("body")
            if body is not None:
                inner = (*scope, self._until(node, body))
                yield from self._at(body, body, inner, owner)
        elif kind == "template_declaration" and node.named_children:
            yield from self._at(node.named_children[-1], whole, scope, owner)
        elif kind == "function_definition":
            yield self._function(node, whole, scope, owner)
        else:
            yield from self._declaration(node, whole, scope)

    def _function(
        self, node: Node, whole: Node, scope: tuple[bytes, ...], owner: tuple[bytes, ...]
    ) -> Declaration:
        parts = declared_parts(node.child_by_field_name("declarator"))
        names = tuple(part.encode() for part in parts)
        body = next((child for child in node.children if child.type in _BODIES), None)
        head = self._data[whole.start_byte : node.end_byte if body is None else body.start_byte]
        return Declaration(
            DeclarationKind.FUNCTION,
            "::".join((*(one.decode() for one in owner), *parts)) or "a function without a name",
            frozenset(names[-1:]),
            _span(whole),
            scope,
            None if body is None else _span(body),
            (*owner, *names[:-1]),
            is_always=not names,
            is_local=(b"static" in head and b"static" in lexemes(head))
            or any(_is_unnamed(one) for one in scope),
        )

    def _declaration(
        self, node: Node, whole: Node, scope: tuple[bytes, ...]
    ) -> Iterator[Declaration]:
        declared = _classes(node)
        names: set[bytes] = set()
        fields: set[bytes] = set()
        members: list[Declaration] = []
        methods: list[bytes] = []
        for one in declared:
            own = tuple(part.encode() for part in scope_names(one))
            body = one.child_by_field_name("body")
            assert body is not None
            found = list(self.below(body, scope, own))
            members += (member for member in found if member.is_function)
            for member in found:
                fields |= member.fields
                methods += member.names if member.is_function or member.is_prototype else ()
                if member.is_function or own:
                    fields |= member.names
                else:
                    names |= member.names
            names |= {*own}
        left_out = tuple(
            member.body for member in members if member.body is not None and _within(member, node)
        )
        if node.type == "field_declaration" or not declared:
            names |= self._names(node, whole)
        else:
            names |= _declarators(node)
        kind = DeclarationKind.CLASS if declared else DeclarationKind.OTHER
        label = b"::".join(sorted(names)[:1]).decode("utf-8", "replace")
        if own := scope_names(declared[0] if declared else node):
            label = "::".join(own)
        yield Declaration(
            kind,
            label or _shown(self._data[node.start_byte : node.end_byte]),
            frozenset(names),
            _span(whole),
            scope,
            fields=frozenset(fields),
            methods=tuple(methods),
            left_out=left_out,
            is_always=not names or node.type in ("using_declaration", "ERROR"),
            is_prototype=_declares_function(node),
        )
        yield from members

    def _names(self, node: Node, whole: Node) -> set[bytes]:
        """What a declaration introduces; nothing if that cannot be told."""
        if node.type in _NAMED_BY_ALL_WORDS:
            return _words(self._data[whole.start_byte : whole.end_byte])
        defined = node.child_by_field_name("type")
        names = _declarators(node)
        if defined is not None and defined.type == "enum_specifier":
            names |= _words(self._data[defined.start_byte : defined.end_byte])
        if node.type == "alias_declaration":
            names |= {name.encode() for name in scope_names(node)}
        elif not names and node.type in ("declaration", "field_declaration"):
            names = _words(self._data[node.start_byte : node.end_byte])
        return names

    def _until(self, node: Node, body: Node) -> bytes:
        return b" ".join(lexemes(self._data[node.start_byte : body.start_byte]))


def _classes(node: Node) -> tuple[Node, ...]:
    """The classes that a declaration defines with their members."""
    if is_class(node):
        return (node,)
    defined = node.child_by_field_name("type")
    return (defined,) if defined is not None and is_class(defined) else ()


def _declarators(node: Node) -> set[bytes]:
    names: set[bytes] = set()
    for declarator in node.children_by_field_name("declarator"):
        if declarator.type in ("type_identifier", "field_identifier"):
            names.add(declarator.text or b"")
        else:
            names |= {part.encode() for part in declared_parts(declarator)[-1:]}
    return names


def _declares_function(node: Node) -> bool:
    current = node.child_by_field_name("declarator")
    while current is not None and current.type != "function_declarator":
        inner = current.child_by_field_name("declarator")
        if inner is None and current.type == "reference_declarator":
            inner = next(iter(current.named_children), None)
        current = inner
    return current is not None


def _words(text: bytes) -> set[bytes]:
    return {lexeme for lexeme in lexemes(text) if is_word(lexeme)}


def _within(member: Declaration, node: Node) -> bool:
    return node.start_byte <= member.span.start and member.span.end <= node.end_byte


def _is_unnamed(scope: bytes) -> bool:
    return scope.split()[-1:] == [b"namespace"]


def _span(node: Node) -> Span:
    return Span(node.start_byte, node.end_byte)


def _shown(text: bytes) -> str:
    first = " ".join(text.decode("utf-8", "replace").split())
    return first if len(first) <= 40 else first[:39] + "…"
