"""Does the analysis miss a dependence that running the loop shows?

Run ``python benchmarks/oracle.py --nests 20000 [--seed N] [--jobs N] [--seconds S]``. Random nests
are analysed, compiled and run on several small inputs, and memory that the parameters may share is
shared in some of the runs. A loop that the analysis calls parallel (where its guards hold, given
its clauses) and whose iterations conflict is a miss: it is made small, printed, and the exit
status is 1. With ``--seconds`` it stops after about that time; the same command goes on. Results
are kept in ``build/oracle`` until the analysis or the oracle changes.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.dependence_oracle.execution import Tools, build_runtime
from benchmarks.dependence_oracle.figures import Figures
from benchmarks.dependence_oracle.generator import random_nest
from benchmarks.dependence_oracle.nests import Nest
from benchmarks.dependence_oracle.shrinking import observe_nests, shrunk
from pcg_engine.domain.toolchain import CompileCommand
from pcg_engine.wiring import analysis_bench

_ROOT = Path(__file__).resolve().parents[1]
_BATCH = 200
_SHOWN = 5


def nests_of(seed: int, first: int, count: int) -> tuple[Nest, ...]:
    """``count`` nests of the run ``seed``, from number ``first`` on."""
    return tuple(
        random_nest(seed * 10_000_019 + k, f"nest_{k}") for k in range(first, first + count)
    )


@cache
def tools_in(folder: Path) -> Tools:
    """The tools of this machine; what they write is put into ``folder``."""
    compiler = shutil.which("g++")
    if compiler is None:
        sys.exit("g++ is needed: run scripts/system-tools")
    reader = analysis_bench(CompileCommand("c++", (), str(folder)), temporary=folder).reader
    return Tools(reader, compiler, build_runtime(compiler, folder))


def main() -> int:
    """Run, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nests", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=float("inf"))
    parser.add_argument("--only", type=int, help="this nest alone, with all that was seen")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="pcg-oracle-") as scratch:
        os.environ["XDG_CACHE_HOME"] = scratch  # nobody reads these nests again
        if arguments.only is not None:
            return _one(arguments.seed, arguments.only, Path(scratch))
        end = time.monotonic() + arguments.seconds
        total = _all(arguments.nests, arguments.seed, arguments.jobs, end, Path(scratch))
        print(total.table())
        for name, finding in total.misses[:_SHOWN]:
            _explain(name, finding, arguments.seed, Path(scratch))
    return 1 if total.misses else 0


@dataclass(frozen=True, slots=True)
class _Batch:
    """Nests to be observed until ``end`` (on the monotonic clock), and where the figures go."""

    seed: int
    first: int
    count: int
    end: float
    folder: Path
    file: Path

    def observe(self) -> bool:
        """Write the figures; false if there was no time."""
        if time.monotonic() > self.end:
            return False
        folder = self.folder / f"{os.getpid()}"
        folder.mkdir(exist_ok=True)
        nests = nests_of(self.seed, self.first, self.count)
        figures = Figures.of(self.count, observe_nests(nests, tools_in(folder), folder, self.seed))
        self.file.write_text(figures.to_json())
        return True


def _all(nests: int, seed: int, jobs: int, end: float, folder: Path) -> Figures:
    """The figures of all batches, those of former runs included."""
    kept = _ROOT / "build" / "oracle" / f"{_version()}-{seed}"
    kept.mkdir(parents=True, exist_ok=True)
    total = Figures()
    batches = [
        _Batch(seed, first, count, end, folder, kept / f"{first}-{count}.json")
        for first in range(0, nests, _BATCH)
        for count in (min(_BATCH, nests - first),)
    ]
    waiting = [b for b in batches if not b.file.exists()]
    for batch in batches:
        if batch.file.exists():
            total.add(Figures.from_json(batch.file.read_text()))
    with ProcessPoolExecutor(jobs) as pool:
        for batch, is_done in zip(waiting, pool.map(_Batch.observe, waiting), strict=True):
            if is_done:
                total.add(Figures.from_json(batch.file.read_text()))
                print(f"{total.nests} of {nests}, {len(total.misses)} missed", file=sys.stderr)
    if total.nests < nests:
        print("stopped: run the same command again to go on", file=sys.stderr)
    return total


def _explain(name: str, finding: str, seed: int, folder: Path) -> None:
    number = int(name.removeprefix("nest_"))
    (nest,) = nests_of(seed, number, 1)
    print(f"\nmissed: {finding}")
    print(f"python benchmarks/oracle.py --seed {seed} --only {number}")
    print(shrunk(nest, tools_in(folder), folder, seed).text)


def _one(seed: int, number: int, folder: Path) -> int:
    (nest,) = nests_of(seed, number, 1)
    tools = tools_in(folder)
    print(nest.text)
    missed = 0
    for one in observe_nests((nest,), tools, folder, seed):
        facts = one.marked.facts
        verdict = " ".join((facts.parallelizability.value, *facts.with_))
        guards = "".join(f"\n  if {a.guard}" for a in facts.assumptions)
        reasons = "".join(f"\n  {r.code}: {r.message}" for r in facts.reasons)
        print(f"{facts.loop.id.ordinal}: {verdict}{guards}{reasons}\n  {one.tally}")
        missed += one.tally.missed
    if missed:
        print(shrunk(nest, tools, folder, seed).text)
    return 1 if missed else 0


def _version() -> str:
    """Changes with whatever the figures depend on."""
    digest = hashlib.sha256()
    folders = (
        "pcg_engine/analysis",
        "pcg_engine/adapters/clang_ast",
        "pcg_engine/domain",
        "benchmarks/dependence_oracle",
    )
    for folder in folders:
        for file in sorted((_ROOT / folder).rglob("*.?[py]*")):
            digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


if __name__ == "__main__":
    sys.exit(main())
