"""Random loop nests; the same seed gives the same nest."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from benchmarks.dependence_oracle.drawing import COLUMNS, Array, Scope, Shape
from benchmarks.dependence_oracle.headers import loop_header
from benchmarks.dependence_oracle.nests import Group, Line, Nest, Node

_STYLES = (
    *("affine",) * 4,
    *("flat",) * 3,
    *("narrow",) * 2,
    *("odd",) * 2,
    *("scalars",) * 2,
    "indirect",
    "pointers",
    "mixed",
)
_DEEPEST = 3
_INT_HEADER = "for (int "


def random_nest(seed: int, name: str) -> Nest:
    """A nest of one to three loops over one to four arrays."""
    random = Random(seed)
    scope = Scope(random, random.choice(_STYLES))
    parameters = _parameters(scope)
    writable = [a for a in scope.arrays if not a.is_const]
    if scope.chance(0.65) and scope.style != "pointers":
        scope.target = random.choice(writable)
    declared: list[Node] = []
    result = "void"
    count = random.choice((0, 0, 1)) if scope.style != "scalars" else 2
    for _ in range(count):
        variable = scope.name("t")
        kind = scope.pick("double", "double", "int")
        value = scope.pick("0", "1", "k")
        is_left_open = scope.chance(0.2)
        declared.append(
            Line(f"{kind} {variable};" if is_left_open else f"{kind} {variable} = {value};")
        )
        scope.scalars.append(variable)
        if kind == "int" and not is_left_open and scope.chance(0.7):
            scope.integers.append(variable)
    if scope.style == "pointers" or scope.chance(0.08):
        declared.extend(_pointer(scope))
    if scope.chance(0.2):
        declared.append(_scratch(scope))
    declared.extend(_loop(scope, 1))
    if scope.chance(0.2):
        declared.extend(_loop(scope, _DEEPEST))
    if scope.scalars and scope.chance(0.6):
        result = "double"
        declared.append(Line(f"return {scope.random.choice(scope.scalars)};"))
    elif scope.scalars and scope.chance(0.3):
        result = "double"
        declared.append(Line("return 0;"))
    body = tuple(declared)
    if scope.chance(0.3):
        body = _with_counters_on_top(body)
    return Nest(name, parameters, body, result)


def _with_counters_on_top(body: tuple[Node, ...]) -> tuple[Node, ...]:
    """As C was written: loops beside and behind each other count with one variable."""
    found = sorted({name for node in body for name in _int_counters(node)})
    if not found:
        return body
    return (Line(f"int {', '.join(found)};"), *map(_undeclared, body))


def _int_counters(node: Node) -> Iterator[str]:
    if isinstance(node, Group):
        if node.head.startswith(_INT_HEADER):
            yield node.head.removeprefix(_INT_HEADER).split()[0]
        for inner in node.body:
            yield from _int_counters(inner)


def _undeclared(node: Node) -> Node:
    if not isinstance(node, Group):
        return node
    head = node.head
    if head.startswith(_INT_HEADER):
        head = f"for ({head.removeprefix(_INT_HEADER)}"
    return Group(head, tuple(map(_undeclared, node.body)))


def _parameters(scope: Scope) -> tuple[str, ...]:
    kind = scope.pick(*("int",) * 6, "long", "std::size_t", "unsigned")
    parameters = [
        f"{kind if scope.chance(0.5) else 'int'} n",
        f"{'int' if kind == 'std::size_t' else kind} m",
        "int k",
        "int s",
    ]
    if scope.style in ("narrow", "mixed"):
        parameters.append("unsigned w")
    if parameters[0].split()[0] != parameters[1].split()[0]:
        parameters[1] = parameters[0].rsplit(" ", 1)[0] + " m"
    letters = "abcd"[: scope.random.choice((1, 2, 2, 3, 3))]
    parameters.extend(_array(scope, letter) for letter in letters)
    if scope.style == "indirect":
        table = scope.pick("const int* idx", "const std::vector<int>& idx", "int* idx")
        parameters.append(table)
        scope.arrays.append(Array("idx", "int", Shape.FLAT, "const" in table, "std::" in table))
    if all(a.is_const for a in scope.arrays):
        parameters.append("double* z")
        scope.arrays.append(Array("z", "double", Shape.FLAT))
    if scope.chance(0.15 if scope.style != "scalars" else 0.5):
        parameters.append("double& r")
        scope.scalars.append("r")
    return tuple(parameters)


def _array(scope: Scope, name: str) -> str:
    element = scope.pick("double", "double", "double", "int", "float")
    is_const = scope.chance(0.3)
    const = "const " if is_const else ""
    draw = scope.random.random()
    shape = Shape.FLAT
    if draw < 0.5:
        text = f"{const}{element}* {scope.pick('', '', '', '__restrict ')}{name}"
    elif draw < 0.65:
        text = f"{const}std::vector<{element}>& {name}"
    elif draw < 0.72:
        text, shape = f"{const}std::vector<std::vector<{element}>>& {name}", Shape.ROWS
    elif draw < 0.77:
        text, shape = f"{const}{element} {name}[][{COLUMNS}]", Shape.ROWS
    elif draw < 0.82:
        text, shape, is_const = f"{element}** {name}", Shape.ROWS, False
    elif draw < 0.92:
        element, shape = "double", Shape.BODIES
        text = scope.pick(f"{const}Body* {name}", f"{const}std::vector<Body>& {name}")
    elif draw < 0.96:
        text = f"{const}std::array<{element}, 16>& {name}"
    else:
        element = scope.pick("unsigned char", "short")
        text = f"{const}{element}* {name}"
    scope.arrays.append(Array(name, element, shape, is_const, "std::" in text))
    return text


def _vectors(scope: Scope) -> tuple[str, ...]:
    return tuple(a.name for a in scope.arrays if a.has_size)


def _pointer(scope: Scope) -> list[Node]:
    """A local pointer into an array of doubles, if there is one."""
    flat = [a for a in scope.arrays if a.shape is Shape.FLAT and not a.is_const]
    if not flat:
        return []
    array = scope.random.choice(flat)
    name = scope.name("p")
    scope.pointers.append(name)
    at = scope.pick("0", "1", "k", scope.subscript())
    return [Line(f"{array.element}* {name} = &{array.name}[{at}];")]


def _loop(scope: Scope, depth: int) -> list[Node]:
    counter = "ijlq"[len(scope.counters)] if len(scope.counters) < 4 else scope.name("i")
    header = loop_header(scope, counter, _vectors(scope))
    before = (list(scope.integers), list(scope.scalars), list(scope.readable), list(scope.pointers))
    scratch = list(scope.scratch)
    scope.counters.append(counter)
    before_own, scope.own = scope.own, ""
    body: list[Node] = []
    if scope.chance(0.25):
        name = scope.name("e")
        kind = scope.pick("const int", "int", "const auto", "const unsigned char")
        tables = [a for a in scope.arrays if a.is_table]
        value = scope.subscript()
        if tables and scope.chance(0.3):
            value = scope.element(scope.random.choice(tables))
        body.append(Line(f"{kind} {name} = {value};"))
        counted = _counted(scope)
        if counted and scope.chance(0.4):
            body.append(Line(f"{scope.random.choice(counted)} += {name};"))
        scope.integers.append(name)
    if scope.chance(0.2):
        name = scope.name("t")
        body.append(Line(f"double {name} = {scope.value()};"))
        scope.scalars.append(name)
        scope.readable.append(name)
    if scope.chance(0.08):
        body.extend(_pointer(scope))
    if scope.chance(0.05):
        body.append(_scratch(scope))
    if scope.target is not None and scope.scalars and scope.chance(0.3):
        name = scope.random.choice(scope.scalars)
        body.append(Line(f"{name} = {scope.value()};"))
        scope.readable.append(name)
    if scope.chance(0.1):
        body.append(Line(f"if ({scope.condition()}) continue;"))
    body.extend(_body(scope, depth))
    scope.counters.pop()
    scope.own = before_own
    scope.integers, scope.scalars, scope.readable, scope.pointers = before
    scope.scratch = scratch
    return [Group(header, tuple(body))]


def _body(scope: Scope, depth: int) -> list[Node]:
    found: list[Node] = []
    is_deeper = depth < _DEEPEST and scope.chance(0.65 if depth == 1 else 0.35)
    for _ in range(
        scope.random.choice((0, 0, 1)) if is_deeper else scope.random.choice((1, 1, 2, 3))
    ):
        found.extend(_statement(scope))
    if is_deeper:
        found.extend(_loop(scope, depth + 1))
        if scope.chance(0.25):
            found.extend(_statement(scope))
        if scope.chance(0.2) and depth + 1 <= _DEEPEST:
            found.extend(_loop(scope, _DEEPEST))
    return found


def _statement(scope: Scope) -> list[Node]:
    if scope.chance(0.12):
        return _control_flow(scope)
    if scope.scratch and scope.chance(0.45):
        return _scratch_use(scope)
    draw = scope.random.random()
    if draw < 0.62:
        return [Line(_assignment(scope))]
    if draw < 0.76:
        return [Group(f"if ({scope.condition()})", (Line(_assignment(scope)),))]
    if draw < 0.82:
        return [
            Group(f"if ({scope.condition()})", (Line(_assignment(scope)),)),
            Group("else", (Line(_assignment(scope)),)),
        ]
    if draw < 0.9:
        return [Line(_extremum(scope))]
    if draw < 0.94 and scope.pointers:
        pointer = scope.random.choice(scope.pointers)
        return [
            Line(
                scope.pick(
                    f"++{pointer};",
                    f"*{pointer}++ = {scope.value()};",
                    f"{pointer} += {scope.pick('1', '2', 'm')};",
                )
            )
        ]
    return [Line(_reference(scope))]


def _scratch(scope: Scope) -> Node:
    """An array that the function has for itself."""
    name = scope.name("z")
    scope.scratch.append(name)
    return Line(f"double {name}[{COLUMNS}]{scope.pick('', '', ' = {}')};")


def _scratch_use(scope: Scope) -> list[Node]:
    """Some elements of an own array are set or used, one by one or in a loop."""
    array = scope.random.choice(scope.scratch)
    found: list[Node] = []
    for _ in range(scope.random.choice((1, 2, 2, 3))):
        counter = scope.name("q")
        at = scope.pick("0", "1", "k & 7", f"{scope.counter()} & 7")
        is_loop = scope.chance(0.75)
        own = scope.own
        if is_loop:
            scope.own = ""
            scope.counters.append(counter)
            at = scope.pick(*(counter,) * 5, f"7 - {counter}", f"{counter} / 2")
        sets = f"{array}[{at}] {scope.pick('=', '=', '=', '+=')} {scope.value()};"
        reads = f"{scope.place()} {scope.pick('=', '+=')} {array}[{at}];"
        line: Node = Line(scope.pick(sets, sets, reads))
        if scope.chance(0.15):
            line = Group(f"if ({scope.condition()})", (line,))
        if is_loop:
            scope.counters.pop()
            scope.own = own
            low = scope.pick("0", "0", "0", "0", "1")
            high = scope.pick(*("8",) * 5, "7", "4", "(n & 7)")
            moved = f"{counter} += 2" if scope.chance(0.15) else f"++{counter}"
            line = Group(f"for (int {counter} = {low}; {counter} < {high}; {moved})", (line,))
        found.append(line)
    return found


def _control_flow(scope: Scope) -> list[Node]:
    """Statements of which some are left out, or come after others than the ones before them."""
    draw = scope.random.random()
    if draw < 0.4:
        selector = f"(int)({scope.pick(scope.value(), scope.counter())}) & 3"
        return [Group(f"switch ({selector})", tuple(_cases(scope)))]
    if draw < 0.6:
        leave = scope.pick("continue", "break") if len(scope.counters) > 1 else "continue"
        return [Line(f"if ({scope.condition()}) {leave};")]
    if draw < 0.75:
        step = Group(f"if ({scope.condition()})", (Line("break;"),))
        first, last = Line(_assignment(scope)), Line(_assignment(scope))
        return [Group("do", (first, step, last)), Line("while (false);")]
    if draw < 0.9:
        name = scope.name("w")
        line = Line(_assignment(scope))
        counted = Group(f"while ({name} < {scope.pick('2', '3', 'k')})", (line, Line(f"++{name};")))
        return [Line(f"int {name} = 0;"), counted]
    place, value = scope.place(), scope.value()
    return [
        Line(
            scope.pick(
                f"{scope.condition()} && ({place} = {value});",
                f"{scope.condition()} || ({place} = {value});",
                f"{scope.condition()} ? ({place} = {value}) : 0;",
            )
        )
    ]


def _cases(scope: Scope) -> Iterator[Node]:
    labels = ["case 0:", "case 1:", "case 2:"][: scope.random.choice((1, 2, 2, 3))]
    if scope.chance(0.6):
        labels.append("default:")
    passed = scope.pick(*scope.scalars) if scope.scalars and scope.chance(0.5) else None
    for label in labels:
        lines = [Line(_assignment(scope)) for _ in range(scope.random.choice((0, 1, 1, 2)))]
        if passed is not None:
            # What one case leaves there, another one finds, in this iteration or a later one.
            sets, reads = f"{passed} = {scope.value()};", f"{scope.place()} = {passed};"
            lines.append(Line(scope.pick(sets, reads)))
        ends = [Line(scope.pick("break;", "break;", "break;", "continue;"))]
        yield Group(label, (*lines, *(ends if scope.chance(0.75) else ())))


def _assignment(scope: Scope) -> str:
    operator = scope.pick("=", "=", "=", "+=", "+=", "-=")
    counted = _counted(scope)
    if counted and scope.chance(0.15):
        amount = scope.pick("1", "2", "k", *scope.integers)
        return f"{scope.random.choice(counted)} {scope.pick('+=', '+=', '-=')} {amount};"
    if scope.target is not None and scope.scalars and scope.chance(0.3):
        scalar = scope.random.choice(scope.scalars)
        operator = "+=" if scope.chance(0.9) else "="
        return f"{scalar} {operator} {scope.value()};"
    place = scope.place()
    if scope.chance(0.1):
        return f"{place} = {place} + {scope.value()};"
    return f"{place} {operator} {scope.value()};"


def _counted(scope: Scope) -> list[str]:
    """Integers that live on from one iteration to the next, and that may be subscripts."""
    return [name for name in scope.scalars if name in scope.integers]


def _extremum(scope: Scope) -> str:
    if not scope.scalars:
        return _assignment(scope)
    scalar = scope.random.choice(scope.scalars)
    value = scope.value()
    return scope.pick(
        f"if ({value} > {scalar}) {scalar} = {value};",
        f"{scalar} = {scalar} < {value} ? {value} : {scalar};",
    )


def _reference(scope: Scope) -> str:
    writable = [a for a in scope.arrays if not a.is_const]
    name = scope.name("u")
    element = scope.element(scope.random.choice(writable))
    text = f"auto& {name} = {element};"
    return f"{text} {name} {scope.pick('=', '+=')} {scope.value()};"
