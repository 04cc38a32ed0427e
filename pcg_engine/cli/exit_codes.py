"""What the process's exit code means."""

from enum import IntEnum


class ExitCode(IntEnum):
    """Exit codes of every command."""

    DONE = 0
    """``analyze``: report written; ``parallelize``: something was verified."""
    NOTHING_VERIFIED = 1
    USAGE = 2
    """Wrong usage, input or configuration."""
    UNAVAILABLE = 3
    """A tool that the work needs is missing or broken."""
    INTERRUPTED = 130
