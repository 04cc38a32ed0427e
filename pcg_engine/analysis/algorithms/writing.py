"""What the writers of loops are given, and what they give back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from pcg_engine.domain.ast import (
    ArithmeticType,
    Binary,
    Call,
    Cast,
    ContainerType,
    Expression,
    Function,
    IntegerLiteral,
    Name,
    Statement,
    Storage,
    TranslationUnit,
)
from pcg_engine.domain.source import SourceText, Span
from pcg_engine.domain.traversal import walk_expression
from pcg_engine.syntax.parse import SyntaxTree

WORD = re.compile(r"[A-Za-z_]\w*")


class NotWritten(Exception):
    """A call that cannot be written as a loop; ``code`` and the message are those of a reason."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class LoopText:
    """A loop in C++ that does what a call does.

    ``before`` are declarations; ``body`` are the statements of the loop, one line each, without a
    margin. ``value`` is the C++ of what the call yields, in the place of ``replaced`` (the call, or
    an expression around it); ``None`` if nobody may ask for it. ``total`` names a variable of the
    type ``total_type`` that starts as ``total_start`` and is the value afterwards: the declaration
    that the call initialises may be it. ``stores`` tells whether elements are written.
    """

    header: str
    body: tuple[str, ...]
    before: tuple[str, ...] = ()
    value: str | None = None
    replaced: Span | None = None
    total: str | None = None
    total_type: str = ""
    total_start: str = ""
    stores: bool = False
    reassociates: bool = False


@dataclass(slots=True)
class Writing:
    """The function whose calls are written anew, and the names that are taken in it.

    ``ranges`` are the names in the arguments of a call that say which elements it means: nothing
    else may be declared by them in its loop.
    """

    source: SourceText
    tree: SyntaxTree
    unit: TranslationUnit
    function: Function
    exposed: frozenset[str]
    modified: frozenset[str]
    taken: set[str] = field(default_factory=set[str])
    ranges: frozenset[str] = frozenset()

    def text(self, expression: Expression) -> str:
        """The C++ of ``expression``, on one line."""
        return " ".join(self.source.slice(expression.span).split())

    def unused(self, *wishes: str) -> str:
        """The first of ``wishes`` that the function does not use; raises ``NotWritten``."""
        for name in wishes:
            if name not in self.taken:
                return name
        raise NotWritten(
            "algorithm-names",
            f"the names `{'`, `'.join(wishes)}` are all taken; rename one of them",
        )

    def take(self, *wishes: str) -> str:
        """Like ``unused``; the name is taken then."""
        name = self.unused(*wishes)
        self.taken.add(name)
        return name

    def is_own(self, name: Name) -> bool:
        """Whether the variable is the function's own and nothing else can change it."""
        variable = name.variable
        return (
            isinstance(variable.type, ArithmeticType)
            and variable.storage in (Storage.LOCAL, Storage.PARAMETER)
            and not variable.volatile
            and variable.id not in self.exposed
        )

    def is_number(self, expression: Expression) -> bool:
        """Whether ``expression`` is an integer that stays the same while the call runs."""
        if not isinstance(expression.type, ArithmeticType):
            return False
        for part in walk_expression(expression):
            match part:
                case IntegerLiteral():
                    pass
                case Name():
                    if isinstance(part.variable.type, ContainerType):
                        continue
                    if not self.is_own(part):
                        return False
                case Binary(operator="+" | "-" | "*"):
                    pass
                case Cast(conversion="IntegralCast"):
                    pass
                case Call(callee=str(callee), receiver=Name(), arguments=()) if callee.endswith(
                    "::size"
                ):
                    pass
                case _:
                    return False
        text = self.source.slice(expression.span)
        return bool(text.strip()) and "//" not in text and "/*" not in text


@dataclass(frozen=True, slots=True)
class Site:
    """A call of the algorithm ``name`` (``transform``), with what stands around it.

    ``around`` are the expressions around the call, innermost first, up to the ``statement``.
    """

    name: str
    is_ranges: bool
    call: Call
    around: tuple[Expression, ...]
    statement: Statement

    @property
    def arguments(self) -> Sequence[Expression]:
        """The arguments of the call."""
        return self.call.arguments


def words(text: str) -> frozenset[str]:
    """The identifiers and keywords in ``text``."""
    return frozenset(WORD.findall(text))
