"""What calls of C and C++ library functions do and cost: one entry per function, not per library.

A function that is not here is an unknown callee. An entry may be imprecise, never optimistic:
``lgamma`` is absent because it writes ``signgam``, ``rand`` and ``strtok`` keep static state,
while what each thread has for itself (``errno``, the floating-point environment) is a matter of
``thread_state``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from pcg_engine.domain.ast import (
    ArithmeticType,
    ArrayType,
    Call,
    ContainerType,
    OpaqueType,
    PointerType,
    RecordType,
    ReferenceType,
    Type,
)
from pcg_engine.domain.facts import EffectSummary

RECEIVER = -1
"""The index by which summaries name the object of a member call (``this``)."""

CALL_OVERHEAD = 4.0
"""Operations that an out-of-line call costs besides its body."""


@dataclass(frozen=True, slots=True)
class LibraryFunction:
    """A library function: its ``weight`` in arithmetic operations and its effects.

    With ``arithmetic_only`` the entry holds only for arguments of arithmetic type, because other
    types bring operators or copy constructors of their own; with ``swappable_only`` also for
    pointers and containers, which exchange bytes or buffers; with ``complex_only`` for numbers and
    complex numbers; with ``library_only`` for arrays and objects of the library's classes, because
    the function calls a member of what it is given.
    """

    weight: float
    effect: EffectSummary
    arithmetic_only: bool = False
    swappable_only: bool = False
    complex_only: bool = False
    library_only: bool = False


def library_function(call: Call) -> LibraryFunction | None:
    """The entry of the function that ``call`` names, or ``None`` if the table does not know it."""
    if call.callee is None or call.is_virtual or (call.callee_key or "").startswith(_CPP):
        return None
    entry = _TABLE.get(canonical_name(call.callee))
    if entry is None:
        return None
    types = [argument.type for argument in call.arguments]
    if entry.complex_only and not _are_complex(types):
        return None
    if entry.arithmetic_only and not all(isinstance(t, ArithmeticType) for t in types):
        return _COMPLEX.get(canonical_name(call.callee)) if _are_complex(types) else None
    if entry.swappable_only and not all(_is_swapped_whole(t) for t in types):
        return None
    if entry.library_only and not all(_is_of_library(t) for t in types):
        return None
    return entry


def _is_swapped_whole(value_type: Type) -> bool:
    """Whether no element is swapped by itself, which may be done by a ``swap`` of its own."""
    match value_type:
        case ContainerType():
            return value_type.is_view or value_type.allocates
        case _:
            return isinstance(value_type, ArithmeticType | PointerType)


def _is_of_library(value_type: Type) -> bool:
    """Whether objects of the type have only the members that the standard library gives them."""
    match value_type:
        case ReferenceType(referent=referent):
            return _is_of_library(referent)
        case ArithmeticType() | PointerType() | ArrayType() | ContainerType():
            return True
        case RecordType(name=name) | OpaqueType(spelling=name):
            return name.removeprefix("const ").startswith(("std::", "__gnu_cxx::"))
        case _:
            return False


def _are_complex(types: list[Type]) -> bool:
    return all(
        isinstance(t, ArithmeticType)
        or (isinstance(t, RecordType) and _COMPLEX_TYPE.fullmatch(t.name) is not None)
        for t in types
    )


@lru_cache(maxsize=4096)
def canonical_name(callee: str) -> str:
    """``callee`` as a program says it: the public class, no inline namespaces, no arguments."""
    name = _INLINE_NAMESPACE.sub("", callee.removeprefix("::"))
    name = _IMPLEMENTATION.sub(r"std::\1", name)
    return _without_template_arguments(name)


_INLINE_NAMESPACE = re.compile(r"(?<=std::)(?:__cxx11|__1|__ndk1)::|_V2::")
_IMPLEMENTATION = re.compile(r"^std::__(shared_ptr|weak_ptr)(?:_access)?(?=::|<|$)")
"""Bases of the library's classes, in which some of their members are declared."""

_CPP = "_Z"
"""How the link names of C++ functions begin: one that users declare is none of the library's."""
_PURE = EffectSummary()


def _without_template_arguments(name: str) -> str:
    if "operator" in name or "<" not in name:
        return name
    kept: list[str] = []
    depth = 0
    for character in name:
        depth += character == "<"
        if depth == 0:
            kept.append(character)
        depth -= character == ">"
    return "".join(kept)


def _math() -> Iterator[tuple[str, LibraryFunction]]:
    weights = {
        1.0: "fabs abs labs llabs copysign fmin fmax fdim signbit isnan isinf isfinite isnormal "
        "isunordered isgreater isgreaterequal isless islessequal islessgreater fpclassify "
        "isdigit isalpha isspace isupper islower isalnum tolower toupper",
        2.0: "fma floor ceil trunc round lround llround rint nearbyint lrint llrint",
        10.0: "fmod remainder ldexp scalbn scalbln ilogb logb nextafter",
        15.0: "sqrt",
        25.0: "cbrt hypot",
        40.0: "exp exp2 expm1 log log2 log10 log1p sin cos tan asin acos atan atan2 "
        "sinh cosh tanh asinh acosh atanh erf erfc",
        60.0: "pow tgamma",
    }
    for weight, names in weights.items():
        entry = LibraryFunction(weight, _PURE, arithmetic_only=True)
        for name in names.split():
            yield name, entry
            yield f"std::{name}", entry
            yield f"__builtin_{name}", entry
            if not name.startswith("is") and not name.startswith("to"):
                for suffix in "fl":
                    yield f"{name}{suffix}", entry
                    yield f"std::{name}{suffix}", entry
                    yield f"__builtin_{name}{suffix}", entry
    std_only = {
        1.0: "min max clamp midpoint rotl rotr popcount countl_zero countr_zero "
        "countl_one countr_one has_single_bit bit_floor bit_ceil bit_width bit_cast "
        "cmp_less cmp_less_equal cmp_greater cmp_greater_equal cmp_equal cmp_not_equal",
        3.0: "lerp",
        30.0: "gcd lcm",
    }
    for weight, names in std_only.items():
        for name in names.split():
            yield f"std::{name}", LibraryFunction(weight, _PURE, arithmetic_only=True)
    for name in [
        "popcount",
        "popcountl",
        "popcountll",
        "clz",
        "clzl",
        "clzll",
        "ctz",
        "ctzl",
        "ctzll",
        "expect",
    ]:
        yield f"__builtin_{name}", LibraryFunction(1.0, _PURE, arithmetic_only=True)


def _complex() -> Iterator[tuple[str, LibraryFunction]]:
    """Functions that complex numbers share with real ones, for complex arguments."""
    names = "sqrt exp log log10 pow sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh"
    for name in names.split():
        yield f"std::{name}", LibraryFunction(120.0, _PURE)
    yield "std::abs", LibraryFunction(20.0, _PURE)


def _of_complex() -> Iterator[tuple[str, LibraryFunction]]:
    """Functions that are there for complex numbers alone."""
    for name in ("norm", "conj", "proj", "real", "imag"):
        yield f"std::{name}", LibraryFunction(3.0, _PURE, complex_only=True)
    for name in ("arg", "polar"):
        yield f"std::{name}", LibraryFunction(60.0, _PURE, complex_only=True)
    # With an argument they write; of a place by its name neither comes here (``library_values``).
    either = EffectSummary(reads_parameters=(RECEIVER,), writes_parameters=(RECEIVER,))
    for name in ("real", "imag"):
        yield f"std::complex::{name}", LibraryFunction(1.0, either)


def _containers() -> Iterator[tuple[str, LibraryFunction]]:
    structure = LibraryFunction(1.0, _PURE)
    element = LibraryFunction(1.0, EffectSummary(reads_parameters=(RECEIVER,)))
    checked = LibraryFunction(2.0, EffectSummary(reads_parameters=(RECEIVER,), may_throw=True))
    grows = LibraryFunction(
        10.0,
        EffectSummary(
            reads_parameters=(RECEIVER, 0),
            writes_parameters=(RECEIVER,),
            may_throw=True,
            allocates=True,
        ),
    )
    shrinks = LibraryFunction(2.0, EffectSummary(writes_parameters=(RECEIVER,)))
    observers = (
        "size ssize empty data begin end cbegin cend rbegin rend crbegin crend capacity max_size "
        "size_bytes length"
    )
    owners = "vector array span basic_string basic_string_view initializer_list"
    for owner in owners.split():
        for name in observers.split():
            yield f"std::{owner}::{name}", structure
        for name in ("front", "back", "operator[]"):
            yield f"std::{owner}::{name}", element
        yield f"std::{owner}::at", checked
    for name in ("first", "last", "subspan"):
        yield f"std::span::{name}", structure
    for name in [
        "push_back",
        "emplace_back",
        "resize",
        "reserve",
        "insert",
        "emplace",
        "assign",
        "shrink_to_fit",
    ]:
        yield f"std::vector::{name}", grows
        yield f"std::basic_string::{name}", grows
    for name in ("append", "operator+="):
        yield f"std::basic_string::{name}", grows
    yield "std::basic_string::operator basic_string_view", structure
    for name in ("pop_back", "clear", "erase"):
        yield f"std::vector::{name}", shrinks
    yield (
        "std::vector::swap",
        LibraryFunction(3.0, EffectSummary(writes_parameters=(RECEIVER, 0))),
    )
    # A vector's assignment copies elements and may allocate.
    yield "std::vector::operator=", grows
    for owner in ("array", "span"):
        yield (
            f"std::{owner}::operator=",
            LibraryFunction(
                4.0, EffectSummary(reads_parameters=(0,), writes_parameters=(RECEIVER,))
            ),
        )
    for name in ("fill",):
        yield (
            f"std::array::{name}",
            LibraryFunction(4.0, EffectSummary(writes_parameters=(RECEIVER,))),
        )
    for owner, names in (
        ("shared_ptr", "operator-> operator* get"),
        ("unique_ptr", "operator-> operator* operator[] get"),
        ("optional", "operator-> operator* has_value"),
    ):
        for name in (*names.split(), "operator bool"):
            yield f"std::{owner}::{name}", element
    yield "std::optional::value", checked
    associative_insert = LibraryFunction(
        60.0,
        EffectSummary(
            reads_parameters=(RECEIVER, 0),
            writes_parameters=(RECEIVER,),
            may_throw=True,
            allocates=True,
        ),
    )
    associative = ("map", "unordered_map", "set", "unordered_set", "multimap", "multiset")
    for owner in associative:
        for name in ("operator[]", "insert", "emplace", "try_emplace", "insert_or_assign"):
            yield f"std::{owner}::{name}", associative_insert
        for name in ("erase", "clear"):
            yield f"std::{owner}::{name}", shrinks
        for name in ("size", "empty"):
            yield f"std::{owner}::{name}", structure
    for owner in ("deque", "list", "queue", "stack", "priority_queue", "forward_list"):
        for name in (
            "push_back",
            "push_front",
            "emplace_back",
            "emplace_front",
            "push",
            "emplace",
            "insert",
            "resize",
        ):
            yield f"std::{owner}::{name}", associative_insert
        for name in ("pop_back", "pop_front", "pop", "clear", "erase"):
            yield f"std::{owner}::{name}", shrinks


def _memory() -> Iterator[tuple[str, LibraryFunction]]:
    copies = LibraryFunction(20.0, EffectSummary(reads_parameters=(1,), writes_parameters=(0,)))
    fills = LibraryFunction(20.0, EffectSummary(writes_parameters=(0,)))
    compares = LibraryFunction(20.0, EffectSummary(reads_parameters=(0, 1)))
    measures = LibraryFunction(20.0, EffectSummary(reads_parameters=(0,)))
    for prefix in ("", "std::", "__builtin_"):
        for name in ("memcpy", "memmove", "strcpy", "strncpy"):
            yield f"{prefix}{name}", copies
        yield f"{prefix}memset", fills
        for name in ("memcmp", "strcmp", "strncmp"):
            yield f"{prefix}{name}", compares
        yield f"{prefix}strlen", measures
    # abort and its kind end the program in serial and in parallel alike.
    aborts = LibraryFunction(0.0, _PURE)
    for name in (
        "__assert_fail",
        "__builtin_unreachable",
        "__builtin_trap",
        "abort",
        "std::abort",
        "std::terminate",
        "std::__glibcxx_assert_fail",
        # What these do besides is an assumption (``program_end``).
        *("exit", "std::exit", "quick_exit", "std::quick_exit"),
        *("_exit", "_Exit", "std::_Exit"),
    ):
        yield name, aborts


def _forwarding() -> Iterator[tuple[str, LibraryFunction]]:
    for name in ("move", "forward", "as_const", "addressof", "__addressof"):
        yield f"std::{name}", LibraryFunction(0.0, _PURE)
    for name in ("size", "ssize", "data", "begin", "end", "cbegin", "cend", "empty"):
        yield f"std::{name}", LibraryFunction(1.0, _PURE, library_only=True)
    for name in ("operator+", "operator-"):
        yield f"__gnu_cxx::__normal_iterator::{name}", LibraryFunction(1.0, _PURE)
    # Of a variant it may throw; of pairs, tuples and arrays it does not come here.
    gets = EffectSummary(reads_parameters=(0,), may_throw=True)
    yield "std::get", LibraryFunction(0.0, gets, library_only=True)
    swaps = EffectSummary(reads_parameters=(0, 1), writes_parameters=(0, 1))
    yield "std::swap", LibraryFunction(3.0, swaps, swappable_only=True)
    exchanges = EffectSummary(reads_parameters=(0, 1), writes_parameters=(0,))
    yield "std::exchange", LibraryFunction(2.0, exchanges, arithmetic_only=True)


def _state_and_io() -> Iterator[tuple[str, LibraryFunction]]:
    stateful = (
        "rand srand random srandom drand48 erand48 lrand48 nrand48 mrand48 srand48 strtok asctime "
        "ctime gmtime localtime lgamma lgammaf lgammal getenv setenv putenv strerror setlocale "
        "tmpnam"
    )
    for name in stateful.split():
        entry = LibraryFunction(20.0, EffectSummary(static_state=(name,), reads_parameters=(0, 1)))
        yield name, entry
        yield f"std::{name}", entry
    performs_io = EffectSummary(performs_io=True, may_throw=True)
    reads_in = EffectSummary(
        performs_io=True, may_throw=True, writes_parameters=(0, 1, 2, 3, 4, 5, 6, 7)
    )
    for name in [
        "printf",
        "fprintf",
        "vprintf",
        "puts",
        "fputs",
        "putchar",
        "fputc",
        "putc",
        "perror",
        "fflush",
        "fopen",
        "fclose",
        "fseek",
        "ftell",
        "rewind",
        "fwrite",
        "remove",
        "rename",
    ]:
        yield name, LibraryFunction(200.0, performs_io)
        yield f"std::{name}", LibraryFunction(200.0, performs_io)
    for name in ["scanf", "fscanf", "fgets", "getchar", "fgetc", "getc", "fread", "getline"]:
        yield name, LibraryFunction(200.0, reads_in)
        yield f"std::{name}", LibraryFunction(200.0, reads_in)
    stream = LibraryFunction(
        200.0,
        EffectSummary(performs_io=True, may_throw=True, writes_parameters=(RECEIVER, 0, 1)),
    )
    for owner in ("ostream", "basic_ostream", "istream", "basic_istream", "basic_iostream"):
        for name in [
            "operator<<",
            "operator>>",
            "write",
            "put",
            "flush",
            "read",
            "get",
            "getline",
            "seekg",
            "seekp",
        ]:
            yield f"std::{owner}::{name}", stream
    for name in ("operator<<", "operator>>", "endl", "flush", "ends", "print", "println"):
        yield f"std::{name}", stream
    engine = LibraryFunction(20.0, EffectSummary(writes_parameters=(RECEIVER,)))
    for owner in (
        "mersenne_twister_engine",
        "linear_congruential_engine",
        "subtract_with_carry_engine",
        "discard_block_engine",
        "shuffle_order_engine",
        "independent_bits_engine",
    ):
        for name in ("operator()", "seed", "discard"):
            yield f"std::{owner}::{name}", engine
    drawn = EffectSummary(writes_parameters=(RECEIVER, 0))
    draws = LibraryFunction(40.0, drawn, library_only=True)
    for owner in (
        "uniform_real_distribution",
        "uniform_int_distribution",
        "normal_distribution",
        "bernoulli_distribution",
        "exponential_distribution",
        "poisson_distribution",
        "discrete_distribution",
    ):
        yield f"std::{owner}::operator()", draws
    clock = LibraryFunction(60.0, EffectSummary(static_state=("the clock",)))
    for name in (
        "std::chrono::steady_clock::now",
        "std::chrono::system_clock::now",
        "std::chrono::high_resolution_clock::now",
        "clock",
        "std::clock",
        "clock_gettime",
        "gettimeofday",
        "time",
        "std::time",
    ):
        yield name, clock


def _table() -> dict[str, LibraryFunction]:
    table: dict[str, LibraryFunction] = {}
    for part in (_math, _of_complex, _containers, _memory, _forwarding, _state_and_io):
        for name, entry in part():
            if name in table:
                raise ValueError(f"two entries for {name}")
            table[name] = entry
    return table


_TABLE = _table()
_COMPLEX = dict(_complex())
_COMPLEX_TYPE = re.compile(r"std::complex<(?:float|double|long double)>")
