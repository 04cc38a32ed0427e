"""The tables: what became of the mutants of each operator and of each example."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from pcg_engine.domain.verdict import CheckName
from tests.adversarial.mutation.catalogue import OPERATORS
from tests.adversarial.mutation.trial import Fate, Result

_FATES = (Fate.KILLED, Fate.OPEN, Fate.EQUIVALENT, Fate.INVALID, Fate.UNAVAILABLE, Fate.MISSED)


def markdown(results: Sequence[Result]) -> str:
    """The results as the tables of the documentation."""
    return "\n\n".join(
        (
            _fates(results, "operator", list(OPERATORS), _operator),
            _checks(results),
            _fates(results, "offers of", sorted({_file(r) for r in results}), _file),
        )
    )


def _fates(
    results: Sequence[Result], title: str, rows: Sequence[str], group: Callable[[Result], str]
) -> str:
    heads = [fate.value if fate is not Fate.MISSED else "**missed**" for fate in _FATES]
    lines = [
        f"| {title} | mutants | {' | '.join(heads)} |",
        f"|---|{'---:|' * (len(_FATES) + 1)}",
    ]
    for row in rows:
        of_row = [result for result in results if group(result) == row]
        if of_row:
            lines.append(_line(row, of_row))
    lines.append(_line("**all**", results))
    return "\n".join(lines)


def _line(name: str, results: Sequence[Result]) -> str:
    fates = Counter(result.fate for result in results)
    numbers = " | ".join(str(fates[fate]) for fate in _FATES)
    return f"| {name} | {len(results)} | {numbers} |"


def _checks(results: Sequence[Result]) -> str:
    """Which check refuted first, and with what code."""
    killed = [r.told for r in results if r.fate is Fate.KILLED and r.told is not None]
    lines = ["| refuted by | mutants | most often because of |", "|---|---:|---|"]
    for check in CheckName:
        codes = Counter(told.code for told in killed if told.check is check)
        if codes:
            most = ", ".join(f"`{code}` ({n})" for code, n in codes.most_common(3))
            lines.append(f"| {check} | {codes.total()} | {most} |")
    return "\n".join(lines)


def _operator(result: Result) -> str:
    return result.sampled.mutant.operator


def _file(result: Result) -> str:
    first, second = result.sampled.offer.name.split("/")[:2]
    return f"{first}/{second}" if first == "corpus" else f"{first}.cpp"
