"""What the clauses of a directive mean for the recorder."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pcg_engine.tools.recording.constructs import VariableRole
from pcg_engine.tools.recording.directives import (
    Directive,
    list_items,
    section_bounds,
    split_top_level,
)

_ALLOWED = frozenset(
    "private firstprivate lastprivate reduction shared default if num_threads schedule collapse "
    "nowait proc_bind simdlen aligned nontemporal order hint read write update capture compare "
    "seq_cst acq_rel acquire release relaxed".split()
)
_ROLES = {
    "private": VariableRole.PRIVATE,
    "firstprivate": VariableRole.FIRSTPRIVATE,
    "lastprivate": VariableRole.LASTPRIVATE,
}
_MODIFIER = re.compile(r"\s*([a-z]+)\s*:(?!:)")
_PLAIN_MODIFIERS = re.compile(r"\s*default\s*,")


class Unmarkable(Exception):
    """A construct that cannot be marked; the message names it."""


@dataclass(frozen=True, slots=True)
class VariableMark:
    """The registration of one variable; ``section`` is ``(lower, length)`` in C++ text."""

    name: str
    role: VariableRole
    section: tuple[str, str] | None = None

    def call(self) -> str:
        """The call of the scope's method that registers it."""
        if self.section is None:
            return f'variable({self.name}, {self.role.value}, "{self.name}")'
        lower, length = self.section
        count = f"static_cast<long long>({length})"
        return f'section(({self.name})[{lower}], {count}, {self.role.value}, "{self.name}")'


def refuse_clauses(directive: Directive) -> None:
    """Raise ``Unmarkable`` if some clause is beyond a serial recording."""
    for clause in directive.clauses:
        argument = clause.argument or ""
        if clause.name not in _ALLOWED:
            raise Unmarkable(f"the clause `{clause.name}` of `{directive.title}`")
        if clause.name == "default" and argument not in ("shared", "none"):
            raise Unmarkable(f"the clause `default({argument})`")
        if clause.name == "lastprivate" and _MODIFIER.match(argument):
            raise Unmarkable(f"the clause `lastprivate({argument})`")
        if clause.name == "reduction" and re.match(r"\s*(?:inscan|task)\s*,", argument):
            raise Unmarkable(f"the clause `reduction({argument})`")


def clause_marks(directive: Directive) -> list[VariableMark]:
    """The registrations that the data-sharing clauses call for."""
    roles: dict[str, VariableRole] = {}
    sections: dict[str, tuple[str, str]] = {}
    for clause in directive.of("private", "firstprivate", "lastprivate", "reduction"):
        text = clause.argument or ""
        if clause.name == "reduction":
            text = _after_identifier(text)
        items = list_items(text)
        if items is None:
            raise Unmarkable(f"the clause `{clause.name}({clause.argument})`")
        for item in items:
            role = _ROLES.get(clause.name, VariableRole.REDUCTION)
            both = {VariableRole.FIRSTPRIVATE, VariableRole.LASTPRIVATE}
            if {role, roles.get(item.name)} == both:
                role = VariableRole.FIRST_LASTPRIVATE
            roles[item.name] = role
            if item.section:
                sections[item.name] = _section(item.section)
    return [VariableMark(name, role, sections.get(name)) for name, role in roles.items()]


def condition(directive: Directive) -> str:
    """C++ text that tells whether the construct runs in parallel at all."""
    conditions: list[str] = []
    for clause in directive.of("if"):
        text = clause.argument or ""
        modifier = _MODIFIER.match(text)
        if modifier is None:
            conditions.append(text)
        elif modifier[1] == "parallel" or directive.names == ("simd",):
            conditions.append(text[modifier.end() :].strip())
    return " && ".join(f"static_cast<bool>({text})" for text in conditions) or "true"


def collapse_depth(directive: Directive) -> int:
    """The number of associated loops."""
    for clause in directive.of("collapse"):
        text = (clause.argument or "").strip()
        if not text.isdigit() or int(text) < 1:
            raise Unmarkable(f"the clause `collapse({text})`")
        return int(text)
    return 1


def _after_identifier(argument: str) -> str:
    argument = _PLAIN_MODIFIERS.sub("", argument, count=1)
    # A section's own colons are inside brackets, so there is exactly one at the top.
    parts = split_top_level(argument, ":")
    if len(parts) != 2:
        raise Unmarkable(f"the clause `reduction({argument})`")
    return parts[1]


def _section(text: str) -> tuple[str, str]:
    bounds = section_bounds(text)
    if bounds is None or len(bounds) != 1:
        raise Unmarkable(f"the array section `{text}`")
    return bounds[0]
