"""The exception tree of PCG: raised for broken environments and wrong input, never for verdicts.

::

    PcgError                     anything PCG raises on purpose (code, message, hint)
    ├── UsageError               wrong arguments, input or configuration   (exit code 2)
    ├── EnvironmentUnavailable   a tool is missing or does not work        (exit code 3)
    └── Cancelled                the user or the budget stopped the work   (exit code 130)
"""

from __future__ import annotations


class PcgError(Exception):
    """Base of the tree: a stable ``code``, a ``message``, and a ``hint``: what to do next."""

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint


class UsageError(PcgError):
    """The request cannot be served as it was made."""


class EnvironmentUnavailable(PcgError):
    """A tool that the work needs is missing or broken; never the candidate's fault."""


class Cancelled(PcgError):
    """The work was stopped on purpose."""

    def __init__(self, message: str = "cancelled") -> None:
        super().__init__("cancelled", message)
