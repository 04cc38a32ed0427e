"""The numbers that an edit brings into a text (pure).

A candidate that is wrong beyond a border of its own writes that border down.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

_TOKEN = re.compile(
    rb"""
      (?P<skipped> //[^\n]* | /\*.*?\*/
        | (?:u8|[uUL])?R"(?P<fence>[^()\s\\]{0,16})\(.*?\)(?P=fence)"
        | "(?:\\.|[^"\\\n])*" | (?<![0-9A-Za-z_])'(?:\\.|[^'\\\n])+' )
    | (?P<number> \.?\d(?:[eEpP][+-]|'?[\w.])* )
    | (?P<directive> ^[ \t]*(?:\#|%:|\?\?=)(?:/\*.*?\*/|[^\n])* )
    | (?P<attribute> \[\s*\[(?!\])[^\]]*::[^\]]*\] )
    | (?P<word> [A-Za-z_]\w* )
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
_SPLICE = re.compile(rb"\\[ \t]*\r?\n")


@dataclass(frozen=True, slots=True)
class Number:
    """A numeric literal, by value; ``is_integer`` as C++ sees it."""

    value: float
    is_integer: bool


def new_numbers(original: bytes, candidate: bytes) -> tuple[Number, ...]:
    """The values that the candidate names and the original does not, ascending.

    A narrow type names the integers it holds, and a product of literals its value.
    Numbers in clauses decide how iterations are distributed, not what they do: they are left out.
    """
    return tuple(
        sorted(
            set(_numbers(candidate)) - set(_numbers(original)),
            key=lambda number: (number.value, number.is_integer),
        )
    )


def _numbers(text: bytes) -> Iterator[Number]:
    """Literals, narrow types' limits, and what two neighbouring integers come to."""
    text = _SPLICE.sub(b"", text)
    before: Number | None = None
    end = 0
    for match in _TOKEN.finditer(text):
        number = None if match["number"] is None else _value(match["number"])
        if number is not None:
            yield number
            operate = _FOLDED.get(text[end : match.start()].strip())
            if operate and before and before.is_integer and number.is_integer:
                number = Number(operate(before.value, number.value), is_integer=True)
                yield number
        for limit in _NARROW.get(match["word"] or b"", ()):
            yield Number(float(limit), is_integer=True)
        if match["skipped"] is None:
            before, end = number, match.end()


def _shift(value: float, places: float) -> float:
    return value * 2.0 ** min(max(places, 0.0), 64.0)


_FOLDED: Mapping[bytes, Callable[[float, float], float]] = {
    b"*": operator.mul,
    b"+": operator.add,
    b"<<": _shift,
}
_NARROW: Mapping[bytes, tuple[int, ...]] = {
    **dict.fromkeys((b"char", b"int8_t", b"uint8_t", b"char8_t"), (128, 256)),
    **dict.fromkeys((b"short", b"int16_t", b"uint16_t", b"char16_t"), (32768, 65536)),
    # Beyond this not every integer is a float: borders computed as one miss elements.
    b"float": (1 << 24,),
}


def _value(literal: bytes) -> Number | None:
    text = literal.replace(b"'", b"").lower()
    hexadecimal = text.startswith(b"0x")
    is_integer = b"." not in text and (b"p" if hexadecimal else b"e") not in text
    digits = text.rstrip(b"ulz") if is_integer else text.rstrip(b"l")
    if not is_integer and not hexadecimal:
        digits = digits.rstrip(b"f")
    try:
        if not is_integer:
            exact = float.fromhex(digits.decode()) if hexadecimal else float(digits)
            return Number(exact, is_integer=False)
        octal = len(digits) > 1 and digits.isdigit() and digits.startswith(b"0")
        return Number(float(int(digits, 8 if octal else 0)), is_integer=True)
    except ValueError:
        return None
