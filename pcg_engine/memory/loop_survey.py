"""What loops do, read off a syntax tree: accesses, updates of scalars, exits, calls.

This is not the analysis that decides whether a loop is parallel: it never needs a compiler, looks
at names only to tell them apart, and is content to be wrong now and then. Whatever is nested deeper
than the walk goes is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from tree_sitter import Node

from pcg_engine.memory.index_shapes import LoopNames, index_shape

DEEPEST = 200
_LOOPS = frozenset({"for_statement", "for_range_loop", "while_statement", "do_statement"})
_CONDITIONS = frozenset({"if_statement", "conditional_expression", "switch_statement"})
_ELEMENTS = frozenset({"subscript_expression", "pointer_expression"})
_ARITHMETIC = frozenset({"binary_expression", "parenthesized_expression"})
_EXITS = {
    "break_statement": "break",
    "return_statement": "return",
    "continue_statement": "continue",
    "goto_statement": "goto",
    "throw_statement": "throw",
}
_EXTREMES = frozenset({"min", "max", "fmin", "fmax"})


@dataclass(frozen=True, slots=True)
class Access:
    """One use of an element: of which array, how it is indexed, and what for."""

    array: str
    shape: str
    use: str
    conditional: bool
    depth: int


@dataclass(frozen=True, slots=True)
class ScalarUpdate:
    """A scalar from outside the loop that the loop changes, by ``operation``."""

    name: str
    operation: str
    conditional: bool
    depth: int


@dataclass(slots=True)
class LoopSurvey:
    """One loop with what its body does, loops inside it included."""

    kind: str
    names: LoopNames
    step: str
    bound: str
    depth: int
    inner: list[LoopSurvey] = field(default_factory=list["LoopSurvey"])
    accesses: list[Access] = field(default_factory=list[Access])
    updates: list[ScalarUpdate] = field(default_factory=list[ScalarUpdate])
    exits: list[str] = field(default_factory=list[str])
    local: set[str] = field(default_factory=set[str])


@dataclass(slots=True)
class CodeSurvey:
    """All of a text: its outermost loops, the calls in it, and how often functions recur."""

    loops: list[LoopSurvey] = field(default_factory=list[LoopSurvey])
    calls: list[tuple[str, int]] = field(default_factory=list[tuple[str, int]])
    self_calls: int = 0


def survey(root: Node) -> CodeSurvey:
    """What the loops below ``root`` do."""
    walker = _Walker()
    walker.visit(root, _Place())
    return walker.survey


def text_of(node: Node | None) -> str:
    """The node's text; empty without one."""
    return "" if node is None else (node.text or b"").decode("utf-8", "replace")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the walk is."""

    loops: tuple[LoopSurvey, ...] = ()
    function: str = ""
    conditional: bool = False
    depth: int = 0
    tested: frozenset[str] = frozenset()
    """The names in the conditions around it, inside its loop."""

    def deeper(self, *, condition: Node | None = None) -> _Place:
        if condition is None:
            return replace(self, depth=self.depth + 1)
        tested = self.tested | set(_identifiers(condition))
        return replace(self, conditional=True, depth=self.depth + 1, tested=tested)


@dataclass(slots=True)
class _Walker:
    survey: CodeSurvey = field(default_factory=CodeSurvey)

    def visit(self, node: Node, place: _Place) -> None:
        if place.depth > DEEPEST:
            return
        kind = node.type
        if kind in _LOOPS:
            self._loop(node, place)
            return
        if kind == "function_definition":
            name = _function_name(node)
            inside = _Place(place.loops, name or place.function, False, place.depth + 1)
            self._children(node, inside)
            return
        if kind == "assignment_expression":
            self._assignment(node, place)
            return
        if kind == "update_expression":
            target = node.child_by_field_name("argument")
            self._change(target, "+", place, step=True)
            self._inside_target(target, place)
            return
        if kind in _ELEMENTS and self._access(node, "read", place):
            self._inside_target(node, place)
            return
        if kind == "call_expression":
            self._call(node, place)
        elif kind in ("declaration", "init_declarator"):
            self._declare(node, place)
        elif kind in _EXITS and place.loops:
            place.loops[-1].exits.append(_EXITS[kind])
        condition = node.child_by_field_name("condition") if kind in _CONDITIONS else None
        self._children(node, place.deeper(condition=condition))

    def _children(self, node: Node, place: _Place) -> None:
        for child in node.named_children:
            self.visit(child, place)

    def _loop(self, node: Node, place: _Place) -> None:
        loop = _loop_of(node, place.loops)
        if place.loops:
            place.loops[-1].inner.append(loop)
        else:
            self.survey.loops.append(loop)
        inside = _Place((*place.loops, loop), place.function, False, place.depth + 1)
        if loop.kind == "range":
            element = text_of(node.child_by_field_name("declarator")).lstrip("&* ")
            loop.local.add(element)
            loop.accesses.append(
                Access(text_of(node.child_by_field_name("right")), "0", "read", False, loop.depth)
            )
        # What sets the counter is the loop's shape, not its work.
        for name, child in _named_fields(node):
            if name in ("body", "condition"):
                self.visit(child, inside)

    def _assignment(self, node: Node, place: _Place) -> None:
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        operator = text_of(node.child_by_field_name("operator")).rstrip("=")
        if left is None or right is None:
            return
        if not operator:
            operator = _own_operation(text_of(left), right)
        self._change(left, operator, place)
        self._inside_target(left, place)
        self.visit(right, place.deeper())

    def _inside_target(self, target: Node | None, place: _Place) -> None:
        """Visit what indexes an element that has been seen, or the parts of anything else."""
        if target is None:
            return
        found = element_of(target) if target.type in _ELEMENTS else None
        if found is None:
            self._children(target, place.deeper())
            return
        for index in found[1]:
            self.visit(index, place.deeper())

    def _change(
        self, target: Node | None, operation: str, place: _Place, *, step: bool = False
    ) -> None:
        """``target`` gets a value; ``operation`` is empty if that does not rest on its old one."""
        if target is None or not place.loops:
            return
        use = f"update{operation}" if operation else "write"
        if target.type in _ELEMENTS and self._access(target, use, place):
            return
        base = _base_name(target)
        if target.type == "field_expression" and base in place.loops[-1].local:
            loop = place.loops[-1]
            loop.accesses.append(Access(base, "0", use, place.conditional, loop.depth))
            return
        for loop in place.loops:
            if base in loop.names.counters:
                return
        for loop in reversed(place.loops):
            if base in loop.local:
                return
        kind = ("step" if step else operation) or "="
        # `if (x > most) most = x` is what `most = max(most, x)` is.
        extreme = kind == "=" and base in place.tested
        conditional = place.conditional and not extreme
        loop = place.loops[-1]
        update = ScalarUpdate(base, "minmax" if extreme else kind, conditional, loop.depth)
        loop.updates.append(update)

    def _access(self, node: Node, use: str, place: _Place) -> bool:
        """Note an element's use; whether ``node`` is one, in a loop."""
        found = element_of(node)
        if found is None or not place.loops:
            return False
        array, indexes = found
        chain = [loop.names for loop in place.loops]
        shape = "][".join(index_shape(one, chain) for one in indexes)
        loop = place.loops[-1]
        loop.accesses.append(Access(array, shape, use, place.conditional, loop.depth))
        return True

    def _call(self, node: Node, place: _Place) -> None:
        name = _called_name(node)
        if name and name == place.function:
            self.survey.self_calls += 1
        self.survey.calls.append((name, len(place.loops)))

    def _declare(self, node: Node, place: _Place) -> None:
        declarator = node.child_by_field_name("declarator")
        if declarator is None or not place.loops:
            return
        loop, name = place.loops[-1], _base_name(declarator)
        loop.local.add(name)
        value = node.child_by_field_name("value")
        if value is not None and value.type in _ARITHMETIC:
            loop.names.derive(name, index_shape(value, [one.names for one in place.loops]))


def element_of(node: Node) -> tuple[str, list[Node]] | None:
    """The array's name and the indexes of ``a[i][j]`` or ``*(p + i)``; ``None`` for the rest."""
    if node.type == "pointer_expression":
        if not text_of(node).startswith("*"):
            return None
        inner = node.child_by_field_name("argument")
        while inner is not None and inner.type == "parenthesized_expression":
            inner = next(iter(inner.named_children), None)
        if inner is None:
            return None
        if inner.type == "binary_expression":
            left = inner.child_by_field_name("left")
            right = inner.child_by_field_name("right")
            if left is not None and right is not None:
                return _base_name(left), [right]
        return _base_name(inner), [inner]
    indexes: list[Node] = []
    current: Node | None = node
    while current is not None and current.type == "subscript_expression":
        listed = current.child_by_field_name("indices")
        inside = listed.named_children if listed is not None else []
        indexes[:0] = inside
        current = current.child_by_field_name("argument")
    if current is None or not indexes:
        return None
    return text_of(current), indexes


def _named_fields(node: Node) -> Iterator[tuple[str | None, Node]]:
    for at, child in enumerate(node.children):
        if child.is_named:
            yield node.field_name_for_child(at), child


def _loop_of(node: Node, outer: tuple[LoopSurvey, ...]) -> LoopSurvey:
    kinds = {"for_range_loop": "range", "for_statement": "for"}
    kind = kinds.get(node.type, "while")
    counters: set[str] = set()
    step = bound = ""
    if kind == "range":
        counters.add(text_of(node.child_by_field_name("declarator")).lstrip("&* "))
        step, bound = "+1", "n"
    condition = node.child_by_field_name("condition")
    update = node.child_by_field_name("update")
    if update is not None:
        counters |= set(_changed_names(update))
        step = _step_of(text_of(update))
    elif kind == "while" and condition is not None:
        tested = set(_identifiers(condition))
        body = node.child_by_field_name("body")
        changed = set(_changed_names(body)) if body is not None else set[str]()
        counters |= tested & changed
        step = _step_of(_steps_text(body, counters)) if body is not None else ""
    if condition is not None:
        names = set(_identifiers(condition))
        if any(names & one.names.counters for one in outer):
            bound = "outer"
        elif _holds(condition, "subscript_expression"):
            bound = "data"
        elif _holds(condition, "call_expression") and kind == "while":
            bound = "call"
        elif text_of(condition).count("*") and len(names & counters) == 1:
            bound = "product"
        else:
            bound = "n"
    if node.type == "for_statement":
        start = node.child_by_field_name("initializer")
        if start is not None:
            if _holds(start, "subscript_expression"):
                bound = "data"
            elif any(set(_identifiers(start)) & one.names.counters for one in outer):
                bound = "outer"
    return LoopSurvey(kind, LoopNames(frozenset(counters)), step, bound, len(outer) + 1)


def _step_of(text: str) -> str:
    packed = text.replace(" ", "")
    for mark, name in (
        ("<<=", "*"),
        ("*=", "*"),
        (">>=", "/"),
        ("/=", "/"),
        ("--", "-1"),
        ("++", "+1"),
        ("+=1", "+1"),
        ("-=1", "-1"),
        ("+=", "+c"),
        ("-=", "-c"),
    ):
        if mark in packed:
            return name
    return "other"


def _steps_text(body: Node, counters: set[str]) -> str:
    for node in _below(body):
        if node.type in ("update_expression", "assignment_expression"):
            target = node.child_by_field_name("argument") or node.child_by_field_name("left")
            if target is not None and text_of(target) in counters:
                return text_of(node)
    return ""


def _changed_names(node: Node) -> Iterator[str]:
    for one in _below(node):
        if one.type in ("update_expression", "assignment_expression"):
            target = one.child_by_field_name("argument") or one.child_by_field_name("left")
            if target is not None and target.type == "identifier":
                yield text_of(target)


def _below(node: Node) -> Iterator[Node]:
    pending = [node]
    while pending:
        one = pending.pop()
        yield one
        pending.extend(one.named_children)


def _identifiers(node: Node) -> Iterator[str]:
    return (text_of(one) for one in _below(node) if one.type == "identifier")


def _holds(node: Node, kind: str) -> bool:
    return any(one.type == kind for one in _below(node))


def _own_operation(left: str, right: Node) -> str:
    """How the value of ``left`` goes into ``right``, which replaces it; empty if it does not."""
    if right.type == "call_expression":
        inside = right.child_by_field_name("arguments")
        used = inside is not None and any(text_of(one) == left for one in inside.named_children)
        return ("minmax" if _called_name(right) in _EXTREMES else "f") if used else ""
    if right.type == "conditional_expression":
        return "minmax" if left in {text_of(one) for one in right.named_children} else ""
    if right.type == "binary_expression":
        sides = [right.child_by_field_name("left"), right.child_by_field_name("right")]
        if left in {text_of(one) for one in sides}:
            return text_of(right.child_by_field_name("operator"))
    return "f" if any(text_of(one) == left for one in _below(right)) else ""


def _base_name(node: Node) -> str:
    current: Node | None = node
    while current is not None and current.type not in ("identifier", "field_identifier"):
        current = (
            current.child_by_field_name("declarator")
            or current.child_by_field_name("argument")
            or current.child_by_field_name("left")
            or next(iter(current.named_children), None)
        )
    return text_of(current)


def _function_name(node: Node) -> str:
    declarator = node.child_by_field_name("declarator")
    return "" if declarator is None else _base_name(declarator)


def _called_name(node: Node) -> str:
    function = node.child_by_field_name("function")
    if function is None:
        return ""
    if function.type == "field_expression":
        return text_of(function.child_by_field_name("field"))
    name = text_of(function)
    return name.split("<")[0].rsplit("::", 1)[-1]
