from __future__ import annotations

import json

import pytest

from benchmarks.peers.npb import (
    defined,
    exact_time,
    hot_functions,
    problem_class,
    read_run,
    verification_failure,
)
from benchmarks.peers.npb_runs import wants_inputs
from benchmarks.peers.rounds import Run

_OUTPUT = """\
 Class           =                        W
 Time in seconds =                 0.512345
 Verification    =               SUCCESSFUL
"""
_FLAT = """\
  %   cumulative   self              self     total
 time   seconds   seconds    calls  ms/call  ms/call  name
 70.10      0.80     0.80    15000    53.33    60.10  conj_grad(int*, int*, double*)
 12.00      0.92     0.12                             main
 14.90      0.97     0.05  1000000     0.00     0.00  randlc(double*, double)
  0.90      0.97     0.05  1000000     0.00     0.00  setup(double*, double)
"""
_GRAPH = """\
                     Call graph


granularity: each sample hit covers 2 byte(s) for 0.85% of 1.18 seconds

index % time    self  children    called     name
                                                 <spontaneous>
[1]    100.0    0.00    1.18                 main [1]
                0.87    0.00      16/16          conj_grad(int*, int*, double*) [2]
-----------------------------------------------
                0.87    0.00      16/16          main [1]
[2]     73.7    0.87    0.00      16         conj_grad(int*, int*, double*) [2]
-----------------------------------------------
[4]      3.1    0.04    0.00      11+8     visit(int (*) [12]) [clone .constprop.0] [4]
"""


def test_a_run_is_the_benchmarks_own_time_and_verification() -> None:
    assert read_run(_OUTPUT, "") == Run(0.512345, "SUCCESSFUL")


def test_a_run_that_does_not_say_both_is_no_run() -> None:
    with pytest.raises(ValueError, match="no time or no verification out of memory"):
        read_run(_OUTPUT.replace("Verification", ""), "out of memory")


def test_only_a_successful_verification_counts() -> None:
    assert verification_failure("SUCCESSFUL", "SUCCESSFUL") is None
    words = "the benchmark's own verification says UNSUCCESSFUL"
    assert verification_failure("SUCCESSFUL", "UNSUCCESSFUL") == words
    assert verification_failure("UNSUCCESSFUL", "UNSUCCESSFUL") == words


def test_the_time_is_printed_in_microseconds() -> None:
    text = 'printf(" Time in seconds =             %12.2f\\n", t);'
    assert exact_time(text) == text.replace("12.2f", "12.6f")
    with pytest.raises(ValueError, match="another way"):
        exact_time("")


def test_hot_functions_are_read_from_the_profile() -> None:
    assert hot_functions(_FLAT, _GRAPH, 13.0) == ("conj_grad", "randlc")
    assert hot_functions(_FLAT, _GRAPH, 1.0) == ("main", "conj_grad", "randlc")
    assert hot_functions(_FLAT, "", 1.0) == ("conj_grad", "main", "randlc")
    assert hot_functions("", "", 1.0) == ()


@pytest.mark.parametrize(
    ("code", "candidates", "offer", "wanted"),
    [
        ("benchmark-run", [], None, True),
        ("not-faster", [{"workflow": "parallel-for"}], None, True),
        ("flow-dependence", [], None, False),
        ("", [], {"workflow": "parallel-for", "speedup": 2.0, "evidence": "proved"}, False),
    ],
)
def test_inputs_of_its_own_may_help_where_a_loop_was_tried(
    code: str, candidates: list[object], offer: object, wanted: bool
) -> None:
    result = {"line": 3, "reason_code": code, "reason": "", "candidates": candidates}
    report = json.dumps({"results": [result | {"offer": offer}]})
    assert wants_inputs({"report": report}) is wanted
    assert not wants_inputs({"failure": "no loop there"})


def test_functions_of_other_files_are_left_out() -> None:
    text = (
        "double randlc(double *x, double a);\nint main(int c, char **v){\n if(randlc(x, a)){ }\n}"
    )
    assert defined(("randlc", "main"), text) == ("main",)
    assert defined(("vecset",), "static void vecset(int n,\n\tdouble v[])\n{") == ("vecset",)


def test_long_benchmarks_are_measured_at_a_smaller_class() -> None:
    assert (problem_class("EP"), problem_class("MG"), problem_class("SP", "A")) == ("W", "A", "A")
