"""What every command is given besides its arguments."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from pcg_engine.adapters.scratch import Scratch
from pcg_engine.ports import Cancellation


@dataclass(frozen=True, slots=True)
class Session:
    """One command: the flag that stops it, and its folder, which is removed at its end."""

    cancellation: Cancellation
    scratch: Scratch

    def note(self, text: str) -> None:
        """Say something about the machine, beside the result."""
        print(f"pcg: {text}", file=sys.stderr)
