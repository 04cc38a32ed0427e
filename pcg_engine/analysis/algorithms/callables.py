"""What a callable that is given to an algorithm computes, written out where it is called."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeGuard, cast

from tree_sitter import Node

from pcg_engine.analysis.algorithms.writing import NotWritten, Writing, words
from pcg_engine.analysis.tree_mapping import mapped
from pcg_engine.domain.ast import (
    ArithmeticType,
    Assignment,
    Block,
    Call,
    Construct,
    Declaration,
    Expression,
    Name,
    OpaqueType,
    PointerType,
    RecordType,
    Storage,
    Type,
    Unary,
    UnsupportedExpression,
)
from pcg_engine.domain.source import Edit, SourceText, Span
from pcg_engine.domain.traversal import all_expressions, walk_expression, walk_statements
from pcg_engine.syntax.algorithms import ALGORITHM_NAMES
from pcg_engine.syntax.lambdas import (
    WrittenLambda,
    called_names,
    declared_names,
    identifiers,
    lambda_at,
    node_types,
)
from pcg_engine.syntax.splice import apply_edits

_OPERATORS = {
    "plus": "+",
    "minus": "-",
    "multiplies": "*",
    "divides": "/",
    "modulus": "%",
    "less": "<",
    "greater": ">",
    "less_equal": "<=",
    "greater_equal": ">=",
    "equal_to": "==",
    "not_equal_to": "!=",
    "logical_and": "&&",
    "logical_or": "||",
    "bit_and": "&",
    "bit_or": "|",
    "bit_xor": "^",
}
_SINGLE = {"negate": "-", "logical_not": "!", "bit_not": "~"}
_FUNCTOR = re.compile(r"std::(?:ranges::)?(\w+)(?:<(.*)>)?")
_FUNCTION = re.compile(r"(?:::)?[A-Za-z_]\w*(?:::[A-Za-z_]\w*)*")
_PURE = re.compile(
    r"(?:std::)?(?:abs|fabs|sqrt|cbrt|exp|exp2|log|log2|log10|log1p|expm1|sin|cos|tan|asin|acos|"
    r"atan|atan2|sinh|cosh|tanh|pow|hypot|floor|ceil|round|trunc|fmod|fma|fmin|fmax|erf|erfc|"
    r"tgamma|std::min|std::max|min|max|isnan|isinf|isfinite|copysign)[fl]?"
)


@dataclass(frozen=True, slots=True)
class Argument:
    """What a callable is called with: its C++, a name or an element, and its type."""

    text: str
    type: Type


@dataclass(frozen=True, slots=True)
class Applied:
    """A call written out.

    ``before`` stands before the loop, ``lines`` before the statement that holds ``text``.
    """

    text: str
    before: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()

    @property
    def operand(self) -> str:
        """``text``, to put operators beside."""
        return self.text if _OPERAND.fullmatch(self.text) else f"({self.text})"


_OPERAND = re.compile(r"[\w.:]+(?:\[[^\[\]]*\])*|[\w.:]+\([^()]*\)")


def applied(callable_: Expression, arguments: Sequence[Argument], writing: Writing) -> Applied:
    """The value of ``callable_`` for ``arguments``; raises ``NotWritten``."""
    match callable_:
        case Construct(arguments=(), type=RecordType(name=name)):
            return _functor(name, arguments, callable_, writing)
        case UnsupportedExpression(construct="ValueLambda" | "LambdaExpr"):
            return _lambda(callable_, arguments, writing)
        case UnsupportedExpression(construct="FunctionDecl"):
            return _function(callable_, arguments, writing)
        case Unary(operator="&", operand=UnsupportedExpression(construct="FunctionDecl") as named):
            return _function(named, arguments, writing)
        case Name(variable=variable) if _is_closure(variable.type):
            return _named_lambda(callable_, arguments, writing)
        case _:
            raise _not_seen(callable_, writing)


@dataclass(frozen=True, slots=True)
class InlineBody:
    """The statements of a lambda, to stand as the body of a loop.

    ``declaration`` is that of its parameter, which ``lines`` name.
    """

    declaration: str
    lines: tuple[str, ...]


def inline_body(callable_: Expression, sequence: str, writing: Writing) -> InlineBody | None:
    """The body of a lambda that yields nothing; ``None`` if it cannot stand in the function itself.

    ``sequence`` is the C++ of what the elements are of.
    """
    if not isinstance(callable_, UnsupportedExpression):
        return None
    found = lambda_at(writing.tree, callable_.span)
    if (
        found is None
        or len(found.parameters) != 1
        or not _may_stand_here(found, callable_, writing)
    ):
        return None
    (parameter,) = found.parameters
    if found.has_value or (found.returns and found.returns_inside):
        return None
    if not parameter.name or parameter.name in words(sequence) | writing.ranges:
        return None
    return InlineBody(parameter.declaration, _body_lines(found, writing))


def inline_statements(
    callable_: Expression, element: Argument, writing: Writing
) -> tuple[str, ...]:
    """Like ``inline_body``, with ``element`` in the place of a parameter that refers to it.

    Nothing if the parameter is a copy, or cannot be replaced.
    """
    inline = inline_body(callable_, element.text, writing)
    found = lambda_at(writing.tree, callable_.span)
    if inline is None or found is None:
        return ()
    (parameter,) = found.parameters
    kinds = node_types(writing.tree, found.body)
    is_reference = parameter.type_text.rstrip().endswith("&")
    if not is_reference or kinds & {"lambda_expression", "ERROR"}:
        return ()
    if not _is_same_type(parameter.type_text, element.type):
        return ()
    if parameter.name in declared_names(writing.tree, found.body):
        return ()
    replaced = {parameter.name: element.text}
    return _body_lines(found, writing, replaced)


def is_pure_lambda(callable_: Expression, writing: Writing) -> bool:
    """Whether ``callable_`` is a lambda that only computes from what it is given and captures."""
    if not is_lambda(callable_):
        return False
    found = lambda_at(writing.tree, callable_.span)
    if found is None or found.value is None or found.is_mutable or not found.is_simple:
        return False
    kinds = node_types(writing.tree, found.value)
    calls = called_names(writing.tree, found.value)
    return not kinds & _CHANGING and all(_PURE.fullmatch(c) for c in calls)


def without_lambdas(body: Block) -> Block:
    """``body`` without what the lambdas do that are given to algorithms of the library.

    They are called while the algorithm runs, and gone afterwards.
    """

    def bare(node: object) -> object:
        node = mapped(node, bare)
        if isinstance(node, Call) and _is_algorithm(node.callee or ""):
            arguments = [
                replace(a, children=()) if is_lambda(a) else a
                for a in node.arguments
                if not (isinstance(a, Name) and isinstance(a.type, ArithmeticType))
            ]
            return replace(node, arguments=tuple(arguments))
        return node

    return cast("Block", bare(body))


def _is_algorithm(callee: str) -> bool:
    """Whether the function takes numbers by value or to read them only."""
    return callee.startswith("std::ranges::__") or (
        callee.startswith("std::") and callee.rsplit("::", 1)[-1] in ALGORITHM_NAMES
    )


def changed_in_lambdas(body: Block) -> frozenset[str]:
    """Ids of the variables that lambdas in ``body`` may assign to."""
    found: set[str] = set()
    for whole in all_expressions(body):
        if not is_lambda(whole):
            continue
        for part in walk_expression(whole):
            match part:
                case Assignment(target=target):
                    found.update(_named_in(target))
                case Unary(operator="++pre" | "--pre" | "post++" | "post--" | "&", operand=target):
                    found.update(_named_in(target))
                case Call(receiver=receiver, arguments=arguments):
                    for given in (receiver, *arguments):
                        found.update(() if given is None else _named_in(given))
                case _:
                    pass
    return frozenset(found)


def is_lambda(expression: Expression) -> TypeGuard[UnsupportedExpression]:
    """Whether ``expression`` is a lambda expression."""
    return isinstance(expression, UnsupportedExpression) and expression.construct in (
        "ValueLambda",
        "LambdaExpr",
    )


def _named_in(expression: Expression) -> Iterator[str]:
    return (p.variable.id for p in walk_expression(expression) if isinstance(p, Name))


def _functor(
    name: str, arguments: Sequence[Argument], callable_: Expression, writing: Writing
) -> Applied:
    found = _FUNCTOR.fullmatch(name)
    if found is None or not all(isinstance(a.type, ArithmeticType) for a in arguments):
        raise _not_seen(callable_, writing)
    type_name = found[2]
    is_open = type_name in (None, "void")
    if not is_open and any(
        isinstance(a.type, ArithmeticType) and a.type.name != type_name for a in arguments
    ):
        raise NotWritten(
            "algorithm-callable",
            f"`{writing.text(callable_)}` converts what it is given; write `{found[1]}<>` or the "
            "elements' own type",
        )
    if len(arguments) == 2 and found[1] in _OPERATORS:
        left, right = arguments
        if is_open or found[1] in _COMPARING or _is_wide(arguments):
            return Applied(f"{left.text} {_OPERATORS[found[1]]} {right.text}")
    if len(arguments) == 1 and found[1] in _SINGLE and (is_open or _is_wide(arguments)):
        return Applied(f"{_SINGLE[found[1]]}{arguments[0].text}")
    if found[1] == "identity":
        return Applied(arguments[0].text)
    raise _not_seen(callable_, writing)


_COMPARING = frozenset(
    ("less", "greater", "less_equal", "greater_equal", "equal_to", "not_equal_to")
)


def _is_wide(arguments: Sequence[Argument]) -> bool:
    """Whether operators do not promote what they are given: ``plus<char>`` yields a ``char``."""
    return all(isinstance(a.type, ArithmeticType) and a.type.bits >= 32 for a in arguments)


def _function(
    callable_: UnsupportedExpression, arguments: Sequence[Argument], writing: Writing
) -> Applied:
    text = writing.text(callable_)
    # With arguments of class type a call may find another function than the name alone does.
    plain = all(isinstance(a.type, ArithmeticType | PointerType) for a in arguments)
    if not plain or _FUNCTION.fullmatch(text) is None:
        raise _not_seen(callable_, writing)
    return Applied(f"{text}({', '.join(a.text for a in arguments)})")


def _named_lambda(callable_: Name, arguments: Sequence[Argument], writing: Writing) -> Applied:
    assert writing.function.body is not None
    for statement in walk_statements(writing.function.body):
        if not isinstance(statement, Declaration):
            continue
        for declarator in statement.declarators:
            if declarator.variable.id != callable_.variable.id or declarator.initialiser is None:
                continue
            found = lambda_at(writing.tree, declarator.initialiser.span)
            if found is not None and not found.is_mutable:
                name = callable_.variable.name
                return Applied(f"{name}({', '.join(a.text for a in arguments)})")
    raise _not_seen(callable_, writing)


def _lambda(
    callable_: UnsupportedExpression, arguments: Sequence[Argument], writing: Writing
) -> Applied:
    found = lambda_at(writing.tree, callable_.span)
    if found is None:
        raise _not_seen(callable_, writing)
    if found.is_mutable:
        raise NotWritten(
            "algorithm-callable",
            "the lambda is `mutable`: it keeps a state from one call to the next, so that the "
            "calls cannot be told apart; compute what it counts from the element or its index",
        )
    if (
        found.value is not None
        and found.result_type is None
        and len(found.parameters) == len(arguments)
        and _may_stand_here(found, callable_, writing)
    ):
        inlined = _inlined(found, found.value, arguments, writing)
        if inlined is not None:
            return inlined
    name = writing.take("apply", "callable", "apply_to_element", "apply_here", "apply_once_more")
    text = "\n".join(dedented(writing.source.slice(callable_.span).split("\n")))
    return Applied(
        f"{name}({', '.join(a.text for a in arguments)})", (f"const auto {name} = {text};",)
    )


def _inlined(
    found: WrittenLambda, value: Span, arguments: Sequence[Argument], writing: Writing
) -> Applied | None:
    """The lambda's value with its parameters declared, or replaced where that is the same."""
    given = frozenset[str]().union(*(words(a.text) for a in arguments))
    kinds = node_types(writing.tree, value)
    calls = called_names(writing.tree, value)
    names = [p.name for p in found.parameters]
    replaced: dict[str, str] = {}
    lines: list[str] = []
    text = writing.source.slice(value)
    if "//" in text or "/*" in text or kinds & {"lambda_expression", "ERROR"}:
        return None
    is_pure = not kinds & _CHANGING and all(_PURE.fullmatch(c) for c in calls)
    for parameter, argument in zip(found.parameters, arguments, strict=True):
        if not parameter.name:
            continue
        uses = sum(
            (n.text or b"").decode() == parameter.name for n in identifiers(writing.tree, value)
        )
        if is_pure and uses <= _MOST_USES and _is_same_type(parameter.type_text, argument.type):
            replaced[parameter.name] = argument.text
        elif parameter.name in given | writing.ranges:
            return None
        else:
            lines.append(f"{parameter.declaration} = {argument.text};")
    if len(set(names)) != len(names):
        return None
    return Applied(_with_replaced(value, replaced, writing), (), tuple(lines))


_MOST_USES = 3
_CHANGING = frozenset(
    ("assignment_expression", "update_expression", "pointer_expression", "new_expression", "throw")
)


def _with_replaced(value: Span, replaced: dict[str, str], writing: Writing) -> str:
    pieces: list[str] = []
    position = value.start
    for node in sorted(identifiers(writing.tree, value), key=lambda n: n.start_byte):
        name = (node.text or b"").decode("utf-8", "replace")
        if name not in replaced or _is_qualified(node):
            continue
        pieces += [writing.source.slice(Span(position, node.start_byte)), replaced[name]]
        position = node.end_byte
    pieces.append(writing.source.slice(Span(position, value.end)))
    return " ".join("".join(pieces).split())


def _is_qualified(node: Node) -> bool:
    return node.parent is not None and node.parent.type == "qualified_identifier"


def _is_same_type(written: str, type_: Type) -> bool:
    """Whether a parameter of the type ``written`` has the value of an argument of ``type_``."""
    bare = " ".join(w for w in written.replace("&", " ").split() if w != "const")
    if bare == "auto":
        return True
    return isinstance(type_, ArithmeticType) and bare == type_.name


def _may_stand_here(
    found: WrittenLambda, callable_: UnsupportedExpression, writing: Writing
) -> bool:
    """Whether the body means the same outside the lambda.

    What is captured by value may not change while the algorithm runs.
    """
    if not found.is_simple or found.is_mutable:
        return False
    for part in walk_expression(callable_):
        if not isinstance(part, Name):
            continue
        variable = part.variable
        is_copied = variable.name in found.copies or found.copies_any
        if not is_copied or variable.storage not in (Storage.LOCAL, Storage.PARAMETER):
            continue
        if any(p.name == variable.name for p in found.parameters):
            continue
        if _is_declared_in(variable.span, found.body):
            continue
        if not isinstance(variable.type, ArithmeticType | PointerType):
            return False
        if variable.id in writing.exposed:
            return False
    return True


def _is_declared_in(span: Span, body: Span) -> bool:
    return body.contains(span)


def _body_lines(
    found: WrittenLambda, writing: Writing, replaced: Mapping[str, str] | None = None
) -> tuple[str, ...]:
    """The statements of the body, ``continue`` for ``return``."""
    edits = [Edit(span, "continue;") for span in found.returns]
    for node in identifiers(writing.tree, found.body):
        name = (node.text or b"").decode("utf-8", "replace")
        if replaced and name in replaced and not _is_qualified(node):
            edits.append(Edit(Span(node.start_byte, node.end_byte), replaced[name]))
    start = found.body.start
    moved = [
        Edit(Span(e.span.start - start, e.span.end - start), e.text)
        for e in sorted(edits, key=lambda e: e.span.start)
    ]
    body = SourceText("", writing.source.data[start : found.body.end])
    text = apply_edits(body, moved).data.decode("utf-8", "replace")
    return tuple(dedented(text[1:-1].rstrip().split("\n")))


def dedented(lines: Sequence[str]) -> list[str]:
    """``lines`` without the margin that all but the first have in common, tabs being four wide."""
    rest = [_spaced(line).rstrip() for line in lines[1:]]
    margin = min((len(x) - len(x.lstrip()) for x in rest if x.strip()), default=0)
    moved = [x[margin:] for x in rest]
    while moved and not moved[-1]:
        moved.pop()
    first = lines[0].strip() if lines else ""
    return [first, *moved] if first else moved


def _spaced(line: str) -> str:
    text = line.lstrip(" \t")
    return line[: len(line) - len(text)].expandtabs(4) + text


def _is_closure(type_: Type) -> bool:
    return isinstance(type_, OpaqueType) and "(lambda" in type_.spelling


def _not_seen(callable_: Expression, writing: Writing) -> NotWritten:
    text = writing.text(callable_)
    return NotWritten(
        "algorithm-callable",
        f"PCG does not see what `{text}` computes: it looks into lambdas, functions by their names "
        "and the function objects of <functional>",
    )
