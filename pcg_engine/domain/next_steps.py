"""What to do next where nothing could be established, by the code of the reason."""

from __future__ import annotations

from collections.abc import Mapping

USE_OWN_RUN = "let `pcg capture` record what your program gives it"
"""The next step where inputs cannot be made up."""

_CHANGE = "if it is your own candidate, change that and judge it again with `pcg verify`"
_LESS_AT_ONCE = "raise --budget, or let the loop do less in one call"
_NO_MACROS = "write the loop and its directives without macros"

NEXT_STEPS: Mapping[str, str] = {
    # the file and the candidate's text
    "original-rejected": "pass the flags that compile it, with OpenMP on, after “--”",
    "original-not-read-by-clang": "pass flags that clang understands, too, after “--”",
    "no-object": "correct it, and judge it again with `pcg verify`",
    "no-tree": "see whether clang++ compiles the file by itself, with the flags after “--”",
    "not-parsed": "write it without macros around it",
    "name-in-use": "give it a name that the file does not use yet",
    "other-code-changed": "give what is new a name that nothing else in the file means",
    "exception-terminates": "check before the region, or note the error there and throw behind it",
    # what is run
    "driver-not-built": "move the loop into a function of numbers, pointers and containers of them",
    "original-fails": USE_OWN_RUN,
    "non-deterministic": "pass what differs (a clock, a seed, an address) as a parameter",
    "overlap-in-program": "keep that loop as it is, or give it memory of its own there",
    "edit-outside-nest": "let a candidate change the loop nest alone",
    "instance-not-run": "give that instance a function of its own (a specialisation), or types "
    "that PCG can make",
    "timeout": _LESS_AT_ONCE,
    "beyond-rounding": "keep the order in which the original adds",
    "unstable-input": (
        f"{USE_OWN_RUN}, or say above the function what its inputs keep to, "
        "as in `// pcg: positive(x)`"
    ),
    # what was covered
    "no-coverage": _NO_MACROS,
    "not-counted": "run the check again",
    "coverage-run-failed": "see whether the program ends when clang++ builds it",
    "candidate-branch-not-covered": "leave that out, or let it depend on sizes that inputs reach",
    "own-code-not-observed": "write the new code without macros",
    "untested-numbers": "use the constants of the original, or sizes that inputs reach",
    # races and recording
    "race-build": "run `pcg doctor`, and pass flags that clang understands, too, after “--”",
    "race-run": _LESS_AT_ONCE,
    "not-recordable": "write it with `parallel for` and its clauses",
    "recording-unfinished": _LESS_AT_ONCE,
    "not-simulated": "write it with `parallel for` and its clauses",
    "simulation-unfinished": _LESS_AT_ONCE,
    "never-parallel": "leave out the condition that keeps it serial, or lower it",
    "nothing-parallel": "leave out the condition that keeps it serial, or lower it",
    "nesting": "nest fewer parallel constructs",
    "allocations": "allocate before the parallel region",
    "memory": _LESS_AT_ONCE,
    "conflict": _CHANGE,
    "order-dependent": _CHANGE,
    # timing
    "no-benchmark-input": USE_OWN_RUN,
    "benchmark-run": USE_OWN_RUN,
    "kept-serial": f"{USE_OWN_RUN}, and see whether the condition holds there",
    "leads-elsewhere": "move the loop into a function that is given the memory, or let "
    "`pcg capture` record a loop inside it",
    "noise": "try again on a quiet machine",
    "outpaced": "judge it by itself with `pcg verify` if it is to be offered all the same",
    "no-gain": "nothing needs to be done: the offer stands without the condition",
    "no-measurement": "try again, with a larger --budget",
    "not-run": "raise --budget, and see what the checks before it say",
    # PCG itself
    "internal-error": "other loops are not affected; report it to PCG's authors with this file",
    # the user's project
    "project-tests-unsteady": "let the tests pass with OpenMP on, or leave --project out",
    "not-reached": "add a test that runs the loop, or leave --project out",
    "bench-fails": "run it by hand, and correct bench in .pcg.toml",
    "bench-unreadable": "correct bench_pattern in .pcg.toml",
}

SAID_ALREADY = frozenset(
    "already-parallel other-pragma no-rule budget composition not-compiled openmp-not-seen "
    "not-built busy not-emitted unchecked-promise branch-not-covered few-iterations no-input "
    "no-valid-input unknown-relation main-function member-function variadic-function no-body "
    "unnamed-parameter no-instance unsupported-parameter unsupported-result unsupported-global "
    "not-capturable state-elsewhere".split()
)
"""Codes whose sentences name the next step themselves, since it depends on what they tell of."""


def with_next_step(code: str, reason: str) -> str:
    """``reason``, and what to do next, unless it says so itself."""
    step = NEXT_STEPS.get(code, "")
    return reason if not step or step in reason else f"{reason.rstrip('.')}; {step}"
