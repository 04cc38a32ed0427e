"""Headers of random loops."""

from __future__ import annotations

from benchmarks.dependence_oracle.drawing import Scope

_COUNTERS = (
    *("int",) * 12,
    "std::size_t",
    "unsigned",
    "long",
    "short",
    "unsigned char",
)


def loop_header(scope: Scope, counter: str, arrays: tuple[str, ...]) -> str:
    """``for (…)`` with ``counter``; ``arrays`` are vectors whose size may be a bound."""
    kind = scope.random.choice(_COUNTERS)
    if scope.style == "narrow" and scope.chance(0.4):
        kind = scope.pick("unsigned char", "short", "signed char", "unsigned")
    draw = scope.random.random()
    if draw < 0.08 and arrays:
        size = f"{scope.random.choice(arrays)}.size()"
        start = scope.pick("0", "0", "1")
        return f"for (std::size_t {counter} = {start}; {counter} < {size}; ++{counter})"
    if draw < 0.16:
        return _descending(scope, counter)
    if draw < 0.24 and scope.counters:
        return _tiled(scope, counter)
    if draw < 0.29:
        start = scope.pick("0", "k", "-2")
        return f"for (int {counter} = {start}; {counter} < n; {counter} += {_step(scope)})"
    low = scope.pick("0", "0", "0", "1", "1", "2")
    if kind in ("int", "long") and scope.chance(0.12):
        low = scope.pick("-1", "k", "-n")
    if scope.counters and scope.chance(0.15):
        outer = scope.random.choice(scope.counters)
        low = scope.pick(outer, f"{outer} + 1")
    high = _bound(scope)
    step = scope.pick(f"++{counter}", f"{counter}++", f"++{counter}", f"{counter} += 1")
    if scope.chance(0.15):
        step = f"{counter} += {scope.pick('2', '3')}"
    compare = scope.pick("<", "<", "<", "<=", "!=") if step[-1] != "3" else "<"
    return f"for ({kind} {counter} = {low}; {counter} {compare} {high}; {step})"


def _step(scope: Scope) -> str:
    return scope.pick("s", "s", "2", "m")


def _bound(scope: Scope) -> str:
    draw = scope.random.random()
    if draw < 0.6:
        return scope.pick("n", "n", "m", "n", "8")
    if draw < 0.72:
        return scope.pick("n - 1", "m + 1", "2 * n", "n - k", "n / 2")
    if scope.counters and draw < 0.85:
        outer = scope.random.choice(scope.counters)
        return scope.pick(outer, f"{outer} + 1", f"n - {outer}", f"{outer} + m")
    return scope.pick(
        "std::min<long>(n, m)", "std::max<int>(n, 2)", "n % 5", "(n > 2 ? n : m)", "n"
    )


def _descending(scope: Scope, counter: str) -> str:
    high = scope.pick("n", "n - 1", "m")
    if scope.chance(0.2):
        return f"for (unsigned {counter} = {high}; {counter}-- > 0;)"
    step = scope.pick(f"--{counter}", f"{counter} -= 2", f"{counter}--")
    return f"for (int {counter} = {high}; {counter} {scope.pick('>', '>=')} 0; {step})"


def _tiled(scope: Scope, counter: str) -> str:
    outer = scope.counters[-1]
    width = scope.pick("2", "4", "3")
    bound = scope.pick(f"std::min<int>({outer} + {width}, n)", f"{outer} + {width}")
    return f"for (int {counter} = {outer}; {counter} < {bound}; ++{counter})"
