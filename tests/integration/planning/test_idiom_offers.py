"""What the rules for idioms write passes every check of a verification but the timing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pcg_engine.cli import main
from pcg_engine.planning.rules.catalog import FOR_SEQUENTIAL_LOOPS
from tests.integration.planning.test_rule_candidates import PROPOSALS
from tests.trees import recorded

REALISTIC = {
    "arg-reduction": "where_largest",
    "array-privatization": "row_scores",
    "compaction": "packed",
    "declared-reduction": "attraction",
    "field-reduction": "extent",
    "fission": "smoothed_roots",
    "index-set-splitting": "eliminated",
    "invariant-call": "low_passed",
    "last-match": "last_level",
    "ordered-append": "doubled_above",
    "ordered-section": "filtered",
    "private-histogram": "fill_bins",
    "scan": "decode_differences",
    "search": "first_alarm",
    "wavefront": "aligned",
}
"""One function of ``tests/recorded`` for each rule for sequential loops."""

COMPOSED = {
    "array-reduction": "product_with_transposed",
    "invariant-call on all threads": "divided_by_length",
    "declared-reduction of complex numbers": "opposite_of_signal",
    "field-reduction behind a pointer": "scaled_and_summed",
    "field-reduction if the loop runs": "sums_in_elements",
    "fission with arrays between the loops": "filtered",
    "fission of a statement": "peak_follower",
    "fission of a condition": "crossings",
    "fission with a serial loop first": "states_then_work",
    "fission into parallel loops": "one_after_the_other",
    "fusion": "weighted",
    "index-set-splitting at an end": "less_the_last",
    "interchange": "matrix_product",
    "interchange in blocks": "columns_weighted",
    "interchange of expanded scalars": "product_with_sum",
    "last-match of a range loop": "last_odd",
    "search from the end": "latest_alarm",
    "tiling": "transposed",
}
"""The same for rules that rewrite loops which are parallel as they are, and for other forms."""


def test_every_rule_for_an_idiom_is_verified() -> None:
    rules = {rule.id for rule in FOR_SEQUENTIAL_LOOPS} - {"parallel-region-hoisted"}
    assert rules == set(REALISTIC)


@pytest.mark.needs("gxx", "clang")
@pytest.mark.parametrize(("rule", "name"), sorted([*REALISTIC.items(), *COMPOSED.items()]))
def test_the_candidate_is_verified(
    rule: str, name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rule = rule.split()[0]
    (proposal,) = (p for p in PROPOSALS if p.function.name == name and p.candidate.name == rule)
    source, _ = recorded(proposal.text)
    original, candidate = tmp_path / "original.cpp", tmp_path / "candidate.cpp"
    original.write_bytes(source.data)
    candidate.write_bytes(proposal.edited.data)

    code = main(["verify", str(original), str(candidate), "--no-benchmark", "--json"])

    shown = json.loads(capsys.readouterr().out)
    assert code == 0, shown
    assert [(r["function"], r["verdict"]) for r in shown["results"]] == [(name, "verified")]
