"""What an offer for one function depends on besides it: whether it still holds after edits."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pcg_engine.domain.source import Span
from pcg_engine.syntax.declarations import FileOutline
from pcg_engine.syntax.lexemes import Directive
from pcg_engine.syntax.own_headers import OwnHeaders
from pcg_engine.syntax.pointer_sources import pointer_sources
from pcg_engine.syntax.reach import Reach

_ORDER = "the order of declarations"
_POINTERS = "what its pointers lead to"
_MACRO_WORK = frozenset((b"define", b"undef", b"include", b"import", b"include_next"))
_STATEMENT_PRAGMAS = (
    b"#pragma omp",
    b"#pragma GCC ivdep",
    b"#pragma GCC unroll",
    b"#pragma GCC diagnostic",
    b"#pragma clang loop",
    b"#pragma clang diagnostic",
    b"#pragma unroll",
    b"#pragma ivdep",
    b"#pragma simd",
)
"""Pragmas that say something of the statement behind them alone."""


@dataclass(frozen=True, slots=True)
class Dependency:
    """One thing depended on: what it is called in messages, and the digest of its text."""

    name: str
    digest: str


@dataclass(frozen=True, slots=True)
class Dependencies:
    """Everything that a function depends on in its file, by name."""

    parts: tuple[Dependency, ...]

    @property
    def digest(self) -> str:
        """One value for all of it."""
        return _digest(f"{part.name}\0{part.digest}".encode() for part in self.parts)

    def difference(self, other: Dependencies) -> tuple[str, ...]:
        """The names, sorted, of what is not the same in both; nothing if all is."""
        own = {part.name: part.digest for part in self.parts}
        theirs = {part.name: part.digest for part in other.parts}
        changed = sorted(n for n in own.keys() | theirs.keys() if own.get(n) != theirs.get(n))
        # What came or went changes the order as well; that is no news.
        return tuple(name for name in changed if name != _ORDER) or tuple(changed)


def dependencies(
    outline: FileOutline, function: Span, headers: OwnHeaders | None = None
) -> Dependencies:
    """What ``function``, a span of the outlined text, depends on besides its own text.

    Every preprocessor line in its order, every declaration that ``Reach`` finds, bodies of
    functions included, the code of ``headers``, and what ``pointer_sources`` finds in the rest of
    the file. Comments, white space, and functions that it cannot reach do not matter otherwise.
    Results with and without ``headers`` cannot be compared.
    """
    reach = Reach(outline, function, headers)
    told: dict[str, list[bytes]] = defaultdict(list)
    for header in () if headers is None else headers.headers:
        told[f"`{header.name}`"].append(header.digest.encode())
    order: list[tuple[int, str]] = [(function.start, "")]
    for line in _lines(outline, function):
        name = _line_name(line)
        told[name].append(line.text)
        order.append((line.start, name))
    for number in sorted(reach.reached):
        one = outline.declarations[number]
        name = f"`{one.label}`"
        order.append((one.span.start, name))
        told[name] += (*one.scope, *reach.text_of(number), b"")
    sources = pointer_sources(outline, function, reach.reached)
    if sources:
        told[_POINTERS] += sources
    told[_ORDER] += (name.encode() for _, name in sorted(order))
    return Dependencies(tuple(Dependency(name, _digest(told[name])) for name in sorted(told)))


def _lines(outline: FileOutline, function: Span) -> Iterator[Directive]:
    """The preprocessor lines that say something outside the function body they may be in."""
    bodies = [one.body for one in outline.declarations if one.body is not None]
    bodies = [body for body in bodies if not body.contains(function)]
    within: dict[Span, list[Directive]] = defaultdict(list)
    for line in outline.directives:
        if function.holds(line.start):
            continue
        around = next((body for body in bodies if body.holds(line.start)), None)
        if around is None:
            yield line
        else:
            within[around].append(line)
    for lines in within.values():
        works = any(line.keyword in _MACRO_WORK for line in lines)
        for line in lines:
            if line.keyword == b"pragma":
                if not line.text.startswith(_STATEMENT_PRAGMAS):
                    yield line
            elif works:
                yield line


def _line_name(line: Directive) -> str:
    words = line.text.decode("utf-8", "replace").split()
    return f"`{' '.join(words[:2]).partition('(')[0]}`"


def _digest(texts: Iterable[bytes]) -> str:
    return hashlib.sha256(b"\0".join(texts)).hexdigest()[:32]
