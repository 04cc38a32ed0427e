"""What is told of callees whose effects are not known."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from pcg_engine.analysis.defined_elsewhere import how_to_know
from pcg_engine.analysis.effects import COPIES_OF, VIRTUAL
from pcg_engine.domain.ast import TranslationUnit

_SPECIAL_MEMBERS = ("constructor or destructor", "constructor")


@dataclass(frozen=True, slots=True)
class Doubt:
    """A clause that says what is not known, and what would help, as the end of the sentence."""

    code: str
    message: str
    next_step: str


def doubts(unknown: Collection[str], unit: TranslationUnit) -> tuple[Doubt, ...]:
    """What the ``unknown`` callees of an effect summary leave open."""
    found: list[Doubt] = []
    named = [name for name in unknown if not name.startswith(COPIES_OF)]
    if named:
        message = f"PCG does not know what {_listed(named)} does"
        found.append(Doubt("unknown-call", message, how_to_know(named, unit)))
    counted = [name.removeprefix(COPIES_OF) for name in unknown if name.startswith(COPIES_OF)]
    if counted:
        message = (
            f"copies of {_listed(counted)} are counted in memory that they share, and the last one "
            "destroys the object"
        )
        step = "; give the object by reference, or by a plain pointer"
        found.append(Doubt("shared-count", message, step))
    return tuple(found)


def _listed(names: list[str]) -> str:
    return ", ".join(dict.fromkeys(_told(name) for name in names))


def _told(name: str) -> str:
    """``name`` with what stands in the program in code quotes."""
    for what in _SPECIAL_MEMBERS:
        if name.startswith(f"{what} of "):
            return f"the {what} of `{name.removeprefix(f'{what} of ')}`"
    if name.endswith(VIRTUAL):
        return f"the virtual function `{name.removesuffix(VIRTUAL)}`"
    is_code = " " not in name or name.startswith(("operator", "#")) or "::operator" in name
    return f"`{name}`" if is_code and "`" not in name else name
