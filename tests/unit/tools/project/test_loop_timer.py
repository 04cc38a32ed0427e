"""Timers around loops, and what the programs with them tell."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pcg_engine.domain.loops import Loop, LoopKind, Pragma
from pcg_engine.domain.source import SourceText, Span
from pcg_engine.tools.project.loop_timer import LoopTimes, loop_times, was_reached, with_timers
from tests.builders import loop

TEXT = b"void f() {\n  for (;;) { for (;;) ; }\n  while (0) ;\n}\n"
SOURCE = SourceText("a.cpp", TEXT)


def _loop(text: bytes, kind: LoopKind = LoopKind.FOR) -> Loop:
    start = TEXT.index(text)
    return replace(loop(start, start + len(text)), kind=kind)


OUTER = _loop(b"for (;;) { for (;;) ; }")
INNER = replace(OUTER, span=Span(OUTER.span.start + 11, OUTER.span.end - 2))
LAST = _loop(b"while (0) ;", LoopKind.WHILE)


def test_each_outermost_loop_has_a_block_with_a_timer() -> None:
    found = with_timers(SOURCE, [LAST, OUTER, INNER], '/p/"q"/report')

    assert isinstance(found, bytes)
    timer, _, text = found.partition(b"#line 1\n")
    opened = b"{ ::pcg_share::Timer pcg_share_timer_; (void)pcg_share_timer_; "
    assert text == (
        b"void f() {\n  "
        + opened
        + b"for (;;) { for (;;) ; } }\n  "
        + opened
        + b"while (0) ; }\n}\n"
    )
    assert b'std::fopen("/p/\\"q\\"/report", "a")' in timer


@pytest.mark.parametrize(
    ("source", "one"),
    [
        (SourceText("a.c", TEXT), OUTER),
        (SOURCE, replace(OUTER, kind=LoopKind.ALGORITHM)),
        (SOURCE, replace(OUTER, pragmas=(Pragma(Span(0, 1), "#pragma GCC ivdep"),))),
    ],
    ids=["C", "no statement", "a pragma that binds"],
)
def test_what_cannot_be_timed_is_said(source: SourceText, one: Loop) -> None:
    assert isinstance(with_timers(source, [one], "/p/report"), str)


def test_the_times_of_all_programs_and_sources_are_added() -> None:
    told = loop_times("7 0.5 2.0 10\n7 0.25 1.9 5\n8 0.25 2.0 5\n")

    assert told == LoopTimes(1.0, 4.0)
    assert isinstance(told, LoopTimes)
    assert told.share == 0.25


@pytest.mark.parametrize(
    ("report", "why"),
    [
        ("", "ended"),
        ("7 0 2.0 0\n", "not reached"),
        ("7 1.0 2.0 3000000\n", "too often"),
        ("7 3.0 2.0 4\n", "several threads"),
        ("7 1.0 2", "cannot be read"),
    ],
)
def test_what_is_no_measurement(report: str, why: str) -> None:
    told = loop_times(report)

    assert isinstance(told, str)
    assert why in told


def test_a_loop_is_reached_if_any_program_ran_it() -> None:
    assert was_reached("7 0 2.0 0\n8 0.1 2.0 3\n")
    assert not was_reached("7 0 2.0 0\n")
    assert not was_reached("")
