"""The text of OpenMP directives: clauses in a fixed order, wrapped for people."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pcg_engine.domain.condition_text import unwrapped
from pcg_engine.domain.facts import Role, VariableFact

WIDTH = 100


def data_clauses(variables: Sequence[VariableFact], *, without: frozenset[str]) -> list[str]:
    """Private, firstprivate, lastprivate and reduction clauses, in the order of the variables.

    ``without`` names variables that need no clause: counters of the associated loops, which are
    private by themselves (OpenMP 5.2, section 5.1.1).
    """
    clauses: list[str] = []
    for role in (Role.PRIVATE, Role.FIRSTPRIVATE, Role.LASTPRIVATE):
        names = [
            v.variable.name for v in variables if v.role is role and v.variable.name not in without
        ]
        if names:
            clauses.append(f"{role.value}({', '.join(names)})")
    clauses.extend(reduction_clauses(variables))
    return clauses


def reduction_clauses(variables: Sequence[VariableFact]) -> list[str]:
    """One clause for each operator."""
    by_operator: dict[str, list[str]] = {}
    for variable in variables:
        if variable.role is Role.REDUCTION and variable.operator is not None:
            by_operator.setdefault(variable.operator, []).append(variable.variable.name)
    return [f"reduction({operator}:{', '.join(n)})" for operator, n in by_operator.items()]


def if_clause(guards: Sequence[str]) -> list[str]:
    """``if(guard && guard …)``, each distinct guard once; nothing without guards."""
    distinct = list(dict.fromkeys(guards))
    if not distinct:
        return []
    return [f"if({all_of(distinct)})"]


def all_of(guards: Sequence[str]) -> str:
    """The condition that every guard holds."""
    if len(guards) == 1:
        return unwrapped(guards[0])
    return " && ".join(_conjunct(guard) for guard in guards)


def directive(construct: str, clauses: Sequence[str], indentation: str) -> str:
    """The directive's lines with line ends, continued by backslashes before column 100."""
    lines: list[str] = []
    current = f"{indentation}#pragma omp {construct}"
    room = WIDTH - 2
    for piece in _pieces(clauses):
        if len(current) + 1 + len(piece) > room and current.strip():
            lines.append(f"{current} \\")
            current = f"{indentation}    {piece}"
        else:
            current = f"{current} {piece}"
    lines.append(current)
    return "\n".join(lines) + "\n"


def _pieces(clauses: Sequence[str]) -> list[str]:
    """Clauses, split after logical operators where one is too long for a line."""
    pieces: list[str] = []
    for clause in clauses:
        for conjunct in [clause] if len(clause) <= _LONG else _AND.split(clause):
            pieces.extend([conjunct] if len(conjunct) <= _LONG else _OR.split(conjunct))
    return pieces


_LONG = WIDTH - 20
_AND = re.compile(r"(?<=&&) ")
_OR = re.compile(r"(?<=\|\|) ")


def _conjunct(guard: str) -> str:
    return f"({guard})" if "||" in guard and unwrapped(guard) == guard else guard
