"""The verifier's own yes, broken: verified offers with one mistake each.

    python -m tests.adversarial.mutation [--sample N] [--seed S] [--offers N] [--workers N]
        [--only TEXT] [--update-docs] [--json FILE] [--list]

A mutant that is verified must be equivalent to its offer: by an argument that is checked, or by a
reason in ``equivalent.toml``. Exit status: 1 if any was missed, or an entry of that file fits
nothing any more, else 0.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from pcg_engine.adapters.user_folders import cache_folder
from tests.adversarial.mutation import equivalence, offers
from tests.adversarial.mutation.equivalence import Key
from tests.adversarial.mutation.offers import Offer
from tests.adversarial.mutation.sample import sample
from tests.adversarial.mutation.table import markdown
from tests.adversarial.mutation.trial import Fate, Result, Trial
from tests.adversarial.verifier.suite import open_bench

SAMPLE = 250
SEED = 3
OFFERS = 40
WORKERS = 2

_DOCUMENT = Path(__file__).parents[3] / "docs" / "verification.md"
_BEGIN = "<!-- mutation: begin (written by python -m tests.adversarial.mutation) -->\n"
_END = "<!-- mutation: end -->\n"


def main(arguments: Sequence[str]) -> int:
    """Judge a sample of the mutants and print the tables; see the module's text."""
    parser = argparse.ArgumentParser(prog="python -m tests.adversarial.mutation")
    parser.add_argument("--sample", type=int, default=SAMPLE, help="how many mutants to judge")
    parser.add_argument("--seed", type=int, default=SEED, help="which ones")
    parser.add_argument("--offers", type=int, default=OFFERS, help="of how many offers")
    parser.add_argument("--workers", type=int, default=WORKERS, help="how many at a time")
    parser.add_argument("--only", default="", help="offers whose name contains this text")
    parser.add_argument("--update-docs", action="store_true", help="write the tables into docs/")
    parser.add_argument("--json", type=Path, help="write every result to this file")
    parser.add_argument("--list", action="store_true", help="list the mutants and judge none")
    options = parser.parse_args(arguments)
    if options.update_docs and options.only:
        parser.error("--update-docs needs all offers: leave --only out")
    logging.basicConfig(level=logging.ERROR)
    started = time.monotonic()
    with open_bench(cache_folder(os.environ), _note) as bench:
        laboratory = bench.laboratory
        all_offers = offers.load(laboratory.instruments.reader, laboratory.machine, options.only)
        chosen = sample(all_offers, options.sample, options.seed, options.offers)
        known = equivalence.reviewed()
        stale: set[Key] = set() if options.only else set(known) - _keys(all_offers)
        if options.list:
            for one in chosen:
                print(
                    f"{one.offer.name}:{one.mutant.line}: {one.mutant.operator}: {one.mutant.what}"
                )
            return 0
        trial = Trial(bench, all_offers, known)
        results = trial.run(chosen, _Progress(len(chosen)), options.workers)
    for rejected in trial.rejected:
        told = rejected.told
        print(f"not mutated: {rejected.offer.name}: {told.outcome}: {told.check} {told.code}")
    print()
    print(markdown(results))
    print(
        f"\n{len(results)} of {sum(len(offer.mutants) for offer in all_offers)} mutants of"
        f" {len(all_offers) - len(trial.rejected)} verified offers in"
        f" {(time.monotonic() - started) / 60:.1f} minutes"
    )
    if options.json is not None:
        options.json.write_text(json.dumps([_fields(result) for result in results], indent=1))
    if options.update_docs:
        _update(_DOCUMENT, markdown(results))
    missed = [result for result in results if result.fate is Fate.MISSED]
    for result in missed:
        print(f"MISSED: {_told(result)}")
    for key in stale:
        print(f"FAILED: equivalent.toml names a mutant that there is not: {key}")
    return 1 if missed or stale else 0


class _Progress:
    """Prints one line a mutant as it is judged."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._seen = 0

    def __call__(self, result: Result) -> None:
        self._seen += 1
        print(f"[{self._seen}/{self._total}] {_told(result)}", flush=True)


def _told(result: Result) -> str:
    mutant = result.sampled.mutant
    key = equivalence.key_of(result.sampled.offer, mutant)
    words = result.why
    if result.told is not None:
        words = f"{result.told.check} {result.told.code}"
    elif result.fate is Fate.MISSED:
        words = f"key {key.digest}"
    return (
        f"{result.sampled.offer.name}:{mutant.line}: {mutant.operator}: {mutant.what}:"
        f" {result.fate}: {words}"
    )


def _keys(all_offers: Sequence[Offer]) -> set[Key]:
    return {equivalence.key_of(offer, mutant) for offer in all_offers for mutant in offer.mutants}


def _fields(result: Result) -> dict[str, object]:
    mutant = result.sampled.mutant
    told = result.told
    return {
        "offer": result.sampled.offer.name,
        "operator": mutant.operator,
        "what": mutant.what,
        "line": mutant.line,
        "digest": equivalence.key_of(result.sampled.offer, mutant).digest,
        "fate": result.fate.value,
        "check": None if told is None else told.check.value,
        "code": None if told is None else told.code,
        "detail": None if told is None else told.detail,
        "why": result.why,
        "text": result.sampled.offer.part_of(mutant).decode("utf-8", "replace"),
    }


def _update(document: Path, table: str) -> None:
    """Write ``table`` between the markers of ``document``."""
    text = document.read_text()
    before, found, rest = text.partition(_BEGIN)
    _, closed, after = rest.partition(_END)
    if not (found and closed):
        raise SystemExit(f"{document} lacks the markers of the mutants' table")
    document.write_text(f"{before}{_BEGIN}\n{table}\n\n{_END}{after}")


def _note(text: str) -> None:
    print(text, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
