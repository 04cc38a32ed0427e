"""What the recorder's markers look like in C++ and in C (pure)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from pcg_engine.tools.recording.clauses import VariableMark
from pcg_engine.tools.recording.constructs import Construct

FRAME = "__builtin_frame_address(0)"


class MarkerText(Protocol):
    """Statements that end in a space; ``runtime/prelude.hpp`` and ``prelude.h`` declare them."""

    def barrier(self) -> str:
        """A ``barrier`` of the program."""
        ...

    def unsupported(self, construct: str) -> str:
        """That a construct runs that cannot be recorded; ``construct`` fits a string literal."""
        ...

    def scope(
        self, name: str, number: int, kind: Construct, frame: str, conditions: Sequence[str]
    ) -> str:
        """A construct that lasts as long as the variable ``name``, parallel if all hold."""
        ...

    def variable(self, scope: str, mark: VariableMark) -> str:
        """The registration of a variable with a scope."""
        ...

    def start(self) -> str:
        """That all variables of the scope are registered."""
        ...

    def iteration(self, name: str, induction: Sequence[str]) -> str:
        """An iteration that lasts as long as the variable ``name``."""
        ...

    def function(self, name: str) -> str:
        """A call of a function that lasts as long as the variable ``name``."""
        ...


class CppMarkers:
    """Objects with destructors."""

    def barrier(self) -> str:
        """See ``MarkerText``."""
        return "::pcg_rec_barrier(); "

    def unsupported(self, construct: str) -> str:
        """See ``MarkerText``."""
        return f'::pcg_rec_unsupported("{construct}"); '

    def scope(
        self, name: str, number: int, kind: Construct, frame: str, conditions: Sequence[str]
    ) -> str:
        """See ``MarkerText``."""
        enabled = " && ".join(f"static_cast<bool>({text})" for text in conditions) or "true"
        return f"::pcg_rec::Scope {name}({number}, {kind.value}, {frame}, {enabled}); "

    def variable(self, scope: str, mark: VariableMark) -> str:
        """See ``MarkerText``."""
        if mark.section is None:
            return f'{scope}.variable({mark.name}, {mark.role.value}, "{mark.name}"); '
        lower, length = mark.section
        count = f"static_cast<long long>({length})"
        first = f"({mark.name})[{lower}]"
        return f'{scope}.section({first}, {count}, {mark.role.value}, "{mark.name}"); '

    def start(self) -> str:
        """See ``MarkerText``."""
        return "::pcg_rec_start(); "

    def iteration(self, name: str, induction: Sequence[str]) -> str:
        """See ``MarkerText``."""
        # Parentheses without arguments would declare a function.
        arguments = f"({', '.join(induction)})" if induction else "{}"
        return f"::pcg_rec::Iteration {name}{arguments}; "

    def function(self, name: str) -> str:
        """See ``MarkerText``."""
        return f"::pcg_rec::Function {name}({FRAME}); "


class CMarkers:
    """Variables with a clean-up function."""

    def barrier(self) -> str:
        """See ``MarkerText``."""
        return "pcg_rec_barrier(); "

    def unsupported(self, construct: str) -> str:
        """See ``MarkerText``."""
        return f'pcg_rec_unsupported("{construct}"); '

    def scope(
        self, name: str, number: int, kind: Construct, frame: str, conditions: Sequence[str]
    ) -> str:
        """See ``MarkerText``."""
        enabled = " && ".join(f"({text})" for text in conditions) or "1"
        frame = "(void *)0" if frame == "nullptr" else frame
        return f"PCG_REC_SCOPE {name} = pcg_rec_scope({number}, {kind.value}, {frame}, {enabled}); "

    def variable(self, scope: str, mark: VariableMark) -> str:  # noqa: ARG002 - the innermost one
        """See ``MarkerText``."""
        place, size = f"&({mark.name})", f"sizeof({mark.name})"
        if mark.section is not None:
            lower, length = mark.section
            place = f"&({mark.name})[{lower}]"
            size = f"sizeof(({mark.name})[{lower}]) * ({length})"
        return f'pcg_rec_variable({place}, {size}, {mark.role.value}, 0, "{mark.name}"); '

    def start(self) -> str:
        """See ``MarkerText``."""
        return "pcg_rec_start(); "

    def iteration(self, name: str, induction: Sequence[str]) -> str:
        """See ``MarkerText``."""
        values = "".join(f"PCG_REC_VALUE({one}), " for one in induction)
        given = f"{len(induction)}, (const long long[]){{{values}0}}"
        return f"PCG_REC_ITERATION {name} = pcg_rec_iteration({given}); "

    def function(self, name: str) -> str:
        """See ``MarkerText``."""
        return f"PCG_REC_FUNCTION {name} = {FRAME}; "
