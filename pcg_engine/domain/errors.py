"""The exception tree of PCG: raised for broken environments and wrong input, never for verdicts.

::

    PcgError                     anything PCG raises on purpose (code, message, hint)
    ├── UsageError               wrong arguments, input or configuration   (exit code 2)
    ├── EnvironmentUnavailable   a tool is missing or does not work        (exit code 3)
    └── Cancelled                the user or the budget stopped the work   (exit code 130)
"""

from __future__ import annotations

import errno


class PcgError(Exception):
    """Base of the tree: a stable ``code``, a ``message``, and a ``hint``: what to do next."""

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint

    @property
    def sentence(self) -> str:
        """The message and what to do next, as one."""
        return "; ".join(part for part in (self.message, self.hint) if part)


class UsageError(PcgError):
    """The request cannot be served as it was made."""


class EnvironmentUnavailable(PcgError):
    """A tool that the work needs is missing or broken; never the candidate's fault."""


def unavailable(error: OSError) -> EnvironmentUnavailable:
    """What the machine refused to PCG itself: no room, too many files, no right to a folder."""
    where = f"{error.filename}: " if error.filename is not None else ""
    told = f"{where}{error.strerror or error}"
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return EnvironmentUnavailable(
            "no-space", told, "free some space, or set TMPDIR to a folder on another disk"
        )
    if error.errno in (errno.EMFILE, errno.ENFILE, errno.EAGAIN, errno.ENOMEM):
        return EnvironmentUnavailable(
            "no-resources", told, "close some programs, or raise the limit that `ulimit -a` shows"
        )
    return EnvironmentUnavailable(
        "system-error", told, "make that possible, or set TMPDIR and XDG_CACHE_HOME elsewhere"
    )


class Cancelled(PcgError):
    """The work was stopped on purpose."""

    def __init__(self, message: str = "cancelled") -> None:
        super().__init__("cancelled", message)
