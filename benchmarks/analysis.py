"""What ``pcg analyze`` costs on a 1,000-line file, against a bare compiler run on the same file.

Run ``python benchmarks/analysis.py``. The first run of PCG finds an empty cache; the second knows
the headers but not the (changed) text, as when someone edits; the third finds all unchanged.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from generated_source import generate
from machine_load import MachineTime, load_since

_LINES = 1_000
_TARGET_SECONDS = 1.5
_HEADERS = b"#include <algorithm>\n#include <cmath>\n#include <vector>\n"


def seconds_of(command: list[str], environment: dict[str, str]) -> float:
    """Wall seconds of one run; raises if it fails."""
    start = time.perf_counter()
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> int:
    """Measure and print; exit status 1 if an edited file takes longer than the target."""
    with tempfile.TemporaryDirectory(prefix="pcg-benchmark-") as folder:
        path = Path(folder, "generated.cpp")
        text = _HEADERS + generate(_LINES, 1)
        path.write_bytes(text)
        environment = {**os.environ, "XDG_CACHE_HOME": folder}
        pcg = [sys.executable, "-m", "pcg_engine.cli", "analyze", str(path), "--format", "json"]
        compiler = ["g++", "-std=c++20", "-O2", "-c", str(path), "-o", str(Path(folder, "a.o"))]

        before = MachineTime.now()
        bare = min(seconds_of(compiler, environment) for _ in range(3))
        cold = seconds_of(pcg, environment)
        edited: list[float] = []
        for turn in range(3):
            path.write_bytes(text + b"// edit %d\n" % turn)
            edited.append(seconds_of(pcg, environment))
        unchanged = min(seconds_of(pcg, environment) for _ in range(3))
        load = load_since(before)

    print(f"{text.count(bytes([10]))} lines; seconds, and as a ratio to g++ -O2 -c ({bare:.2f} s):")
    for label, value in (
        ("empty cache", cold),
        ("edited file", min(edited)),
        ("unchanged file", unchanged),
    ):
        print(f"  {label:<16}{value:6.2f}   {value / bare:5.2f}")
    print(load)
    if min(edited) < _TARGET_SECONDS:
        print(f"target, edited file < {_TARGET_SECONDS} s: met")
        return 0
    print(f"target, edited file < {_TARGET_SECONDS} s: {load.verdict}")
    return 1


if __name__ == "__main__":
    sys.exit(main())
