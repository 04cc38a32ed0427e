"""From the name and the argument of a clause to a typed clause (OpenMP 5.2, section 3.2.1)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from pcg_engine.tools.openmp.directive import (
    AlignedClause,
    Attribute,
    Clause,
    CollapseClause,
    DefaultClause,
    DependClause,
    ExpressionClause,
    IfClause,
    LinearClause,
    ListClause,
    ListItem,
    MapClause,
    OtherClause,
    ReductionClause,
    ScheduleClause,
    SharingClause,
)
from pcg_engine.tools.openmp.text import parenthesised, split, split_list

_NAME = re.compile(r"[A-Za-z_]\w*")
_OPERATORS = re.compile(
    r"(?:\+|-|\*|&&|\|\||&|\||\^|(?:::\s*)?[A-Za-z_]\w*(?:\s*::\s*[A-Za-z_]\w*)*)"
)
_REDUCTION_MODIFIERS = frozenset(("inscan", "task", "default"))
_SCHEDULES = frozenset(("static", "dynamic", "guided", "auto", "runtime"))
_SCHEDULE_MODIFIERS = frozenset(("monotonic", "nonmonotonic", "simd"))
_DEFAULTS = frozenset(("shared", "none", "private", "firstprivate"))
_DEPENDENCES = frozenset(("in", "out", "inout", "mutexinoutset", "inoutset", "depobj", "sink"))
_LINEAR_MODIFIERS = frozenset(("val", "ref", "uval"))
_MAP_MODIFIERS = frozenset(("always", "close", "present"))
_MAPS = frozenset(("to", "from", "tofrom", "alloc", "release", "delete"))
_DIRECTIVES = re.compile(
    r"\s*((?:parallel|for|simd|task|taskloop|target|teams|distribute|cancel|data|enter|exit|update"
    r"|loop|\s)+?)\s*:(?!:)"
)


def parse_clause(name: str, argument: str | None) -> Clause:
    """The clause ``name(argument)``; ``OtherClause`` where its form is not known."""
    parser = _PARSERS.get(name)
    if argument is None or parser is None:
        return OtherClause(name, argument)
    return parser(argument) or OtherClause(name, argument)


def _sharing(attribute: Attribute) -> Callable[[str], Clause | None]:
    def parse(argument: str) -> Clause | None:
        modifier: str | None = None
        if attribute is Attribute.LASTPRIVATE and (
            match := re.match(r"\s*conditional\s*:(?!:)", argument)
        ):
            modifier, argument = "conditional", argument[match.end() :]
        names = _names(argument)
        return None if names is None else SharingClause(attribute, names, modifier)

    return parse


def _list(name: str) -> Callable[[str], Clause | None]:
    def parse(argument: str) -> Clause | None:
        names = _names(argument)
        return None if names is None else ListClause(name, names)

    return parse


def _reduction(name: str) -> Callable[[str], Clause | None]:
    def parse(argument: str) -> Clause | None:
        parts = split(argument, ":")
        if len(parts) != 2:
            return None
        head = split_list(parts[0])
        modifier = head[0] if len(head) == 2 else None
        operator = re.sub(r"\s+", "", head[-1])
        items = list_items(parts[1])
        if len(head) > 2 or items is None or not _OPERATORS.fullmatch(operator):
            return None
        if modifier is not None and (name != "reduction" or modifier not in _REDUCTION_MODIFIERS):
            return None
        return ReductionClause(operator, items, name, modifier)

    return parse


def list_items(text: str) -> tuple[ListItem, ...] | None:
    """The entries of ``a, b[0:n], c``; ``None`` if one is no variable or section of one."""
    items = [_item(part) for part in split_list(text)]
    known = tuple(item for item in items if item is not None)
    return known if len(known) == len(items) else None


def _item(text: str) -> ListItem | None:
    match = _NAME.match(text)
    if match is None:
        return None
    sections: list[str] = []
    rest = text[match.end() :].strip()
    while rest:
        if rest[0] != "[":
            return None
        content, end = parenthesised(rest, 0)
        if content is None:
            return None
        sections.append(content.strip())
        rest = rest[end:].strip()
    return ListItem(match[0], tuple(sections))


def _schedule(argument: str) -> Clause | None:
    parts = split(argument, ":")
    modifiers: tuple[str, ...] = ()
    if len(parts) > 1 and all(p in _SCHEDULE_MODIFIERS for p in split_list(parts[0])):
        modifiers = split_list(parts[0])
        argument = argument[len(parts[0]) + 1 :]
    kind, *chunk = split(argument, ",")
    if kind.strip() not in _SCHEDULES or len(chunk) > 1 or (chunk and not chunk[0].strip()):
        return None
    return ScheduleClause(kind.strip(), modifiers, chunk[0].strip() if chunk else None)


def _if(argument: str) -> Clause | None:
    match = _DIRECTIVES.match(argument)
    if match is not None:
        rest = argument[match.end() :].strip()
        return IfClause(rest, " ".join(match[1].split())) if rest else None
    return IfClause(argument.strip()) if argument.strip() else None


def _collapse(argument: str) -> Clause | None:
    text = argument.strip()
    return CollapseClause(int(text)) if re.fullmatch(r"[1-9]\d{0,3}", text) else None


def _default(argument: str) -> Clause | None:
    kind = argument.strip()
    return DefaultClause(kind) if kind in _DEFAULTS else None


def _depend(name: str) -> Callable[[str], Clause | None]:
    def parse(argument: str) -> Clause | None:
        iterator: str | None = None
        if match := re.match(r"\s*iterator\s*(?=\()", argument):
            iterator, end = parenthesised(argument, match.end())
            if iterator is None:
                return None
            iterator = iterator.strip()
            argument = argument[end:].lstrip()
            if not argument.startswith(","):
                return None
            argument = argument[1:]
        kind, *rest = split(argument, ":")
        kind = kind.strip()
        if kind == "source" and not any(part.strip() for part in rest):
            return DependClause(kind, (), iterator, name)
        if kind not in _DEPENDENCES or not rest:
            return None
        locators = split_list(argument[argument.index(":") + 1 :])
        return DependClause(kind, locators, iterator, name) if all(locators) else None

    return parse


def _linear(argument: str) -> Clause | None:
    head, *tail = split(argument, ":")
    modifier: str | None = None
    if match := re.match(r"\s*(val|ref|uval)\s*(?=\()", head):
        content, end = parenthesised(head, match.end())
        if content is None or head[end:].strip():
            return None
        modifier, head = match[1], content
    names = _names(head)
    if names is None or len(tail) > 1:
        return None
    step: str | None = None
    for part in split_list(tail[0]) if tail else ():
        if part in _LINEAR_MODIFIERS and modifier is None:
            modifier = part
        elif part and step is None:
            inner = re.fullmatch(r"step\s*\((.*)\)", part, re.DOTALL)
            step = inner[1].strip() if inner else part
        else:
            return None
    return LinearClause(names, modifier, step)


def _aligned(argument: str) -> Clause | None:
    head, *tail = split(argument, ":")
    names = _names(head)
    if names is None or len(tail) > 1 or (tail and not tail[0].strip()):
        return None
    return AlignedClause(names, tail[0].strip() if tail else None)


def _map(argument: str) -> Clause | None:
    parts = split(argument, ":")
    kind: str | None = None
    modifiers: list[str] = []
    # A section's own colons stand in brackets.
    if len(parts) == 2:
        for word in re.split(r"[\s,]+", parts[0].strip()):
            if word in _MAP_MODIFIERS and kind is None:
                modifiers.append(word)
            elif word in _MAPS and kind is None:
                kind = word
            else:
                return None
    elif len(parts) > 2:
        return None
    items = list_items(parts[-1])
    return None if items is None else MapClause(items, kind, tuple(modifiers))


def _expression(name: str) -> Callable[[str], Clause | None]:
    def parse(argument: str) -> Clause | None:
        modifier: str | None = None
        if match := re.match(r"\s*strict\s*:(?!:)", argument):
            modifier, argument = "strict", argument[match.end() :]
        text = argument.strip()
        return ExpressionClause(name, text, modifier) if text else None

    return parse


def _names(text: str) -> tuple[str, ...] | None:
    names = split_list(text)
    return names if all(map(_NAME.fullmatch, names)) else None


_LISTS = (
    "copyprivate copyin inclusive exclusive nontemporal uniform use_device_ptr use_device_addr "
    "is_device_ptr has_device_addr"
)
_EXPRESSIONS = (
    "num_threads grainsize num_tasks final priority safelen simdlen filter thread_limit hint "
    "num_teams device"
)
_PARSERS: Mapping[str, Callable[[str], Clause | None]] = {
    **{str(attribute): _sharing(attribute) for attribute in Attribute},
    **{name: _list(name) for name in _LISTS.split()},
    **{name: _reduction(name) for name in ("reduction", "in_reduction", "task_reduction")},
    **{name: _expression(name) for name in _EXPRESSIONS.split()},
    **{name: _depend(name) for name in ("depend", "doacross")},
    "schedule": _schedule,
    "if": _if,
    "collapse": _collapse,
    "default": _default,
    "linear": _linear,
    "aligned": _aligned,
    "map": _map,
}
