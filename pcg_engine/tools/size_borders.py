"""Sizes at which a candidate's directives begin to take effect (pure).

``if(n > 5000)`` keeps the team away from every small input: whether the loop may run in parallel
is then tested by larger ones alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pcg_engine.domain.source import Span
from pcg_engine.syntax.pragmas import find_pragmas
from pcg_engine.tools.additions import Number

SMALL = 18
"""Up to here every size is among the usual inputs."""
_IF_CLAUSE = re.compile(r"\bif\s*\(")
_BORDER = re.compile(r">=?\s*(?P<number>\d[\d']*)(?![\w.'])|>=?\s*(?P<long>\d[\d']*)[uUlL]+\b")


def size_borders(original: bytes, candidate: bytes) -> tuple[Number, ...]:
    """The sizes beyond which ``if`` clauses hold that only ``candidate`` has, ascending."""
    new = set(_borders(candidate)) - set(_borders(original))
    return tuple(Number(float(value), is_integer=True) for value in sorted(new))


def names_border(text: str) -> bool:
    """Whether a condition compares something with a size that small inputs do not have."""
    return any(True for _ in _numbers(text))


def _borders(text: bytes) -> Iterator[int]:
    for token in find_pragmas(text, Span(0, len(text))).tokens:
        clause = _IF_CLAUSE.search(token.text)
        if clause is not None:
            yield from _numbers(token.text[clause.end() :])


def _numbers(text: str) -> Iterator[int]:
    for match in _BORDER.finditer(text):
        number = int((match["number"] or match["long"]).replace("'", ""))
        if number > SMALL:
            yield number
