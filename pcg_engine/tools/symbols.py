"""The symbols of an object file, and what a candidate may change about them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from pcg_engine.tools.allowed_functions import is_allowed_call

# The shortest name: a size of one digit, such as `b`, looks like a letter as well.
_LINE = re.compile(r"^(?P<name>.*?\S) (?P<letter>[A-Za-z?])(?: +[0-9a-fA-F]+){0,2} *$")
_OUTLINED = re.compile(r"[ .\[(]\.?_?omp_(?:fn|outlined)\b|^\.omp_outlined")
_UNDEFINED = frozenset("Uwv")
_WRITABLE = frozenset("BbDdCcGgSsu")

_OPENMP_STATE = re.compile(
    # Locks behind `critical` and tree reductions; data that only the run-time looks at.
    r"^\.?gomp_critical_user_|^\.kmpc_|^\.omp\.|^DW\.ref\."
)
_COMPILER_TABLE = re.compile(r"^CSWTCH\.|^\.L")
_NESTED = re.compile(r"\)(?: const)?(?=::)")
_STREAM_INITIALISATION = frozenset(
    (
        *("std::ios_base::Init::Init()", "std::ios_base::Init::~Init()"),
        *("__cxa_atexit", "__dso_handle"),
    )
)
"""What including ``<iostream>`` makes a file refer to; ``object_graph`` looks at what uses it."""
_OF_STATIC_DATA = frozenset(
    ("__cxa_guard_acquire", "__cxa_guard_release", "__cxa_guard_abort", "__cxa_thread_atexit")
)
"""What only the initialisation of data that outlives a call refers to."""
_NUMBERED = re.compile(r"\.\d+$")
_FORKS = re.compile(r"^(?:GOMP_parallel\w*|__kmpc_fork_(?:call|teams)\w*)$")


@dataclass(frozen=True, slots=True)
class Symbol:
    """A symbol by its demangled name; ``letter`` is that of ``nm`` (``T``, ``U``, ``b`` …)."""

    name: str
    letter: str

    @property
    def is_undefined(self) -> bool:
        """Whether another object has to provide it."""
        return self.letter in _UNDEFINED


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a candidate must not change."""

    code: str
    message: str


def parse_symbols(output: str) -> frozenset[Symbol]:
    """The symbols in the output of ``nm -C -P`` (POSIX format; llvm-nm prints the same)."""
    return frozenset(
        # C numbers its static locals through the file (`count.3`): the number means nothing.
        Symbol(_NUMBERED.sub("", s.name) if s.letter in "bd" else s.name, s.letter)
        for s in parse_symbol_lines(output)
    )


def parse_symbol_lines(output: str) -> tuple[Symbol, ...]:
    """Every line of the output of ``nm -P`` in order, the names as they are."""
    matches = (_LINE.match(line) for line in output.splitlines())
    return tuple(Symbol(m["name"], m["letter"]) for m in matches if m is not None)


def compare_symbols(
    original: frozenset[Symbol],
    candidate: frozenset[Symbol],
    written: frozenset[Symbol] = frozenset(),
) -> tuple[Finding, ...]:
    """What the candidate's object offers, needs or keeps differently, worst first.

    Codes: ``missing-symbol``, ``new-symbol``, ``forbidden-call``, ``load-time-code``. Weak copies
    of library templates may come and go with the optimizer, and so may functions that are local,
    and weak ones that the original has where nothing is inlined (``written``).
    What ``<iostream>`` brings along is not told here; data is not either (``object_graph``).
    """
    gone = original - candidate
    new = candidate - original
    return (
        *_missing(gone, new),
        *_forbidden_calls(original, new),
        *_load_time_code(new),
        *_new_definitions(original, new - frozenset(s for s in written if s.letter in "WV")),
    )


def starts_a_team(name: str) -> bool:
    """Whether this is the run-time's function (GCC's, clang's) that starts a team of threads."""
    return _FORKS.match(name) is not None


def forks_from(functions: Collection[str], symbols: Iterable[Symbol]) -> bool:
    """Whether the object starts OpenMP teams, and a body of one was made of one of ``functions``.

    Functions are qualified names without anonymous namespaces. Compilers outline before they
    inline, so that the body keeps the name of the function it was written in; clang before 17
    gives it no name of a function at all.
    """
    names = [symbol.name for symbol in symbols]
    # Members of instances of class templates, too, are known by their names alone.
    functions = {*functions, *map(_qualified_name, functions)}
    return any(starts_a_team(name) for name in names) and any(
        name.startswith(".omp_outlined")
        or (_OUTLINED.search(name) and _qualified_name(name) in functions)
        for name in names
    )


def defines(function: str, symbols: Iterable[Symbol]) -> bool:
    """Whether some version of ``function`` (qualified name) is in the object."""
    wanted = (function, _qualified_name(function))
    return any(
        not symbol.is_undefined and _qualified_name(symbol.name) in wanted for symbol in symbols
    )


def _qualified_name(demangled: str) -> str:
    """The function's name without result type, template arguments, parameters and suffixes."""
    text = demangled.replace("(anonymous namespace)::", "")
    kept: list[str] = []
    depth = 0
    for character in text:
        if character == "<":
            depth += 1
        elif character == ">":
            depth -= 1
        elif depth == 0:
            if character in "([." and kept:
                break
            kept.append(character)
    words = "".join(kept).split()
    return words[-1] if words else ""


def _missing(gone: frozenset[Symbol], new: frozenset[Symbol]) -> list[Finding]:
    letters = {symbol.name: symbol.letter for symbol in new}
    found: list[Finding] = []
    for symbol in _sorted(gone):
        if not symbol.letter.isupper() or symbol.is_undefined or symbol.letter == "W":
            continue
        if _is_of_the_run_time(symbol):
            continue
        if symbol.name in letters:
            message = (
                f"`{symbol.name}` changed its linkage from {symbol.letter} to "
                f"{letters[symbol.name]} (letters of nm)"
            )
        else:
            message = f"`{symbol.name}` is no longer defined"
        found.append(Finding("missing-symbol", message))
    return found


def _forbidden_calls(original: frozenset[Symbol], new: frozenset[Symbol]) -> list[Finding]:
    known = {symbol.name for symbol in original}
    return [
        Finding(
            "new-state" if symbol.name in _OF_STATIC_DATA else "forbidden-call",
            f"the candidate newly uses `{symbol.name}`",
        )
        for symbol in _sorted(new)
        if symbol.is_undefined
        and symbol.name not in known
        and symbol.name not in _STREAM_INITIALISATION
        and not is_allowed_call(symbol.name)
    ]


def _load_time_code(new: frozenset[Symbol]) -> list[Finding]:
    return [
        Finding("load-time-code", f"`{symbol.name}` is chosen by code that runs at load")
        for symbol in _sorted(new)
        if symbol.letter == "i"
    ]


def _new_definitions(original: frozenset[Symbol], new: frozenset[Symbol]) -> list[Finding]:
    """What of ``new`` other files see and the standard library does not have (``new-symbol``)."""
    defined = frozenset(symbol.name for symbol in original if not symbol.is_undefined)
    found: list[Finding] = []
    for symbol in _sorted(new):
        if symbol.is_undefined or symbol.letter.islower() or symbol.letter in _WRITABLE:
            continue
        if _is_of_the_run_time(symbol) or _OUTLINED.search(symbol.name):
            continue
        if symbol.letter in "WV" and (_is_library(symbol.name) or _is_inside(symbol.name, defined)):
            continue
        message = (
            f"the candidate newly defines `{symbol.name}`, which other files see: make it "
            "`static`, or put it into an unnamed namespace"
        )
        found.append(Finding("new-symbol", message))
    return found


def _is_inside(name: str, functions: frozenset[str]) -> bool:
    """Whether this is a lambda, or a member of a local class, of one of ``functions``."""
    enclosing = {name[: match.start() + 1] for match in _NESTED.finditer(name)}
    return any(
        function.removesuffix(" const") == outer
        or function.endswith((f" {outer}", f" {outer} const"))
        for outer in enclosing
        for function in functions
    )


def _is_library(name: str) -> bool:
    # What stands before the first `(` or `<` ends in the qualified name, after any result type.
    words = re.split(r"[<(]", name, maxsplit=1)[0].split()
    return bool(words) and words[-1].startswith(("std::", "__gnu_cxx::", "__clang_call_terminate"))


def _is_of_the_run_time(symbol: Symbol) -> bool:
    return bool(_OPENMP_STATE.match(symbol.name) or _COMPILER_TABLE.match(symbol.name))


def _sorted(symbols: frozenset[Symbol]) -> list[Symbol]:
    return sorted(symbols, key=lambda symbol: (symbol.name, symbol.letter))
