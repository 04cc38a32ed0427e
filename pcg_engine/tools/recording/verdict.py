"""From what was recorded to what it means for the candidate, in words (pure)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from pcg_engine.tools.recording.markers import MarkedLoop, Refusal
from pcg_engine.tools.recording.report import Access, CaseReport, Conflict, Runner
from pcg_engine.tools.recording.symbols import Place


@dataclass(frozen=True, slots=True)
class Clean:
    """No conflict: over how many cases, checked instances of loops, and iterations."""

    cases: int
    instances: int
    iterations: int


@dataclass(frozen=True, slots=True)
class Found:
    """The conflict to report, on case number ``case``."""

    conflict: Conflict
    case: int


@dataclass(frozen=True, slots=True)
class Open:
    """Nothing is wrong, but something could not be established."""

    code: str
    reason: str


def assess(
    reports: Sequence[CaseReport],
    loops: Sequence[MarkedLoop],
    refusals: Sequence[Refusal],
    cases: int,
) -> Clean | Found | Open:
    """The meaning of ``reports``; ``loops`` must each have run in parallel, with two iterations.

    A certain conflict decides whatever happened in other runs: it lies in what did run. Beside
    something that is not recorded it may be no conflict: a thread number may choose the place, or
    a task may wait. Where no construct was met at all, nothing can conflict: ``Clean``, with no
    instances.
    """
    found = [Found(c, r.case) for r in reports for c in r.conflicts]
    whole = {r.case for r in reports if not r.unsupported} if not refusals else set[int]()
    for one in found:
        if one.conflict.certain and one.case in whole:
            return one
    if refusals:
        refusal = refusals[0]
        return Open("not-recordable", f"{refusal.construct} (line {refusal.line}) is not recorded")
    for report in reports:
        for met in report.unsupported:
            if met.code == "construct":
                return Open("not-recordable", f"{met.what} is not recorded")
            return Open(met.code, met.what)
    if found:
        return found[0]
    if len(reports) < cases:
        return Open("recording-unfinished", "the recorded run did not finish on every input")
    counts = [count for report in reports for count in report.loops]
    for loop in loops:
        longest = max((c.longest for c in counts if c.loop == loop.id), default=0)
        if longest < 2:
            return Open(
                "never-parallel",
                f"on no input did the loop at line {loop.line} run in parallel with at least two "
                f"iterations",
            )
    # Loops of functions that are called count as well.
    ran = [count for count in counts if count.checked]
    if not ran and any(report.constructs for report in reports):
        return Open("nothing-parallel", "no OpenMP loop ran in parallel on any input")
    return Clean(cases, sum(c.checked for c in counts), sum(c.iterations for c in counts))


def explain(
    conflict: Conflict, loops: Sequence[MarkedLoop], places: Mapping[int, Place], file: str
) -> str:
    """One sentence about ``conflict``; ``file`` is the user's."""
    words = _Words(loops, places, PurePath(file).name)
    first, second, name = conflict.first, conflict.second, conflict.variable
    match conflict.code:
        case "private-read-first":
            return (
                f"private `{name}` is read before it is written in {words.runner(second.runner)} "
                f"({words.place(second)})"
            )
        case "firstprivate-carried":
            return (
                f"firstprivate `{name}` is written in {words.runner(first.runner)} "
                f"({words.place(first)}) and read in {words.runner(second.runner)} "
                f"({words.place(second)}), which may run in another thread"
            )
        case "per-thread-carried":
            return (
                f"what {words.runner(first.runner)} writes to {name or 'memory'} "
                f"({words.place(first)}) is read in {words.runner(second.runner)} "
                f"({words.place(second)}): the result may depend on which thread runs what"
            )
        case "read-after-loop":
            return (
                f"`{name}` is read after the loop ({words.place(second)}), where the parallel loop "
                f"does not leave the serial value"
            )
        case "induction-written":
            return (
                f"the loop variable `{name}` is changed in the loop's body ({words.place(second)})"
            )
        case "exception-escapes":
            return "an exception leaves the parallel loop, which ends an OpenMP program"
        case "nowait":
            return (
                f"after a loop with `nowait`, {words.runner(first.runner)} and "
                f"{words.runner(second.runner)} use the same {words.memory(conflict)}: "
                f"{words.both(conflict)}; this is right only with a schedule that gives both to "
                f"one thread"
            )
        case _:
            return (
                f"{words.pair(first.runner, second.runner)} use the same "
                f"{words.memory(conflict)} without synchronisation: {words.both(conflict)}"
            )


class _Words:
    def __init__(self, loops: Sequence[MarkedLoop], places: Mapping[int, Place], file: str) -> None:
        self._loops = {loop.id: loop for loop in loops}
        self._places = places
        self._file = file

    def pair(self, first: Runner | None, second: Runner | None) -> str:
        if first == second:
            return "all threads"
        if first is None or second is None or first.loop is None or first.loop != second.loop:
            return f"{self.runner(first)} and {self.runner(second)}"
        loop = self._loops.get(first.loop)
        line = f" of the loop at line {loop.line}" if loop is not None else ""
        return f"iterations {self._iteration(first)} and {self._iteration(second)}{line}"

    def runner(self, runner: Runner | None) -> str:
        if runner is None:
            return "no iteration"
        if runner.loop is None:
            return "the code that every thread runs"
        return f"iteration {self._iteration(runner)}"

    def memory(self, conflict: Conflict) -> str:
        if conflict.variable:
            return f"`{conflict.variable}`"
        return f"{conflict.size} bytes of memory" if conflict.size > 1 else "byte of memory"

    def both(self, conflict: Conflict) -> str:
        first, second = conflict.first, conflict.second
        return f"{self.place(first)} {self._does(first)}, {self.place(second)} {self._does(second)}"

    def place(self, access: Access) -> str:
        """The user's own line if there is one, else the header's."""
        inner = self._places.get(access.address)
        outer = self._places.get(access.call)
        if inner is not None and PurePath(inner.file).name == self._file:
            return f"line {inner.line}"
        if outer is not None:
            callee = f" (in `{_short(inner.function)}`)" if inner is not None else ""
            return f"line {outer.line}{callee}"
        if inner is not None:
            return f"{PurePath(inner.file).name}:{inner.line}"
        return "code without line information"

    def _iteration(self, runner: Runner) -> str:
        loop = self._loops.get(runner.loop or 0)
        names = loop.induction if loop is not None else ()
        if runner.values and len(names) >= len(runner.values):
            pairs = zip(names, runner.values, strict=False)
            return "(" + ", ".join(f"{name} = {value}" for name, value in pairs) + ")"
        return f"number {runner.ordinal}"

    @staticmethod
    def _does(access: Access) -> str:
        return "writes" if access.is_write else "reads"


def _short(function: str) -> str:
    """A demangled name without template arguments and parameters."""
    depth = 0
    kept: list[str] = []
    for character in function.split("(")[0]:
        if character == "<":
            depth += 1
        elif character == ">":
            depth = max(depth - 1, 0)
        elif depth == 0:
            kept.append(character)
    return "".join(kept).split(" ")[-1]
