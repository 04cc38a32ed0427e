"""Timers around loops of the user's program, which tell their share of its time (pure)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from pcg_engine.domain.loops import Loop, LoopKind
from pcg_engine.domain.source import SourceText, Span

REPORT_NAME = ".pcg-loop-times"
"""The file, at the root of the project's copy, that programs with timers write to."""
_TIMED_KINDS = frozenset((LoopKind.FOR, LoopKind.RANGE_FOR, LoopKind.WHILE, LoopKind.DO_WHILE))
_CALL_SECONDS = 2e-7
"""What timing one execution of a loop may add to it."""
_ALLOWED_OVERHEAD = 0.02

_TIMER = """\
#ifndef PCG_SHARE_TIMER
#define PCG_SHARE_TIMER
#include <atomic>
#include <chrono>
#include <cstdio>
#include <unistd.h>
namespace pcg_share {
typedef std::chrono::steady_clock Clock;
struct Total {
  std::atomic<long long> spent, count;
  Clock::time_point start;
  Total() : spent(0), count(0), start(Clock::now()) {}
  ~Total() {
    const std::chrono::duration<double> life = Clock::now() - start;
    if (std::FILE* file = std::fopen(%s, "a")) {
      const std::chrono::duration<double> in_loops = Clock::duration(spent.load());
      std::fprintf(file, "%%ld %%.9f %%.9f %%lld\\n", static_cast<long>(getpid()),
                   in_loops.count(), life.count(), count.load());
      std::fclose(file);
    }
  }
};
static Total total;
static thread_local int depth = 0;
struct Timer {
  Clock::time_point start;
  Timer() { if (depth++ == 0) start = Clock::now(); }
  ~Timer() {
    if (--depth == 0) {
      total.spent += (Clock::now() - start).count();
      ++total.count;
    }
  }
};
}  // namespace pcg_share
#endif
"""
_BEFORE = b"{ ::pcg_share::Timer pcg_share_timer_; (void)pcg_share_timer_; "
_AFTER = b" }"


@dataclass(frozen=True, slots=True)
class LoopTimes:
    """Seconds in the loops and seconds that the programs lived which they are in."""

    in_loops: float
    life: float

    @property
    def share(self) -> float:
        """The loops' part of the time, from 0 to 1."""
        return min(1.0, self.in_loops / self.life)


def with_timers(source: SourceText, loops: Sequence[Loop], report: str) -> bytes | str:
    """The text with a timer around each of ``loops``; or why they cannot be timed.

    A program built of it appends one line to the file ``report`` when it ends.
    """
    if source.is_c:
        return "loops are not timed in C"
    for loop in loops:
        if loop.kind not in _TIMED_KINDS:
            return f"what is no loop statement ({loop.kind.value}) is not timed"
        if loop.binding_pragmas:
            return f"a loop behind `{loop.binding_pragmas[0].text}` is not timed"
    outermost = [
        loop.span
        for loop in loops
        if not any(other.span != loop.span and other.span.contains(loop.span) for other in loops)
    ]
    parts: list[bytes] = [(_TIMER % json.dumps(report, ensure_ascii=False)).encode()]
    # Messages of the compiler name the user's lines.
    parts.append(b"#line 1\n")
    position = 0
    for span in sorted(set(outermost), key=_start):
        parts += [source.data[position : span.start], _BEFORE]
        parts += [source.data[span.start : span.end], _AFTER]
        position = span.end
    parts.append(source.data[position:])
    return b"".join(parts)


def loop_times(report: str) -> LoopTimes | str:
    """What the programs of one run told; or why that is no measurement.

    A program tells once for each source that has the text in it.
    """
    lives: dict[str, float] = {}
    in_loops = 0.0
    executions = 0
    try:
        for line in report.splitlines():
            process, spent, life, count = line.split()
            lives[process] = max(lives.get(process, 0.0), float(life))
            in_loops += float(spent)
            executions += int(count)
    except ValueError:
        return "what its programs told cannot be read"
    if not lives:
        return "no program that it is in ended by itself"
    life = sum(lives.values())
    if not executions:
        return "it was not reached"
    if executions * _CALL_SECONDS > _ALLOWED_OVERHEAD * life:
        return f"it is run {executions:,} times, too often to be timed one by one"
    if in_loops > life:
        return "several threads of the program run it at once"
    return LoopTimes(in_loops, life)


def was_reached(report: str) -> bool:
    """Whether one of the loops was run by a program that told."""
    return any(line.split()[-1:] not in ([], ["0"]) for line in report.splitlines())


def _start(span: Span) -> int:
    return span.start
