"""Replies as language models write them, judged by every check but the benchmark.

    python -m tests.adversarial.replies [--only TEXT]

Each reply of ``tests/recorded/replies`` is labelled: right ones must not be refuted, wrong ones
must not be verified, broken ones must not compile. Exit status: 1 if one is judged otherwise.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass

from pcg_engine.adapters.user_folders import cache_folder
from pcg_engine.domain.verdict import CheckName, Outcome
from pcg_engine.tools.reply.candidate import candidate_text
from pcg_engine.tools.reply.outcome import Extracted
from tests.adversarial.verifier.bench import Bench
from tests.adversarial.verifier.corpus import Entry
from tests.adversarial.verifier.judgement import Finding
from tests.adversarial.verifier.suite import open_bench
from tests.recorded_replies import (
    FOLDER,
    RecordedReply,
    function_of,
    outcomes,
    recorded_replies,
    source_of,
)

_JUDGED = ("right", "wrong", "broken")
_WORKERS = 2


@dataclass(frozen=True, slots=True)
class Row:
    """One reply with its label, and the finding that decided (``None``: verified)."""

    name: str
    label: str
    told: Finding | None

    @property
    def verdict(self) -> Outcome:
        """What the checks came to."""
        return Outcome.PASSED if self.told is None else self.told.outcome

    @property
    def is_failure(self) -> bool:
        """Whether the checks say other than the label."""
        match self.label:
            case "right":
                return self.verdict is Outcome.REFUTED
            case "wrong":
                return self.verdict is Outcome.PASSED
            case _:
                return self.told is None or self.told.check is not CheckName.COMPILE


def main(arguments: Sequence[str]) -> int:
    """Judge the replies and print the table; see the module's text."""
    parser = argparse.ArgumentParser(prog="python -m tests.adversarial.replies")
    parser.add_argument("--only", default="", help="replies whose name contains this text")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.ERROR)
    labels = outcomes()
    chosen = [
        one
        for one in recorded_replies()
        if labels[str(one)] in _JUDGED and options.only in str(one)
    ]
    started = time.monotonic()
    rows: list[Row] = []
    with (
        open_bench(cache_folder(os.environ), _note) as bench,
        ThreadPoolExecutor(_WORKERS, thread_name_prefix="reply") as pool,
    ):
        waiting = [pool.submit(_judge, bench, one, labels[str(one)]) for one in chosen]
        for future in as_completed(waiting):
            row = future.result()
            rows.append(row)
            told = "" if row.told is None else f": {row.told.check} {row.told.code}"
            counted = f"[{len(rows)}/{len(chosen)}]"
            print(f"{counted} {row.name} ({row.label}): {_WORDS[row.verdict]}{told}", flush=True)
    print()
    print(table(rows))
    print(f"\n{len(rows)} replies in {(time.monotonic() - started) / 60:.1f} minutes")
    failures = [row for row in rows if row.is_failure]
    for row in failures:
        print(f"FAILED: {row.name} is {row.label}, and {_WORDS[row.verdict]}")
    return 1 if failures else 0


_WORDS = {
    Outcome.PASSED: "verified",
    Outcome.REFUTED: "refuted",
    Outcome.INCONCLUSIVE: "inconclusive",
    Outcome.UNAVAILABLE: "unavailable",
}


def table(rows: Sequence[Row]) -> str:
    """How many replies of each label came to what."""
    counts = Counter((row.label, row.verdict) for row in rows)
    lines = ["| replies | " + " | ".join(_WORDS.values()) + " |", "|---|" + "---:|" * len(_WORDS)]
    for label in _JUDGED:
        cells = [str(counts[label, verdict]) for verdict in _WORDS]
        lines.append(f"| {label} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _judge(bench: Bench, recorded: RecordedReply, label: str) -> Row:
    source = source_of(recorded.subject)
    taken = candidate_text(recorded.reply, source, function_of(recorded.subject).span)
    assert isinstance(taken, Extracted), f"{recorded}: {taken}"
    original = FOLDER / recorded.subject / f"{recorded.subject}.cpp"
    entry = Entry(str(recorded), original, "", (), label, taken.data)
    return Row(str(recorded), label, bench.judge(entry, to_the_end=False).told)


def _note(text: str) -> None:
    print(text, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
