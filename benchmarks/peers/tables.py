"""The tables of ``docs/peers.md``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import assert_never, cast

from benchmarks.peers.outcomes import (
    NoOffer,
    Outcome,
    Same,
    Timed,
    Unavailable,
    Way,
    Wrong,
    from_json,
)
from benchmarks.peers.statistics import Estimate, mean_speedup, ratios, speedup

TITLES = {
    Way.GCC: "original, s",
    Way.AUTOPAR: "GCC autopar",
    Way.AUTOPAR_ALL: "GCC autopar, all",
    Way.CLANG: "clang",
    Way.POLLY_SERIAL: "Polly, serial",
    Way.POLLY: "Polly parallel",
    Way.EXPERT: "expert OpenMP",
    Way.PCG: "PCG",
}
_LOSS = 0.95
_TILING = 1.1


@dataclass(frozen=True, slots=True)
class Row:
    """One program: ``offers`` and ``declined`` are PCG's words; ``load`` is the machine's."""

    name: str
    size: str
    outcomes: Mapping[Way, Outcome]
    offers: str
    declined: str
    load: str

    @staticmethod
    def of(name: str, size: str, kept: Mapping[str, object], offers: str, declined: str) -> Row:
        """Of what was kept of a measurement; PCG's reasons are those of its latest answer."""
        found = {
            Way(way): from_json(cast("dict[str, object]", outcome))
            for way, outcome in cast("dict[str, object]", kept["outcomes"]).items()
        }
        if isinstance(found.get(Way.PCG), NoOffer):
            found[Way.PCG] = NoOffer(declined)
            declined = ""
        return Row(name, size, found, offers, declined, str(kept["load"]))

    def rounds(self, way: Way) -> tuple[float, ...]:
        """Speedups over the original, round by round; none if there is nothing to compare."""
        base = self.outcomes.get(Way.GCC)
        match self.outcomes.get(way):
            case Timed(seconds) if isinstance(base, Timed):
                return ratios(base.seconds, seconds)
            case Same(other) if other is not way:
                return self.rounds(other)
            case Timed() | Same() | Wrong() | Unavailable() | NoOffer() | None:
                return ()

    def gain(self, way: Way) -> Estimate | None:
        """The speedup, if there is one to tell."""
        found = self.rounds(way)
        return speedup(found) if found else None


def table(rows: Sequence[Row], ways: Sequence[Way]) -> str:
    """A row for each program, and the geometric means."""
    heads = ["program", "size", *(TITLES[way] for way in ways)]
    lines = [line(heads), line(["---", "---", *("---:" for _ in ways)])]
    lines += [
        line([row.name, row.size, *(cell(row, way) for way in ways)])
        for row in rows
        if Way.GCC in row.outcomes
    ]
    means = ["**geometric mean**", f"{len(rows)} programs"]
    for way in ways:
        mean = mean_speedup(tuple(row.rounds(way) for row in rows))
        known = way is not Way.GCC and any(row.rounds(way) for row in rows)
        means.append(f"**{mean}**" if known else "")
    return "\n".join([*lines, line(means)]) + "\n"


def unmeasured(missing: Sequence[str]) -> str:
    """That some programs are not in the table."""
    return f"Not measured yet: {', '.join(missing)}.\n" if missing else ""


def best_of_compilers(rows: Sequence[Row], compilers: Sequence[Way]) -> Estimate:
    """The geometric mean if the best of ``compilers`` (or the original) is taken each time."""
    chosen: list[tuple[float, ...]] = []
    for row in rows:
        found = [rounds for way in compilers if (rounds := row.rounds(way))]
        best = max(found, key=median, default=())
        chosen.append(best if best and median(best) > 1.0 else ())
    return mean_speedup(tuple(chosen))


def losses(rows: Sequence[Row], peers: Sequence[Way]) -> str:
    """A line for each program where PCG offers nothing, or a peer or the original is faster."""
    return "".join(f"- **{row.name}**: {why}\n" for row in rows if (why := _loss(row, peers)))


def _loss(row: Row, peers: Sequence[Way]) -> str:
    ours = row.gain(Way.PCG)
    value = 1.0 if ours is None else ours.value
    ahead = [
        f"{TITLES[way]} {gain}"
        for way in peers
        if (gain := row.gain(way)) is not None and value < min(gain.low, _LOSS * gain.value)
    ]
    outcome = row.outcomes.get(Way.PCG)
    tiling = row.gain(Way.POLLY_SERIAL)
    rest = f" Not offered: {row.declined}." if row.declined else ""
    more = f" Ahead: {', '.join(ahead)}." if ahead else ""
    if ahead and tiling is not None and tiling.value > _TILING:
        more += f" Polly without threads: {tiling}, by interchange, tiling or fusion."
    match outcome:
        case NoOffer(reason):
            return f"no offer. {reason}.{more}"
        case Wrong(difference):
            return f"OTHER RESULT: {difference}. {row.offers}.{more}"
        case Unavailable(reason):
            return f"not available: {reason}.{more}"
        case Timed() | Same():
            slower = "slower than the original. " if value < _LOSS else ""
            return f"{slower}Offered: {row.offers}.{rest}{more}" if slower or ahead else ""
        case None:
            return ""
        case _:
            assert_never(outcome)


def cell(row: Row, way: Way) -> str:
    """A way's speedup over the original, or what came of it instead."""
    outcome = row.outcomes.get(way)
    match outcome:
        case Timed(seconds):
            gain = row.gain(way)
            is_base = way is Way.GCC or gain is None
            return f"{median(seconds):.4f}" if is_base else str(gain)
        case Same(other):
            return "1 (same code)" if other is Way.GCC else f"same code as {TITLES[other]}"
        case Wrong():
            return "**other result**"
        case Unavailable(reason):
            return f"not available: {reason}"
        case NoOffer():
            return "no offer"
        case None:
            return "none"
        case _:
            assert_never(outcome)


def line(cells: Sequence[str]) -> str:
    """A line of a table in Markdown."""
    return f"| {' | '.join(cell.replace('|', '¦') for cell in cells)} |"
