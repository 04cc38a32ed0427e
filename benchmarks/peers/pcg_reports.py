"""What PCG's JSON reports say of a program, in a few words."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import cast

_TEXT_LIMIT = 100


@dataclass(frozen=True, slots=True)
class Offered:
    """An offer: what was done, and the speedup that PCG itself measured, of the nest alone."""

    line: int
    workflow: str
    speedup: float | None
    evidence: str

    def __str__(self) -> str:
        gain = "" if self.speedup is None else f", {self.speedup:.2f}× by PCG's own measurement"
        return f"line {self.line}: {self.workflow} ({self.evidence}{gain})"


@dataclass(frozen=True, slots=True)
class Declined:
    """A loop nest without an offer, and why."""

    line: int
    code: str
    reason: str

    def __str__(self) -> str:
        first = self.reason.partition("; ")[0]
        short = first if len(first) <= _TEXT_LIMIT else first[:_TEXT_LIMIT] + "…"
        code = "" if short.startswith(self.code.replace("-", " ")) else f"{self.code}: "
        return f"line {self.line}: {code}{short}"


@dataclass(frozen=True, slots=True)
class LoopDecision:
    """What analysis alone says of one loop; ``reason`` is empty where it is parallel."""

    line: int
    function: str
    parallelizability: str
    clauses: tuple[str, ...]
    is_guarded: bool
    reason: str

    @property
    def is_parallel(self) -> bool:
        """Perhaps with clauses, perhaps under a guard."""
        return self.parallelizability.startswith("parallel")


def offers(report: str) -> tuple[Offered, ...]:
    """The offers in what ``pcg parallelize --json`` printed."""
    return tuple(
        Offered(
            line=int(str(result["line"])),
            workflow=str(offer["workflow"]),
            speedup=_number(offer["speedup"]),
            evidence=str(offer["evidence"]),
        )
        for result in _items(_read(report), "results")
        for offer in _mappings([result["offer"]])
    )


def declined(report: str) -> tuple[Declined, ...]:
    """The nests that it tried in vain."""
    whole = _read(report)
    return tuple(
        Declined(int(str(r["line"])), str(r["reason_code"]), str(r["reason"]))
        for r in _items(whole, "results")
        if r["offer"] is None
    )


def loops(report: str, function: str | None = None) -> tuple[LoopDecision, ...]:
    """The loops in a report of ``analyze`` or ``parallelize``, perhaps of one function only."""
    whole = _read(report)
    files = [whole, *_items(whole, "files")] if "files" in whole else [whole]
    return tuple(
        LoopDecision(
            line=int(str(loop["line"])),
            function=str(loop["function"]),
            parallelizability=str(loop["parallelizability"]),
            clauses=tuple(str(c) for c in cast("list[object]", loop["with"])),
            is_guarded=any(one["guard"] is not None for one in _items(loop, "assumptions")),
            reason="; ".join(str(r["message"]) for r in _items(loop, "reasons")[:1]),
        )
        for file in files
        for loop in _items(file, "loops")
        if function is None or loop["function"] == function
    )


def results(report: str) -> list[Mapping[str, object]]:
    """The results in what ``pcg parallelize --json`` printed, as they are."""
    return _items(_read(report), "results")


def error(report: str, messages: str) -> str | None:
    """What kept PCG from reporting: its own words, or the last of its ``messages``."""
    try:
        found = list(_mappings([_read(report).get("error")]))
    except ValueError:
        return (messages.strip().splitlines() or ["no output"])[-1]
    return str(found[0]["message"]) if found else None


def _read(report: str) -> Mapping[str, object]:
    return cast("Mapping[str, object]", json.loads(report))


def _items(whole: Mapping[str, object], name: str) -> list[Mapping[str, object]]:
    return list(_mappings(whole.get(name, [])))


def _mappings(found: object) -> Iterator[Mapping[str, object]]:
    if isinstance(found, list):
        for one in cast("list[object]", found):
            if isinstance(one, dict):
                yield cast("Mapping[str, object]", one)


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None
