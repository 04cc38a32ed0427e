"""The seed corpus: its sources are whole, and what is shipped is made of them as they are."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from pcg_engine.adapters.example_files import seed_examples
from pcg_engine.memory.examples import CATEGORIES, example_id, parse_lines
from pcg_engine.memory.normal_form import normal_form, slow_key

SOURCES = Path(__file__).resolve().parents[2] / "corpora" / "seed"
PAIRS = sorted(path.parent for path in SOURCES.glob("*/*/slow.cpp"))


def _codes(pair: Path) -> tuple[str, str]:
    return (pair / "slow.cpp").read_text("utf-8"), (pair / "fast.cpp").read_text("utf-8")


def test_every_category_has_its_share() -> None:
    counts = Counter(pair.parent.name for pair in PAIRS)
    assert sorted(counts) == sorted(CATEGORIES)
    assert min(counts.values()) >= 8
    assert len(PAIRS) >= 150


def test_slow_code_is_serial_and_fast_code_is_not() -> None:
    wrong = [
        str(pair.relative_to(SOURCES))
        for pair in PAIRS
        if "#pragma omp" in _codes(pair)[0] or "#pragma omp" not in _codes(pair)[1]
    ]
    assert wrong == []


def test_no_two_pairs_have_the_same_slow_code() -> None:
    keys = Counter(slow_key(_codes(pair)[0]) for pair in PAIRS)
    assert [key for key, count in keys.items() if count > 1] == []
    assert all(normal_form(slow) != normal_form(fast) for slow, fast in map(_codes, PAIRS))


def test_what_is_shipped_was_verified_as_it_is() -> None:
    shipped = parse_lines(*_text())
    sources = {example_id("seed", *_codes(pair)): pair for pair in PAIRS}
    for one in shipped:
        # Otherwise: scripts/verify-seed
        assert one.id in sources, f"{one.title} has changed since it was verified"
        assert (one.category, one.source) == (sources[one.id].parent.name, "seed")
        assert one.verified_by.startswith("pcg ")
        assert one.licence == "Apache-2.0"
        assert (one.speedup > 0) == bool(one.machine)
    assert len({one.id for one in shipped}) == len(shipped)


def test_what_is_shipped_is_enough_and_measured() -> None:
    shipped = parse_lines(*_text())
    counts = Counter(one.category for one in shipped)
    assert len(shipped) >= 150
    assert sorted(counts) == sorted(CATEGORIES)
    assert min(counts.values()) >= 8
    assert all(one.speedup > 1 for one in shipped)


def _text() -> tuple[str, str]:
    seed = seed_examples()
    return seed.text, seed.name
