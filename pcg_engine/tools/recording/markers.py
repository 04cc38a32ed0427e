"""Puts the recorder's markers into a text with OpenMP directives (text to text, no IO).

Nothing is put on a line of its own, so that every line keeps its number. The pragmas stay: the
marked text is compiled without OpenMP, which ignores them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from tree_sitter import Node

from pcg_engine.domain.ast import ArithmeticType, Function, PointerType, ReferenceType
from pcg_engine.domain.source import SourceText, Span
from pcg_engine.syntax.parse import parse
from pcg_engine.syntax.pragmas import find_pragmas
from pcg_engine.tools.openmp.directive import Directive, NotADirective
from pcg_engine.tools.openmp.parser import parse_directive
from pcg_engine.tools.recording.clauses import (
    Unmarkable,
    VariableMark,
    clause_marks,
    collapse_depth,
    conditions,
    refuse_clauses,
)
from pcg_engine.tools.recording.constructs import Construct, VariableRole
from pcg_engine.tools.recording.marker_text import FRAME, CMarkers, CppMarkers, MarkerText
from pcg_engine.tools.recording.scopes import (
    LOOPS,
    Local,
    function_name,
    induction_variable,
    loop_body,
    number_of_parameters,
    only_loop_in,
    statement_at,
    surroundings,
)

_OMP = "#pragma omp "
_ATTRIBUTE = re.compile(rb"\[\[\s*(?:using\s+omp\b|omp\s*::)")
_MACRO_PRAGMA = re.compile(rb'#[ \t]*define\b(?:\\\r?\n|[^\n])*_Pragma\s*\(\s*"\s*omp\b')
_GAP = re.compile(rb"(?:\s+|//[^\n]*|/\*.*?\*/)*", re.DOTALL)
# Blocks of the function's own frame without a name, and widths that clang leaves uninstrumented.
_UNSEEN = re.compile(rb"\b(?:alloca|long\s+double|__float128|__m256\w*|__m512\w*)\b")
_ATOMIC_LOCK = 1
_FIRST_CRITICAL = 16

# Directives that declare, or that mean nothing without tasks.
_HARMLESS = frozenset({"declare", "requires", "nothing", "flush", "taskwait", "taskyield", "end"})
_WORKSHARING = frozenset({("for",), ("for", "simd")})
_COMBINED = frozenset({("parallel", "for"), ("parallel", "for", "simd")})
_LAST = frozenset({VariableRole.LASTPRIVATE, VariableRole.FIRST_LASTPRIVATE})


@dataclass(frozen=True, slots=True)
class MarkedLoop:
    """A loop that the recorder reports on under ``id``; ``offset`` is that of its keyword."""

    id: int
    offset: int
    line: int
    directive: str
    induction: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A construct that cannot be marked and has no place where running it could be noticed."""

    line: int
    construct: str


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A text with markers: ``text`` has the lines of the original."""

    text: bytes
    loops: tuple[MarkedLoop, ...]
    refusals: tuple[Refusal, ...]


@dataclass(frozen=True, slots=True)
class _Pragma:
    offset: int
    end: int
    directive: Directive | NotADirective


@dataclass(slots=True)
class _Insertions:
    """Openings and closings by offset; of several at one place the earlier opened is outside."""

    opening: dict[int, list[str]] = field(default_factory=dict[int, list[str]])
    closing: dict[int, list[str]] = field(default_factory=dict[int, list[str]])

    def wrap(self, node: Node, text: str, closing: str = " }") -> None:
        self.opening.setdefault(node.start_byte, []).append("{ " + text)
        self.closing.setdefault(node.end_byte, []).insert(0, closing)

    def put(self, offset: int, text: str) -> None:
        self.opening.setdefault(offset, []).append(text)

    def apply(self, data: bytes) -> bytes:
        pieces: list[bytes] = []
        position = 0
        for offset in sorted({*self.opening, *self.closing}):
            pieces.append(data[position:offset])
            pieces += [text.encode() for text in self.closing.get(offset, ())]
            pieces += [text.encode() for text in self.opening.get(offset, ())]
            position = offset
        pieces.append(data[position:])
        return b"".join(pieces)


def mark(source: SourceText, functions: Iterable[Function] = ()) -> MarkedText:
    """``source`` with markers at each OpenMP construct.

    A construct that cannot be marked gets a marker that reports it when it runs, or, where no
    statement can be put, a ``Refusal``. ``functions`` tell the names of parameters that macros
    declare.
    """
    return _Marking(source, functions).run()


class _Marking:
    def __init__(self, source: SourceText, functions: Iterable[Function]) -> None:
        self._source = source
        self._functions = tuple(functions)
        self._insertions = _Insertions()
        self._loops: list[MarkedLoop] = []
        self._refusals: list[Refusal] = []
        self._regions: list[Span] = []
        self._guarded: set[int] = set()
        self._pointed: set[int] = set()
        self._critical: dict[str, int] = {}
        self._last_id = 0
        self._text: MarkerText = CMarkers() if source.is_c else CppMarkers()
        self._pragmas, self._blanked = _pragmas_of(source)

    def run(self) -> MarkedText:
        for pattern, construct in (
            (_ATTRIBUTE, "an OpenMP attribute"),
            (_MACRO_PRAGMA, "an OpenMP pragma in a macro"),
        ):
            match = pattern.search(self._source.data)
            if match is not None:
                self._refuse(match.start(), construct)
        if self._pragmas:
            root = parse(SourceText(self._source.path, self._blanked)).root
            for pragma in self._pragmas:
                self._mark(pragma, root)
        text = self._insertions.apply(self._source.data)
        return MarkedText(text, tuple(self._loops), tuple(self._refusals))

    def _refuse(self, offset: int, construct: str) -> None:
        self._refusals.append(Refusal(self._source.location(offset).line, construct))

    def _mark(self, pragma: _Pragma, root: Node) -> None:
        directive = pragma.directive
        if isinstance(directive, NotADirective):
            words = ("OpenMP",)
        else:
            words = directive.words
        if words[0] in _HARMLESS:
            return
        if words == ("threadprivate",):
            self._refuse(pragma.offset, "`threadprivate`")
            return
        gap = _GAP.match(self._blanked, pragma.end)
        offset = gap.end() if gap is not None else pragma.end
        if words == ("barrier",):
            self._insertions.put(offset, self._text.barrier())
            return
        statement = statement_at(root, offset)
        if statement is None or statement.has_error:
            self._refuse(pragma.offset, f"`{' '.join(words)}` before code that is not understood")
            return
        try:
            self._mark_statement(directive, statement)
        except Unmarkable as reason:
            text = str(reason).replace("\\", "\\\\").replace('"', '\\"')
            self._insertions.wrap(statement, self._text.unsupported(text))

    def _mark_statement(self, directive: Directive | NotADirective, statement: Node) -> None:
        if isinstance(directive, NotADirective):
            raise Unmarkable(f"a directive that is not understood: {directive.reason}")
        refuse_clauses(directive)
        names = directive.words
        nowait = directive.has("nowait")
        if names in _COMBINED:
            self._mark_combined(directive, statement)
        elif names in _WORKSHARING:
            kind = Construct.NOWAIT_LOOP if nowait else Construct.LOOP
            self._mark_loop(directive, statement, kind, self._per_thread(statement))
        elif names == ("simd",):
            shared = self._visible(statement)
            self._mark_loop(directive, statement, Construct.SIMD, shared)
        elif names == ("parallel",):
            self._open(
                Construct.PARALLEL,
                self._new_id(),
                statement,
                self._visible(statement),
                clause_marks(directive),
                conditions(directive),
            )
            self._regions.append(Span(statement.start_byte, statement.end_byte))
        elif names == ("single",):
            self._mark_block(Construct.NOWAIT_SINGLE if nowait else Construct.SINGLE, statement)
        elif names in (("master",), ("masked",)):
            self._mark_block(Construct.MASTER, statement)
        elif names == ("critical",):
            name = directive.argument or ""
            lock = self._critical.setdefault(name, _FIRST_CRITICAL + len(self._critical))
            self._mark_block(Construct.CRITICAL, statement, lock)
        elif names == ("atomic",):
            self._mark_atomic(directive, statement)
        else:
            raise Unmarkable(f"`{directive.name}`")

    def _mark_combined(self, directive: Directive, statement: Node) -> None:
        # Everything that can fail comes before the first insertion.
        _nest(statement, collapse_depth(directive))
        clause_marks(directive)
        shared = self._visible(statement)
        self._open(Construct.PARALLEL, self._new_id(), statement, shared, [], conditions(directive))
        self._mark_loop(directive, statement, Construct.LOOP, ())

    def _mark_block(self, kind: Construct, statement: Node, number: int | None = None) -> None:
        number = self._new_id() if number is None else number
        name = f"pcg_rec_b{statement.start_byte}_{kind.value}"
        self._insertions.wrap(statement, self._text.scope(name, number, kind, "nullptr", ()))

    def _mark_atomic(self, directive: Directive, statement: Node) -> None:
        if directive.has("capture") or directive.has("compare"):
            self._mark_block(Construct.CRITICAL, statement, _ATOMIC_LOCK)
        elif directive.has("read"):
            self._mark_block(Construct.ATOMIC_READ, statement)
        else:
            self._mark_block(Construct.ATOMIC, statement)

    def _mark_loop(
        self,
        directive: Directive,
        statement: Node,
        kind: Construct,
        around: tuple[Local, ...],
    ) -> None:
        nest = _nest(statement, collapse_depth(directive))
        clauses = clause_marks(directive)
        inductions = [found for loop in nest if (found := induction_variable(loop)) is not None]
        outer = {found.name for found in inductions if found.is_outer}
        # A lastprivate loop variable ends with its serial value, whatever the body did.
        final = {item.name for item in clauses if item.name in outer and item.role in _LAST}
        marks = [
            *(item for item in clauses if item.name not in outer),
            *(VariableMark(name, VariableRole.REDUCTION) for name in sorted(final)),
            *(VariableMark(name, VariableRole.INDUCTION) for name in sorted(outer - final)),
        ]
        number = self._new_id()
        names = tuple(found.name for found in inductions)
        enabled = conditions(directive) if kind is Construct.SIMD else []
        self._open(kind, number, statement, around, marks, enabled)
        self._mark_iterations(nest[-1], number, names)
        line = statement.start_point[0] + 1
        self._loops.append(MarkedLoop(number, statement.start_byte, line, directive.name, names))

    def _open(
        self,
        kind: Construct,
        number: int,
        node: Node,
        around: tuple[Local, ...],
        marks: list[VariableMark],
        enabled: list[str],
    ) -> None:
        """Open a scope around ``node``, with the locals that it can see and its clauses.

        Parts of compound locals are accessed through a reference of the same name: clang leaves
        parts of local variables uninstrumented while it can tell that they are that.
        """
        scope = f"pcg_rec_s{number}"
        is_team = kind in (Construct.PARALLEL, Construct.SIMD)
        role = VariableRole.SHARED if is_team else VariableRole.PER_THREAD
        text = self._text.scope(scope, number, kind, FRAME, enabled)
        for item in (*(VariableMark(local.name, role) for local in around), *marks):
            text += self._text.variable(scope, item)
        text += self._text.start()
        aliased = [
            local.name for local in around if local.is_compound and _mentions(node, local.name)
        ]
        if self._source.is_c:
            text += self._point_at(aliased, scope, node)
            aliased = []
        text += "".join(f"auto& {scope}_{name} = {name}; " for name in aliased)
        if not aliased:
            self._insertions.wrap(node, text)
            return
        text += "{ " + "".join(f"auto& {name} = {scope}_{name}; " for name in aliased)
        self._insertions.wrap(node, text, " } }")

    def _point_at(self, names: list[str], scope: str, node: Node) -> str:
        """Has ``node`` use ``names`` through pointers: C has no references."""
        text = ""
        for name in names:
            uses = list(_uses(node, name.encode()))
            if any(use is None for use in uses):
                raise Unmarkable(f"a second `{name}`")
            fresh = [use for use in uses if use is not None and use.start_byte not in self._pointed]
            self._pointed.update(use.start_byte for use in fresh)
            text += f"__typeof__({name}) *{scope}_{name} = &{name}; "
            for use in fresh:
                self._insertions.opening.setdefault(use.start_byte, []).append(f"(*{scope}_")
                self._insertions.closing.setdefault(use.end_byte, []).insert(0, ")")
        return text

    def _mark_iterations(self, loop: Node, number: int, names: tuple[str, ...]) -> None:
        body = loop_body(loop)
        if body is None:
            raise Unmarkable("a loop without a body")
        marker = self._text.iteration(f"pcg_rec_i{number}", names)
        if body.type == "compound_statement":
            self._insertions.put(body.start_byte + 1, " " + marker)
        else:
            self._insertions.wrap(body, marker)

    def _per_thread(self, statement: Node) -> tuple[Local, ...]:
        """The variables of the region around a worksharing loop: each thread has its own."""
        around = [region for region in self._regions if region.holds(statement.start_byte)]
        if not around:
            return ()
        visible = self._visible(statement)
        return tuple(local for local in visible if local.offset >= around[-1].start)

    def _visible(self, statement: Node) -> tuple[Local, ...]:
        around = surroundings(statement)
        if around.body is None:
            raise Unmarkable("a construct outside any function that is understood")
        hidden = next((n for n in sorted(around.conditional) if _mentions(statement, n)), None)
        if hidden is not None:
            raise Unmarkable(f"`{hidden}`, declared under `#if`,")
        function = around.body.parent or around.body
        unseen = _UNSEEN.search(function.text or b"")
        if unseen is not None:
            raise Unmarkable(f"memory accessed through `{unseen[0].decode()}`")
        start = around.body.start_byte
        if start not in self._guarded:
            self._guarded.add(start)
            self._insertions.put(start + 1, f" {self._text.function(f'pcg_rec_f{start}')}")
        if around.unnamed:
            known = {local.name for local in around.locals}
            declared = self._declared_by_macros(function, around.unnamed)
            return (*around.locals, *(local for local in declared if local.name not in known))
        return around.locals

    def _declared_by_macros(self, function: Node, places: tuple[int, ...]) -> Iterator[Local]:
        name, number = function_name(function), number_of_parameters(function)
        meant = [
            one
            for one in self._functions
            if one.name.rsplit("::", 1)[-1] == name and len(one.parameters) == number
        ]
        if len(meant) != 1:
            raise Unmarkable("a parameter that a macro declares")
        for place in places:
            parameter = meant[0].parameters[place]
            if not isinstance(parameter.type, ReferenceType):
                is_compound = not isinstance(parameter.type, ArithmeticType | PointerType)
                yield Local(parameter.name, function.start_byte, is_compound)

    def _new_id(self) -> int:
        self._last_id += 1
        return self._last_id


def _mentions(node: Node, name: str) -> bool:
    return re.search(rb"\b%s\b" % re.escape(name.encode()), node.text or b"") is not None


def _uses(node: Node, name: bytes) -> Iterator[Node | None]:
    """Where the variable ``name`` is used; ``None`` where another is declared by that name."""
    waiting = [node]
    while waiting:
        current = waiting.pop()
        waiting += current.named_children
        if current.type != "identifier" or current.text != name or current.parent is None:
            continue
        is_declared = current.parent.type.endswith("_declarator") and (
            current.parent.child_by_field_name("declarator") == current
        )
        is_declared = is_declared or current.parent.type in ("declaration", "parameter_declaration")
        yield None if is_declared else current


def _nest(statement: Node, depth: int) -> list[Node]:
    if statement.type not in LOOPS:
        raise Unmarkable("a loop directive before something else than a `for` loop")
    nest = [statement]
    while len(nest) < depth:
        body = loop_body(nest[-1])
        inner = only_loop_in(body) if body is not None else None
        if inner is None:
            raise Unmarkable("`collapse` over loops that are not directly nested")
        nest.append(inner)
    return nest


def _pragmas_of(source: SourceText) -> tuple[list[_Pragma], bytes]:
    """The OpenMP pragmas, and the text with blanks in their place (see ``syntax.pragmas``)."""
    found: list[_Pragma] = []
    blanked = bytearray(source.data)
    for token in find_pragmas(source.data, Span(0, len(source.data))).tokens:
        if not token.text.startswith(_OMP):
            continue
        directive = parse_directive(token.text.removeprefix(_OMP))
        found.append(_Pragma(token.start, token.end, directive))
        for index in range(token.start, token.end):
            if blanked[index] not in b"\r\n":
                blanked[index] = 0x20
    return found, bytes(blanked)
