"""What an answer owes to virtual functions that classes of other files may override."""

from __future__ import annotations

from pcg_engine.domain.ast import Call, Statement, TranslationUnit
from pcg_engine.domain.facts import Assumption
from pcg_engine.domain.traversal import all_expressions, called_keys

NO_OTHER_OVERRIDER = "no-other-overrider"
"""The code of assumptions that all overriders of a virtual function are those of one unit."""


def no_other_overriders(statement: Statement, unit: TranslationUnit) -> tuple[Assumption, ...]:
    """That the virtual functions which ``statement`` leads to are overridden in ``unit`` alone."""
    named: dict[str, None] = {}
    seen: set[str] = set()
    pending = [statement]
    while pending:
        for expression in all_expressions(pending.pop()):
            match expression:
                case Call(is_virtual=True, callee=str() as callee, is_closed=False) if (
                    expression.targets
                ):
                    named[callee] = None
                case _:
                    pass
            for key in called_keys(expression):
                function = unit.functions.get(key)
                if key not in seen and function is not None and function.body is not None:
                    seen.add(key)
                    pending.append(function.body)
    return tuple(
        Assumption(
            NO_OTHER_OVERRIDER,
            f"no other file of the program has a class that overrides `{name}` with a function "
            "that does more than those that are here",
        )
        for name in sorted(named)
    )
