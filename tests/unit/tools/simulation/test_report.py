"""What the simulated run-time wrote, and what it means in words."""

from __future__ import annotations

import pytest

from pcg_engine.tools.recording.report import MalformedReport
from pcg_engine.tools.recording.symbols import Place
from pcg_engine.tools.simulation.report import (
    CaseReport,
    Deadlock,
    Entered,
    Escaped,
    Event,
    Race,
    Side,
    Unsimulated,
    Waiting,
    parse_report,
)
from pcg_engine.tools.simulation.words import addresses_of, code_of, explain

_OUTPUT = (
    b"case\t0\nP\t30\t40\t3\t1\nT\t31\t50\t3\t7\n"
    b"R\t8\t0\t3\t30\t41\t0\tw\t-1\t0\t31\t51\t45\tr\nend\t1303\n"
    b"case\t1\nU\tconstruct\tcancellation\nL\nend\t7\n"
    b"case\t2\nD\t0\t3\ta barrier\t60\t1\t3\ta lock\t61\nend\t5\n"
    b"case\t3\nX\t2\t3\t62\nend\t5\n"
)
_RACE = Race(8, Side(0, 3, 30, 41, 0, "w"), Side(-1, 0, 31, 51, 45, "r"))
_DEADLOCK = Deadlock((Waiting(0, 3, "a barrier", 60), Waiting(1, 3, "a lock", 61)))


def test_parse_report() -> None:
    assert parse_report(_OUTPUT) == (
        CaseReport(0, (Entered(30, 40, 3, 1),), (Entered(31, 50, 3, 7),), (_RACE,), (), 1303),
        CaseReport(1, (), (), (), (Unsimulated("construct", "cancellation"),), 7, False),
        CaseReport(2, (), (), (_DEADLOCK,), (), 5),
        CaseReport(3, (), (), (Escaped(2, 3, 62),), (), 5),
    )


def test_a_case_that_was_cut_off_is_not_reported() -> None:
    cut = _OUTPUT[: _OUTPUT.index(b"case\t1\nU") + 12]
    assert [report.case for report in parse_report(cut)] == [0]


@pytest.mark.parametrize(
    "text", [b"hello\nend\t1\n", b"case\tx\nend\t1\n", b"end\t1\n", b"case\t1\nR\t8\t0\nend\t1\n"]
)
def test_foreign_output_is_malformed(text: bytes) -> None:
    with pytest.raises(MalformedReport):
        parse_report(text)


_PLACES = {
    41: Place("/home/user/a.cpp", 12, "kernel"),
    51: Place("/usr/include/bits/stl_algo.h", 900, "std::sort"),
    45: Place("/home/user/a.cpp", 14, "kernel"),
    31: Place("/home/user/a.cpp", 13, "kernel"),
    60: Place("/home/user/a.cpp", 20, "kernel"),
}


@pytest.mark.parametrize(
    ("event", "code", "words"),
    [
        (
            _RACE,
            "conflict",
            (
                "thread 0 of 3 and a task of line 13 use the same 8 bytes of memory without "
                "synchronisation: line 12 writes, line 14 reads"
            ),
        ),
        (
            _DEADLOCK,
            "deadlock",
            (
                "no thread can go on: thread 0 of 3 waits for a barrier (line 20); "
                "thread 1 of 3 waits for a lock"
            ),
        ),
        (
            Escaped(2, 3, 62),
            "exception-escapes",
            "an exception leaves the construct in thread 2, which ends an OpenMP program",
        ),
    ],
)
def test_words(event: Event, code: str, words: str) -> None:
    assert code_of(event) == code
    assert explain(event, _PLACES, "elsewhere/a.cpp") == words


def test_all_addresses_of_a_race_are_looked_up() -> None:
    assert set(addresses_of(_RACE)) == {41, 0, 30, 51, 45, 31}
