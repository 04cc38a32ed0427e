"""Typed trees of C++ functions, as an ``AstReader`` delivers them.

The trees are plain values: no compiler object behind them, comparable, recordable as JSON for
tests. They are *semantic*: operators are resolved, built-in and container subscripts look alike,
implicit conversions that change a value are explicit ``Cast`` nodes, those that do not
(lvalue-to-rvalue, array decay, no-op, parentheses, temporaries) are gone. Whatever has no node
here becomes ``UnsupportedExpression`` or ``UnsupportedStatement`` with clang's name of the
construct and with its children, so that nothing disappears from view.

Spans are byte offsets in the main file. A node that comes from a macro expansion or another file
has ``in_main_file`` false on its function, or the span of the macro's use.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from pcg_engine.domain.source import Span
from pcg_engine.domain.types import (
    ArithmeticKind as ArithmeticKind,
    ArithmeticType as ArithmeticType,
    ArrayType as ArrayType,
    Base as Base,
    ContainerKind as ContainerKind,
    ContainerType as ContainerType,
    Factory as Factory,
    Field as Field,
    OpaqueType as OpaqueType,
    PointerType as PointerType,
    Record as Record,
    RecordType as RecordType,
    ReferenceType as ReferenceType,
    Type as Type,
    VoidType as VoidType,
)

# --- variables -----------------------------------------------------------------------------------


class Storage(StrEnum):
    """Where a variable lives."""

    LOCAL = "local"
    PARAMETER = "parameter"
    STATIC_LOCAL = "static-local"
    GLOBAL = "global"
    THREAD_LOCAL = "thread-local"


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable; ``id`` is unique and deterministic within its translation unit.

    ``constant`` is the value of a ``const`` integer whose initialiser is a constant. ``block`` is
    how many bytes a pointer leads to that is initialised with a block of its own, at namespace
    scope, and that nothing ever sets again. ``objects`` are the variables to one of which (or to
    the block of one of which) a parameter leads when its function begins, where all calls of the
    function are known: globals by their ``id``. ``apart`` names the parameters of the function
    that no call gives the same variable as this one. ``internal`` tells of a variable at namespace
    scope that no other translation unit can name.
    """

    id: str
    name: str
    type: Type
    storage: Storage
    span: Span
    volatile: bool = False
    constant: int | None = None
    block: int | None = None
    objects: tuple[str, ...] | None = None
    apart: tuple[str, ...] = ()
    internal: bool = False


@dataclass(frozen=True, slots=True)
class Declarator:
    """One variable with its initialiser in a declaration statement."""

    variable: Variable
    initialiser: Expression | None
    span: Span


# --- expressions ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class IntegerLiteral:
    """An integer, character or Boolean literal, or an enumerator; ``value`` is exact."""

    value: int
    type: Type
    span: Span


@dataclass(frozen=True, slots=True)
class FloatingLiteral:
    """A floating-point literal."""

    value: float
    type: Type
    span: Span


@dataclass(frozen=True, slots=True)
class Name:
    """A use of a variable."""

    variable: Variable
    type: Type
    span: Span


@dataclass(frozen=True, slots=True)
class Unary:
    """``operator`` is one of ``- + ! ~ * & ++pre --pre post++ post--``."""

    operator: str
    operand: Expression
    type: Type
    span: Span


@dataclass(frozen=True, slots=True)
class Binary:
    """Arithmetic, comparison, logical and comma operators, by their C++ spelling."""

    operator: str
    left: Expression
    right: Expression
    type: Type
    span: Span


@dataclass(frozen=True, slots=True)
class Assignment:
    """``=`` or a compound assignment; ``computation_type`` is the type ``op=`` computes in."""

    operator: str
    target: Expression
    value: Expression
    computation_type: Type
    type: Type
    span: Span


@dataclass(frozen=True, slots=True)
class Subscript:
    """``base[index]`` on a pointer, C array or contiguous standard container."""

    base: Expression
    index: Expression
    type: Type
    span: Span


@dataclass(frozen=True, slots=True)
class Member:
    """``base.field`` or, with ``arrow``, ``base->field``."""

    base: Expression
    field: str
    arrow: bool
    type: Type
    span: Span


@dataclass(frozen=True, slots=True)
class This:
    """``this`` (a pointer)."""

    type: Type
    span: Span


@dataclass(frozen=True, slots=True)
class Call:
    """A call.

    ``callee`` is the qualified name (``std::sqrt``, ``ns::f``, ``std::vector::size``) or ``None``
    when it is not known statically; ``callee_key`` looks it up in ``TranslationUnit.functions``.
    ``receiver`` is the object of a member call. Overloaded operators that are not ``Subscript``
    are calls of ``ns::operator+`` and the like. ``targets`` are the keys of all functions of the
    unit that a virtual call may lead to, empty where they are not known; ``is_closed`` tells that
    no other unit can have more of them.
    """

    callee: str | None
    callee_key: str | None
    receiver: Expression | None
    arguments: tuple[Expression, ...]
    type: Type
    span: Span
    is_noexcept: bool = False
    is_virtual: bool = False
    targets: tuple[str, ...] = ()
    is_closed: bool = False


@dataclass(frozen=True, slots=True)
class Conditional:
    """``condition ? then : otherwise``."""

    condition: Expression
    then: Expression
    otherwise: Expression
    type: Type
    span: Span


@dataclass(frozen=True, slots=True)
class Cast:
    """A conversion that may change the value: between arithmetic types, or of pointers.

    ``conversion`` is clang's cast kind (``IntegralCast``, ``FloatingToIntegral``, ``BitCast`` …).
    """

    conversion: str
    explicit: bool
    operand: Expression
    type: Type
    span: Span


@dataclass(frozen=True, slots=True)
class Construct:
    """Construction of an object of class type, a braced list, or a value-initialisation.

    ``callee_key`` is that of the *user-provided* constructor that runs (of a class that is not
    one of the standard containers); ``None`` for aggregates and for implicit and defaulted ones.
    """

    arguments: tuple[Expression, ...]
    type: Type
    span: Span
    callee_key: str | None = None


@dataclass(frozen=True, slots=True)
class UnsupportedExpression:
    """A construct without a node of its own (``LambdaExpr``, ``CXXThrowExpr`` …)."""

    construct: str
    children: tuple[Expression, ...]
    type: Type
    span: Span


OWN_NEW, OWN_DELETE = "operator new of a class", "operator delete of a class"
"""The constructs of ``new`` and ``delete`` that are no ``CXXNewExpr`` and ``CXXDeleteExpr``.

Those are the library's: the block is nobody else's.
"""
PLACEMENT_NEW = "placement new"
"""The construct of ``new`` in memory that it is given."""


Expression = (
    IntegerLiteral
    | FloatingLiteral
    | Name
    | Unary
    | Binary
    | Assignment
    | Subscript
    | Member
    | This
    | Call
    | Conditional
    | Cast
    | Construct
    | UnsupportedExpression
)

# --- statements ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Block:
    """``{ … }``."""

    statements: tuple[Statement, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Declaration:
    """A declaration statement of local variables."""

    declarators: tuple[Declarator, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class ExpressionStatement:
    """An expression evaluated for its effect."""

    expression: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class If:
    """``if``; an initialiser or condition variable makes it ``Unsupported``."""

    condition: Expression
    then: Statement
    otherwise: Statement | None
    span: Span


@dataclass(frozen=True, slots=True)
class For:
    """``for``; ``span.start`` is the offset of the keyword, the same as of the syntax's loop."""

    initialiser: Statement | None
    condition: Expression | None
    increment: Expression | None
    body: Statement
    span: Span


@dataclass(frozen=True, slots=True)
class RangeFor:
    """``for (variable : range)``."""

    variable: Variable
    range: Expression
    body: Statement
    span: Span


@dataclass(frozen=True, slots=True)
class While:
    """``while``, or ``do … while`` when ``test_last``."""

    condition: Expression
    body: Statement
    test_last: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Return:
    """``return``."""

    value: Expression | None
    span: Span


@dataclass(frozen=True, slots=True)
class Break:
    """``break``."""

    span: Span


@dataclass(frozen=True, slots=True)
class Continue:
    """``continue``."""

    span: Span


@dataclass(frozen=True, slots=True)
class Empty:
    """``;``."""

    span: Span


@dataclass(frozen=True, slots=True)
class OpenMPDirective:
    """An OpenMP executable directive; ``text`` is the pragma as written, after ``#pragma omp``."""

    directive: str
    text: str
    body: Statement | None
    span: Span


@dataclass(frozen=True, slots=True)
class UnsupportedStatement:
    """A statement without a node of its own (``SwitchStmt``, ``CXXTryStmt``, ``GotoStmt`` …).

    ``label`` is that of a ``LabelStmt``, or the one a ``GotoStmt`` jumps to, if the text says it.
    """

    construct: str
    expressions: tuple[Expression, ...]
    statements: tuple[Statement, ...]
    span: Span
    label: str = ""


Statement = (
    Block
    | Declaration
    | ExpressionStatement
    | If
    | For
    | RangeFor
    | While
    | Return
    | Break
    | Continue
    | Empty
    | OpenMPDirective
    | UnsupportedStatement
)

# --- functions and units -------------------------------------------------------------------------


class Linkage(StrEnum):
    """Linkage of a function."""

    EXTERNAL = "external"
    INTERNAL = "internal"


@dataclass(frozen=True, slots=True)
class TemplateArgument:
    """One argument of an instance of a template.

    ``parameter`` is the name that the template's own text has for it: empty where it has none,
    ``...`` where it is one for several. ``text`` is C++ for it, or what clang says of what cannot
    be written.
    """

    parameter: str
    text: str
    is_type: bool


@dataclass(frozen=True, slots=True)
class Function:
    """A function with or without a visible body.

    ``key`` is unique in the unit (the mangled name where there is one); ``name`` is qualified,
    with ``(anonymous namespace)`` left out; ``attributes`` are clang's attribute kinds.
    ``template_arguments`` are those of an instance of a function template, packs spread out.
    ``elsewhere`` is the path of the other translation unit that defines it, if one does: the spans
    of its body are offsets in that unit's files, and what it names need not be visible here.
    """

    key: str
    name: str
    return_type: Type
    parameters: tuple[Variable, ...]
    body: Block | None
    linkage: Linkage
    span: Span
    in_main_file: bool
    is_noexcept: bool = False
    is_member: bool = False
    is_static_member: bool = False
    is_template_instance: bool = False
    is_constexpr: bool = False
    is_variadic: bool = False
    record: str | None = None
    attributes: tuple[str, ...] = ()
    elsewhere: str = ""
    template_arguments: tuple[TemplateArgument, ...] = ()

    @property
    def label(self) -> str:
        """The name with its template arguments: which instance of a template this is."""
        arguments = ", ".join(one.text for one in self.template_arguments)
        return f"{self.name}<{arguments}>" if arguments else self.name


@dataclass(frozen=True, slots=True)
class LinkedUnit:
    """Another source file of the user's program, which defines functions that a unit calls.

    ``text`` is what was read of it (bytes that are not UTF-8 as lone surrogates), ``flags`` are
    those of its own compile command, in ``directory``.
    """

    path: str
    text: str
    flags: tuple[str, ...]
    directory: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One message of a compiler, 1-based position in the main file where it has one."""

    severity: str
    message: str
    line: int | None = None
    column: int | None = None


@dataclass(frozen=True, slots=True)
class Sample:
    """An instance of the template ``name`` with ``arguments``, which the file itself has not.

    ``text`` asks for it, behind the file's own text.
    """

    name: str
    arguments: str
    text: str


def sample_text(samples: tuple[Sample, ...]) -> bytes:
    """What comes behind a file's text, so that it has the instances."""
    return "".join(f"\n{sample.text}" for sample in samples).encode() + b"\n" * bool(samples)


@dataclass(frozen=True, slots=True)
class TranslationUnit:
    """What a reader delivers: the wanted functions, and all that their bodies reach.

    ``functions`` maps ``Function.key`` to the function; callees with a visible body are included,
    transitively, wherever they are defined in user code. ``globals`` are the variables with static
    storage that the functions name. ``dependencies`` are the files the unit was read from.
    ``strict_aliasing`` is false where the flags give up that lvalues of unlike types are disjoint.

    ``linked`` are the other source files that define some of ``functions`` (``globals`` has none of
    their variables); ``unlinked`` says by key why a definition that there seems to be is not used.
    ``samples`` stand for templates of which the file has no instance.
    """

    functions: dict[str, Function]
    globals: tuple[Variable, ...]
    records: dict[str, Record]
    diagnostics: tuple[Diagnostic, ...]
    dependencies: tuple[str, ...] = ()
    strict_aliasing: bool = True
    linked: tuple[LinkedUnit, ...] = ()
    unlinked: dict[str, str] = field(default_factory=dict[str, str])
    samples: tuple[Sample, ...] = ()

    def function_at(self, span_start: int, span_end: int) -> Function | None:
        """The smallest main-file function whose span covers ``[span_start, span_end)``."""
        covering = [
            f
            for f in self.functions.values()
            if f.in_main_file and f.body and f.span.start <= span_start and span_end <= f.span.end
        ]
        return min(covering, key=lambda f: len(f.span), default=None)
