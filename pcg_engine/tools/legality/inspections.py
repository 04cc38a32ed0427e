"""Loops directly before a construct that set the variable which its condition names.

What analysis asks of the rows of a loop is looked for in the text: the declaration of a variable
that is true, and the loop that keeps it true only while all conditions hold. Both stand directly
before the construct, in the same block, so that nothing in between changes what was looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from pcg_engine.domain.ast import Declaration, For, Statement
from pcg_engine.domain.facts import Inspection
from pcg_engine.domain.source import SourceText, Span
from pcg_engine.tools.legality.conditions import normal

_CHANGES_NAMES = re.compile(
    r"(?:#|%:|\?\?=)(?![ \t]*(?:pragma[ \t]+omp|if(?:n?def)?|else|elif|endif)\b)|_Pragma|__pragma"
)
"""What may give a name another meaning in between, or a loop another one than its text says."""
_KNOWN_CALL = re.compile(r"\.(?:size|data)\(\)")
_MAY_CHANGE = re.compile(r"(?<![=!<>])=(?!=)|<<=|>>=|\+\+|--|\w\(")


def inspected_before(
    statements: Sequence[Statement], position: int, source: SourceText
) -> Mapping[str, str]:
    """What is looked at right before ``statements[position]``: a variable with the loop's text.

    Only the loop that comes last: another one may change what was looked at before it.
    """
    match statements[max(position - 2, 0) : position]:
        case [Declaration(declarators=(declarator,)) as declaration, For() as loop]:
            pass
        case _:
            return {}
    around = source.slice(Span(declaration.span.start, statements[position].span.end))
    if declarator.variable.volatile or _CHANGES_NAMES.search(around):
        return {}
    # The text of a declaration that stands alone ends with it.
    text = source.slice(declaration.span).rstrip(";")
    looks = normal(source.slice(loop.span).rstrip(";"))
    return {declarator.variable.name: f"{normal(text)};{looks}"}


def may_change(conditions: Iterable[str]) -> bool:
    """Whether evaluating one of the ``conditions`` may change what was looked at."""
    return any(_MAY_CHANGE.search(_KNOWN_CALL.sub("", text)) for text in conditions)


def is_of(inspection: Inspection, flag: str, text: str, *, is_c: bool) -> bool:
    """Whether ``text``, as ``inspected_before`` found it, is just the ``inspection``."""
    if re.search(rf"\b{flag}\b", f"{inspection.header} {inspection.condition}"):
        return False  # setting it would change what is looked at
    declaration, *loop = inspection.lines(flag, is_c=is_c)
    wanted = f"{normal(declaration.rstrip(';'))};{normal(' '.join(loop).rstrip(';'))}"
    return text == wanted
