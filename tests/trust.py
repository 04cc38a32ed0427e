"""Everything that tries to fool the verifier, break the sandbox or trip a command: ``make trust``.

    python -m tests.trust [SUITE…] [--update-docs]

Each suite also runs alone, as ``python -m MODULE``; a short form of each is part of the test suite.
What every suite prints is shown as it comes; their tables and failures are printed again at the
end. Exit status: 1 if a suite failed, else 0.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass

_KEPT = ("|", "FAILED", "MISSED")
"""How the lines begin that are worth printing twice: those of tables, and failures."""


@dataclass(frozen=True, slots=True)
class Suite:
    """One suite; ``documented`` if its table is part of the documentation."""

    name: str
    title: str
    module: str
    documented: bool = False


SUITES = (
    Suite("candidates", "Candidates, wrong and right", "tests.adversarial.verifier", True),
    Suite("mutants", "Verified offers, broken", "tests.adversarial.mutation", True),
    Suite("replies", "Replies of language models", "tests.adversarial.replies"),
    Suite("sandbox", "What the sandboxes hold", "tests.conformance.sandbox"),
    Suite("commands", "Bad input and interruptions", "tests.integration.robustness"),
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a suite ended, and what of its output is worth repeating."""

    suite: Suite
    status: int
    kept: tuple[str, ...]
    seconds: float


def main(arguments: Sequence[str]) -> int:
    """Run the suites that ``arguments`` name (all without), one after the other."""
    parser = argparse.ArgumentParser(prog="python -m tests.trust")
    parser.add_argument(
        "suites", nargs="*", metavar="SUITE", help=", ".join(s.name for s in SUITES)
    )
    parser.add_argument("--update-docs", action="store_true", help="write the tables into docs/")
    options = parser.parse_args(arguments)
    unknown = set(options.suites) - {suite.name for suite in SUITES}
    if unknown:
        parser.error(f"no such suite: {', '.join(sorted(unknown))}")
    chosen = [suite for suite in SUITES if not options.suites or suite.name in options.suites]
    outcomes = [_run(suite, update_docs=options.update_docs) for suite in chosen]
    for outcome in outcomes:
        verdict = "held" if outcome.status == 0 else f"FAILED (exit status {outcome.status})"
        print(f"\n== {outcome.suite.title}: {verdict}, {outcome.seconds / 60:.1f} minutes\n")
        print("".join(outcome.kept), end="")
    failed = [outcome.suite.name for outcome in outcomes if outcome.status]
    print(f"\ntrust: {'FAILED: ' + ', '.join(failed) if failed else 'every suite held'}")
    return 1 if failed else 0


def _run(suite: Suite, *, update_docs: bool) -> Outcome:
    print(f"== {suite.title} (python -m {suite.module})", flush=True)
    line = [sys.executable, "-m", suite.module]
    if update_docs and suite.documented:
        line.append("--update-docs")
    started = time.monotonic()
    kept: list[str] = []
    with subprocess.Popen(line, stdout=subprocess.PIPE, text=True) as process:
        for output in process.stdout or ():
            print(output, end="", flush=True)
            if output.startswith(_KEPT):
                kept.append(output)
    return Outcome(suite, process.returncode, _spaced(kept), time.monotonic() - started)


def _spaced(lines: Sequence[str]) -> tuple[str, ...]:
    """``lines`` with a blank line before each table's head, which a rule follows."""
    spaced: list[str] = []
    for line, following in zip(lines, (*lines[1:], ""), strict=True):
        if spaced and following.startswith(("|---", "| ---")):
            spaced.append("\n")
        spaced.append(line)
    return tuple(spaced)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
