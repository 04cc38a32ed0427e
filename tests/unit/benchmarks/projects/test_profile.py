from __future__ import annotations

from pathlib import Path

from benchmarks.projects.profile import (
    HotLoop,
    Place,
    ProgramLoop,
    loops_of,
    places,
    shares,
    stacks,
)
from pcg_engine.domain.source import SourceText

_SCRIPT = """\
\t            1136 work(int) (/x/pcg-profiled/program)
\t            1200 main (/x/pcg-profiled/program)
\t           27249 __libc_start_call_main (/usr/lib/libc.so.6)

\t           20b9a open64 (/usr/lib/ld-linux-x86-64.so.2)

\tffffffff81632333 do_mmap ([kernel.kallsyms])
\t            1200 [unknown] (/x/pcg-profiled/program)


"""
_TOLD = """\
0x0000000000001136
/x/src/../lib/work.hpp:4 (discriminator 2)
/x/src/main.cpp:12
0x0000000000001200
/x/src/main.cpp:20
/usr/include/c++/12/bits/stl_vector.h:1123
??:?
0x0000000000001300
??:0
"""
_SOURCE = b"""\
void g();
void f(int n) {
  for (int i = 0; i < n; i++) {
    for (int j = 0; j < n; j++)
      g();
  }
  while (n--) g();
}
"""


def test_only_frames_of_the_program_count() -> None:
    program = Path("/x/pcg-profiled/program")
    assert stacks(_SCRIPT, program) == [(0x1136, 0x1200), (), (0x1200,)]


def test_inlined_lines_count_and_others_files_do_not() -> None:
    assert places(_TOLD, Path("/x")) == {
        0x1136: (Place("lib/work.hpp", 4), Place("src/main.cpp", 12)),
        0x1200: (Place("src/main.cpp", 20),),
        0x1300: (),
    }


def test_a_sample_counts_for_every_loop_around_it_once() -> None:
    outer = ProgramLoop("main.cpp", 10, 20, "main", 10, is_nest=True)
    inner = ProgramLoop("main.cpp", 12, 14, "main", 10, is_nest=False)
    cold = ProgramLoop("main.cpp", 30, 40, "main", 30, is_nest=True)
    where = {1: (Place("main.cpp", 13), Place("main.cpp", 13)), 2: (Place("main.cpp", 20),)}
    samples = [(1, 2), (2, 2), (3,), ()]
    assert shares(samples, where, [outer, inner, cold]) == [
        HotLoop(outer, 0.5),
        HotLoop(inner, 0.25),
    ]


def test_loops_know_their_nest() -> None:
    assert loops_of(SourceText("a.cpp", _SOURCE)) == (
        ProgramLoop("a.cpp", 3, 6, "f", 3, is_nest=True),
        ProgramLoop("a.cpp", 4, 5, "f", 3, is_nest=False),
        ProgramLoop("a.cpp", 7, 7, "f", 7, is_nest=True),
    )


def test_what_is_kept_comes_back() -> None:
    one = HotLoop(ProgramLoop("a.cpp", 3, 6, "f", 3, is_nest=True), 0.25)
    assert HotLoop.from_json(one.to_json()) == one
