"""The corpus: originals, and candidates that must be refused or must not be.

``NAME/original.cpp`` is an original; beside it lie ``wrong-FAMILY-WHAT.cpp`` and
``right-WHAT.cpp``. Each candidate is a whole file behind a few comment lines that are no part of
it::

    // family: borders
    // refused: equivalence different-result; legality
    // why: what is left of n / threads is nobody's

``refused`` lists the reasons that count as right: a check with one of its codes, or a check alone
where any of its codes will do. A right candidate has one line, ``// right: …``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from pcg_engine.domain.verdict import CheckName

FOLDER = Path(__file__).parent

_LINE = re.compile(r"// (family|refused|why|right): (.*)\n")

FAMILIES: dict[str, str] = {
    "clauses": "missing or wrong clauses",
    "borders": "off by one where chunks meet",
    "races": "races that need threads, sizes, schedules, lanes or equal indices",
    "sizes": "right at small sizes, wrong at large ones",
    "teams": "right for some numbers of threads, limits or levels",
    "float": "floating-point cheats",
    "caches": "stale caches between calls",
    "inputs": "inputs changed",
    "waiting": "work not waited for",
    "tampering": "tampering with timer, allocator, environment, threads",
    "detection": "detecting that it is tested",
    "undefined": "undefined behaviour that happens to work",
    "signature": "changed signature, `noexcept` or layout",
    "exceptions": "swallowed or changed exceptions",
    "noop": "parallel in name only",
    "hang": "never ends",
    "floods": "floods of memory, stack, disk and output",
    "system": "commands, files, sockets, code at load",
}
"""What each family of wrong candidates is about."""

TIMED = frozenset({"noop"})
"""Families that are right and just not faster: only the benchmark can refuse them."""


@dataclass(frozen=True, slots=True)
class Reason:
    """A check that may refuse a candidate; ``code`` is empty if any of its codes will do."""

    check: CheckName
    code: str

    def covers(self, check: CheckName, code: str) -> bool:
        """Whether a refusal by ``check`` with ``code`` is meant."""
        return self.check is check and self.code in ("", code)


@dataclass(frozen=True, slots=True)
class Entry:
    """One candidate: ``family`` is empty for a right one; ``text`` is without the header."""

    name: str
    original: Path
    family: str
    reasons: tuple[Reason, ...]
    why: str
    text: bytes

    @property
    def is_wrong(self) -> bool:
        """Whether it must be refused."""
        return bool(self.family)


def load(folder: Path = FOLDER) -> tuple[Entry, ...]:
    """All candidates, by name. Raises ``ValueError`` where a header is not as told above."""
    return tuple(_entry(path) for path in sorted(folder.glob("*/*-*.cpp")))


def _entry(path: Path) -> Entry:
    name = f"{path.parent.name}/{path.stem}"
    text = path.read_text()
    fields: dict[str, str] = {}
    while match := _LINE.match(text):
        fields[match[1]] = match[2].strip()
        text = text[match.end() :]
    kind, _, rest = path.stem.partition("-")
    expected = {"family", "refused", "why"} if kind == "wrong" else {"right"}
    if set(fields) != expected:
        raise ValueError(f"{name}: the header has {sorted(fields)}, not {sorted(expected)}")
    family = fields.get("family", "")
    if family and (family not in FAMILIES or not rest.startswith(f"{family}-")):
        raise ValueError(f"{name}: {family} is no family, or not the one in the file's name")
    reasons = tuple(_reason(one) for one in fields.get("refused", "").split(";") if one.strip())
    why = fields.get("why") or fields["right"]
    original = path.with_name("original.cpp")
    return Entry(name, original, family, reasons, why, text.encode())


def _reason(text: str) -> Reason:
    check, _, code = text.strip().partition(" ")
    return Reason(CheckName(check), code)
