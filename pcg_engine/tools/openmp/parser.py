"""From the text of a pragma to a directive (OpenMP 5.2, sections 3.1 and 3.2)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pcg_engine.tools.openmp.clauses import parse_clause
from pcg_engine.tools.openmp.directive import Clause, Directive, NotADirective
from pcg_engine.tools.openmp.text import parenthesised, uncommented

_NAME = re.compile(r"[A-Za-z_]\w*")
_FOLLOWERS: Mapping[str, frozenset[str]] = {
    "parallel": frozenset(("for", "sections", "master", "masked", "loop", "workshare")),
    "for": frozenset(("simd",)),
    "master": frozenset(("taskloop",)),
    "masked": frozenset(("taskloop",)),
    "taskloop": frozenset(("simd",)),
    "target": frozenset(("parallel", "teams", "simd", "data", "enter", "exit", "update")),
    "enter": frozenset(("data",)),
    "exit": frozenset(("data",)),
    "teams": frozenset(("distribute", "loop")),
    "distribute": frozenset(("parallel", "simd")),
    "declare": frozenset(("reduction", "simd", "target", "variant", "mapper")),
    "begin": frozenset(("declare", "assumes", "metadirective")),
    "end": frozenset(("declare", "assumes", "metadirective")),
    "cancellation": frozenset(("point",)),
}
_FIRST = frozenset(
    "parallel for simd sections section single master masked critical atomic barrier task "
    "taskloop taskwait taskgroup taskyield ordered target teams distribute loop scan cancel "
    "cancellation flush threadprivate declare begin end scope tile unroll metadirective allocate "
    "allocators requires error nothing assume assumes depobj interop dispatch workshare".split()
)
# After these a word that names a construct is a clause: `cancel for`, `ordered simd`.
_WITH_ARGUMENT = frozenset(
    (
        ("critical",),
        ("flush",),
        ("threadprivate",),
        ("depobj",),
        ("allocate",),
        ("interop",),
        ("declare", "reduction"),
        ("declare", "simd"),
        ("declare", "target"),
        ("declare", "variant"),
        ("declare", "mapper"),
        ("begin", "declare", "variant"),
    )
)


def parse_directive(text: str) -> Directive | NotADirective:
    """The directive whose text after ``#pragma omp`` is ``text``.

    Lines may be continued and comments may stand anywhere. A clause that is not known, or not in
    a form that is, becomes an ``OtherClause``.
    """
    text = uncommented(text)
    words: list[str] = []
    position = 0
    while match := _NAME.match(text, _skip(text, position)):
        allowed = _FOLLOWERS.get(words[-1], frozenset[str]()) if words else _FIRST
        if match[0] not in allowed:
            break
        words.append(match[0])
        position = match.end()
    if not words:
        return NotADirective(f"`{text.strip()}` is no known OpenMP directive")
    argument: str | None = None
    if _opens(text, position):
        if tuple(words) not in _WITH_ARGUMENT:
            return NotADirective(f"`{' '.join(words)}` takes no argument")
        argument, position = parenthesised(text, _skip(text, position))
        if argument is None:
            return NotADirective("parentheses do not match")
        argument = argument.strip()
    clauses: list[Clause] = []
    while (position := _skip(text, position, ",")) < len(text):
        match = _NAME.match(text, position)
        if match is None:
            return NotADirective(f"`{text[position:].strip()}` is no clause")
        position = match.end()
        inner: str | None = None
        if _opens(text, position):
            inner, position = parenthesised(text, _skip(text, position))
            if inner is None:
                return NotADirective("parentheses do not match")
            inner = inner.strip()
        clauses.append(parse_clause(match[0], inner))
    return Directive(tuple(words), tuple(clauses), argument)


def _skip(text: str, position: int, also: str = "") -> int:
    while position < len(text) and (text[position].isspace() or text[position] in also):
        position += 1
    return position


def _opens(text: str, position: int) -> bool:
    position = _skip(text, position)
    return position < len(text) and text[position] == "("
