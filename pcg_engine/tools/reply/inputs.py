"""Inputs that a model names, as requests to the harness, and its judgement of a result."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from pcg_engine.tools.harness.cases import CaseSpec, Style
from pcg_engine.tools.reply.snippets import without_reasoning
from pcg_engine.tools.reply.structured import objects

_MOST_INPUTS = 16
_LARGEST_SIZE = 1_000_000
_MOST_PINNED = 8
_MOST_PLANTED = 16
_LARGEST_INTEGER = (1 << 63) - 1
_SEED = 700
"""Away from the seeds of the usual inputs, so that no request is one of these by accident."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a model thinks of a result: ``equivalent`` is ``None`` if it does not say."""

    equivalent: bool | None
    reason: str
    inputs: tuple[CaseSpec, ...]


def judgement(text: str) -> Judgement:
    """The judgement in an answer; accepts any text.

    Inputs that mean nothing are left out, sizes and counts are bounded. Whether the signature
    permits an input is for ``make_case`` to say.
    """
    found = _last(text)
    equivalent = found.get("equivalent")
    reason = found.get("reason")
    return Judgement(
        equivalent if isinstance(equivalent, bool) else None,
        " ".join(reason.split()) if isinstance(reason, str) else "",
        tuple(dict.fromkeys(_inputs(found.get("inputs")))),
    )


def suggested_inputs(text: str) -> tuple[CaseSpec, ...]:
    """The inputs in an answer; accepts any text."""
    return judgement(text).inputs


def _last(text: str) -> Mapping[str, object]:
    """The last object of an answer that has inputs or a judgement."""
    wanted = ("inputs", "equivalent")
    found = [one.value for one in objects(without_reasoning(text))]
    nothing: Mapping[str, object] = {}
    return next((one for one in reversed(found) if any(key in one for key in wanted)), nothing)


def _inputs(value: object) -> Iterator[CaseSpec]:
    if not isinstance(value, list):
        return
    for number, one in enumerate(cast("list[object]", value)[:_MOST_INPUTS]):
        if not isinstance(one, dict):
            continue
        members = cast("Mapping[str, object]", one)
        size = _integer(members.get("size"))
        style = members.get("values")
        known = style if isinstance(style, str) and style in tuple(Style) else Style.EXACT
        pinned = tuple(sorted(dict(_pinned(members.get("parameters"))).items()))[:_MOST_PINNED]
        if size is None and not pinned:
            continue
        yield CaseSpec(
            min(max(size or 0, 0), _LARGEST_SIZE),
            Style(known),
            _SEED + number,
            planted=tuple(_numbers(members.get("numbers")))[:_MOST_PLANTED],
            pinned=pinned,
        )


def _pinned(value: object) -> Iterator[tuple[str, int]]:
    """Names with values, as a list of objects or as one object."""
    if isinstance(value, dict):
        for name, given in cast("Mapping[str, object]", value).items():
            number = _integer(given)
            if number is not None:
                yield name, number
    elif isinstance(value, list):
        for one in cast("list[object]", value):
            if isinstance(one, dict):
                members = cast("Mapping[str, object]", one)
                name, number = members.get("name"), _integer(members.get("value"))
                if isinstance(name, str) and number is not None:
                    yield name, number


def _numbers(value: object) -> Iterator[float]:
    for one in cast("list[object]", value) if isinstance(value, list) else []:
        if isinstance(one, int | float) and not isinstance(one, bool):
            try:
                number = float(one)
            except OverflowError:
                continue
            if math.isfinite(number):
                yield number


def _integer(value: object) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if not math.isfinite(value) or value != int(value) or abs(value) > _LARGEST_INTEGER:
        return None
    return int(value)
