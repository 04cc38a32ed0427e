"""ThreadSanitizer's reports."""

from __future__ import annotations

from pcg_engine.domain.source import SourceText
from pcg_engine.tools.race_reports import Race, RacingAccess, parse_race
from pcg_engine.tools.races import captured

_REPORT = """Archer detected OpenMP application with TSan
==================
WARNING: ThreadSanitizer: data race (pid=3)
  Write of size 4 at 0x5645c83aaae8 by thread T3:
    #0 std::vector<int, std::allocator<int>>::at(int) /usr/include/c++/12/vector:9:3 (lib+0x1)
    #1 f(std::vector<int>&) (.omp_outlined) /home/u/a.cpp:5:41 (lib+0xe7938) (BuildId: c2a7)
    #2 __kmp_invoke_microtask <null> (libomp.so.5+0xe0678) (BuildId: 88dd)

  Previous atomic read of size 8 at 0x5645c83aaae8 by main thread:
    #0 f(std::vector<int>&) (.omp_outlined) /home/u/a.cpp:7:41 (lib+0xe7938) (BuildId: c2a7)

  Location is global 'total' of size 4 at 0x5645c83aaae8 (lib+0x1514ae8)

  Thread T3 (tid=7, running) created by main thread at:
    #0 pthread_create <null> (lib+0x62ee1) (BuildId: c2a7)

SUMMARY: ThreadSanitizer: data race /home/u/a.cpp:5:41 in f
==================
"""


def test_the_users_lines_of_both_accesses() -> None:
    race = parse_race(_REPORT, "somewhere/a.cpp")
    assert race == Race(RacingAccess(True, 4, 5), RacingAccess(False, 8, 7))
    assert str(race) == (
        "line 5 writes 4 bytes, unordered with another thread: line 7 reads 8 bytes"
    )


def test_lines_of_other_files_are_not_the_users() -> None:
    race = parse_race(_REPORT, "b.cpp")
    assert race == Race(RacingAccess(True, 4, 0), RacingAccess(False, 8, 0))


def test_no_race() -> None:
    assert parse_race("Archer detected OpenMP application with TSan\n", "a.cpp") is None


def test_a_write_at_a_task_is_of_what_it_captures() -> None:
    """Into memory that the run-time hands out again: Archer does not always know in which order."""
    text = b"int a;\n  #pragma omp task firstprivate(i)\n  a = i;\n"
    source = SourceText("kernel.cpp", text)
    write, read = RacingAccess(True, 8, 2), RacingAccess(False, 8, 3)

    assert captured(Race(write, read), source) == "task"
    assert captured(Race(read, write), source) == "task"
    assert captured(Race(RacingAccess(True, 8, 3), RacingAccess(False, 8, 2)), source) is None
    assert captured(Race(RacingAccess(True, 8, 0), None), source) is None
