"""From command to offer: ``pcg parallelize`` on a one-loop file against the bare compiler runs.

Run ``python benchmarks/offer.py``. A verified offer needs these builds: with the user's compiler
the candidate, and original and candidate as test programs; with clang the tree, the sanitized,
covered, recorded and race-checked programs. The same builds, run bare one after the other, are the
unit; the time of the benchmark is what PCG reports of it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from machine_load import load_at_rest

_TARGET_RATIO = 3.0
_SOURCE = """\
#include <cmath>
#include <vector>

void wave(std::vector<double>& out, const std::vector<double>& in, int n) {
    for (int i = 0; i < n; ++i) out[i] = std::sin(in[i]) * std::exp(-in[i] * in[i]);
}
"""


def bare_builds(path: Path, clang: str) -> list[list[str]]:
    """The compiler runs that the checks cannot do without."""
    user = ["g++", "-std=c++20", "-O2", "-fPIC", str(path)]
    other = [clang, "-std=c++20", "-O1", "-g", "-fPIC", str(path)]
    out = ["-o", str(path.with_suffix(".out"))]
    shared = ["-shared", *out]
    return [
        [*user, "-fopenmp", "-c", *out],
        [*user, *shared],
        [*user, "-fopenmp", *shared],
        [clang, "-std=c++20", "-fopenmp", "-fsyntax-only", str(path)],
        [*other, "-fsanitize=address,undefined", "-c", *out],
        [*other, "-fsanitize=address,undefined", "-c", *out],
        [*other, "-fprofile-instr-generate", "-fcoverage-mapping", "-c", *out],
        [*other, "-fsanitize=thread", "-c", *out],
        [*other, "-fopenmp", "-fsanitize=thread", "-c", *out],
    ]


def main() -> int:
    """Measure and print; exit status 1 if there is no offer or the ratio is over the target."""
    clang = next(
        (c for c in ("clang++-19", "clang++-18", "clang++-17", "clang++-16") if _runs(c)), "clang++"
    )
    with tempfile.TemporaryDirectory(prefix="pcg-benchmark-") as folder:
        path = Path(folder, "wave.cpp")
        path.write_text(_SOURCE)
        environment = {**os.environ, "XDG_CACHE_HOME": folder}
        command = [sys.executable, "-m", "pcg_engine.cli", "parallelize", str(path), "--json"]
        path.with_name("warm.cpp").write_text(_SOURCE.replace("wave", "warm"))
        warm = [*command[:4], str(path.with_name("warm.cpp")), "--json"]
        # Once a machine: calibration, precompiled headers, the race detector's self-test.
        subprocess.run(warm, env=environment, check=False, stdout=subprocess.DEVNULL)

        earlier = load_at_rest()
        start = time.perf_counter()
        for build in bare_builds(path, clang):
            subprocess.run(build, check=True)
        bare = time.perf_counter() - start
        start = time.perf_counter()
        done = subprocess.run(command, env=environment, check=False, stdout=subprocess.PIPE)
        total = time.perf_counter() - start
        load = max(earlier, load_at_rest(), key=lambda one: one.foreign or 0.0)

    result = json.loads(done.stdout)["results"][0]
    if result["offer"] is None:
        print(f"no offer: {result['verdict']}: {result['reason']}")
        print(load)
        return 1
    tried = len(result["candidates"])
    timed = sum(c["seconds"] for c in result["offer"]["checks"] if c["name"] == "benchmark")
    print(f"bare builds of one candidate: {bare:.2f} s; {tried} candidate(s) tried")
    print(f"command to result: {total:.2f} s, the shown benchmark {timed:.2f} s of it")
    for check in result["offer"]["checks"]:
        print(f"  {check['name']:<22}{check['seconds']:6.2f} s")
    ratio = (total - timed) / bare
    print(f"(command to result - benchmark) / bare builds = {ratio:.2f}")
    print(load)
    print(f"target <= {_TARGET_RATIO}: {'met' if ratio <= _TARGET_RATIO else load.verdict}")
    return 0 if ratio <= _TARGET_RATIO else 1


def _runs(compiler: str) -> bool:
    try:
        return (
            subprocess.run([compiler, "--version"], capture_output=True, check=False).returncode
            == 0
        )
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit(main())
