"""How code outside a file can come to run functions of the file without their being named in it.

Templates of the standard library call operators, iterators and customization points; inline code in
a project's own headers may call any function that the file defines for others.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from pcg_engine.syntax.algorithms import ALGORITHM_NAMES
from pcg_engine.syntax.lexemes import is_word

CUSTOMIZATION_POINTS = frozenset(
    b"swap iter_swap iter_move begin end cbegin cend rbegin rend size ssize empty data get "
    b"tuple_size tuple_element hash allocate deallocate construct destroy max_size min max "
    b"value_type push_back emplace_back pop_back front back insert key_eq lock unlock try_lock "
    b"abs sqrt real imag conj norm to_string what format parse await_ready await_suspend "
    b"await_resume get_return_object".split()
)
"""Names by which libraries call functions of a type that they are given."""

_INCLUDE = re.compile(rb"# ?include ?(?P<name><[^>]*>|.*)")
_C_HEADERS = re.compile(
    rb"<(?:assert|complex|ctype|errno|fenv|float|inttypes|limits|locale|math|omp|setjmp|signal|"
    rb"stdalign|stdbool|stddef|stdint|stdio|stdlib|string|tgmath|time|uchar|unistd|wchar|wctype|"
    rb"[a-z]*intrin)\.h>"
)
_NOT_CALLS = frozenset(
    b"if while for switch return sizeof alignof alignas decltype noexcept static_assert catch "
    b"typeid defined throw new delete operator co_return co_await co_yield and or not xor explicit "
    b"requires static_cast const_cast dynamic_cast reinterpret_cast typename template case else do "
    b"bool char short int long float double signed unsigned void auto wchar_t const this "
    b"assert printf fprintf snprintf sprintf puts fputs putchar fflush malloc calloc realloc free "
    b"aligned_alloc memcpy memmove memset memcmp strlen strcmp strncmp strcpy strncpy exit abort "
    b"rand srand rand_r drand48 clock time getenv atoi atof atol strtod strtol strtoul qsort "
    b"bsearch sqrt sqrtf cbrt cbrtf exp expf exp2 exp2f expm1 log logf log2 log2f log10 log10f "
    b"log1p pow powf sin sinf cos cosf tan tanf asin acos atan atanf atan2 atan2f sinh cosh tanh "
    b"tanhf asinh acosh atanh erf erff erfc tgamma lgamma fabs fabsf abs labs llabs floor floorf "
    b"ceil ceilf round roundf lround llround trunc truncf rint nearbyint fmod fmodf remainder "
    b"fmin fminf fmax fmaxf fma fmaf hypot hypotf copysign ldexp frexp modf isnan isinf isfinite "
    b"signbit div min max swap move forward clamp make_pair make_tuple tie get begin end size data "
    b"string vector array pair tuple map set complex span".split()
) | frozenset(name.encode() for name in ALGORITHM_NAMES)
_MEMBERS = frozenset(
    b"size empty data begin end cbegin cend rbegin rend front back at push_back emplace_back "
    b"pop_back insert emplace erase clear resize reserve capacity assign swap find count contains "
    b"first second c_str substr append length real imag get reset release value has_value value_or "
    b"load store fetch_add fetch_sub exchange push pop top str subspan last extents extent fill "
    b"lower_bound upper_bound equal_range try_emplace shrink_to_fit max_size what count now "
    b"time_since_epoch".split()
)
"""Members of the standard library's types, which call nothing of this file by name."""
_OUTSIDE = re.compile(rb"(?:__builtin_|__atomic_|_mm|omp_|__)\w+|\w+_t")
_COMPARISONS = frozenset((b"<", b">", b"<=", b">=", b"==", b"!=", b"<=>"))
_SYMBOL_SEEN_AS = {b"()": b"(", b"[]": b"[", b">>": b">", b">>=": b">="}


def could_call_back(directive: bytes) -> bool:
    """Whether a preprocessor line includes a header that may know functions of this file.

    Standard headers have no folder and, C's apart, no suffix.
    """
    match = _INCLUDE.match(directive)
    if match is None:
        return False
    name: bytes = match["name"]
    is_standard = name.startswith(b"<") and b"/" not in name and b"." not in name
    return not is_standard and _C_HEADERS.fullmatch(name) is None


def is_operator_used(name: bytes, text: Sequence[bytes]) -> bool:
    """Whether ``text`` holds the token by which the operator function ``name`` is called."""
    symbol = name.removeprefix(b"operator").strip()
    if symbol in _COMPARISONS:
        return not _COMPARISONS.isdisjoint(text)
    return _SYMBOL_SEEN_AS.get(symbol, symbol) in text


def calls_unknown(text: Sequence[bytes], knows: Callable[[bytes], bool]) -> bool:
    """Whether ``text`` calls what neither the file (``knows``) nor the standard library defines."""
    for position, lexeme in enumerate(text):
        if lexeme != b"(" or not position:
            continue
        named = position - 1
        if text[named] == b">":
            named = _before_arguments(text, named)
        word = text[named]
        if not is_word(word) or knows(word) or _is_outside(text, named):
            continue
        if not _is_declared(text, word):
            return True
    return False


def _is_outside(text: Sequence[bytes], position: int) -> bool:
    """Whether the name at ``position`` is the standard library's, the compiler's or a keyword."""
    word = text[position]
    before = text[position - 1] if position else b""
    if before in (b".", b"->"):
        return word in _MEMBERS
    if before == b"::":
        root = position
        while root >= 2 and text[root - 1] == b"::" and is_word(text[root - 2]):
            root -= 2
        return text[root] in (b"std", b"omp", b"__gnu_parallel")
    return word in _NOT_CALLS or _OUTSIDE.fullmatch(word) is not None


def _is_declared(text: Sequence[bytes], word: bytes) -> bool:
    """Whether ``text`` declares ``word`` itself: a parameter, a local variable, a lambda."""
    for position, lexeme in enumerate(text):
        if lexeme != word or not position:
            continue
        before = text[position - 1]
        if before in (b"*", b"&", b"&&", b">") and position >= 2:
            before = text[position - 2]
            if before in (b">", b"*"):
                return True
        after = text[position + 1] if position + 1 < len(text) else b""
        is_type = is_word(before) and before not in (b"return", b"else", b"throw", b"case", b"do")
        if is_type and after in (b"=", b";", b",", b")", b"{", b"(", b":", b"["):
            return True
    return False


def _before_arguments(text: Sequence[bytes], closing: int) -> int:
    """Where the template is named whose argument list ends at ``closing``."""
    depth = 0
    for position in range(closing, -1, -1):
        depth += (text[position] == b">") - (text[position] == b"<")
        if depth == 0:
            return max(position - 1, 0)
    return closing
