"""What an exception becomes inside the directives of a candidate (pure).

A throw executed inside a region must be caught in the same region, by the thread that threw
(OpenMP 5.2, section 1.2.2 and the restrictions of each construct); compilers put a terminate pad
around every outlined body. So where the serial original passes an exception to its caller, a
parallel region ends the program.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from pcg_engine.analysis.effects import EffectAnalysis
from pcg_engine.analysis.library_functions import canonical_name
from pcg_engine.domain.ast import (
    OWN_NEW,
    PLACEMENT_NEW,
    ArrayType,
    Call,
    Construct,
    ContainerType,
    Declaration,
    Expression,
    Function,
    OpaqueType,
    OpenMPDirective,
    RecordType,
    Statement,
    TranslationUnit,
    Type,
    UnsupportedExpression,
    UnsupportedStatement,
)
from pcg_engine.domain.facts import Assumption
from pcg_engine.domain.source import SourceText, Span
from pcg_engine.domain.traversal import (
    all_expressions,
    own_expressions,
    subexpressions,
    substatements,
    walk_statements,
)

ALLOCATION = Assumption(
    "allocation-succeeds",
    "memory is never exhausted inside the parallel region: std::bad_alloc would end the program "
    "there, where the original passes it to its caller",
)

_CATCHES_ALL = re.compile(r"\s*catch\s*\(\s*\.\.\.\s*\)")
_ALLOCATING = re.compile(
    r"(?:const )?std::(?:__cxx11::)?(?:basic_)?(?:vector|string|map|set|multimap|multiset|deque"
    r"|list|forward_list|unordered_\w+|queue|stack|priority_queue|function|shared_ptr|unique_ptr"
    r"|any|valarray|stringstream|ostringstream)\b"
)
_PASSES_ON = re.compile(
    # Of the library: what runs code that the text at this place does not show, or checks a value.
    r"std::(?:function|move_only_function|packaged_task|future|shared_future)::|std::(?:invoke|apply"
    r"|visit|any_cast|sto\w+|rethrow_exception|async)$|std::(?:optional|expected)::value$"
)
_OF_C = frozenset(
    f"std::{name}"
    for name in "printf fprintf vprintf puts fputs putchar fputc putc perror fflush fwrite".split()
)
"""What prints, by the names that the C library's functions have in C++."""
_LONGEST_TEXT = 160


class Cause(StrEnum):
    """Why something may throw."""

    THROW = "throw"
    """It is a ``throw``, in the region itself."""
    CHECK = "check"
    """It is a function that throws when it is given something wrong."""
    ALLOCATION = "allocation"
    UNKNOWN = "unknown"
    """Its code is not known."""


@dataclass(frozen=True, slots=True)
class Thrower:
    """A thing inside a region that may throw out of it; ``text`` names it for a person."""

    cause: Cause
    text: str
    span: Span


def escaping(
    unit: TranslationUnit, functions: Iterable[Function], source: SourceText
) -> tuple[Thrower, ...]:
    """What may throw out of the regions of ``functions``, the trees of a file read with OpenMP.

    Bodies of callees are followed; ``noexcept`` functions and ``try`` blocks with a ``catch
    (...)`` that does not rethrow let nothing out.
    """
    walker = _Walker(unit, source)
    found: dict[Thrower, None] = {}
    for function in functions:
        if function.body is None:
            continue
        for statement in walk_statements(function.body):
            if isinstance(statement, OpenMPDirective) and statement.body is not None:
                for thrower in walker.statement(statement.body):
                    found.setdefault(thrower)
    return tuple(found)


def assumptions_of(throwers: Iterable[Thrower]) -> tuple[Assumption, ...]:
    """What has to be taken on trust about ``throwers`` that are not certain."""
    found: dict[Assumption, None] = {}
    for thrower in throwers:
        match thrower.cause:
            case Cause.ALLOCATION:
                found.setdefault(ALLOCATION)
            case Cause.UNKNOWN:
                message = (
                    f"{thrower.text} does not throw: inside the parallel region an exception "
                    "would end the program, where the original passes it to its caller"
                )
                found.setdefault(Assumption("no-exception", message))
            case Cause.THROW | Cause.CHECK:
                pass
    return tuple(found)


class _Walker:
    """Goes through statements as they run, callees included."""

    def __init__(self, unit: TranslationUnit, source: SourceText) -> None:
        self._unit = unit
        self._source = source
        self._effects = EffectAnalysis(unit)
        self._bodies: dict[str, tuple[Thrower, ...]] = {}
        self._inside: list[UnsupportedExpression] = []
        self._is_foreign = False
        self._lambdas = {
            _bare(expression.type): expression
            for function in unit.functions.values()
            if function.body is not None
            for expression in all_expressions(function.body)
            if isinstance(expression, UnsupportedExpression)
            and expression.construct == "LambdaExpr"
            and isinstance(expression.type, OpaqueType)
        }

    def statement(self, statement: Statement) -> Iterator[Thrower]:
        if isinstance(statement, UnsupportedStatement) and statement.construct == "CXXTryStmt":
            yield from self._try(statement)
            return
        if isinstance(statement, Declaration):
            for declarator in statement.declarators:
                yield from self._storage(declarator.variable.type, declarator.span)
        for expression in own_expressions(statement):
            yield from self._expression(expression)
        for inner in substatements(statement):
            yield from self.statement(inner)

    def _try(self, statement: UnsupportedStatement) -> Iterator[Thrower]:
        guarded, *handlers = statement.statements
        # Where the text of another file lies, nothing is known of its handlers.
        catches_all = not self._is_foreign and any(
            _CATCHES_ALL.match(self._source.slice(handler.span)) for handler in handlers
        )
        if not catches_all:
            for thrower in self.statement(guarded):
                # Perhaps one of the handlers takes it.
                certain = thrower.cause in (Cause.THROW, Cause.CHECK)
                yield replace(thrower, cause=Cause.UNKNOWN) if certain else thrower
        for handler in handlers:
            yield from self.statement(handler)

    def _expression(self, expression: Expression) -> Iterator[Thrower]:
        yield from self._own(expression)
        for inner in subexpressions(expression):
            yield from self._expression(inner)

    def _own(self, expression: Expression) -> Iterator[Thrower]:
        match expression:
            case Call(is_noexcept=False):
                yield from self._call(expression)
            case Construct():
                yield from self._storage(expression.type, expression.span)
                if expression.callee_key is not None:
                    yield from self._callee(expression.callee_key, "a constructor", expression.span)
            case UnsupportedExpression(construct="CXXThrowExpr"):
                yield Thrower(Cause.THROW, "a `throw`", expression.span)
            case UnsupportedExpression(construct="CXXNewExpr"):
                yield Thrower(Cause.ALLOCATION, "`new`", expression.span)
            case UnsupportedExpression(construct=construct) if construct in (
                OWN_NEW,
                PLACEMENT_NEW,
            ):
                yield Thrower(Cause.UNKNOWN, f"`{construct}`", expression.span)
            case UnsupportedExpression(construct="CXXDynamicCastExpr"):
                yield Thrower(Cause.UNKNOWN, "a `dynamic_cast`", expression.span)
            case _:
                pass

    def _call(self, call: Call) -> Iterator[Thrower]:
        name = f"`{call.callee}`" if call.callee else "a function called through a pointer"
        if call.callee_key is not None and not call.is_virtual:
            yield from self._callee(call.callee_key, name, call.span)
            return
        called = None if call.receiver is None else self._lambda(call.receiver.type)
        if called is not None:
            # A recursive lambda is met again inside itself.
            if called not in self._inside:
                self._inside.append(called)
                for inner in called.children:
                    yield from self._expression(inner)
                self._inside.pop()
            return
        effect = self._effects.of_call(call)
        if not effect.may_throw:
            return
        if effect.allocates and not effect.unknown_calls:
            yield Thrower(Cause.ALLOCATION, name, call.span)
        elif call.is_virtual or call.callee is None:
            yield Thrower(Cause.UNKNOWN, name, call.span)
        elif call.callee.endswith("::at"):
            yield Thrower(Cause.CHECK, name, call.span)
        elif "::" not in call.callee or call.callee in _OF_C:
            # Not declared in user code: a function of the C library, or of OpenMP's.
            return
        elif _is_library(call.callee) and not effect.performs_io:
            # An algorithm throws what the functions that it is given throw: they stand in the
            # text, and are looked at there.
            if _ALLOCATING.match(call.callee):
                yield Thrower(Cause.ALLOCATION, name, call.span)
        else:
            yield Thrower(Cause.UNKNOWN, name, call.span)

    def _callee(self, key: str, name: str, call: Span) -> Iterator[Thrower]:
        """What comes out of a function of the user's, as seen from its call."""
        function = self._unit.functions.get(key)
        if function is None or function.body is None:
            if function is None or not function.is_noexcept:
                yield Thrower(Cause.UNKNOWN, name, call)
            return
        if function.is_noexcept:
            return
        if key not in self._bodies:
            self._bodies[key] = ()  # recursion adds nothing new
            before, self._is_foreign = self._is_foreign, not function.in_main_file
            self._bodies[key] = tuple(self.statement(function.body))
            self._is_foreign = before
        for thrower in self._bodies[key]:
            cause = Cause.CHECK if thrower.cause is Cause.THROW else thrower.cause
            inner = f"{name}, because of {thrower.text}"
            yield Thrower(cause, inner if len(inner) < _LONGEST_TEXT else name, call)

    def _storage(self, type_: Type, span: Span) -> Iterator[Thrower]:
        """What making an object of this type may throw."""
        match type_:
            case ContainerType(container=container) if type_.allocates:
                yield Thrower(Cause.ALLOCATION, f"a `std::{container.value}`", span)
            case ContainerType(element=element) | ArrayType(element=element):
                yield from self._storage(element, span)
            case RecordType(name=name) | OpaqueType(spelling=name) if _allocates(name):
                yield Thrower(Cause.ALLOCATION, f"a `{name}`", span)
            case RecordType(name=name) if name in self._unit.records:
                for field in self._unit.records[name].fields:
                    yield from self._storage(field.type, span)
            case _:
                pass

    def _lambda(self, type_: Type) -> UnsupportedExpression | None:
        """The lambda expression whose objects have this type."""
        if not isinstance(type_, OpaqueType) or "(lambda" not in type_.spelling:
            return None
        return self._lambdas.get(_bare(type_))


def _bare(type_: OpaqueType) -> str:
    return type_.spelling.removeprefix("const ")


def _is_library(callee: str) -> bool:
    name = canonical_name(callee)
    return name.startswith(("std::", "__gnu_cxx::")) and not _PASSES_ON.match(name)


def _allocates(class_name: str) -> bool:
    """Whether this is a library class whose objects get memory, not a type inside one."""
    inside = "<" in class_name and not class_name.rstrip().endswith(">")
    return not inside and _ALLOCATING.match(class_name) is not None
