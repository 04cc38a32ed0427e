"""Loops directly before a construct that set the variable which its condition names.

What analysis asks of the rows of a loop is looked for in the text: the declaration of a variable
that is true, and the loop that keeps it true only while all conditions hold. Both stand directly
before the construct, in the same block, so that nothing in between changes what was looked at.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pcg_engine.domain.ast import Declaration, For, Statement
from pcg_engine.domain.facts import Inspection
from pcg_engine.domain.source import SourceText
from pcg_engine.tools.legality.conditions import normal


def inspected_before(
    statements: Sequence[Statement], position: int, source: SourceText
) -> Mapping[str, str]:
    """What is looked at right before ``statements[position]``: variables with the loops' texts."""
    found: dict[str, str] = {}
    while position >= 2:
        match statements[position - 2 : position]:
            case [Declaration(declarators=(declarator,)) as declaration, For() as loop]:
                pass
            case _:
                break
        name = declarator.variable.name
        # The text of a declaration that stands alone ends with it.
        text = source.slice(declaration.span).rstrip(";")
        if declarator.variable.volatile or name in found:
            break
        found[name] = f"{normal(text)};{normal(source.slice(loop.span).rstrip(';'))}"
        position -= 2
    return found


def is_of(inspection: Inspection, flag: str, text: str, *, is_c: bool) -> bool:
    """Whether ``text``, as ``inspected_before`` found it, is just the ``inspection``."""
    if re.search(rf"\b{flag}\b", f"{inspection.header} {inspection.condition}"):
        return False  # setting it would change what is looked at
    declaration, *loop = inspection.lines(flag, is_c=is_c)
    wanted = f"{normal(declaration.rstrip(';'))};{normal(' '.join(loop).rstrip(';'))}"
    return text == wanted
