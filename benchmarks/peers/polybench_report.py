"""What ``docs/peers.md`` says of PolyBench."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from benchmarks.peers.dumps import RELATIVE_TOLERANCE
from benchmarks.peers.outcomes import Way
from benchmarks.peers.polybench_runs import WAYS, Program, no_offer_reason, offers_made
from benchmarks.peers.tables import Row, best_of_compilers, losses, table, unmeasured

_COMPILERS = (Way.AUTOPAR, Way.AUTOPAR_ALL, Way.CLANG, Way.POLLY)


def row(program: Program, said: Mapping[str, object], kept: Mapping[str, object]) -> Row:
    """One kernel's row, of what was kept of it."""
    return Row.of(
        name=program.kernel.name,
        size=program.size.name,
        kept=kept,
        offers=offers_made(said),
        declined=no_offer_reason(said, program.kernel.function),
    )


def report(rows: Sequence[Row], missing: Sequence[str], conditions: str) -> str:
    """Everything in one text, in Markdown; ``missing`` was not measured yet."""
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
            unmeasured(missing),
            f"The best of all compilers for each kernel, the original included: {best}.",
            "",
            "Where PCG offers nothing, or a compiler is ahead by more than 5 % and its interval:",
            "",
            losses(rows, (Way.AUTOPAR, Way.AUTOPAR_ALL, Way.POLLY)) or "- nowhere\n",
        )
    )
