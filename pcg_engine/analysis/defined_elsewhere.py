"""What an answer owes to definitions in other files of the program, and which ones it lacks."""

from __future__ import annotations

from collections.abc import Collection

from pcg_engine.analysis.library_functions import canonical_name
from pcg_engine.domain.ast import Linkage, Statement, TranslationUnit
from pcg_engine.domain.confirmation import DEFINED_ELSEWHERE
from pcg_engine.domain.facts import Assumption
from pcg_engine.domain.traversal import called_functions


def defined_elsewhere(statement: Statement, unit: TranslationUnit) -> tuple[Assumption, ...]:
    """That the functions which ``statement`` leads to are those of other files, file by file."""
    if not unit.linked:
        return ()
    named: dict[str, dict[str, None]] = {}
    seen: set[str] = set()
    pending = [(statement, "")]
    while pending:
        body, file = pending.pop()
        for function in called_functions(body, unit.functions):
            if function.elsewhere not in ("", file):
                named.setdefault(function.elsewhere, {})[function.name] = None
            if function.key not in seen and function.body is not None:
                seen.add(function.key)
                pending.append((function.body, function.elsewhere))
    return tuple(
        Assumption(DEFINED_ELSEWHERE, _told(sorted(named[path]), path)) for path in sorted(named)
    )


def how_to_know(unknown: Collection[str], unit: TranslationUnit) -> str:
    """What would tell of the ``unknown`` callees, as the end of a sentence; empty if nothing is.

    Only functions that the user's own files declare are meant.
    """
    undefined = [
        function
        for function in unit.functions.values()
        if function.body is None
        and function.linkage is Linkage.EXTERNAL
        and canonical_name(function.name) in unknown
    ]
    for function in undefined:
        if function.key in unit.unlinked:
            return f"; {unit.unlinked[function.key]}"
    if not undefined:
        return ""
    names = _listed(sorted({function.name for function in undefined}))
    are, them = ("is", "it") if len(undefined) == 1 else ("are", "them")
    return (
        f"; {names} {are} not defined in this file: a compilation database that lists the file "
        f"which defines {them}, or `--also FILE` (in an editor `pcg.also`), would tell"
    )


def _told(names: list[str], path: str) -> str:
    file = path.rpartition("/")[2]
    verb = "is" if len(names) == 1 else "are"
    return f"{_listed(names)} {verb} what `{file}` defines"


def _listed(names: list[str]) -> str:
    told = [f"`{name}`" for name in names]
    return told[0] if len(told) == 1 else f"{', '.join(told[:-1])} and {told[-1]}"
