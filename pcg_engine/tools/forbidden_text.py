"""What an edit brings into a text that it must not: words the checks could be deceived with (pure).

The checks build the same text in several ways: by another compiler, without OpenMP, instrumented.
A text that can tell these builds apart, or that hides from the instrumentation, shows the checks
another program than the user gets. And a text that PCG reads in another way than the compiler, or
a person in another way than both, shows them another program than the one that runs.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pcg_engine.tools.tokens import Directive, Piece, Token, TokenKind, oddities, pieces

_STANDARD_HEADERS = frozenset(
    (
        "algorithm any array atomic barrier bit bitset charconv chrono codecvt compare complex "
        "concepts condition_variable coroutine deque exception execution expected filesystem "
        "flat_map flat_set format forward_list fstream functional future generator "
        "initializer_list iomanip ios iosfwd iostream istream iterator latch limits list locale "
        "map mdspan memory memory_resource mutex new numbers numeric optional ostream print "
        "queue random ranges ratio regex scoped_allocator semaphore set shared_mutex span "
        "spanstream sstream stack stdexcept stop_token streambuf string string_view strstream "
        "syncstream system_error thread tuple type_traits typeindex typeinfo unordered_map "
        "unordered_set utility valarray variant vector version "
        "cassert cctype cerrno cfenv cfloat cinttypes climits clocale cmath csetjmp csignal "
        "cstdarg cstddef cstdint cstdio cstdlib cstring ctime cuchar cwchar cwctype "
        "assert.h complex.h ctype.h errno.h fenv.h float.h inttypes.h limits.h locale.h math.h "
        "setjmp.h signal.h stdalign.h stdarg.h stdatomic.h stdbool.h stddef.h stdint.h stdio.h "
        "stdlib.h string.h tgmath.h time.h uchar.h wchar.h wctype.h omp.h immintrin.h"
    ).split()
)
_ATTRIBUTES = frozenset(
    "fallthrough likely maybe_unused no_unique_address nodiscard unlikely".split()
)

_RESERVED = re.compile(r"_[A-Z]|.*__|(?i:pcg_)")
_HARMLESS = re.compile(
    r"__restrict(?:__)?$|__u?int128(?:_t)?$|__m(?:128|256|512)[id]?$|__mmask\d+$|_MM_SHUFFLE$"
    r"|__builtin_(?:popcount|clz|ctz|ffs|parity)(?:ll?)?$"
    r"|__builtin_(?:bswap\d+|expect|prefetch)$"
)
_BY_CONTEXT = re.compile(
    # What these say depends on where they stand, or on what stands behind them.
    r"__builtin_(?!.*(?:address|return|frame|cpu|constant|object_size|FILE|LINE|FUNCTION|COLUMN"
    r"|source|apply|jmp|alloca|eh_|unwind|dwarf|thread|offset))"
)
# Reserved to the implementation, and written by programmers all the same.
_MACRO = re.compile(r"_(?!OPENMP$|Pragma$)[A-Z](?:_?[A-Za-z0-9])*")
_NAMED = re.compile(
    r"(?:asm|environ|export|source_location|stacktrace|alloca|math_errhandling|FP_FAST_\w+"
    r"|program_invocation_\w+|(?:GOMP|GOACC|KMP|gomp|kmpc?|ompt|ompd)_\w+|Annotate[A-Z]\w*"
    # Processor instructions by which code finds out where it runs, or changes how it computes.
    r"|_rd\w+|_x(?:begin|end|abort|test|getbv|setbv)|_mm_[gs]etcsr|_(?:read|write)[fg]sbase\w*)$"
)
_CHOOSING_DIRECTIVES = (
    # Directives that choose by compiler, promise what nobody checks, or end the compilation.
    *(("metadirective",), ("declare", "variant"), ("begin", "declare"), ("end", "declare")),
    *(("requires",), ("assume",), ("assumes",), ("begin", "assumes"), ("error",)),
    *(("declare", "target"), ("begin", "metadirective")),
)


@dataclass(frozen=True, slots=True)
class Addition:
    """A forbidden construct that only the candidate has, as written, and its (first) line."""

    text: str
    line: int = field(default=0, compare=False)


def forbidden_additions(
    original: bytes, candidate: bytes, *, copies: bool = False
) -> tuple[Addition, ...]:
    """What of the candidate's text is forbidden and not in the original, in the order of lines.

    Preprocessor lines other than OpenMP pragmas and ``#include`` of standard headers; attributes
    that are not standard ones; assembly; reserved names, in pragmas too; and every ``Oddity``.
    What the original has may not become more, since another place is another meaning; only most
    names of built-in functions may be used again. Where the candidate ``copies`` loops and writes
    no code of its own, names of macros like ``_N`` may too.
    """
    before = Counter(key for key, _ in _suspicious(original))
    found: list[Addition] = []
    for key, line in _suspicious(candidate):
        if before[key] > 0:
            if not (_is_reusable(key) or (copies and _MACRO.fullmatch(key))):
                before[key] -= 1
        else:
            found.append(Addition(key, line))
    return tuple(dict.fromkeys(sorted(found, key=lambda addition: addition.line)))


def misspelt_pragmas(original: bytes, candidate: bytes) -> tuple[Addition, ...]:
    """Pragmas that only the candidate has and that were meant for OpenMP, as far as one can see."""
    before = Counter(d.text for d in _directives(original))
    found: list[Addition] = []
    for directive in _directives(candidate):
        if before[directive.text] > 0:
            before[directive.text] -= 1
        elif (
            directive.begins("pragma")
            and not directive.begins("pragma", "omp")
            and any(token.text in _DIRECTIVE_WORDS for token in directive.tokens[1:])
        ):
            found.append(Addition(directive.text, directive.line))
    return tuple(found)


def guards_the_header(found: Sequence[Piece], position: int) -> bool:
    """Whether ``position`` is the first or last of the lines that include OpenMP's header.

    They are ``#ifdef _OPENMP``, ``#include <omp.h>``, ``#endif``, with nothing in between.
    """
    for first in (position - 2, position):
        if first < 0 or first + 2 >= len(found):
            continue
        opening, header, closing = found[first : first + 3]
        if (
            isinstance(opening, Directive)
            and isinstance(header, Directive)
            and isinstance(closing, Directive)
            and opening.text.replace(" ", "") in ("#ifdef_OPENMP", "#ifdefined(_OPENMP)")
            and _included(header) == "omp.h"
            and closing.text == "# endif"
        ):
            return True
    return False


_DIRECTIVE_WORDS = frozenset(
    "parallel for simd reduction schedule private firstprivate collapse task sections single "
    "critical atomic barrier omp openmp".split()
)


def _directives(text: bytes) -> Iterator[Directive]:
    return (piece for piece in pieces(text) if isinstance(piece, Directive))


def _suspicious(text: bytes) -> Iterator[tuple[str, int]]:
    """Every construct that a candidate must not bring in, and its line."""
    for oddity in oddities(text):
        yield oddity.text, oddity.line
    found = list(pieces(text))
    code: list[Token] = []
    for position, piece in enumerate(found):
        match piece:
            case Directive():
                if piece.begins("pragma", "omp"):
                    if _chooses(piece):
                        yield piece.text, piece.line
                    code.extend(piece.tokens[2:])
                elif not _is_permitted(piece) and not guards_the_header(found, position):
                    yield piece.text, piece.line
            case Token():
                code.append(piece)
    yield from _words(code)
    yield from _attributes(code)
    yield from _modules(found)


def _is_reusable(key: str) -> bool:
    return _BY_CONTEXT.match(key) is not None


def _words(code: Sequence[Token]) -> Iterator[tuple[str, int]]:
    for position, token in enumerate(code):
        if token.kind is not TokenKind.WORD or _HARMLESS.match(token.text):
            continue
        if _NAMED.match(token.text) or _RESERVED.match(token.text):
            # `__attribute__((constructor))` is another construct than `__attribute__((packed))`.
            behind = _parenthesised(code, position + 1) if "__" in token.text else ""
            yield token.text + ("" if _is_reusable(token.text) else behind), token.line


def _parenthesised(code: Sequence[Token], start: int) -> str:
    """The text of the parentheses that open at ``start``; empty if none do."""
    depth = 0
    kept: list[str] = []
    for token in code[start:]:
        depth += (token.text == "(") - (token.text == ")")
        if depth == 0 and token.text != ")":
            break
        kept.append(token.text)
        if depth == 0:
            break
    return "".join(kept)


def _attributes(code: Sequence[Token]) -> Iterator[tuple[str, int]]:
    for position, (first, second) in enumerate(pairwise(code)):
        if first.text != "[" or second.text != "[" or first.kind is not TokenKind.MARK:
            continue
        inside: list[str] = []
        for token, after in zip(code[position + 2 :], code[position + 3 :], strict=False):
            if token.text == after.text == "]":
                break
            inside.append(token.text)
        if not all(name in _ATTRIBUTES for name in _attribute_names(inside)):
            yield f"[[{''.join(inside)}]]", first.line


def _attribute_names(inside: Sequence[str]) -> Iterator[str]:
    """The attributes of a list, without their arguments."""
    depth = 0
    name: list[str] = []
    for text in (*inside, ","):
        if depth == 0 and text == ",":
            if name:
                yield "".join(name)
            name = []
        elif depth == 0 and text != "(":
            name.append(text)
        depth += (text == "(") - (text == ")")


def _modules(found: Sequence[Piece]) -> Iterator[tuple[str, int]]:
    """``import …`` and ``module …``, which are directives where they begin a line."""
    line = 0
    for piece, after in pairwise(found):
        if isinstance(piece, Token) and isinstance(after, Token) and piece.line != line:
            begins = after.kind in (TokenKind.WORD, TokenKind.LITERAL) or after.text in "<;:"
            if piece.text in ("import", "module") and begins:
                yield f"{piece.text} {after.text}", piece.line
        line = piece.line


def _is_permitted(directive: Directive) -> bool:
    if not directive.tokens:
        return True
    header = _included(directive)
    return header is not None and header in _STANDARD_HEADERS


def _included(directive: Directive) -> str | None:
    """What ``#include <…>`` names."""
    texts = [token.text for token in directive.tokens]
    if texts[:2] != ["include", "<"] or texts[-1] != ">":
        return None
    return "".join(texts[2:-1])


def _chooses(directive: Directive) -> bool:
    words = tuple(token.text for token in directive.tokens[2:4])
    return any(words[: len(start)] == start for start in _CHOOSING_DIRECTIVES)
