"""What an answer owes to virtual functions that classes of other files may override."""

from __future__ import annotations

from pcg_engine.domain.ast import Call, Construct, Statement, TranslationUnit
from pcg_engine.domain.facts import Assumption
from pcg_engine.domain.traversal import all_expressions

NO_OTHER_OVERRIDER = "no-other-overrider"
"""The code of assumptions that all overriders of a virtual function are those of one unit."""


def no_other_overriders(statement: Statement, unit: TranslationUnit) -> tuple[Assumption, ...]:
    """That the virtual functions which ``statement`` leads to are overridden in ``unit`` alone."""
    named: dict[str, None] = {}
    seen: set[str] = set()
    pending = [statement]
    while pending:
        for expression in all_expressions(pending.pop()):
            keys: tuple[str, ...] = ()
            match expression:
                case Call(is_virtual=True, callee=callee, targets=targets, is_closed=closed):
                    keys = targets
                    if targets and not closed and callee is not None:
                        named[callee] = None
                case Call(callee_key=str() as key) | Construct(callee_key=str() as key):
                    keys = (key,)
                case _:
                    pass
            for key in keys:
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
