"""What ``docs/peers.md`` says of NPB."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from benchmarks.peers.npb_runs import FLAGS, HOT_PERCENT, WAYS, Step, offered, refused
from benchmarks.peers.outcomes import Way
from benchmarks.peers.tables import Row, losses, table, unmeasured


def row(name: str, size: str, steps: tuple[Step, ...], kept: Mapping[str, object]) -> Row:
    """One benchmark's row, of what was kept of it."""
    return Row.of(
        name=name,
        size=size,
        kept=kept,
        offers=offered(steps),
        declined=refused(steps),
    )


def report(rows: Sequence[Row], missing: Sequence[str], conditions: str) -> str:
    """Everything in one text, in Markdown; ``missing`` was not measured yet."""
    busy = [row.name for row in rows if "BUSY" in row.load]
    return "\n".join(
        (
            conditions,
            f"Whole benchmarks, by their own clock, C++ in every column (`{' '.join(FLAGS)}`). A "
            "time is shown only where the benchmark's own verification succeeds. PCG is asked of "
            f"each function with at least {HOT_PERCENT:g} % of the time, one after the other. "
            + (f"Others used the machine while {', '.join(busy)} ran." if busy else ""),
            "",
            table(rows, WAYS),
            unmeasured(missing),
            "Where PCG offers nothing, or another is ahead by more than 5 % and its interval:",
            "",
            losses(rows, (Way.AUTOPAR, Way.POLLY, Way.EXPERT)) or "- nowhere\n",
        )
    )
