"""What a function was given in a run of the user's own program."""

from __future__ import annotations

import shlex
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CapturedCall:
    """One recorded call.

    ``number`` counts the calls of its run from 1, ``seconds`` is what the call took there, in the
    instrumented program; ``data`` are arguments, object and variables with static storage before
    the call, in the harness's case format.
    """

    number: int
    seconds: float
    data: bytes


@dataclass(frozen=True, slots=True)
class Capture:
    """Recorded calls of one function, the longest first.

    ``file`` is an absolute path, ``function`` the qualified name (of a loop nest that was captured
    without its function: with ``@`` and a digest of its text), ``layout`` a digest of the
    signature that ``data`` follows. ``command`` is what was run: ``total_calls`` calls of the
    function took ``total_seconds`` in it. Unless ``is_whole`` the program was stopped or did not
    end normally, and there may have been more.
    """

    file: str
    function: str
    layout: str
    command: tuple[str, ...]
    total_calls: int
    total_seconds: float
    is_whole: bool
    calls: tuple[CapturedCall, ...]

    @property
    def function_name(self) -> str:
        """The function alone."""
        return self.function.partition("@")[0]

    @property
    def is_nest(self) -> bool:
        """Whether this is a loop nest's, reached in its function."""
        return "@" in self.function

    def words(self, call: CapturedCall) -> str:
        """Where ``call`` comes from, for a person."""
        of = f"{self.total_calls:,}" if self.is_whole else f"at least {self.total_calls:,}"
        return f"captured from `{shlex.join(self.command)}`, call {call.number:,} of {of}"
