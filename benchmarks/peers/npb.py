"""NPB-CPP: the NAS parallel benchmarks in C++, serial and by experts with OpenMP."""

from __future__ import annotations

import re

from benchmarks.peers.rounds import Run

BENCHMARKS = ("EP", "CG", "MG", "IS", "FT", "SP", "BT", "LU")
_AUTOMATIC = {"MG": "A", "IS": "A"}
"""Classes that take between a tenth of a second and a few seconds; W takes as long elsewhere."""
_COARSE_TIME = '" Time in seconds =             %12.2f\\n"'
_FINE_TIME = '" Time in seconds =             %12.6f\\n"'
_TIME = re.compile(r"^ Time in seconds =\s+([\d.]+)", re.MULTILINE)
_VERIFICATION = re.compile(r"^ Verification\s+=\s+(.+)$", re.MULTILINE)
_FLAT_LINE = re.compile(r"\s*(\d+\.\d+)\s+\d+\.\d+\s+\d+\.\d+\s+(?:\d+\s+\d\S*\s+\d\S*\s+)?(\w+)")
_CALL_GRAPH_LINE = re.compile(r"\[\d+\]\s+\d+\.\d+\s+\d+\.\d+\s+\d+\.\d+\s+(?:\d+\S*\s+)?(\w+)")


def problem_class(name: str, wanted: str = "auto") -> str:
    """The class ``wanted``; if that is auto, one that is long enough to be profiled and timed."""
    return _AUTOMATIC.get(name, "W") if wanted == "auto" else wanted


def exact_time(results_printer: str) -> str:
    """``c_print_results.cpp`` with microseconds. Raises ``ValueError`` if it is another file."""
    if _COARSE_TIME not in results_printer:
        raise ValueError("c_print_results.cpp prints the time in another way")
    return results_printer.replace(_COARSE_TIME, _FINE_TIME)


def read_run(output: str, errors: str) -> Run:
    """The benchmark's own time, and its own verification as the result.

    Raises ``ValueError`` if one of the two is missing; ``errors`` is only told then.
    """
    time, verification = _TIME.search(output), _VERIFICATION.search(output)
    if time is None or verification is None:
        raise ValueError(f"no time or no verification {errors.strip()[:80]}")
    return Run(float(time[1]), verification[1].strip())


def verification_failure(expected: str, actual: str) -> str | None:
    """What the benchmark says of its results, unless it verified them; ``expected`` too."""
    failed = [one for one in (expected, actual) if one != "SUCCESSFUL"]
    return f"the benchmark's own verification says {failed[-1]}" if failed else None


def hot_functions(flat: str, graph: str, least_percent: float) -> tuple[str, ...]:
    """The functions that have at least that share of the time by themselves.

    ``flat`` and ``graph`` are what ``gprof -b -p`` and ``-q`` say; the second may be empty. It
    orders them by their time with that of what they call: callers, whose loops are the outer ones,
    come before callees.
    """
    lines = (_FLAT_LINE.match(line) for line in flat.splitlines())
    hot = [m[2] for m in lines if m is not None and float(m[1]) >= least_percent]
    nodes = (_CALL_GRAPH_LINE.match(line) for line in graph.splitlines())
    order = [m[1] for m in nodes if m is not None]
    return tuple(sorted(hot, key=lambda f: order.index(f) if f in order else len(order)))


def defined(functions: tuple[str, ...], text: str) -> tuple[str, ...]:
    """Those of ``functions`` that ``text`` defines, rather than only calls."""
    return tuple(name for name in functions if re.search(rf"\b{name}\s*\([^;{{}}()]*\)\s*{{", text))
