"""The symbols of an object file, and what a candidate may change about them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_LINE = re.compile(r"^(?P<name>.*\S) (?P<letter>[A-Za-z?])(?: +[0-9a-fA-F]+){0,2} *$")
_OUTLINED = re.compile(r"[ .\[(]\.?_?omp_(?:fn|outlined)\b|^\.omp_outlined")
_UNDEFINED = frozenset("Uwv")
_WRITABLE = frozenset("BbDdCcGgSsu")
_WEAK_OBJECT = frozenset("Vv")

_OPENMP_STATE = re.compile(
    # Locks behind `critical` and tree reductions; data that only the run-time looks at.
    r"^\.?gomp_critical_user_|^\.kmpc_|^\.omp\.|^DW\.ref\."
)
_COMPILER_TABLE = re.compile(r"^CSWTCH\.|^\.L")
_NUMBERED = re.compile(r"\.\d+$")
_FORKS = re.compile(r"^(?:GOMP_parallel\w*|__kmpc_fork_(?:call|teams)\w*)$")

_MATH = (
    "acos acosh asin asinh atan atan2 atanh cbrt ceil copysign cos cosh erf erfc exp exp2 expm1 "
    "fabs fdim floor fma fmax fmin fmod hypot ilogb ldexp llrint llround log log10 log1p log2 logb "
    "lrint lround modf nearbyint nextafter pow remainder rint round scalbn sin sincos sinh sqrt "
    "tan tanh tgamma trunc"
).split()
_MATH_NAMES = frozenset(f"{name}{suffix}" for name in _MATH for suffix in ("", "f", "l"))
_PLAIN_FUNCTIONS = _MATH_NAMES | frozenset(
    (
        *("memcpy", "memmove", "memset", "memcmp", "bcmp", "strlen"),
        *("malloc", "calloc", "free", "aligned_alloc", "posix_memalign"),
        *("omp_get_thread_num", "omp_get_num_threads", "omp_get_max_threads", "omp_in_parallel"),
        *("omp_get_num_procs", "omp_get_level", "omp_get_thread_limit"),
        *("_Unwind_Resume", "__gxx_personality_v0", "__clang_call_terminate"),
        *("__cxa_begin_catch", "__cxa_end_catch", "__cxa_rethrow", "__cxa_call_terminate"),
        *("__stack_chk_fail", "_GLOBAL_OFFSET_TABLE_", "__tls_get_addr"),
    )
)
_ALLOWED_PATTERN = re.compile(
    r"^(?:GOMP_\w+|__kmpc_\w+"
    r"|operator (?:new|delete)(?:\[\])?\(.*\)"
    r"|std::(?:terminate|__throw_\w+)\(.*\)"
    r"|std::bad_alloc::~bad_alloc\(\)|(?:vtable|typeinfo) for (?:std|__cxxabiv1)::\w+"
    # The compiler's own arithmetic (128-bit division …) and vectorised mathematics.
    r"|__(?:u?div|u?mod|mul|ashl|ashr|lshr)[a-z]*[1-4]|_ZGV[a-z]N\d+v+_\w+)$"
)
_FORBIDDEN_REGION_CALLS = re.compile(r"^(?:omp_set_\w+|omp_\w*lock\w*|kmp_set_\w+)$")


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
    found: set[Symbol] = set()
    for line in output.splitlines():
        match = _LINE.match(line)
        if match is not None:
            name, letter = match["name"], match["letter"]
            # C numbers its static locals through the file (`count.3`): the number means nothing.
            found.add(Symbol(_NUMBERED.sub("", name) if letter in "bd" else name, letter))
    return frozenset(found)


def compare_symbols(
    original: frozenset[Symbol], candidate: frozenset[Symbol]
) -> tuple[Finding, ...]:
    """What the candidate's object offers, needs or keeps differently, worst first.

    Codes: ``missing-symbol``, ``new-symbol``, ``forbidden-call``, ``new-state``. Weak copies of
    library templates may come and go with the optimizer, and so may functions that are local.
    """
    gone = original - candidate
    new = candidate - original
    return (
        *_missing(gone, new),
        *_forbidden_calls(original, new),
        *_new_state(new),
        *_new_definitions(new),
    )


def forks_from(function: str, symbols: Iterable[Symbol]) -> bool:
    """Whether the object starts OpenMP teams, and a body of one was made of ``function``.

    ``function`` is the qualified name without anonymous namespaces. Compilers outline before they
    inline, so that the body keeps the name of the function it was written in; clang before 17
    gives it no name of a function at all.
    """
    names = [symbol.name for symbol in symbols]
    return any(_FORKS.match(name) for name in names) and any(
        name.startswith(".omp_outlined")
        or (_OUTLINED.search(name) and _qualified_name(name) == function)
        for name in names
    )


def defines(function: str, symbols: Iterable[Symbol]) -> bool:
    """Whether some version of ``function`` (qualified name) is in the object."""
    return any(
        not symbol.is_undefined and _qualified_name(symbol.name) == function for symbol in symbols
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
        Finding("forbidden-call", f"the candidate newly uses `{symbol.name}`")
        for symbol in _sorted(new)
        if symbol.is_undefined and symbol.name not in known and not is_allowed_call(symbol.name)
    ]


def is_allowed_call(name: str) -> bool:
    """Whether a candidate may newly call the external function ``name`` (demangled)."""
    plain = name.partition("@")[0]
    if _FORBIDDEN_REGION_CALLS.match(plain):
        return False
    return plain in _PLAIN_FUNCTIONS or _ALLOWED_PATTERN.match(plain) is not None


def _new_state(new: frozenset[Symbol]) -> list[Finding]:
    return [
        Finding("new-state", f"the candidate keeps data between calls: `{symbol.name}`")
        for symbol in _sorted(new)
        if not _is_of_the_run_time(symbol)
        and (
            symbol.letter in _WRITABLE
            or symbol.name.startswith("guard variable for ")
            or symbol.name.startswith("_GLOBAL__")
        )
    ]


def _new_definitions(new: frozenset[Symbol]) -> list[Finding]:
    found: list[Finding] = []
    for symbol in _sorted(new):
        if symbol.is_undefined or symbol.letter.islower() or symbol.letter in _WRITABLE:
            continue
        if _is_of_the_run_time(symbol) or _OUTLINED.search(symbol.name):
            continue
        if symbol.letter in "WV" and _is_library(symbol.name):
            continue
        found.append(Finding("new-symbol", f"the candidate newly defines `{symbol.name}`"))
    return found


def _is_library(name: str) -> bool:
    # What stands before the first `(` or `<` ends in the qualified name, after any result type.
    words = re.split(r"[<(]", name, maxsplit=1)[0].split()
    return bool(words) and words[-1].startswith(("std::", "__gnu_cxx::", "__clang_call_terminate"))


def _is_of_the_run_time(symbol: Symbol) -> bool:
    return bool(_OPENMP_STATE.match(symbol.name) or _COMPILER_TABLE.match(symbol.name))


def _sorted(symbols: frozenset[Symbol]) -> list[Symbol]:
    return sorted(symbols, key=lambda symbol: (symbol.name, symbol.letter))
