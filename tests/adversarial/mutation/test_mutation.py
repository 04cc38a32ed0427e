"""The short form: a few mutants of each of two offers, one with a reduction and one with a guard.

The long form (``python -m tests.adversarial.mutation``) takes a sample of all of them.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.adversarial.mutation import equivalence, offers
from tests.adversarial.mutation.sample import sample
from tests.adversarial.mutation.trial import Fate, Trial
from tests.adversarial.verifier.suite import open_bench

pytestmark = [
    pytest.mark.needs("gxx"),
    pytest.mark.needs("clang"),
    pytest.mark.needs("archer"),
    pytest.mark.needs("llvm-tools"),
    pytest.mark.needs("bubblewrap"),
]

_OFFERS = ("histogram/variance#0/parallel-for", "spmv/scale#0/parallel-for")
_EACH = 10
_SEED = 3


def test_no_mutant_of_two_offers_is_missed(tmp_path: Path) -> None:
    """The offers are verified; their mutants are refused, or are equivalent for a stated reason."""
    with open_bench(tmp_path, print) as bench:
        laboratory = bench.laboratory
        loaded = [
            offer
            for name in _OFFERS
            for offer in offers.load(laboratory.instruments.reader, laboratory.machine, name)
            if offer.name == name
        ]
        chosen = [one for offer in loaded for one in sample([offer], _EACH, _SEED, 1)]
        trial = Trial(bench, loaded, equivalence.reviewed())
        results = trial.run(chosen, lambda _: None, workers=2)
    assert trial.rejected == []
    assert len(results) == len(chosen) >= 2 * _EACH
    unwanted = [
        f"{r.sampled.offer.name}: {r.sampled.mutant.operator}: {r.sampled.mutant.what}: {r.fate}"
        for r in results
        if r.fate in (Fate.MISSED, Fate.UNAVAILABLE)
    ]
    assert unwanted == []
    assert sum(result.fate is Fate.KILLED for result in results) >= _EACH
