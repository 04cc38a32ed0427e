"""What a prompt is made of: the code, what is known of it, examples, and what went wrong before."""

from __future__ import annotations

from dataclasses import dataclass

from pcg_engine.domain.workflow import Workflow

__all__ = ["Feedback", "Pair", "Task", "Workflow"]


@dataclass(frozen=True, slots=True)
class Pair:
    """A retrieved example; ``speedup`` 0 means that nobody measured it."""

    slow: str
    fast: str
    speedup: float


@dataclass(frozen=True, slots=True)
class Task:
    """One function with a loop nest in it that shall run faster.

    ``code`` is the function's text, ``first_line`` and ``last_line`` those of the nest in it
    (1-based). ``surroundings`` are the declarations that it needs to compile. ``findings`` is what
    the analysis knows, ``assumptions`` what that rests on, as sentences; ``hotness`` the nest's
    share of the file's work, 0..1, as estimated. ``compiler`` is a name with version and flags.
    ``exact`` forbids to reorder floating-point sums.
    """

    name: str
    code: str
    first_line: int
    last_line: int
    surroundings: str
    findings: tuple[str, ...]
    assumptions: tuple[str, ...]
    hotness: float
    compiler: str
    cores: int
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Feedback:
    """Why an answer was no good: which check said so, its code and sentence, and what it printed.

    ``check`` is empty if no code could be taken from the answer. ``details`` are compiler messages,
    race reports, dependences; ``counterexample`` is the input on which the results differ.
    """

    check: str
    code: str
    reason: str
    details: tuple[str, ...] = ()
    counterexample: str = ""
