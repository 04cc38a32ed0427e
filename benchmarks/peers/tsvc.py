"""TSVC_2: which loops PCG calls parallel, and which ones GCC parallelises."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.peers.pcg_reports import LoopDecision

_ARGUMENT = re.compile(r"(\w+) = (func_args->arg_info;)")
_REPETITION = re.compile(r"\bfor\s*\(\s*int nl\b")
_KERNEL = re.compile(r"s\d+s?|v\w+|test")
_GUARDED = "A guarded loop is parallel where a condition holds at run time, which may be never."
_GCC = re.compile(r"^[^:]*\.c:(\d+):\d+: optimized: parallelizing (?:inner|outer) loop")


@dataclass(frozen=True, slots=True)
class Decision:
    """One loop of the suite: ``reason`` is PCG's, and so is the guard of a parallel loop."""

    function: str
    line: int
    pcg: bool
    gcc: bool
    is_guarded: bool
    reason: str

    def __str__(self) -> str:
        return f"`{self.function}` ({self.line}{', guarded' if self.is_guarded else ''})"


def as_cxx(text: str) -> str:
    """The suite's file such that a C++ compiler takes it, with every loop in its line.

    Pointers that C converts from ``void*`` by itself are cast, and ``main`` is left out.
    """
    kernels, main, _ = text.partition("int main(")
    if not main:
        raise ValueError("the file has no main: is it TSVC_2's tsvc.c?")
    return _ARGUMENT.sub(r"\1 = (decltype(\1))\2", kernels)


def parallelized_lines(messages: str) -> frozenset[int]:
    """The lines of the loops that ``gcc -fopt-info-loop`` says it parallelised."""
    return frozenset(int(m[1]) for line in messages.splitlines() if (m := _GCC.match(line)))


def decisions(
    text: str, found: Sequence[LoopDecision], gcc: frozenset[int]
) -> tuple[Decision, ...]:
    """Both answers for every loop but those that only repeat a kernel (their counter is ``nl``).

    ``text`` is the suite's file. Raises ``ValueError`` if GCC names a loop that PCG does not have.
    """
    lines = text.splitlines()
    unknown = gcc - {loop.line for loop in found}
    if unknown:
        raise ValueError(f"PCG has no loop in lines {sorted(unknown)}")
    return tuple(
        Decision(
            function=loop.function,
            line=loop.line,
            pcg=loop.is_parallel,
            gcc=loop.line in gcc,
            is_guarded=loop.is_parallel and loop.is_guarded,
            reason=loop.reason,
        )
        for loop in sorted(found, key=lambda loop: loop.line)
        if _KERNEL.fullmatch(loop.function) and not _REPETITION.search(lines[loop.line - 1])
    )


def report(decided: Sequence[Decision], conditions: str) -> str:
    """Counts, and every loop that only one of the two calls parallel, in Markdown."""
    counts = Counter((one.pcg, one.gcc) for one in decided)
    only_gcc = [one for one in decided if one.gcc and not one.pcg]
    only_pcg = [one for one in decided if one.pcg and not one.gcc]
    rest = Counter(_kind(one.reason) for one in decided if not one.pcg and not one.gcc)
    lines = [
        conditions,
        "| loops | GCC parallelises | GCC does not |",
        "| --- | ---: | ---: |",
        f"| **PCG: parallel** | {counts[True, True]} | {counts[True, False]} |",
        f"| **PCG: not** | {counts[False, True]} | {counts[False, False]} |",
        "",
        "Parallel for GCC only, with PCG's reason:",
        "",
        *(f"- `{one.function}`, line {one.line}: {one.reason}" for one in only_gcc),
        "",
        f"Parallel for PCG only: {', '.join(map(str, only_pcg))}. {_GUARDED}",
        "",
        "Parallel for neither, by PCG's reason:",
        "",
        *(f"- {count} × {kind}" for kind, count in rest.most_common()),
    ]
    return "\n".join(lines) + "\n"


def _kind(reason: str) -> str:
    """A reason without the names in it."""
    return re.sub(r" \(lines? [^)]*\)", "", re.sub(r"`[^`]*`", "…", reason)) or "no reason"
