"""Functions as arguments: an input chooses one of two that the driver has of each signature.

They have no state and read nothing but their arguments, so that calls in any order give the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pcg_engine.tools.harness.layout import ScalarLayout, Unsupported

CHOICE = ScalarLayout("unsigned char", "|u1", is_enumeration=True)
"""Which of the two functions, as an element of an input."""

_POINTER = re.compile(
    r"(?P<result>[\w :]+?) \(\*\s*(?:const)?\)\((?P<arguments>[^()]*)\)(?: noexcept)?"
)
_OBJECT = re.compile(r"std::function<(?P<result>[\w :]+?) ?\((?P<arguments>[^()]*)\)>")
_NUMBERS = frozenset(
    (
        *("bool", "char", "short", "int", "long", "long long", "float", "double", "long double"),
        *(f"unsigned {one}" for one in ("char", "short", "int", "long", "long long")),
        "signed char",
    )
)
_ARGUMENT = re.compile(r"(?:const )?(?P<type>[\w ]+?)(?: ?&)?")


@dataclass(frozen=True, slots=True)
class Callable:
    """A function of numbers; ``is_object`` for ``std::function``."""

    result: str
    arguments: tuple[str, ...]
    is_object: bool

    @property
    def type(self) -> str:
        """The C++ type."""
        taken = ", ".join(self.arguments)
        if self.is_object:
            return f"::std::function< {self.result} ({taken}) >"
        return f"pcg_driver::same< {self.result} (*)({taken}) >"


def callable_of(spelling: str) -> Callable | None:
    """What the reader spells so; ``None`` if it is no function type.

    Raises ``Unsupported`` for functions of something else than numbers.
    """
    bare = spelling.removeprefix("const ")
    pointer, object_ = _POINTER.fullmatch(bare), _OBJECT.fullmatch(bare)
    match = pointer or object_
    if match is None:
        return None
    arguments = tuple(one.strip() for one in match["arguments"].split(",") if one.strip())
    for type_ in (*(_number(one) for one in arguments), match["result"]):
        if type_ not in _NUMBERS:
            raise Unsupported(f"it is a function that takes or gives `{type_}`")
    return Callable(match["result"], arguments, object_ is not None)


def chooser(index: int, function: Callable) -> Iterator[str]:
    """The two functions for the parameter number ``index``, and what chooses between them."""
    taken = ", ".join(f"{type_} a{i}" for i, type_ in enumerate(function.arguments))
    yield f"struct callable{index} {{"
    for name, value in zip(("first", "second"), _values(function), strict=True):
        yield f"  static {function.result} {name}({taken}) {{ return {value}; }}"
    yield f"  typedef {function.result} (*type)({', '.join(function.arguments)});"
    yield "  static type choose(unsigned char which) { return which ? second : first; }"
    yield "};"


def chosen(index: int, function: Callable, choice: str) -> str:
    """The argument that an input's ``choice`` stands for."""
    pointer = f"callable{index}::choose({choice})"
    return f"{function.type}({pointer})" if function.is_object else pointer


def _number(argument: str) -> str:
    match = _ARGUMENT.fullmatch(argument)
    return argument if match is None else match["type"]


def _values(function: Callable) -> tuple[str, str]:
    """What the two return, as expressions of ``a0``, ``a1`` …"""
    numbers = [f"a{i}" for i in range(len(function.arguments))]
    if function.result != "bool":
        summed, apart = " + ".join((*numbers, "2")), " - ".join((*numbers, "1"))
        result = function.result
        return f"static_cast< {result} >({summed})", f"static_cast< {result} >(({apart}) / 2)"
    if len(numbers) == 2:
        # Orders, as sorting asks for.
        return "a0 < a1", "a1 < a0"
    summed = " + ".join((*numbers, "0"))
    return f"{summed} > 1", f"{summed} < 3"
