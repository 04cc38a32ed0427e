"""Are the arrays that a program dumped the same?"""

from __future__ import annotations

import math

RELATIVE_TOLERANCE = 1e-6
"""Of the greater of two elements, or of a tenth of the greatest element of the array."""

_BEGIN = "begin dump: "
_END = "end   dump: "


def arrays(dump: str) -> dict[str, tuple[float, ...]]:
    """The dumped arrays by name. Raises ``ValueError`` if ``dump`` does not hold any, or is cut."""
    found: dict[str, tuple[float, ...]] = {}
    for part in dump.split(_BEGIN)[1:]:
        text, end, rest = part.partition(_END)
        name, *words = text.split()
        if not end or rest.split()[:1] != [name]:
            raise ValueError(f"the dump of {name} has no end")
        found[name] = tuple(map(_number, words))
    if not found:
        raise ValueError("nothing was dumped")
    return found


def difference(expected: str, actual: str) -> str | None:
    """The first element of two dumps that differs by more than the tolerance, in words."""
    try:
        wanted, got = arrays(expected), arrays(actual)
    except ValueError as error:
        return str(error)
    if {k: len(v) for k, v in wanted.items()} != {k: len(v) for k, v in got.items()}:
        return "other arrays were dumped"
    for name, values in wanted.items():
        greatest = max((abs(v) for v in values if math.isfinite(v)), default=0.0)
        for at, (one, other) in enumerate(zip(values, got[name], strict=True)):
            if one == other or (math.isnan(one) and math.isnan(other)):
                continue
            scale = max(abs(one), abs(other), 0.1 * greatest)
            if not (math.isfinite(scale) and abs(one - other) <= RELATIVE_TOLERANCE * scale):
                return f"element {at} of {name} is {other:.6g}, not {one:.6g}"
    return None


def _number(word: str) -> float:
    """A number that was printed with ``%a``, or an integer."""
    return float.fromhex(word) if "x" in word else float(word)
