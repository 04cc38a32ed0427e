"""The long form: ``python -m tests.integration.robustness [COUNT]`` kills at random moments."""

from __future__ import annotations

import random
import signal
import sys
import tempfile
from pathlib import Path

from tests.integration.robustness.place import Place
from tests.integration.robustness.test_interruption import interrupt

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL)
_LONGEST_SECONDS = 12.0


def main(count: int) -> int:
    """Print a line for each signal; 1 if anything was left or broken."""
    drawn = random.Random("robustness")
    wrong = 0
    print("signal   moments  wrong")
    for number in _SIGNALS:
        failures: list[str] = []
        for _ in range(count):
            with tempfile.TemporaryDirectory() as folder:
                place = Place(Path(folder))
                told = interrupt(place, number, drawn.uniform(0.0, _LONGEST_SECONDS))
                failures += [told] if told else []
        print(f"{number.name:<8} {count:>7} {len(failures):>6}")
        for told in failures:
            print(f"    {told}")
        wrong += len(failures)
    return min(wrong, 1)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10))
