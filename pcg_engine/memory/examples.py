"""Examples as lines of JSON, and what is derived of a pair: its tokens, its score, its name.

One object a line, with the fields of ``Example`` by name. Files of examples are data that people
write, merge and mend by hand: whatever is wrong with a line is said with its number.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import cast

from pcg_engine.domain.errors import UsageError
from pcg_engine.domain.example import Example

LOWEST_SCORE = 1.0
HIGHEST_SCORE = 10.0
NOT_MEASURED = 0.0
"""The ``speedup`` of a pair that nobody has timed."""

CATEGORIES = (
    "dense-linear-algebra",
    "fft",
    "geometry",
    "graph",
    "histogram",
    "reduction",
    "scan",
    "search",
    "sort",
    "sparse-linear-algebra",
    "stencil",
    "transform",
)
"""The categories of the seed corpus; other corpora may have more."""

OWN_SOURCE = "user"
"""The source of what came from the user's own code."""

_CATEGORY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_NUMBERS = frozenset({"speedup", "score"})
_MAY_BE_EMPTY = frozenset({"machine", "verified_by", "licence"})
_FIELDS = tuple(field.name for field in fields(Example))
_SCORE_DIGITS = 3
# Names come apart at case and underscores, numbers in threes, indentation is one token: near what
# byte-pair vocabularies do to code, and independent of any.
_TOKEN = re.compile(r"[A-Z]?[a-z]{1,10}|[A-Z]{1,4}|\d{1,3}|\n[ \t]*|[^\sA-Za-z\d_]{1,2}|_+")


def count_tokens(text: str) -> int:
    """About how many tokens a language model reads ``text`` as; an estimate for budgets."""
    return len(_TOKEN.findall(text))


def score(speedup: float, low: float = LOWEST_SCORE, high: float = HIGHEST_SCORE) -> float:
    """``speedup`` normalised to 1..10, linearly between ``low`` and ``high``:

        score = 1 + 9 · (min(max(speedup, low), high) − low) / (high − low)

    as the paper rates the pairs of PIE, where ``low`` and ``high`` are the least and the greatest
    speedup of the data set (see ``scored``). Of a single pair nothing else is known: with the
    default bounds the score is the speedup itself, kept within 1..10. What was not measured, and
    everything in a data set whose speedups are all equal, scores 1.
    """
    if not math.isfinite(speedup) or speedup <= 0 or high <= low:
        return LOWEST_SCORE
    share = (min(max(speedup, low), high) - low) / (high - low)
    return round(LOWEST_SCORE + (HIGHEST_SCORE - LOWEST_SCORE) * share, _SCORE_DIGITS)


def scored(examples: Sequence[Example]) -> tuple[Example, ...]:
    """``examples``, which are one data set, each with its score among them."""
    speedups = [one.speedup for one in examples if one.speedup > 0]
    low, high = min(speedups, default=0.0), max(speedups, default=0.0)
    return tuple(replace(one, score=score(one.speedup, low, high)) for one in examples)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where pairs come from, and on which machine they were measured."""

    source: str
    licence: str
    machine: str = ""
    verified_by: str = ""


def example(
    slow: str,
    fast: str,
    category: str,
    title: str,
    origin: Origin,
    speedup: float = NOT_MEASURED,
) -> Example:
    """A pair with its id (by content), token count and score as a single pair.

    Raises ``UsageError`` if there is nothing to learn from it.
    """
    made = Example(
        id=example_id(origin.source, slow, fast),
        category=category,
        title=title,
        slow=slow,
        fast=fast,
        speedup=speedup,
        score=score(speedup),
        tokens=count_tokens(slow) + count_tokens(fast),
        source=origin.source,
        licence=origin.licence,
        machine=origin.machine,
        verified_by=origin.verified_by,
    )
    problem = _problem(asdict(made))
    if problem:
        raise UsageError("bad-example", f"the pair cannot be kept: {problem}", _hint())
    return made


def example_id(source: str, slow: str, fast: str) -> str:
    """The name of a pair: its source and a digest of both texts."""
    digest = hashlib.sha256(f"{slow}\0{fast}".encode("utf-8", "surrogatepass")).hexdigest()
    return f"{source}-{digest[:16]}"


def to_line(one: Example) -> str:
    """``one`` as a line of JSON, with the line's end."""
    return json.dumps(asdict(one), ensure_ascii=False) + "\n"


def parse_lines(text: str, name: str) -> tuple[Example, ...]:
    """The examples of ``text``, a file of the given ``name``; blank lines are skipped.

    Raises ``UsageError`` with the number of the first line that is no example.
    """
    found: list[Example] = []
    # Not `splitlines`: a text in a string may hold other line separators.
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            found.append(_parse_line(line, f"{name}, line {number}"))
    return tuple(found)


def distinct(examples: Iterable[Example]) -> tuple[Example, ...]:
    """The first of the examples with each id, in their order."""
    first: dict[str, Example] = {}
    for one in examples:
        first.setdefault(one.id, one)
    return tuple(first.values())


def content_digest(examples: Iterable[Example]) -> str:
    """A digest of what an index of ``examples`` depends on: their slow code, in their order."""
    digest = hashlib.sha256()
    for one in examples:
        digest.update(hashlib.sha256(one.slow.encode("utf-8", "surrogatepass")).digest())
    return digest.hexdigest()


def _parse_line(line: str, where: str) -> Example:
    try:
        value: object = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise UsageError("bad-example", f"{where}: no JSON: {error}", _hint()) from error
    if not isinstance(value, dict):
        raise UsageError("bad-example", f"{where}: no JSON object", _hint())
    given = cast("dict[str, object]", value)
    problem = _problem(given)
    if problem:
        raise UsageError("bad-example", f"{where}: {problem}", _hint())
    values = {key: float(cast("float", given[key])) for key in _NUMBERS}
    return Example(**{**given, **values})  # type: ignore[arg-type]  # checked field by field above


def _problem(given: dict[str, object]) -> str:
    """What is wrong with the fields of an example; empty if nothing is."""
    missing = [key for key in _FIELDS if key not in given]
    if missing:
        return f"`{missing[0]}` is missing"
    unknown = sorted(given.keys() - set(_FIELDS))
    if unknown:
        return f"`{unknown[0]}` is no field of an example"
    return next(filter(None, (_field_problem(key, given[key]) for key in _FIELDS)), "")


def _field_problem(key: str, value: object) -> str:
    if key == "tokens":
        good = isinstance(value, int) and not isinstance(value, bool) and value >= 0
        return "" if good else "`tokens` is no count"
    if key in _NUMBERS:
        return _number_problem(key, value)
    if not isinstance(value, str):
        return f"`{key}` is no text"
    if not value.strip() and key not in _MAY_BE_EMPTY:
        return f"`{key}` is empty"
    if key == "category" and not _CATEGORY.match(value):
        return f"`category` is “{value}”, not lower-case words joined by hyphens"
    return ""


def _number_problem(key: str, value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return f"`{key}` is no number"
    if key == "score" and not LOWEST_SCORE <= value <= HIGHEST_SCORE:
        return f"`score` is {value:g}, not from 1 to 10"
    if key == "speedup" and value < 0:
        return f"`speedup` is {value:g}; 0 means that it was not measured"
    return ""


def _hint() -> str:
    return "docs/memory.md tells the fields of an example"
