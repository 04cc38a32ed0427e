"""One unit of a file, an outermost function or another declaration, and the loops inside it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tree_sitter import Node, Query, QueryCursor

from pcg_engine.domain.loops import EnclosingFunction, Loop, LoopKind, Pragma
from pcg_engine.domain.source import Span
from pcg_engine.syntax.algorithms import ALGORITHM_NAMES, Imports, algorithm_call
from pcg_engine.syntax.headers import LoopStatement, loop_statement
from pcg_engine.syntax.names import (
    declared_parts,
    is_class,
    scope_names,
    text_of,
)
from pcg_engine.syntax.parse import LANGUAGE, ancestors
from pcg_engine.syntax.pragmas import PragmaMap, find_pragmas
from pcg_engine.syntax.recursion import Definition, branching, calls_itself, definition_of

_LOOPS = Query(
    LANGUAGE,
    """
    [(for_statement) (for_range_loop) (while_statement) (do_statement)] @loop
    (call_expression function: [(qualified_identifier) (identifier) (template_function)]) @call
    (function_definition) @function
    (function_declarator declarator: [(identifier) (field_identifier)] @declared)
    [(using_declaration) (namespace_alias_definition)] @import
    """,
)
_CALLABLE_LOCALS = Query(
    LANGUAGE,
    """
    (init_declarator declarator: (identifier) @name)
    (parameter_declaration declarator: (identifier) @name)
    (parameter_declaration declarator: (reference_declarator (identifier) @name))
    """,
)


@dataclass(frozen=True, slots=True)
class Scope:
    """What surrounds a node: enclosing names, whether one is a template, names imported so far.

    ``is_broken`` directly below an error, where statements have lost their function.
    """

    names: tuple[str, ...] = ()
    is_template: bool = False
    imports: Imports = field(default_factory=Imports)
    is_broken: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A loop before it is numbered; ``unqualified`` is the name an algorithm was called by alone.

    ``digest`` is that of the function's text, or of the loop's outside functions.
    """

    statement: LoopStatement
    function: EnclosingFunction | None
    digest: str
    algorithm: str | None
    unqualified: str | None
    pragmas: tuple[Pragma, ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """What one unit holds, in the coordinates of the text it was detected in.

    ``declares`` are the functions declared or defined here that share the name of a standard
    algorithm; ``unqualified`` the algorithms called by their bare name. ``numbered`` and ``placed``
    are the memory of ``numbering``. ``is_inside_functions`` tells that every loop has a function.
    """

    scope: Scope
    start: int
    end: int
    found: tuple[Found, ...]
    declares: frozenset[str]
    unqualified: frozenset[str]
    is_inside_functions: bool
    numbered: dict[frozenset[str], tuple[Loop, ...]] = field(
        default_factory=dict[frozenset[str], tuple[Loop, ...]], repr=False, compare=False
    )
    placed: dict[tuple[frozenset[str], int, int], tuple[Loop, ...]] = field(
        default_factory=dict[tuple[frozenset[str], int, int], tuple[Loop, ...]],
        repr=False,
        compare=False,
    )

    @property
    def is_empty(self) -> bool:
        """Whether the unit says nothing to anyone."""
        return not self.found and not self.declares

    def count_outside_functions(self, hidden: frozenset[str]) -> int:
        """How many loops belong to no function, without algorithms whose names are ``hidden``."""
        if self.is_inside_functions:
            return 0
        return sum(one.function is None and one.unqualified not in hidden for one in self.found)


def detect(node: Node, data: bytes, scope: Scope) -> Unit:
    """The loops below ``node``, an outermost declaration in ``scope``; reads nothing outside it."""
    captures = QueryCursor(_LOOPS).captures(node)
    functions = captures.get("function", [])
    declared = {text_of(name) for name in captures.get("declared", ())}
    declares = {name for name in declared if name in ALGORITHM_NAMES}
    found: list[Found] = []
    if "loop" in captures or "call" in captures:
        detector = _Detector(node, data, scope, captures.get("import", ()))
        detector.add_functions(functions)
        found = detector.find(captures.get("loop", ()), captures.get("call", ()))
    for function in functions:
        declares.update(
            name
            for name in declared_parts(function.child_by_field_name("declarator"))[-1:]
            if name in ALGORITHM_NAMES
        )
    return Unit(
        scope,
        node.start_byte,
        node.end_byte,
        tuple(found),
        frozenset(declares),
        frozenset(one.unqualified for one in found if one.unqualified is not None),
        all(one.function is not None for one in found),
    )


class _Detector:
    def __init__(self, unit: Node, data: bytes, scope: Scope, imports: Sequence[Node]) -> None:
        self._unit = unit
        self._data = data
        self._scope = scope
        self._imports = tuple(sorted(imports, key=lambda node: node.start_byte))
        self._functions: list[EnclosingFunction] = []
        self._definitions: dict[Span, Definition] = {}
        self._pragmas: PragmaMap | None = None

    def add_functions(self, nodes: Sequence[Node]) -> None:
        """Take up function definitions; what a macro only makes look like one is left out."""
        for node in nodes:
            if node != self._unit and not _is_member(node):
                continue
            body = next((c for c in node.children if c.type == "compound_statement"), None)
            span = Span(node.start_byte, node.end_byte)
            names, is_template = self._surroundings(node)
            own = declared_parts(node.child_by_field_name("declarator"))
            definition = definition_of(node, own[-1]) if own else None
            if definition is not None:
                self._definitions[span] = definition
            self._functions.append(
                EnclosingFunction(
                    "::".join(names + own),
                    span,
                    span if body is None else Span(body.start_byte, body.end_byte),
                    is_template,
                )
            )

    def find(self, loops: Sequence[Node], calls: Sequence[Node]) -> list[Found]:
        """The loops in source order, outer ones first."""
        found = [one for node in loops if (one := self._loop(node)) is not None]
        found.extend(self._recursions(calls, [one.statement.body for one in found]))
        found.extend(one for node in calls if (one := self._call(node)) is not None)
        if self._scope.is_broken:
            found = [one for one in found if one.function is not None]
        if any(one.unqualified for one in found):
            found = self._without_local_callables(found)
        found.sort(key=lambda one: (one.statement.span.start, -one.statement.span.end))
        return found

    def _loop(self, node: Node) -> Found | None:
        statement = loop_statement(node, self._data, self._unit)
        return None if statement is None else self._found(statement, statement.span.start)

    def _call(self, node: Node) -> Found | None:
        call = algorithm_call(node, self._imports_at(node.start_byte))
        if call is None:
            return None
        span = Span(node.start_byte, node.end_byte)
        statement = LoopStatement(LoopKind.ALGORITHM, span, span, _first_lambda(node))
        name = call.name.rpartition("::")[2] if call.is_unqualified else None
        start = self._statement_start(node) if self._pragma_map().has_pragmas else span.start
        return self._found(statement, start, call.name, name)

    def _recursions(self, calls: Sequence[Node], loops: Sequence[Span]) -> Iterator[Found]:
        names = {definition.name.encode() for definition in self._definitions.values()}
        own: dict[Span, list[Node]] = {}
        for node in calls:
            function = node.child_by_field_name("function")
            if function is None or not (function.text or b"").endswith(tuple(names)):
                continue
            around = self._function_of(Span(node.start_byte, node.end_byte))
            definition = None if around is None else self._definitions.get(around.span)
            if around is not None and definition is not None and calls_itself(node, definition):
                own.setdefault(around.span, []).append(node)
        for node in branching(own, loops):
            span = Span(node.start_byte, node.end_byte)
            statement = LoopStatement(LoopKind.RECURSION, span, span, span.end)
            start = self._statement_start(node) if self._pragma_map().has_pragmas else span.start
            yield self._found(statement, start)

    def _found(
        self,
        statement: LoopStatement,
        start: int,
        algorithm: str | None = None,
        unqualified: str | None = None,
    ) -> Found:
        function = self._function_of(statement.span)
        return Found(
            statement,
            function,
            self._digest(statement.span if function is None else function.span),
            algorithm,
            unqualified,
            self._pragma_map().before(start),
        )

    def _function_of(self, span: Span) -> EnclosingFunction | None:
        covering = [f for f in self._functions if f.span.contains(span)]
        return min(covering, key=lambda f: len(f.span), default=None)

    def _digest(self, span: Span) -> str:
        return hashlib.sha256(self._data[span.start : span.end]).hexdigest()[:16]

    def _pragma_map(self) -> PragmaMap:
        if self._pragmas is None:
            extent = Span(self._unit.start_byte, self._unit.end_byte)
            self._pragmas = find_pragmas(self._data, extent)
        return self._pragmas

    def _surroundings(self, function: Node) -> tuple[tuple[str, ...], bool]:
        """Names and template-ness of what encloses ``function`` inside and outside the unit."""
        names: list[str] = []
        is_template = self._scope.is_template
        for node in ancestors(function, self._unit):
            if is_class(node):
                names[:0] = scope_names(node)
            elif node.type == "function_definition":
                names[:0] = declared_parts(node.child_by_field_name("declarator"))
            is_template = is_template or node.type == "template_declaration"
        return self._scope.names + tuple(names), is_template

    def _imports_at(self, offset: int) -> Imports:
        imports = self._scope.imports
        for node in self._imports:
            if node.end_byte > offset:
                break
            parent = node.parent
            if parent is None or offset < parent.end_byte:
                imports = imports.after(node)
        return imports

    def _statement_start(self, call: Node) -> int:
        for node in ancestors(call, self._unit):
            if node.type.endswith("_statement") or node.type == "declaration":
                return node.start_byte
        return call.start_byte

    def _without_local_callables(self, found: list[Found]) -> list[Found]:
        captures = QueryCursor(_CALLABLE_LOCALS).captures(self._unit)
        local = {text_of(node) for node in captures.get("name", ())}
        return [one for one in found if one.unqualified not in local]


def _first_lambda(call: Node) -> int:
    """Where a call begins to repeat something: other arguments are evaluated once."""
    arguments = call.child_by_field_name("arguments")
    for argument in () if arguments is None else arguments.named_children:
        if argument.type == "lambda_expression":
            return argument.start_byte
    return call.end_byte


def _is_member(function: Node) -> bool:
    """Whether a nested definition is in a class; else it is a macro call with a block after it."""
    parent = function.parent
    while parent is not None and parent.type in (
        "template_declaration",
        "friend_declaration",
        "preproc_if",
        "preproc_ifdef",
        "preproc_else",
        "preproc_elif",
    ):
        parent = parent.parent
    return parent is not None and parent.type == "field_declaration_list"
