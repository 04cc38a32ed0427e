"""What ``docs/peers.md`` says of PolyBench."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from benchmarks.peers.dumps import RELATIVE_TOLERANCE
from benchmarks.peers.outcomes import Way, from_json
from benchmarks.peers.polybench_runs import WAYS, Program, no_offer_reason, offers_made
from benchmarks.peers.tables import Row, best_of_compilers, losses, table

_COMPILERS = (Way.AUTOPAR, Way.AUTOPAR_ALL, Way.CLANG, Way.POLLY)


def row(program: Program, said: Mapping[str, object], kept: Mapping[str, object]) -> Row:
    """One kernel's row, of what was kept of it."""
    made = offers_made(said)
    return Row(
        name=program.kernel.name,
        size=program.size.name,
        outcomes={
            Way(way): from_json(cast("dict[str, object]", outcome))
            for way, outcome in cast("dict[str, object]", kept["outcomes"]).items()
        },
        offers=made,
        declined=no_offer_reason(said, program.kernel.function) if made else "",
        load=str(kept["load"]),
    )


def report(rows: Sequence[Row], conditions: str) -> str:
    """Everything in one text, in Markdown."""
    busy = [row.name for row in rows if "BUSY" in row.load]
    best = best_of_compilers(rows, _COMPILERS)
    return "\n".join(
        (
            conditions,
            f"Results differ by at most {RELATIVE_TOLERANCE:g} (relative) where a time is shown. "
            + (
                f"The machine was also used by others while {', '.join(busy)} ran."
                if busy
                else "Nobody else used the machine."
            ),
            "",
            table(rows, WAYS),
            f"The best of all compilers for each kernel, the original included: {best}.",
            "",
            "Where PCG offers nothing, or a compiler is ahead by more than 5 % and its interval:",
            "",
            losses(rows, (Way.AUTOPAR, Way.AUTOPAR_ALL, Way.POLLY)) or "- nowhere\n",
        )
    )
