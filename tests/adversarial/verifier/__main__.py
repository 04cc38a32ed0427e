"""The adversarial suite's long form: every candidate through every check.

    python -m tests.adversarial.verifier [--only PATTERN] [--update-docs] [--json FILE] [--all]

Exit status: 1 if anything wrong was verified or anything right refuted, else 0.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import re
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from pcg_engine.adapters.user_folders import cache_folder
from tests.adversarial.verifier import corpus, suite
from tests.adversarial.verifier.judgement import Standing
from tests.adversarial.verifier.table import Row, count, markdown

_DOCUMENT = Path(__file__).parents[3] / "docs" / "verification.md"
_BEGIN = "<!-- adversarial suite: begin (written by python -m tests.adversarial.verifier) -->\n"
_END = "<!-- adversarial suite: end -->\n"


def main(arguments: Sequence[str]) -> int:
    """Run the suite and print its table; see the module's text."""
    parser = argparse.ArgumentParser(prog="python -m tests.adversarial.verifier")
    parser.add_argument("--only", default="", help="candidates whose name matches this pattern")
    parser.add_argument(
        "--brief", action="store_true", help="stop where `pcg verify` stops: no figures by check"
    )
    parser.add_argument("--update-docs", action="store_true", help="write the table into docs/")
    parser.add_argument("--json", type=Path, help="write every finding to this file")
    parser.add_argument("--all", action="store_true", help="show every finding of every check")
    options = parser.parse_args(arguments)
    if options.update_docs and (options.only or options.brief):
        parser.error("--update-docs needs the whole corpus and every check")
    logging.basicConfig(level=logging.ERROR)
    entries = [entry for entry in corpus.load() if re.search(options.only, entry.name)]
    started = time.monotonic()
    progress = _Progress(len(entries), everything=options.all)
    with suite.open_bench(cache_folder(os.environ), _note) as bench:
        rows = suite.run(bench, entries, progress, to_the_end=not options.brief)
    figures = count(rows)
    _print_exceptions(rows)
    print(markdown(figures))
    print(f"{len(rows)} candidates in {(time.monotonic() - started) / 60:.1f} minutes")
    if options.json is not None:
        options.json.write_text(json.dumps([_fields(row) for row in rows], indent=1))
    if options.update_docs:
        _update(_DOCUMENT, markdown(figures))
    failures = [row for row in rows if row.is_failure]
    for row in failures:
        print(f"FAILED: {row.entry.name}: {row.standing} ({row.entry.why})")
    return 1 if failures else 0


class _Progress:
    """Prints one line a candidate as it is judged."""

    def __init__(self, total: int, *, everything: bool) -> None:
        self._total = total
        self._seen = 0
        self._everything = everything

    def __call__(self, row: Row) -> None:
        self._seen += 1
        told = row.judgement.told
        words = "" if told is None else f": {told.check} {told.code}"
        counted = f"[{min(self._seen, self._total)}/{self._total}]"
        print(f"{counted} {row.entry.name}: {row.standing}{words}", flush=True)
        if self._everything:
            for found in row.judgement.findings:
                print(f"    {found.check}: {found.outcome} {found.code} | {found.detail}")


def _print_exceptions(rows: Sequence[Row]) -> None:
    """Whatever is not as it should be, with its reasons."""
    for row in rows:
        as_expected = Standing.RIGHT_REASON if row.entry.is_wrong else Standing.VERIFIED
        if row.standing is as_expected:
            continue
        told = row.judgement.told
        words = "" if told is None else f"{told.check} {told.code}: {told.detail}"
        print(f"{row.entry.name}: {row.standing}: {words}")
    print()


def _fields(row: Row) -> dict[str, object]:
    return {
        "name": row.entry.name,
        "family": row.entry.family,
        "standing": row.standing.value,
        "checks": [
            {"name": f.check, "outcome": f.outcome, "code": f.code, "detail": f.detail}
            for f in row.judgement.findings
        ],
    }


def _update(document: Path, table: str) -> None:
    """Write ``table`` between the markers of ``document``."""
    text = document.read_text()
    before, found, rest = text.partition(_BEGIN)
    _, closed, after = rest.partition(_END)
    if not (found and closed):
        raise SystemExit(f"{document} lacks the markers of the suite's table")
    document.write_text(f"{before}{_BEGIN}\n{table}\n{_END}{after}")


def _note(text: str) -> None:
    print(text, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
