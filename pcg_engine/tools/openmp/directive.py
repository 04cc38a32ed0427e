"""OpenMP directives and clauses as values (OpenMP 5.2, sections 3 to 5 and 10 to 15)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never


class Attribute(StrEnum):
    """Data-sharing attributes that a clause can give (5.2, section 5.4)."""

    SHARED = "shared"
    PRIVATE = "private"
    FIRSTPRIVATE = "firstprivate"
    LASTPRIVATE = "lastprivate"


@dataclass(frozen=True, slots=True)
class SharingClause:
    """``shared``, ``private``, ``firstprivate`` or ``lastprivate(conditional: …)``."""

    attribute: Attribute
    names: tuple[str, ...]
    modifier: str | None = None


@dataclass(frozen=True, slots=True)
class ListClause:
    """A clause with a list of plain variables: ``copyprivate``, ``copyin``, ``inclusive`` …"""

    name: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListItem:
    """A variable, or an array section ``name[lower:length]…`` with the texts in brackets."""

    name: str
    sections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReductionClause:
    """``reduction(modifier, operator: items)``; ``name`` may also be ``in_reduction`` …

    ``modifier`` is ``inscan``, ``task`` or ``default``.
    """

    operator: str
    items: tuple[ListItem, ...]
    name: str = "reduction"
    modifier: str | None = None


@dataclass(frozen=True, slots=True)
class DefaultClause:
    """``default(kind)``."""

    kind: str


@dataclass(frozen=True, slots=True)
class ScheduleClause:
    """``schedule(modifiers: kind, chunk)``."""

    kind: str
    modifiers: tuple[str, ...] = ()
    chunk: str | None = None


@dataclass(frozen=True, slots=True)
class IfClause:
    """``if(directive: condition)``."""

    condition: str
    directive: str | None = None


@dataclass(frozen=True, slots=True)
class CollapseClause:
    """``collapse(count)`` with a literal count."""

    count: int


@dataclass(frozen=True, slots=True)
class DependClause:
    """``depend(iterator(…), kind: locators)`` or ``doacross(kind: vector)``."""

    kind: str
    locators: tuple[str, ...] = ()
    iterator: str | None = None
    name: str = "depend"


@dataclass(frozen=True, slots=True)
class LinearClause:
    """``linear(names: modifiers, step)``; the older ``linear(val(names): step)`` reads alike."""

    names: tuple[str, ...]
    modifier: str | None = None
    step: str | None = None


@dataclass(frozen=True, slots=True)
class AlignedClause:
    """``aligned(names: alignment)``."""

    names: tuple[str, ...]
    alignment: str | None = None


@dataclass(frozen=True, slots=True)
class MapClause:
    """``map(modifiers, kind: items)``."""

    items: tuple[ListItem, ...]
    kind: str | None = None
    modifiers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ExpressionClause:
    """A clause with one expression: ``num_threads``, ``grainsize(strict: …)``, ``simdlen`` …"""

    name: str
    expression: str
    modifier: str | None = None


@dataclass(frozen=True, slots=True)
class OtherClause:
    """Any other clause, or a known one in a form that is not understood."""

    name: str
    argument: str | None = None


Clause = (
    SharingClause
    | ListClause
    | ReductionClause
    | DefaultClause
    | ScheduleClause
    | IfClause
    | CollapseClause
    | DependClause
    | LinearClause
    | AlignedClause
    | MapClause
    | ExpressionClause
    | OtherClause
)


@dataclass(frozen=True, slots=True)
class Directive:
    """``#pragma omp WORDS(argument) CLAUSES``.

    ``argument`` is that of the directive itself: the name of a ``critical`` section, the list of
    ``flush`` and ``threadprivate``, what ``declare reduction`` declares.
    """

    words: tuple[str, ...]
    clauses: tuple[Clause, ...] = ()
    argument: str | None = None

    @property
    def name(self) -> str:
        """The construct as written, for people: ``parallel for``."""
        return " ".join(self.words)

    def of(self, *names: str) -> tuple[Clause, ...]:
        """The clauses with one of ``names``."""
        return tuple(clause for clause in self.clauses if clause_name(clause) in names)

    def has(self, name: str) -> bool:
        """Whether there is a clause ``name``."""
        return bool(self.of(name))


@dataclass(frozen=True, slots=True)
class NotADirective:
    """Text that does not follow the grammar of directives."""

    reason: str


def clause_name(clause: Clause) -> str:
    """The word that the clause begins with."""
    match clause:
        case SharingClause(attribute=attribute):
            return str(attribute)
        case DefaultClause():
            return "default"
        case ScheduleClause():
            return "schedule"
        case IfClause():
            return "if"
        case CollapseClause():
            return "collapse"
        case LinearClause():
            return "linear"
        case AlignedClause():
            return "aligned"
        case MapClause():
            return "map"
        case (
            ListClause(name=name)
            | ReductionClause(name=name)
            | DependClause(name=name)
            | ExpressionClause(name=name)
            | OtherClause(name=name)
        ):
            return name
        case _:
            assert_never(clause)


def format_directive(directive: Directive) -> str:
    """Text that ``parse_directive`` reads as ``directive``."""
    head = (
        directive.name if directive.argument is None else f"{directive.name}({directive.argument})"
    )
    return " ".join((head, *map(format_clause, directive.clauses)))


def format_clause(clause: Clause) -> str:
    """The clause as text."""
    argument = _argument(clause)
    name = clause_name(clause)
    return name if argument is None else f"{name}({argument})"


def _argument(clause: Clause) -> str | None:
    match clause:
        case SharingClause(names=names, modifier=modifier):
            return f"{_before(modifier)}{', '.join(names)}"
        case ListClause(names=names):
            return ", ".join(names)
        case ReductionClause(operator=operator, items=items, modifier=modifier):
            first = "" if modifier is None else f"{modifier}, "
            return f"{first}{operator}: {_items(items)}"
        case DefaultClause(kind=kind):
            return kind
        case ScheduleClause(kind=kind, modifiers=modifiers, chunk=chunk):
            tail = "" if chunk is None else f", {chunk}"
            return f"{_before(', '.join(modifiers) or None)}{kind}{tail}"
        case IfClause(condition=condition, directive=directive):
            return f"{_before(directive)}{condition}"
        case CollapseClause(count=count):
            return str(count)
        case DependClause(kind=kind, locators=locators, iterator=iterator):
            first = "" if iterator is None else f"iterator({iterator}), "
            return f"{first}{kind}{': ' if locators else ''}{', '.join(locators)}"
        case LinearClause(names=names, modifier=modifier, step=step):
            tail = ", ".join(part for part in (modifier, step) if part is not None)
            return ", ".join(names) + (f": {tail}" if tail else "")
        case AlignedClause(names=names, alignment=alignment):
            return ", ".join(names) + ("" if alignment is None else f": {alignment}")
        case MapClause(items=items, kind=kind, modifiers=modifiers):
            head = ", ".join((*modifiers, *(() if kind is None else (kind,))))
            return f"{_before(head or None)}{_items(items)}"
        case ExpressionClause(expression=expression, modifier=modifier):
            return f"{_before(modifier)}{expression}"
        case OtherClause(argument=argument):
            return argument
        case _:
            assert_never(clause)


def _before(modifier: str | None) -> str:
    return "" if modifier is None else f"{modifier}: "


def _items(items: tuple[ListItem, ...]) -> str:
    return ", ".join(item.name + "".join(f"[{s}]" for s in item.sections) for item in items)
