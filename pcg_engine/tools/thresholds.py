"""Inputs of a candidate's own: around the numbers that only it names, and of sizes drawn for it.

A candidate that is right on all usual inputs may be wrong beyond a border of its own: from some
size on, or for some values. Whoever edits such a border in writes it down, or something that it is
computed from. And whoever knows the usual inputs could write a border between them: so a few sizes
are drawn from the candidate's text itself.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pcg_engine.domain.source import Span
from pcg_engine.ports import Cancellation
from pcg_engine.tools.additions import Number, new_numbers
from pcg_engine.tools.expected import expectations_at
from pcg_engine.tools.experiment import Experiment
from pcg_engine.tools.harness.cases import Case, CaseSpec, Style
from pcg_engine.tools.harness.inputs import drivers
from pcg_engine.tools.obstacle import Obstacle, inconclusive
from pcg_engine.tools.size_borders import SMALL, size_borders
from pcg_engine.tools.subject import Subject
from pcg_engine.tools.trial import Expectation

LARGEST_SIZE = 1 << 20
_MOST_NUMBERS = 24
_MOST_BORDERS = 4
_PLANTED_SIZES = (3, 66, 67, 1000)
_PINNED_SIZE = 30
"""The knob for the sizes that are not at the border themselves."""
_TEAMS = (2, 3)
_ASKS_FOR_TEAM = re.compile(rb"\bomp_get_(?:num|max)_threads\b|\bomp_get_thread_limit\b")
_SHIFTS = re.compile(rb"<<|>>")
_DRAWN = ((68, 250), (260, 990), (1010, 4000), (4200, 60_000), (66_000, 300_000))
"""Where the drawn sizes lie: between the usual ones."""
_DRAWN_EQUAL = (196_700, 215_000)
"""So many equal elements that a counter of 16 bits overflows in each of three threads."""


@dataclass(frozen=True, slots=True)
class OwnInputs:
    """What is expected on the candidate's own inputs; ``unmet`` are numbers without any."""

    expectations: tuple[Expectation, ...]
    unmet: tuple[Number, ...]


def own_inputs(
    subject: Subject, experiment: Experiment, cancellation: Cancellation
) -> OwnInputs | Obstacle:
    """The inputs of the candidate's own; computed once for each candidate."""
    return experiment.shared(
        ("own-inputs", subject.source.data, subject.candidate.reassociates),
        lambda c: _own_inputs(subject, experiment, c),
        cancellation,
    )


def unmet_numbers(subject: Subject, inputs: OwnInputs, reached: Sequence[Span]) -> Obstacle | None:
    """What to say if a number has no input of its own and is not part of a ``reached`` condition.

    A condition that went both ways on compared inputs was met, whatever numbers it is made of.
    """
    if not inputs.unmet:
        return None
    text = bytearray(subject.source.data)
    for span in reached:
        text[span.start : span.end] = b" " * len(span)
    left = [n for n in _numbers(subject, bytes(text)) if n in inputs.unmet]
    if not left:
        return None
    return inconclusive(
        "untested-numbers",
        "the candidate names numbers that the original does not, too large or too many for inputs "
        f"around each of them ({', '.join(f'{n.value:g}' for n in left[-3:])})",
    )


def specs(
    numbers: Sequence[Number], text: bytes, pinnable: Sequence[str] = ()
) -> Iterator[CaseSpec]:
    """Sizes and values around each number, and around what a text may compute from it.

    An integer stands for itself, its double (every remainder), its square root (``i * i > K``),
    its product with the team's size and the power of two that is so many places left; a small
    fraction for what it is the reciprocal of. The names ``pinnable`` are driven there one by one.
    """
    sizes: dict[int, None] = {}
    for number in numbers:
        for size in _sizes(number, text):
            if SMALL < size <= LARGEST_SIZE + 2:
                sizes.setdefault(size)
    for size in sizes:
        yield CaseSpec(size, Style.EXACT, 0)
    for number in numbers:
        # Beyond the border with values that small types cannot hold.
        beyond = int(min(number.value, LARGEST_SIZE)) + 1 if number.is_integer else 0
        if beyond > SMALL:
            yield CaseSpec(beyond, Style.WIDE, 1)
            yield CaseSpec(beyond, Style.RANDOM, 2)
            # One counter, or one element of a histogram, gets everything.
            yield CaseSpec(beyond, Style.EQUAL, 3)
    for number in numbers:
        if number.is_integer and SMALL < number.value <= LARGEST_SIZE:
            for name in pinnable:
                for value in (int(number.value), int(number.value) + 1):
                    yield CaseSpec(_PINNED_SIZE, Style.EXACT, 0, pinned=((name, value),))
    values = tuple(dict.fromkeys(value for number in numbers for value in _around(number)))
    if values:
        for seed, size in enumerate(_PLANTED_SIZES):
            yield CaseSpec(size, Style.RANDOM, seed, planted=values)


def drawn_specs(text: bytes) -> Iterator[CaseSpec]:
    """Inputs of sizes that nobody can foresee who does not know all of ``text``."""
    digest = hashlib.sha256(text).digest()
    for position, (low, high) in enumerate(_DRAWN):
        chosen = int.from_bytes(digest[4 * position : 4 * position + 4], "little")
        size = low + chosen % (high - low)
        for style in (Style.EXACT, (Style.RANDOM, Style.SIGNED, Style.WIDE)[digest[20] % 3]):
            yield CaseSpec(size, style, chosen % 97, nan=False)
    low, high = _DRAWN_EQUAL
    yield CaseSpec(low + int.from_bytes(digest[24:28], "little") % (high - low), Style.EQUAL, 0)


def _own_inputs(
    subject: Subject, experiment: Experiment, cancellation: Cancellation
) -> OwnInputs | Obstacle:
    harness = experiment.harness(cancellation)
    if isinstance(harness, Obstacle):
        return harness
    numbers = _numbers(subject, subject.source.data)
    text = subject.source.data
    if len(numbers) > _MOST_NUMBERS:
        return OwnInputs((), numbers)
    # Below the sizes from which a team is used nothing is tested of it.
    borders = size_borders(subject.original.source.data, text)
    around = tuple(dict.fromkeys((*numbers, *borders[:_MOST_BORDERS])))
    asked = (*specs(around, text, drivers(harness)), *drawn_specs(text))
    validation = experiment.valid_cases(asked, cancellation)
    if isinstance(validation, Obstacle):
        return validation
    expected = expectations_at(subject, validation.cases, experiment, cancellation)
    if isinstance(expected, Obstacle):
        return expected
    unmet = tuple(n for n in numbers if not _is_met(n, validation.cases))
    return OwnInputs(tuple(expected), unmet)


def _numbers(subject: Subject, text: bytes) -> tuple[Number, ...]:
    found = new_numbers(subject.original.source.data, text)
    return tuple(number for number in found if not _is_usual(number))


def _is_met(number: Number, cases: Sequence[Case]) -> bool:
    """Whether some input is larger than an integer, and some has the number among its values."""
    if not any(number.value in case.spec.planted for case in cases):
        return False
    return not number.is_integer or any(case.largest > number.value for case in cases)


def _sizes(number: Number, text: bytes) -> Iterator[int]:
    value = number.value
    if not number.is_integer:
        if 0 < abs(value) < 1 / SMALL and math.isfinite(1 / value):
            reciprocal = round(1 / abs(value))
            yield from (reciprocal - 1, reciprocal, reciprocal + 1, reciprocal + 2)
        return
    whole = int(value)
    yield from (whole - 1, whole, whole + 1, whole + 2, 2 * whole + 1)
    root = math.isqrt(whole)
    if root > SMALL:
        yield from (root, root + 1, root + 2)
    if _ASKS_FOR_TEAM.search(text):
        yield from (team * whole + 1 for team in _TEAMS)
    if _SHIFTS.search(text) and 4 < whole <= 20:
        yield from ((1 << whole) - 1, (1 << whole) + 2)


def _is_usual(number: Number) -> bool:
    """Zero, one and two: the usual inputs are around them."""
    return abs(number.value) <= 2 and number.value == int(number.value)


def _around(number: Number) -> Iterator[float]:
    value = number.value
    step = (-1.0, 0.0, 1.0) if number.is_integer else (0.0,)
    yield from (sign * (value + one) for one in step for sign in (1, -1))
    yield from (math.nextafter(value, 0.0), math.nextafter(value, math.inf), value / 2, value * 2)
