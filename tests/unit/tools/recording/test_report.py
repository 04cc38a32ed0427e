"""What the recorder wrote, and what it means."""

from __future__ import annotations

import pytest

from pcg_engine.tools.recording.markers import MarkedLoop, Refusal
from pcg_engine.tools.recording.report import (
    Access,
    CaseReport,
    Conflict,
    LoopCount,
    MalformedReport,
    Runner,
    Unsupported,
    parse_report,
)
from pcg_engine.tools.recording.symbols import Place, parse_symbols
from pcg_engine.tools.recording.verdict import Clean, Found, Open, assess, explain

_OUTPUT = b"""case\t0
L\t2\t1\t0\t100\t100
C\tconflict\tcertain\t1\tt\t8\ti:2:3:3,0\tall\t20\t10\tw\t30\t0\tr
U\tconstruct\ta call of omp_get_thread_num
end\t1303\t2
case\t1
L\t2\t0\t1\t0\t0
end\t7\t1
"""
_CONFLICT = Conflict(
    "conflict",
    True,
    1,
    "t",
    8,
    Access(Runner(2, 3, (3, 0)), 20, 10, True),
    Access(Runner(None), 30, 0, False),
)
_LOOP = MarkedLoop(2, 50, 6, "parallel for", ("i", "j"))


def _report(*conflicts: Conflict, longest: int = 9, what: str = "") -> CaseReport:
    met = (Unsupported("construct", what),) if what else ()
    return CaseReport(0, (LoopCount(2, 1, 0, longest, longest),), conflicts, met, 10, 1)


def test_parse_report() -> None:
    assert parse_report(_OUTPUT) == (
        CaseReport(
            0,
            (LoopCount(2, 1, 0, 100, 100),),
            (_CONFLICT,),
            (Unsupported("construct", "a call of omp_get_thread_num"),),
            1303,
            2,
        ),
        CaseReport(1, (LoopCount(2, 0, 1, 0, 0),), (), (), 7, 1),
    )


def test_a_case_that_was_cut_off_is_not_reported() -> None:
    assert [r.case for r in parse_report(_OUTPUT[: _OUTPUT.index(b"end\t7\t1")])] == [0]


@pytest.mark.parametrize("line", [b"hello\n", b"L\tx\t1\t1\t1\t1\n", b"C\ta\tb\n", b"end\t1\t1\n"])
def test_foreign_output_is_malformed(line: bytes) -> None:
    with pytest.raises(MalformedReport):
        parse_report(line)


@pytest.mark.parametrize(
    ("reports", "refusals", "cases", "expected"),
    [
        ([_report()], [], 1, Clean(1, 1, 9)),
        ([_report(_CONFLICT)], [], 2, Found(_CONFLICT, 0)),
        (
            [_report(_CONFLICT, what="x")],
            [],
            1,
            Open("not-recordable", "x is not recorded"),
        ),
        ([_report()], [Refusal(1, "y")], 1, Open("not-recordable", "y (line 1) is not recorded")),
        ([_report(what="`task`")], [], 1, Open("not-recordable", "`task` is not recorded")),
        (
            [_report()],
            [],
            2,
            Open("recording-unfinished", "the recorded run did not finish on every input"),
        ),
        (
            [_report(longest=1)],
            [],
            1,
            Open(
                "never-parallel",
                "on no input did the loop at line 6 run in parallel with at least two iterations",
            ),
        ),
    ],
)
def test_assess(
    reports: list[CaseReport],
    refusals: list[Refusal],
    cases: int,
    expected: Clean | Found | Open,
) -> None:
    assert assess(reports, [_LOOP], refusals, cases) == expected


def test_a_construct_without_a_loop_is_no_pass() -> None:
    met, nothing = (CaseReport(0, (), (), (), 10, constructs) for constructs in (1, 0))
    assert assess([met], [], [], 1) == Open(
        "nothing-parallel", "no OpenMP loop ran in parallel on any input"
    )
    assert assess([nothing], [], [], 1) == Clean(1, 0, 0)


def test_explanation_names_iterations_and_the_users_lines() -> None:
    places = {
        20: Place("/usr/include/c++/12/bits/stl_vector.h", 1130, "std::vector<int>::at(int)"),
        10: Place("/home/u/a.cpp", 7, "f(int)"),
        30: Place("/home/u/a.cpp", 9, "f(int)"),
    }
    assert explain(_CONFLICT, [_LOOP], places, "a.cpp") == (
        "iteration (i = 3, j = 0) and the code that every thread runs use the same `t` without "
        "synchronisation: line 7 (in `std::vector::at`) writes, line 9 reads"
    )


def test_symbols_without_lines_are_left_out() -> None:
    output = (
        b'[{"Address":"0x14","Symbol":[{"FileName":"a.cpp","Line":7,"FunctionName":"f()"}]},'
        b'{"Address":"0x1e","Symbol":[{"FileName":"","Line":0,"FunctionName":""}]}]'
    )
    assert parse_symbols(output) == {20: Place("a.cpp", 7, "f()")}
    assert parse_symbols(b"not JSON") == {}
