from __future__ import annotations

from dataclasses import replace

from benchmarks.peers.outcomes import (
    NoOffer,
    Outcome,
    Same,
    Timed,
    Unavailable,
    Way,
    Wrong,
    to_json,
)
from benchmarks.peers.statistics import Estimate
from benchmarks.peers.tables import Row, best_of_compilers, losses, table, unmeasured

_SECONDS = (4.0,) * 7
_ROW = Row(
    name="gemm",
    size="LARGE/2",
    outcomes={
        Way.GCC: Timed(_SECONDS),
        Way.AUTOPAR: Same(Way.GCC),
        Way.CLANG: Timed((2.0,) * 7),
        Way.POLLY: Timed((1.0,) * 7),
        Way.PCG: Timed((2.0,) * 7),
    },
    offers="line 89: parallel-for",
    declined="line 99: not-faster",
    load="quiet",
)


def with_pcg(outcome: Outcome) -> Row:
    return replace(_ROW, outcomes={**_ROW.outcomes, Way.PCG: outcome})


def test_a_table_shows_seconds_speedups_and_geometric_means() -> None:
    rows = [_ROW, replace(with_pcg(NoOffer("busy")), name="atax")]
    assert table(rows, (Way.GCC, Way.AUTOPAR, Way.POLLY, Way.PCG)) == (
        "| program | size | original, s | GCC autopar | Polly parallel | PCG |\n"
        "| --- | --- | ---: | ---: | ---: | ---: |\n"
        "| gemm | LARGE/2 | 4.0000 | 1 (same code) | 4.00 [4.00, 4.00] | 2.00 [2.00, 2.00] |\n"
        "| atax | LARGE/2 | 4.0000 | 1 (same code) | 4.00 [4.00, 4.00] | no offer |\n"
        "| **geometric mean** | 2 programs |  | **1.00 [1.00, 1.00]** | **4.00 [4.00, 4.00]** "
        "| **1.41 [1.41, 1.41]** |\n"
    )


def test_a_way_that_is_not_there_has_no_mean() -> None:
    outcomes: dict[Way, Outcome] = {Way.GCC: Timed(_SECONDS), Way.POLLY: Unavailable("no Polly")}
    last = table([replace(_ROW, outcomes=outcomes)], (Way.GCC, Way.POLLY)).splitlines()[-2:]
    assert last == [
        "| gemm | LARGE/2 | 4.0000 | not available: no Polly |",
        "| **geometric mean** | 1 programs |  |  |",
    ]


def test_a_wrong_result_has_no_time_and_counts_as_one() -> None:
    text = table([with_pcg(Wrong("element 0"))], (Way.CLANG, Way.PCG))
    assert "**other result**" in text
    assert with_pcg(Wrong("element 0")).gain(Way.PCG) is None


def test_code_that_is_the_same_as_anothers_has_its_speedup() -> None:
    row = replace(_ROW, outcomes={**_ROW.outcomes, Way.POLLY: Same(Way.CLANG)})
    assert row.gain(Way.POLLY) == Estimate(2.0, 2.0, 2.0)
    assert "same code as clang" in table([row], (Way.POLLY,))


def test_the_best_compiler_is_never_worse_than_the_original() -> None:
    slow = replace(_ROW, outcomes={Way.GCC: Timed(_SECONDS), Way.POLLY: Timed((8.0,) * 7)})
    assert best_of_compilers([_ROW, slow], (Way.CLANG, Way.POLLY)) == Estimate(2.0, 2.0, 2.0)


def test_every_loss_is_told_with_its_reason() -> None:
    peers = (Way.AUTOPAR, Way.POLLY)
    assert losses([_ROW], peers) == (
        "- **gemm**: Offered: line 89: parallel-for. Not offered: line 99: not-faster. "
        "Ahead: Polly parallel 4.00 [4.00, 4.00].\n"
    )
    assert losses([with_pcg(NoOffer("line 89: busy"))], (Way.AUTOPAR,)) == (
        "- **gemm**: no offer. line 89: busy.\n"
    )
    assert "OTHER RESULT: element 0" in losses([with_pcg(Wrong("element 0"))], peers)
    assert "slower than the original" in losses([with_pcg(Timed((5.0,) * 7))], (Way.AUTOPAR,))
    assert losses([with_pcg(Timed((1.0,) * 7))], peers) == ""


def test_a_peer_is_ahead_only_if_its_interval_is() -> None:
    unsure = Timed((1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 3.0))
    row = replace(_ROW, outcomes={**_ROW.outcomes, Way.POLLY: unsure})
    assert losses([row], (Way.POLLY,)) == ""


def test_what_polly_gains_without_threads_is_told() -> None:
    row = replace(_ROW, outcomes={**_ROW.outcomes, Way.POLLY_SERIAL: Timed((1.0,) * 7)})
    assert "Polly without threads: 4.00 [4.00, 4.00], by interchange" in losses([row], (Way.POLLY,))


def test_a_row_has_pcgs_latest_reasons() -> None:
    outcomes = {way.value: to_json(outcome) for way, outcome in _ROW.outcomes.items()}
    kept = {"outcomes": outcomes, "load": "quiet"}
    assert Row.of("gemm", "LARGE/2", kept, _ROW.offers, _ROW.declined) == _ROW
    kept = {"outcomes": outcomes | {"pcg": to_json(NoOffer("before"))}, "load": "quiet"}
    row = Row.of("gemm", "LARGE/2", kept, "", "line 89: busy")
    assert (row.outcomes[Way.PCG], row.declined) == (NoOffer("line 89: busy"), "")


def test_what_was_not_measured_is_named() -> None:
    assert unmeasured(["adi", "lu"]) == "Not measured yet: adi, lu.\n"
    assert unmeasured([]) == ""
