from __future__ import annotations

import pytest

from benchmarks.peers.pcg_reports import LoopDecision
from benchmarks.peers.tsvc import Decision, as_cxx, decisions, parallelized_lines, report

_TEXT = """\
real_t s122(struct args_t * func_args)
{
    struct{int a;int b;} * x = func_args->arg_info;
    int inc = *(int*)func_args->arg_info;
    for (int nl = 0; nl < iterations; nl++) {
        for (int i = 0; i < n; i++) {
            a[i] = b[i];
        }
    }
}
int main(int argc, char ** argv){
}
"""


def loop(line: int, reason: str, function: str = "s122") -> LoopDecision:
    return LoopDecision(line, function, "unknown" if reason else "parallel", (), True, reason)


def test_the_file_becomes_cxx_and_keeps_its_lines() -> None:
    text = as_cxx(_TEXT)
    assert "* x = (decltype(x))func_args->arg_info;" in text
    assert "int inc = *(int*)func_args->arg_info;" in text
    assert text.splitlines()[4:10] == _TEXT.splitlines()[4:10]
    assert "main" not in text


def test_another_file_is_refused() -> None:
    with pytest.raises(ValueError, match="no main"):
        as_cxx("int x;")


def test_the_loops_that_gcc_parallelised_are_read_from_its_messages() -> None:
    messages = """\
tsvc.c:57:27: optimized: parallelizing inner loop 2
src/tsvc.c:251:27: optimized: parallelizing outer loop 2
tsvc.c:60:27: optimized: loop vectorized using 32 byte vectors
"""
    assert parallelized_lines(messages) == {57, 251}


def test_loops_that_repeat_a_kernel_and_loops_of_other_functions_are_left_out() -> None:
    found = [loop(5, "may throw"), loop(6, ""), loop(7, "", "time_function")]
    assert decisions(_TEXT, found, frozenset({6})) == (Decision("s122", 6, True, True, True, ""),)


def test_a_loop_of_gcc_that_pcg_does_not_have_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"no loop in lines \[9\]"):
        decisions(_TEXT, [loop(6, "")], frozenset({9}))


def test_differences_are_listed_with_pcgs_reason() -> None:
    decided = (
        Decision("s1", 1, True, True, False, ""),
        Decision("s2", 2, False, True, False, "uses `k` (line 3)"),
        Decision("s3", 3, True, False, True, ""),
        Decision("s4", 4, False, False, False, "reads `a[i]` (line 4)"),
        Decision("s5", 5, False, False, False, "reads `b[i]` (line 5)"),
    )
    text = report(decided, "conditions\n")
    assert "| **PCG: parallel** | 1 | 1 |\n| **PCG: not** | 1 | 2 |\n" in text
    assert "- `s2`, line 2: uses `k` (line 3)\n" in text
    assert "PCG only: `s3` (3, guarded). A guarded" in text
    assert "- 2 × reads …\n" in text
