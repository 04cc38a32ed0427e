"""The external functions that a candidate may come to use, one by one (pure).

Allowed is what computes, allocates, synchronises the team, or asks OpenMP where it runs. Nothing
else is: no input or output, no clock, no environment, no random source, no thread or process of
one's own, no signal, no change of OpenMP's settings. Whatever is not listed is forbidden.
"""

from __future__ import annotations

import re

_MATH = (
    "acos acosh asin asinh atan atan2 atanh cbrt ceil copysign cos cosh erf erfc exp exp2 expm1 "
    "fabs fdim floor fma fmax fmin fmod frexp hypot ilogb ldexp llrint llround log log10 log1p "
    "log2 logb lrint lround modf nan nearbyint nextafter nexttoward pow remainder remquo rint "
    "round scalbln scalbn sin sincos sinh sqrt tan tanh tgamma trunc "
    "cabs carg cexp clog cpow csqrt csin ccos ctan conj cproj"
).split()
"""``lgamma`` is left out: it writes ``signgam``."""

_OPENMP_QUERIES = (
    # Those whose answers the team matrix varies, or that say what the text itself asked for.
    "omp_get_thread_num omp_get_num_threads omp_get_max_threads omp_in_parallel omp_get_num_procs "
    "omp_get_level omp_get_active_level omp_get_thread_limit omp_get_dynamic omp_get_team_size "
    "omp_get_ancestor_thread_num omp_get_num_teams omp_get_team_num omp_in_final"
).split()
_LOCKS = tuple(
    f"omp_{what}{nest}_lock{hint}"
    for what in ("init", "destroy", "set", "unset", "test")
    for nest in ("", "_nest")
    for hint in (("", "_with_hint") if what == "init" else ("",))
)
_MEMORY = (
    "memcpy memmove memset memcmp memchr bcmp strlen strcmp strncmp "
    "malloc calloc realloc free aligned_alloc posix_memalign"
).split()
_COMPUTING = "abs labs llabs div ldiv lldiv qsort bsearch isnan isinf finite".split()
_SYNCHRONISING = (
    "pthread_mutex_lock pthread_mutex_unlock pthread_mutex_trylock __pthread_key_create".split()
)
_LANGUAGE = (
    "_Unwind_Resume __gxx_personality_v0 __clang_call_terminate __cxa_begin_catch __cxa_end_catch "
    "__cxa_rethrow __cxa_throw __cxa_allocate_exception __cxa_free_exception "
    "__cxa_get_exception_ptr __cxa_call_terminate __cxa_call_unexpected __cxa_bad_cast "
    "__cxa_bad_typeid __cxa_pure_virtual __cxa_throw_bad_array_new_length __dynamic_cast "
    "__stack_chk_fail _GLOBAL_OFFSET_TABLE_ __tls_get_addr"
).split()
_NAMES = frozenset(
    (
        *(f"{name}{suffix}" for name in _MATH for suffix in ("", "f", "l")),
        *_OPENMP_QUERIES,
        *_LOCKS,
        *_MEMORY,
        *_COMPUTING,
        *_SYNCHRONISING,
        *_LANGUAGE,
    )
)
_EXCEPTIONS = (
    "exception|bad_alloc|bad_array_new_length|bad_cast|logic_error|domain_error|invalid_argument"
    "|length_error|out_of_range|runtime_error|range_error|overflow_error|underflow_error"
)
_PATTERN = re.compile(
    r"^(?:GOMP_\w+|__kmpc_\w+"
    r"|operator (?:new|delete)(?:\[\])?\(.*\)"
    # The tag of the allocation that tells of failure by a null pointer: merging asks for it so.
    r"|std::nothrow"
    r"|std::(?:terminate|__throw_\w+|__glibcxx_assert_fail|uncaught_exceptions?)\(.*\)"
    rf"|std::(?:{_EXCEPTIONS})::~?\w+\(.*\)(?: const)?"
    r"|(?:vtable|typeinfo|typeinfo name) for (?:(?:std|__cxxabiv1)::\w+|[a-z ]+\*?)"
    # An exception that is caught in a team and passed on behind it.
    r"|std::current_exception\(\)|std::rethrow_exception\(.*\)"
    r"|std::__exception_ptr::(?:exception_ptr::)?[\w~=! ]+\(.*\)(?: const)?"
    # The compiled parts of containers and strings.
    r"|std::(?:allocator|__new_allocator)<[\w ]+>::~?\w+\(.*\)(?: const)?"
    r"|std::__cxx11::basic_string<char, .*"
    r"|std::_Rb_tree_\w+\(.*\)|std::_Hash_bytes\(.*\)"
    r"|std::__detail::(?:_Prime_rehash_policy|_List_node_base)::\w+\(.*\)(?: const)?"
    r"|std::thread::hardware_concurrency\(\)"
    # The compiler's own arithmetic (128-bit division, counts of bits …), vectorised mathematics.
    r"|__(?:popcount|clz|ctz|ffs|parity|bswap|clrsb)[sdt]i2|__powi[sdxt]f2"
    r"|__(?:u?div|u?mod|mul|ashl|ashr|lshr|float|fix)[a-z]*[1-4]?|_ZGV[a-z]N\d+v+_\w+)$"
)


def is_allowed_call(name: str) -> bool:
    """Whether a candidate may newly use the external symbol ``name`` (demangled)."""
    plain = name.partition("@")[0]
    return plain in _NAMES or _PATTERN.match(plain) is not None
