"""What all comparisons with other people's programs are told on the command line."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def measuring_arguments(
    description: str | None, *, budget: float, each: str
) -> argparse.ArgumentParser:
    """A parser; PCG has ``budget`` seconds for ``each`` unless the user says otherwise."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--source", type=Path, metavar="DIR")
    parser.add_argument("--only", action="append", default=[], metavar="PROGRAM")
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--budget", type=float, default=budget, help=f"seconds of PCG for a {each}")
    parser.add_argument("--seconds-each", type=float, default=25.0, help="of timing, a program")
    parser.add_argument("--seconds", type=float, default=float("inf"))
    parser.add_argument("--pcg", type=Path, default=ROOT, help="the checkout that is measured")
    parser.add_argument("--any-pcg", action="store_true")
    parser.add_argument("--update-docs", action="store_true")
    return parser
