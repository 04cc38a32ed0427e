"""The adversarial suite's short form: what runs with the tests.

Of each family the first two wrong candidates, by name, and the first right one of every second
original.
The long form (``python -m tests.adversarial.verifier``) runs all of them through every check.
"""

from __future__ import annotations

from collections.abc import Generator
from itertools import groupby

import pytest

from tests.adversarial.verifier import corpus, suite
from tests.adversarial.verifier.bench import Bench
from tests.adversarial.verifier.corpus import FAMILIES, Entry
from tests.adversarial.verifier.judgement import Standing, standing

pytestmark = [
    pytest.mark.needs("gxx"),
    pytest.mark.needs("clang"),
    pytest.mark.needs("archer"),
    pytest.mark.needs("llvm-tools"),
    pytest.mark.needs("bubblewrap"),
]

_OF_EACH_FAMILY = 2


def chosen() -> list[Entry]:
    """The candidates of the short form; those that only a measurement can refuse are not here."""
    entries = corpus.load()
    wrong = [
        entry
        for family in FAMILIES.keys() - corpus.TIMED
        for entry in [e for e in entries if e.family == family][:_OF_EACH_FAMILY]
    ]
    right = [
        next(group)
        for _, group in groupby((e for e in entries if not e.is_wrong), lambda e: e.original)
    ]
    return sorted([*wrong, *right[::2]], key=lambda entry: entry.name)


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Generator[Bench]:
    with suite.open_bench(tmp_path_factory.mktemp("cache"), print) as made:
        yield made


@pytest.mark.parametrize("entry", chosen(), ids=lambda entry: entry.name)
def test_short_form(entry: Entry, bench: Bench) -> None:
    """Nothing wrong is verified, nothing right refuted, and refusals give the right reason."""
    judgement = bench.judge(entry, to_the_end=False)
    found = standing(entry, judgement)
    accepted = {Standing.RIGHT_REASON} if entry.is_wrong else {Standing.VERIFIED}
    assert found in accepted | {Standing.OPEN}, (entry.why, judgement.told)
