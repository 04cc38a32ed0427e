"""The table: what each check is worth alone, and what all are worth together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pcg_engine.domain.verdict import CheckName, Outcome
from tests.adversarial.verifier.corpus import FAMILIES, Entry
from tests.adversarial.verifier.judgement import Judgement, Standing, is_failure, standing

WRONG_STANDINGS = (
    Standing.RIGHT_REASON,
    Standing.OTHER_REASON,
    Standing.OPEN,
    Standing.UNAVAILABLE,
    Standing.VERIFIED,
)
RIGHT_STANDINGS = (
    Standing.VERIFIED,
    Standing.OPEN,
    Standing.UNAVAILABLE,
    Standing.REFUTED,
)


@dataclass(frozen=True, slots=True)
class Row:
    """An entry with its judgement."""

    entry: Entry
    judgement: Judgement

    @property
    def standing(self) -> Standing:
        """How it is counted."""
        return standing(self.entry, self.judgement)

    @property
    def is_failure(self) -> bool:
        """Whether something wrong was verified, or something right refuted."""
        return is_failure(self.entry, self.judgement)


@dataclass(frozen=True, slots=True)
class CheckFigures:
    """One check alone, over all candidates.

    ``refutes`` wrong ones; ``only`` those that no other check refutes; ``open`` wrong ones on which
    it is inconclusive; ``false_alarms`` right ones that it refutes; ``open_on_right``.
    """

    refutes: int
    only: int
    open: int
    false_alarms: int
    open_on_right: int


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of one run of the suite."""

    wrong: Mapping[Standing, int]
    right: Mapping[Standing, int]
    families: Mapping[str, Mapping[Standing, int]]
    checks: Mapping[CheckName, CheckFigures]

    @property
    def wrong_total(self) -> int:
        """Number of wrong candidates."""
        return sum(self.wrong.values())

    @property
    def right_total(self) -> int:
        """Number of right candidates."""
        return sum(self.right.values())


def count(rows: Sequence[Row]) -> Figures:
    """The figures of ``rows``."""
    wrong = [row for row in rows if row.entry.is_wrong]
    right = [row for row in rows if not row.entry.is_wrong]
    families = {
        family: Counter(row.standing for row in wrong if row.entry.family == family)
        for family in FAMILIES
    }
    return Figures(
        Counter(row.standing for row in wrong),
        Counter(row.standing for row in right),
        families,
        {check: _figures(check, wrong, right) for check in CheckName},
    )


def markdown(figures: Figures) -> str:
    """The figures as the tables of the documentation."""
    return "\n\n".join((_summary(figures), _checks(figures), _families(figures))) + "\n"


def _summary(figures: Figures) -> str:
    lines = ["| candidates | number |", "|---|---:|", f"| **wrong** | {figures.wrong_total} |"]
    words = {Standing.VERIFIED: "**verified (must be 0)**"}
    lines += [f"| {words.get(s, s.value)} | {figures.wrong.get(s, 0)} |" for s in WRONG_STANDINGS]
    lines.append(f"| **right** | {figures.right_total} |")
    words = {Standing.REFUTED: "**refuted (must be 0)**"}
    lines += [f"| {words.get(s, s.value)} | {figures.right.get(s, 0)} |" for s in RIGHT_STANDINGS]
    return "\n".join(lines)


def _checks(figures: Figures) -> str:
    lines = [
        "| check, alone | refutes | share | only it | open | false alarms | open on right ones |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for check, one in figures.checks.items():
        lines.append(
            f"| {check} | {one.refutes} | {_share(one.refutes, figures.wrong_total)} | {one.only}"
            f" | {one.open} | {one.false_alarms} | {one.open_on_right} |"
        )
    refused = figures.wrong.get(Standing.RIGHT_REASON, 0) + figures.wrong.get(
        Standing.OTHER_REASON, 0
    )
    lines.append(
        f"| **together** | {refused} | {_share(refused, figures.wrong_total)} |"
        f" | {figures.wrong.get(Standing.OPEN, 0)} | {figures.right.get(Standing.REFUTED, 0)}"
        f" | {figures.right.get(Standing.OPEN, 0)} |"
    )
    return "\n".join(lines)


def _families(figures: Figures) -> str:
    lines = [
        "| family | wrong | right reason | other reason | inconclusive | verified |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for family, counts in figures.families.items():
        total = sum(counts.values())
        open_ = counts.get(Standing.OPEN, 0) + counts.get(Standing.UNAVAILABLE, 0)
        lines.append(
            f"| {FAMILIES[family]} | {total} | {counts.get(Standing.RIGHT_REASON, 0)}"
            f" | {counts.get(Standing.OTHER_REASON, 0)} | {open_}"
            f" | {counts.get(Standing.VERIFIED, 0)} |"
        )
    return "\n".join(lines)


def _figures(check: CheckName, wrong: Sequence[Row], right: Sequence[Row]) -> CheckFigures:
    return CheckFigures(
        refutes=_having(check, Outcome.REFUTED, wrong),
        only=sum(_refuting(row) == {check} for row in wrong),
        open=_having(check, Outcome.INCONCLUSIVE, wrong),
        false_alarms=_having(check, Outcome.REFUTED, right),
        open_on_right=_having(check, Outcome.INCONCLUSIVE, right),
    )


def _having(check: CheckName, outcome: Outcome, rows: Sequence[Row]) -> int:
    found = (row.judgement.of(check) for row in rows)
    return sum(one is not None and one.outcome is outcome for one in found)


def _refuting(row: Row) -> set[CheckName]:
    return {f.check for f in row.judgement.findings if f.outcome is Outcome.REFUTED}


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %" if whole else "–"
