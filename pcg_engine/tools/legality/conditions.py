"""Texts of conditions, in a form in which equal ones look alike."""

from __future__ import annotations

import re

from pcg_engine.domain.condition_text import unwrapped
from pcg_engine.tools.openmp.directive import Directive, ExpressionClause, IfClause
from pcg_engine.tools.openmp.text import conjuncts, split

_NAMED = r"&?\w+(?:(?:\.|->)\w+)*"
_DIFFERENT = re.compile(rf"({_NAMED})!=({_NAMED})")


def guards(directive: Directive, construct: str) -> frozenset[str]:
    """The conditions under which ``construct``, a part of ``directive``, takes effect at all."""
    return frozenset(
        normal(part)
        for clause in directive.clauses
        if isinstance(clause, IfClause)
        and construct in directive.words
        and clause.directive in (None, construct, directive.name)
        for part in all_conjuncts(clause.condition)
    )


def is_serial(directive: Directive) -> bool:
    """Whether the construct certainly starts no second thread."""
    return any(
        (
            (isinstance(clause, ExpressionClause) and clause.name == "num_threads")
            and normal(clause.expression) == "1"
        )
        or (isinstance(clause, IfClause) and normal(clause.condition) in ("0", "false"))
        for clause in directive.clauses
    )


def all_conjuncts(condition: str) -> list[str]:
    """The conjuncts, and those of conjuncts in parentheses; each is itself one as well."""
    found: list[str] = []
    waiting = [condition]
    while waiting:
        text = waiting.pop()
        found.append(text)
        parts = conjuncts(text)
        if len(parts) > 1:
            waiting += parts
        elif unwrapped(text) != text.strip():
            waiting.append(unwrapped(text))
    return found


def normal(text: str) -> str:
    """``text`` without white space where C++ needs none, and without parentheses around it."""
    text = re.sub(r"(?<=\w)\s+(?=\w)", "\0", text.strip())
    text = re.sub(r"\s+", "", text).replace("\0", " ")
    while unwrapped(text) != text:
        text = unwrapped(text)
    return text


def spellings(condition: str) -> frozenset[str]:
    """The ``condition``, a normal text, and what says the same with its two sides exchanged."""
    different = _DIFFERENT.fullmatch(condition)
    if different is not None:
        return frozenset((condition, f"{different[2]}!={different[1]}"))
    sides = split(condition, "||")
    if len(sides) != 2 or len(split(condition, "?")) > 1:
        return frozenset((condition,))
    return frozenset((condition, f"{sides[1]}||{sides[0]}"))
