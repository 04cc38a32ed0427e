"""Inputs around the numbers that only the candidate names.

A candidate that is right on all usual inputs may be wrong beyond a border of its own: from some
size on, or for some values. Whoever edits such a border in writes it down.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from pcg_engine.ports import Cancellation
from pcg_engine.tools.additions import Number, new_numbers
from pcg_engine.tools.experiment import Experiment
from pcg_engine.tools.harness.cases import CaseSpec, Style
from pcg_engine.tools.obstacle import Obstacle, inconclusive
from pcg_engine.tools.rounding import rounding_bound
from pcg_engine.tools.subject import Subject
from pcg_engine.tools.trial import Expectation

LARGEST_SIZE = 1 << 20
_MOST_NUMBERS = 12
_PLANTED_SIZES = (3, 66, 67, 1000)


def expectations(
    subject: Subject, experiment: Experiment, cancellation: Cancellation
) -> list[Expectation] | Obstacle:
    """What is expected around the candidate's own numbers; empty where it has none."""
    numbers = new_numbers(subject.original.source.data, subject.source.data)
    numbers = tuple(number for number in numbers if not _is_usual(number))
    if not numbers:
        return []
    largest = max((n.value for n in numbers if n.is_integer), default=0.0)
    if largest > LARGEST_SIZE or len(numbers) > _MOST_NUMBERS:
        return inconclusive(
            "untested-numbers",
            "the candidate names numbers that the original does not, too large or too many for "
            f"inputs around each of them ({', '.join(f'{n.value:g}' for n in numbers[-3:])})",
        )
    validation = experiment.valid_cases(tuple(specs(numbers)), cancellation)
    if isinstance(validation, Obstacle):
        return validation
    cases = validation.cases
    if not cases:
        return inconclusive(
            "untested-numbers",
            "no input around the numbers that only the candidate names is valid for the original",
        )
    plain = experiment.original_at(cases, cancellation)
    if isinstance(plain, Obstacle):
        return plain
    if not subject.candidate.reassociates:
        return [Expectation(case, found) for case, found in zip(cases, plain, strict=True)]
    upward = experiment.original_at(cases, cancellation, "upward")
    downward = experiment.original_at(cases, cancellation, "downward")
    if isinstance(upward, Obstacle):
        return upward
    if isinstance(downward, Obstacle):
        return downward
    return [
        Expectation(case, found, rounding_bound(above, below, case.largest))
        for case, found, above, below in zip(cases, plain, upward, downward, strict=True)
    ]


def specs(numbers: tuple[Number, ...]) -> Iterator[CaseSpec]:
    """Sizes just below, at and above each integer; and inputs with values around each number."""
    for number in numbers:
        if number.is_integer:
            for size in (int(number.value) + step for step in (-1, 0, 1, 2)):
                yield CaseSpec(size, Style.EXACT, 0)
    values = tuple(dict.fromkeys(value for number in numbers for value in _around(number)))
    for seed, size in enumerate(_PLANTED_SIZES):
        yield CaseSpec(size, Style.RANDOM, seed, planted=values)


def _is_usual(number: Number) -> bool:
    """Zero, one and two: the usual inputs are around them."""
    return abs(number.value) <= 2 and number.value == int(number.value)


def _around(number: Number) -> Iterator[float]:
    value = number.value
    step = (-1.0, 0.0, 1.0) if number.is_integer else (0.0,)
    yield from (sign * (value + one) for one in step for sign in (1, -1))
    yield from (math.nextafter(value, 0.0), math.nextafter(value, math.inf), value / 2, value * 2)
