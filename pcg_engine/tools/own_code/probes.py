"""Puts probes into a candidate's text: which way its own conditions went (text to text, no IO).

Coverage of a compiler does not see into the constructs of OpenMP, and no coverage sees a
comparison whose result is only a value (``x + (i > 5000)``). So the text itself tells, whatever
compiles it. Every line keeps its number, and the pragmas stay in force.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntFlag

from tree_sitter import Node

from pcg_engine.domain.source import SourceText, Span
from pcg_engine.syntax.parse import ancestors, parse
from pcg_engine.syntax.pragmas import find_pragmas
from pcg_engine.tools.own_code.fallbacks import without_directives
from pcg_engine.tools.own_code.probe_text import Around, CppProbes, CProbes, ProbeText
from pcg_engine.tools.size_borders import names_border

MOST_PROBES = 4096
_SHOWN = 60
_LONG = 4

_LOGICAL = frozenset({"&&", "||", "and", "or"})
_RELATIONAL = frozenset({"<", ">", "<=", ">=", "==", "!=", "not_eq"})
_BITS = frozenset({"&", ">>", "/", "bitand"})
_LOOPS = frozenset({"for_statement", "for_range_loop"})
# Where a value has to be known while compiling, there is nothing to run.
_CONSTANT = frozenset(
    {
        "template_argument_list",
        "static_assert_declaration",
        "enumerator",
        "alignas_qualifier",
        "alignas_specifier",
        "noexcept",
        "decltype",
        "sizeof_expression",
        "alignof_expression",
        "requires_clause",
        "concept_definition",
        "array_declarator",
        "abstract_array_declarator",
        "bitfield_clause",
        "attribute_specifier",
        "attribute_declaration",
    }
)
_AROUND = frozenset({"parenthesized_expression", "condition_clause"})
_ASSERTIONS = frozenset({b"assert", b"static_assert"})
_ASSOCIATED = re.compile(r"#pragma omp\b[^(]*\b(?:for|simd|taskloop|distribute|loop|tile|unroll)\b")
_CONDITIONAL = re.compile(r"#pragma omp\b.*\bif\s*\(")
_IF_CLAUSE = re.compile(rb"\bif\s*\(\s*(?:[a-z][a-z ]*:(?!:))?")
_ATOMIC = re.compile(r"#pragma omp atomic\b")
_GAP = re.compile(rb"(?:\s+|//[^\n]*|/\*.*?\*/)*", re.DOTALL)
_CONSTANT_NAME = re.compile(
    rb"\bconst(?:expr)?\s+(?:static\s+)?(?:std::)?[a-z_]\w*(?:\s+[a-z_]\w*)*\s+"
    rb"(?P<name>\w+)\s*(?:=\s*(?P<value>[^;,(]+)|\{(?P<braced>[^}]*)\});"
)
_WORD = re.compile(rb"(?<![\w.])[A-Za-z_]\w*")
_NULL = re.compile(r"(?:^|[!=]=\s*)(?:nullptr|NULL)(?:\s*[!=]=|$)")


class Way(IntFlag):
    """What a probe can see."""

    NEITHER = 0
    FALSE = 1
    TRUE = 2
    """A condition held, a value was not zero, or code ran."""


@dataclass(frozen=True, slots=True)
class Probe:
    """One place that tells ``wanted`` ways apart; ``span`` and ``line`` are the candidate's.

    ``function`` is the offset of the function that it stands in; ``is_entry`` tells that this
    probe is the function's own, and then ``name`` is the function's; ``is_clause`` that it is the
    condition of a directive.
    """

    line: int
    span: Span
    text: str
    wanted: Way
    function: int
    is_entry: bool = False
    is_code: bool = False
    name: str = ""
    is_clause: bool = False


@dataclass(frozen=True, slots=True)
class ProbedText:
    """A text with probes, whose numbers are their places in ``probes``."""

    text: bytes
    probes: tuple[Probe, ...]


def put_probes(
    source: SourceText,
    own: frozenset[int],
    known_statements: frozenset[bytes],
    *,
    values: bool = True,
) -> ProbedText:
    """``source`` with a probe at every condition, comparison and body on the lines ``own``.

    ``known_statements`` are statements of the original (see ``statements_of``): the comparisons in
    them that decide about no path are not the candidate's own. Without ``values`` only conditions
    of statements and operators that choose are probed.
    """
    return _Probing(source, own, known_statements, values).run()


def statements_of(source: SourceText) -> frozenset[bytes]:
    """The simple statements and declarations of ``source``, without their white space."""
    found: set[bytes] = set()
    waiting = [parse(without_directives(source)).root]
    while waiting:
        node = waiting.pop()
        if _is_simple(node):
            found.add(_squeezed(node))
        waiting.extend(node.named_children)
    return frozenset(found)


def _is_simple(node: Node) -> bool:
    return node.type in ("expression_statement", "return_statement", "declaration")


def _squeezed(node: Node) -> bytes:
    return b"".join((node.text or b"").split())


@dataclass(slots=True)
class _Insertions:
    """Openings and closings by offset; of several at one place the earlier opened is outside."""

    opening: dict[int, list[str]] = field(default_factory=dict[int, list[str]])
    closing: dict[int, list[str]] = field(default_factory=dict[int, list[str]])

    def wrap(self, node: Node, around: Around) -> None:
        self.opening.setdefault(node.start_byte, []).append(around.before)
        self.closing.setdefault(node.end_byte, []).insert(0, around.after)

    def apply(self, data: bytes) -> bytes:
        pieces: list[bytes] = []
        position = 0
        for offset in sorted({*self.opening, *self.closing}):
            pieces.append(data[position:offset])
            pieces += [text.encode() for text in self.closing.get(offset, ())]
            pieces += [text.encode() for text in self.opening.get(offset, ())]
            position = offset
        return b"".join((*pieces, data[position:]))


class _Probing:
    def __init__(
        self, source: SourceText, own: frozenset[int], known: frozenset[bytes], values: bool
    ) -> None:
        self._source = source
        self._own = own
        self._known = known
        self._values = values
        self._probes: list[Probe] = []
        self._insertions = _Insertions()
        self._text: ProbeText = CProbes() if source.is_c else CppProbes()
        blanked = without_directives(source)
        self._blank = blanked.data
        self._root = parse(blanked).root
        self._constants = _constants(blanked.data)
        self._associated: set[int] = set()
        self._pragma_starts: list[int] = []
        self._atomic: list[Span] = []

    def run(self) -> ProbedText:
        self._read_pragmas()
        for node, function in self._owned(self._root, -1):
            self._visit(node, function)
        return ProbedText(self._insertions.apply(self._source.data), tuple(self._probes))

    def _read_pragmas(self) -> None:
        data = self._source.data
        for token in find_pragmas(data, Span(0, len(data))).tokens:
            if not token.text:
                continue
            self._pragma_starts.append(token.start)
            if self._values and _CONDITIONAL.match(token.text):
                self._visit_clauses(token.start, token.end)
            # In the blanked text, so that other pragmas before the statement are gaps as well.
            gap = _GAP.match(self._blank, token.end)
            statement = _statement_at(self._root, token.end if gap is None else gap.end())
            if statement is None:
                continue
            if _ATOMIC.match(token.text):
                self._atomic.append(Span(statement.start_byte, statement.end_byte))
            elif _ASSOCIATED.match(token.text):
                while statement is not None and statement.type in _LOOPS:
                    self._associated.add(statement.id)
                    statement = _only_loop(statement.child_by_field_name("body"))

    def _visit_clauses(self, start: int, end: int) -> None:
        """A directive whose condition never holds is a silent no-op."""
        text = self._source.data[start:end]
        line = self._source.data.count(b"\n", 0, start) + 1
        if line not in self._own:
            return
        for match in _IF_CLAUSE.finditer(text):
            close = _closing(text, match.end())
            if close is None:
                continue
            span = Span(start + match.end(), start + close)
            function = self._function_around(start)
            shown = text[match.start() : close + 1].decode("utf-8", "replace")
            border = names_border(text[match.end() : close].decode("utf-8", "replace"))
            wanted = Way.TRUE | Way.FALSE if border else Way.TRUE
            self._probes.append(Probe(line, span, shown, wanted, function, is_clause=True))
            around = self._text.flag(len(self._probes) - 1)
            self._insertions.opening.setdefault(span.start, []).append(f" {around.before}")
            self._insertions.closing.setdefault(span.end, []).insert(0, around.after)

    def _function_around(self, offset: int) -> int:
        node = self._root.descendant_for_byte_range(offset, offset)
        while node is not None and node.type != "function_definition":
            node = node.parent
        return -1 if node is None else node.start_byte

    def _owned(self, node: Node, function: int) -> Iterator[tuple[Node, int]]:
        """The nodes on own lines, parents first, each with the function around it."""
        waiting = [(node, function)]
        while waiting:
            current, around = waiting.pop()
            if not self._is_own(current):
                continue
            if current.type in _CONSTANT or _is_constexpr(current, "declaration"):
                continue
            if current.type == "function_definition":
                around = current.start_byte
            if any(s.start <= current.start_byte < s.end for s in self._atomic):
                continue
            yield current, around
            children = current.named_children
            if current.type in ("preproc_if", "preproc_elif"):
                condition = current.child_by_field_name("condition")
                children = [c for c in children if condition is None or c.id != condition.id]
            waiting.extend((child, around) for child in reversed(children))

    def _is_own(self, node: Node) -> bool:
        first, last = node.start_point[0] + 1, node.end_point[0] + 1
        if last - first < len(self._own):
            return any(line in self._own for line in range(first, last + 1))
        return any(first <= line <= last for line in self._own)

    def _visit(self, node: Node, function: int) -> None:
        if len(self._probes) >= MOST_PROBES or function == -1:
            return
        match node.type:
            case "function_definition":
                self._enter(node.child_by_field_name("body"), function, node, is_entry=True)
            case "lambda_expression" | "catch_clause":
                self._enter(node.child_by_field_name("body"), function, node)
            case "if_statement" | "while_statement" | "do_statement":
                if not _is_constexpr(node, "if_statement"):
                    self._decide(_condition(node), function)
            case "conditional_expression":
                self._decide(node.child_by_field_name("condition"), function)
            case "for_statement":
                self._visit_loop(node, function)
            case "for_range_loop":
                self._enter(node.child_by_field_name("body"), function, node)
            case "case_statement":
                self._visit_case(node, function)
            case "binary_expression":
                self._visit_binary(node, function)
            case _:
                pass

    def _visit_loop(self, node: Node, function: int) -> None:
        condition = node.child_by_field_name("condition")
        plain = (
            condition is not None
            and condition.type == "binary_expression"
            and _operator(condition) in _RELATIONAL
        )
        if condition is not None and not (plain and node.id in self._associated):
            self._decide(condition, function)
            return
        body = node.child_by_field_name("body")
        if _only_loop(body) is None:
            self._enter(body, function, node)

    def _visit_case(self, node: Node, function: int) -> None:
        colon = next((child for child in node.children if child.type == ":"), None)
        if colon is not None and self._on_own_line(node):
            number = self._add(node, Way.TRUE, function, is_code=True)
            self._insertions.opening.setdefault(colon.end_byte, []).append(self._text.hit(number))

    def _visit_binary(self, node: Node, function: int) -> None:
        operator = _operator(node)
        if operator in _LOGICAL:
            for side in ("left", "right"):
                operand = _bare(node.child_by_field_name(side))
                if operand is not None and _operator(operand) not in _LOGICAL:
                    self._decide(operand, function)
            return
        if not self._values or self._is_chosen_by(node) or self._is_known(node):
            return
        if not self._on_own_line(node) or self._is_constant(node):
            return
        if operator in _RELATIONAL:
            number = self._add(node, self._ways(node), function)
            self._insertions.wrap(node, self._text.value(number))
        elif operator in _BITS:
            number = self._add(node, Way.TRUE, function)
            self._insertions.wrap(node, self._text.bits(number))

    def _decide(self, condition: Node | None, function: int) -> None:
        """A probe around a condition, unless its operands get their own."""
        condition = _bare(condition)
        if condition is None or condition.type in ("declaration", "init_statement"):
            return
        if _operator(condition) in _LOGICAL or not self._on_own_line(condition):
            return
        if self._is_constant(condition):
            return
        number = self._add(condition, self._ways(condition), function)
        self._insertions.wrap(condition, self._text.flag(number))

    def _enter(
        self, body: Node | None, function: int, owner: Node, *, is_entry: bool = False
    ) -> None:
        if body is None or not (is_entry or self._on_own_line(owner)):
            return
        if body.type == "compound_statement":
            number = self._add(owner, Way.TRUE, function, is_entry=is_entry, is_code=True)
            self._insertions.opening.setdefault(body.start_byte + 1, []).append(
                self._text.hit(number)
            )
        elif body.type.endswith("_statement") and not any(
            owner.start_byte <= start < body.start_byte for start in self._pragma_starts
        ):
            number = self._add(owner, Way.TRUE, function, is_entry=is_entry, is_code=True)
            self._insertions.wrap(body, Around("{" + self._text.hit(number), " }"))

    def _ways(self, condition: Node) -> Way:
        """Both; but no input holds a null pointer, on which the original would be invalid."""
        text = (condition.text or b"").decode("utf-8", "replace")
        if _NULL.search(text):
            return Way.TRUE if "!=" in text else Way.FALSE
        return Way.TRUE | Way.FALSE

    def _is_chosen_by(self, node: Node) -> bool:
        """Whether ``node`` is itself a condition, or an operand of one that has its own probe."""
        parent = node.parent
        while parent is not None and parent.type in (
            "parenthesized_expression",
            "condition_clause",
        ):
            node, parent = parent, parent.parent
        if parent is None:
            return False
        if parent.type == "binary_expression":
            return _operator(parent) in _LOGICAL
        at_condition = parent.child_by_field_name("condition")
        return at_condition is not None and at_condition.id == node.id

    def _is_constant(self, node: Node) -> bool:
        """Whether the expression consists of literals, sizes and named constants."""
        waiting = [node]
        while waiting:
            current = waiting.pop()
            if current.type == "sizeof_expression":
                continue
            if current.type in ("call_expression", "field_expression", "this"):
                return False
            if current.type == "identifier" and current.text not in self._constants:
                return False
            waiting.extend(current.named_children)
        return True

    def _is_known(self, node: Node) -> bool:
        for around in ancestors(node, self._root):
            if _is_simple(around):
                return _squeezed(around) in self._known
            if around.type == "call_expression":
                called = around.child_by_field_name("function")
                if called is not None and called.text in _ASSERTIONS:
                    return True
            if around.type.endswith("_statement"):
                return False
        return False

    def _on_own_line(self, node: Node) -> bool:
        """Whether one of its lines is; of long ones, which hold others, the first counts."""
        first, last = node.start_point[0] + 1, node.end_point[0] + 1
        if last - first >= _LONG:
            last = first
        return any(line in self._own for line in range(first, last + 1))

    def _add(
        self,
        node: Node,
        wanted: Way,
        function: int,
        *,
        is_entry: bool = False,
        is_code: bool = False,
    ) -> int:
        text = " ".join((node.text or b"").decode("utf-8", "replace").split())
        self._probes.append(
            Probe(
                node.start_point[0] + 1,
                Span(node.start_byte, node.end_byte),
                text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…",
                wanted,
                function,
                is_entry,
                is_code,
                _function_name(node) if is_entry else "",
            )
        )
        return len(self._probes) - 1


def _closing(text: bytes, start: int) -> int | None:
    """Where the parenthesis closes that was opened just before ``start``."""
    depth = 1
    for position in range(start, len(text)):
        depth += (text[position] == 0x28) - (text[position] == 0x29)
        if depth == 0:
            return position
    return None


def _function_name(definition: Node) -> str:
    """The last part of the name that a function definition declares."""
    node = definition.child_by_field_name("declarator")
    while node is not None:
        inner = node.child_by_field_name("declarator") or node.child_by_field_name("name")
        if inner is None:
            break
        node = inner
    return "" if node is None else (node.text or b"").decode("utf-8", "replace")


def _condition(node: Node) -> Node | None:
    condition = node.child_by_field_name("condition")
    if condition is not None and condition.type == "condition_clause":
        return condition.child_by_field_name("value")
    return condition


def _is_constexpr(node: Node, type_: str) -> bool:
    return node.type == type_ and any(
        child.type == "constexpr" or child.text == b"constexpr" for child in node.children
    )


def _bare(node: Node | None) -> Node | None:
    while node is not None and node.type == "parenthesized_expression" and node.named_child_count:
        node = node.named_children[0]
    return node


def _operator(node: Node) -> str:
    operator = node.child_by_field_name("operator") if node.type == "binary_expression" else None
    return "" if operator is None else operator.type


def _constants(text: bytes) -> frozenset[bytes]:
    """The names of constants whose initialisers consist of literals and other such constants."""
    found: set[bytes] = set()
    waiting = {
        m["name"]: set(_WORD.findall(m["value"] or m["braced"]))
        for m in _CONSTANT_NAME.finditer(text)
    }
    while True:
        known = {name for name, words in waiting.items() if words <= found}
        if known <= found:
            return frozenset(found)
        found |= known


def _only_loop(body: Node | None) -> Node | None:
    """The loop that a body consists of."""
    while body is not None and body.type == "compound_statement":
        inside = [child for child in body.named_children if child.type != "comment"]
        body = inside[0] if len(inside) == 1 else None
    return body if body is not None and body.type in _LOOPS else None


def _statement_at(root: Node, offset: int) -> Node | None:
    """The outermost statement that begins at ``offset``."""
    node = root.descendant_for_byte_range(offset, offset + 1)
    found: Node | None = None
    while node is not None and node.start_byte == offset:
        if node.type.endswith("_statement") or node.type in _LOOPS or node.type == "declaration":
            found = node
        node = node.parent
    return found
