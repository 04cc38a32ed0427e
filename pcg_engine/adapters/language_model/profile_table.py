"""One profile of the configuration, read field by field.

A bad field gives its default and a sentence that says what it may be. What a user may have written
there by mistake, a key, is never repeated.
"""

from __future__ import annotations

import dataclasses
import math
import re
from enum import StrEnum
from typing import TypeVar, cast
from urllib.parse import urlsplit

from pcg_engine.domain.endpoint import Endpoint, ModelSize, Price, Structure

_SECRET = re.compile(
    r"key|secret|password|credential|authorization|bearer|(?<!max_)(?<!context_)token",
    re.IGNORECASE,
)
_FIELDS = frozenset(field.name for field in dataclasses.fields(Endpoint)) - {"profile"}
_MOST_TOKENS = 10_000_000
_DAY = 86_400.0
_Choice = TypeVar("_Choice", bound=StrEnum)


def read_profile(place: str, name: str, table: object, problems: list[str]) -> Endpoint | None:
    """The profile ``name``; ``None`` if it cannot be used at all.

    ``place`` is where it is written, which the sentences added to ``problems`` begin with.
    """
    if not isinstance(table, dict):
        problems.append(f"{place}: write a profile as a table with base_url and model")
        return None
    return _Table(place, name, cast("dict[str, object]", table), problems).read()


def unknown_field(place: str, field: str, profile: str) -> str:
    """What to say of a field that does not exist: perhaps someone put a key there."""
    if _SECRET.search(field):
        into = profile or "NAME"
        return (
            f"{place}: keys are not read from this file, and should not lie in it: put the key "
            f"into a variable and name that in key_variable, or run: keyring set pcg {into}"
        )
    return f"{place}: there is no such field; it is ignored"


class _Table:
    def __init__(
        self, place: str, name: str, table: dict[str, object], problems: list[str]
    ) -> None:
        self._place = place
        self._name = name
        self._table = table
        self._problems = problems

    def read(self) -> Endpoint | None:
        for name in self._table:
            if name not in _FIELDS:
                told = unknown_field(f"{self._place}.{name}", name, self._name)
                self._problems.append(told)
        base_url, model = self._address(), self._model()
        if not base_url or not model:
            return None
        usual = Endpoint(self._name, base_url, model)
        return dataclasses.replace(
            usual,
            key_variable=self._variable(),
            size=self._choice("size", usual.size, ModelSize),
            structure=self._choice("structure", usual.structure, Structure),
            temperature=self._number("temperature", None, 0.0, 10.0),
            max_tokens=self._whole("max_tokens", usual.max_tokens, 1),
            context_tokens=self._whole("context_tokens", usual.context_tokens, 1),
            timeout=self._number("timeout", usual.timeout, 0.1, _DAY) or usual.timeout,
            requests_per_minute=self._whole("requests_per_minute", usual.requests_per_minute, 0),
            concurrency=self._whole("concurrency", usual.concurrency, 1),
            price=self._price(),
        )

    def _say(self, name: str, told: str) -> None:
        self._problems.append(f"{self._place}.{name}: {told}")

    def _address(self) -> str:
        value = self._table.get("base_url")
        what = "must be the address of a server, like http://localhost:8000/v1"
        if not isinstance(value, str):
            self._say("base_url", f"{what}; the profile is left out")
            return ""
        value = value.strip().rstrip("/")
        try:
            parts = urlsplit(value)
            # Reading the port checks it.
            good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
            private = "@" in parts.netloc or bool(parts.query) or bool(parts.fragment)
        except ValueError:
            good, private = False, False
        if good and private:
            self._say("base_url", "must not hold a name, key or query; the profile is left out")
            return ""
        if not good or not value.isascii() or not value.isprintable() or " " in value:
            self._say("base_url", f"{what}; the profile is left out")
            return ""
        return value

    def _model(self) -> str:
        value = self._table.get("model")
        if isinstance(value, str) and value.strip() and value.isprintable():
            return value.strip()
        self._say("model", "must be the name of a model there; the profile is left out")
        return ""

    def _variable(self) -> str:
        value = self._table.get("key_variable", "")
        # Keys often have small letters or dashes; a key must not be taken for a name, and told.
        if isinstance(value, str) and re.fullmatch(r"([A-Z_][A-Z0-9_]{0,63})?", value):
            return value
        self._say(
            "key_variable",
            "must be the name of a variable, in capital letters, that holds the key (and never "
            "the key itself)",
        )
        return ""

    def _choice(self, name: str, usual: _Choice, kind: type[_Choice]) -> _Choice:
        value = self._table.get(name, usual.value)
        for choice in kind:
            if choice.value == value:
                return choice
        listed = ", ".join(choice.value for choice in kind)
        self._say(name, f"must be one of: {listed}; it is taken as {usual.value}")
        return usual

    def _whole(self, name: str, usual: int, least: int) -> int:
        value = self._table.get(name, usual)
        if (
            isinstance(value, int)
            and not isinstance(value, bool)
            and _MOST_TOKENS >= value >= least
        ):
            return value
        told = f"must be a whole number from {least} to {_MOST_TOKENS}; it is taken as {usual}"
        self._say(name, told)
        return usual

    def _number(self, name: str, usual: float | None, least: float, most: float) -> float | None:
        value = self._table.get(name, usual)
        if value is None:
            return None
        if (
            isinstance(value, int | float)
            and not isinstance(value, bool)
            and math.isfinite(value)
            and least <= value <= most
        ):
            return float(value)
        taken = "left to the endpoint" if usual is None else f"taken as {usual:g}"
        self._say(name, f"must be a number from {least:g} to {most:g}; it is {taken}")
        return usual

    def _price(self) -> Price:
        value = self._table.get("price", {})
        told = "must be { prompt = …, completion = … }, money for a million tokens; taken as 0"
        if not isinstance(value, dict):
            self._say("price", told)
            return Price()
        members = cast("dict[str, object]", value)
        paid: dict[str, float] = {}
        for name, amount in members.items():
            good = isinstance(amount, int | float) and not isinstance(amount, bool)
            if name in ("prompt", "completion") and good and 0 <= cast("float", amount) < math.inf:
                paid[name] = float(cast("float", amount))
            else:
                self._say(f"price.{name}", told)
        return Price(paid.get("prompt", 0.0), paid.get("completion", 0.0))
