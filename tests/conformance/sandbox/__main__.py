"""``python -m tests.conformance.sandbox``: the table of promises, tried on this machine.

With ``--adapter`` and ``--user`` one adapter as one user, as JSON. Exits with 1 if a promise was
broken.
"""

from __future__ import annotations

import argparse
import json
import sys

from pcg_engine.ports import Guarantee
from tests.conformance.sandbox.subjects import ADAPTERS, USERS, examine_as, users_here


def main() -> int:
    """Examine, print, and say by the exit code whether everything held."""
    parser = argparse.ArgumentParser(prog="python -m tests.conformance.sandbox")
    parser.add_argument("--adapter", choices=ADAPTERS, action="append")
    parser.add_argument("--user", choices=USERS, action="append")
    parser.add_argument("--json", action="store_true", help="print one object instead of a table")
    arguments = parser.parse_args()
    columns = {
        f"{adapter}/{user}": examine_as(adapter, user)
        for adapter in arguments.adapter or ADAPTERS
        for user in arguments.user or users_here()
    }
    failures = [
        f"{column}: {failure}"
        for column, examination in columns.items()
        for failure in (examination.failures if examination is not None else ["does not work here"])
    ]
    table = {
        guarantee.value: {
            column: "does not work" if examination is None else examination.verdict(guarantee)
            for column, examination in columns.items()
        }
        for guarantee in Guarantee
    }
    if arguments.json:
        print(json.dumps({"table": table, "failures": failures}, indent=1))
        return 1 if failures else 0
    width = max(map(len, table)) + 2
    print(" " * width + "".join(f"{column:<20}" for column in columns))
    for name, row in table.items():
        print(f"{name:<{width}}" + "".join(f"{word:<20}" for word in row.values()))
    for failure in failures:
        print(failure, file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
