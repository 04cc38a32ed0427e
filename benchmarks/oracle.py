"""Does the analysis miss a dependence that running the loop shows?

Run ``python benchmarks/oracle.py --nests 20000 [--seed N] [--seconds S]``. Random loop nests are
analysed, compiled and run on several small inputs, and memory that the parameters may share is
shared in some of the runs. A loop that the analysis calls parallel (where its guards hold, given
its clauses) and whose iterations conflict is a miss: it is made small, printed, and the exit
status is 1. With ``--seconds`` it stops after about that time; the same command goes on. Results
are kept in ``build/oracle`` until the analysis or the oracle changes.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import sys
import tempfile
import time
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
    parser.add_argument("--seconds", type=float, default=float("inf"))
    parser.add_argument("--only", type=int, help="this nest alone, with all that was seen")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="pcg-oracle-") as scratch:
        tools = tools_in(Path(scratch))
        if arguments.only is not None:
            return _one(arguments.seed, arguments.only, tools, Path(scratch))
        total = _all(arguments.nests, arguments.seed, arguments.seconds, tools, Path(scratch))
        print(total.table())
        for name, finding in total.misses[:_SHOWN]:
            _explain(name, finding, arguments.seed, tools, Path(scratch))
    return 1 if total.misses else 0


def _all(nests: int, seed: int, seconds: float, tools: Tools, folder: Path) -> Figures:
    """The figures of all batches, those of former runs included."""
    kept = _ROOT / "build" / "oracle" / f"{_version()}-{seed}"
    kept.mkdir(parents=True, exist_ok=True)
    total = Figures()
    end = time.monotonic() + seconds
    for first in range(0, nests, _BATCH):
        count = min(_BATCH, nests - first)
        file = kept / f"{first}-{count}.json"
        if not file.exists():
            if time.monotonic() > end:
                print("stopped: run the same command again to go on", file=sys.stderr)
                break
            batch = nests_of(seed, first, count)
            figures = Figures.of(count, observe_nests(batch, tools, folder, seed))
            file.write_text(figures.to_json())
            missed = f", {len(figures.misses)} missed" if figures.misses else ""
            print(f"{first + count} of {nests}{missed}", file=sys.stderr)
        total.add(Figures.from_json(file.read_text()))
    return total


def _explain(name: str, finding: str, seed: int, tools: Tools, folder: Path) -> None:
    number = int(name.removeprefix("nest_"))
    (nest,) = nests_of(seed, number, 1)
    print(f"\nmissed: {finding}")
    print(f"python benchmarks/oracle.py --seed {seed} --only {number}")
    print(shrunk(nest, tools, folder, seed).text)


def _one(seed: int, number: int, tools: Tools, folder: Path) -> int:
    (nest,) = nests_of(seed, number, 1)
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
        "benchmarks/dependence_oracle",
    )
    for folder in folders:
        for file in sorted((_ROOT / folder).glob("*.?[py]*")):
            digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


if __name__ == "__main__":
    sys.exit(main())
