"""What do PCG, GCC, Polly and experts gain on the same programs, measured in one run?

Run ``python benchmarks/peers.py --source DIR [--only PROGRAM]… [--seconds S]``, where DIR holds
PolyBench/C 4.2.1, NPB-CPP or TSVC_2 (decisions only). With ``--seconds`` it begins nothing new
after that time; the same command goes on. Results are kept in ``build/peers`` until the programs,
PCG or the compilers change; with ``--any-pcg`` PCG's newest answers are taken even if PCG changed
since. ``docs/peers.md`` tells what is compared; ``--update-docs`` writes the tables there.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.measuring import ROOT, measuring_arguments
from benchmarks.peers import npb_report
from benchmarks.peers.docs import conditions, replaced
from benchmarks.peers.npb import BENCHMARKS
from benchmarks.peers.npb_runs import NpbBench, Step, answers, hot, measure as measure_npb, prepare
from benchmarks.peers.pcg_runs import Pcg
from benchmarks.peers.polybench_report import report, row
from benchmarks.peers.polybench_runs import Bench, ask_pcg, kept_answer, measure, programs
from benchmarks.peers.store import Store
from benchmarks.peers.tables import Row
from benchmarks.peers.toolchain import Toolchain
from benchmarks.peers.tsvc_runs import tsvc_report

_KEPT = ROOT / "build" / "peers"
_DOCS = ROOT / "docs" / "peers.md"


def main() -> int:
    """Measure, and print the tables."""
    arguments = _arguments()
    if arguments.source is None:
        print("nothing is measured without --source DIR: see docs/peers.md")
        return 0
    tools = Toolchain.found(arguments.threads)
    pcg = Pcg(arguments.pcg.resolve(), arguments.budget, arguments.threads)
    try:
        suite, text = _measure(arguments, tools, pcg)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    print(text)
    if arguments.update_docs:
        _DOCS.write_text(replaced(_DOCS.read_text(), suite, text))
    return 0


def _measure(arguments: argparse.Namespace, tools: Toolchain, pcg: Pcg) -> tuple[str, str]:
    """The suite's name and its tables."""
    source: Path = arguments.source.resolve()
    if (source / "src" / "tsvc.c").exists():
        return "tsvc", tsvc_report(source, _KEPT / "tsvc", tools, pcg)
    if (source / "NPB-SER").is_dir():
        npb = NpbBench(
            source=source,
            scratch=_KEPT / "npb",
            store=Store(_KEPT / "kept"),
            tools=tools,
            pcg=pcg,
            wanted_class=arguments.size,
            seconds_each=arguments.seconds_each,
        )
        return "npb", _npb(npb, arguments)
    bench = Bench(
        source=source,
        scratch=_KEPT / "polybench",
        store=Store(_KEPT / "kept"),
        tools=tools,
        pcg=pcg,
        size=arguments.size,
        seconds_a_kernel=arguments.seconds_each,
    )
    return "polybench", _polybench(bench, arguments)


def _npb(bench: NpbBench, arguments: argparse.Namespace) -> str:
    end = time.monotonic() + arguments.seconds
    rows: list[Row] = []
    said_of: list[Mapping[str, object]] = []
    wanted: list[str] = arguments.only or list(BENCHMARKS)
    for name in wanted:
        prepare(bench, name)
        count = -1
        steps: tuple[Step, ...] = ()
        while len(steps) > count:  # one question at a time, as long as there is time
            count = len(steps)
            steps = answers(bench, name, may_ask=time.monotonic() < end, any_pcg=arguments.any_pcg)
        if len(steps) < len(hot(bench, name)):
            continue
        kept = measure_npb(bench, name, steps, may_run=time.monotonic() < end)
        if kept is not None:
            rows.append(npb_report.row(name, bench.problem_class(name), steps, kept))
            said_of.extend(step.said for step in steps)
    missing = _missing(wanted, rows)
    return npb_report.report(rows, missing, conditions(bench.tools, said_of))


def _missing(wanted: Sequence[str], rows: Sequence[Row]) -> list[str]:
    """What has no row; said aloud, too."""
    missing = sorted(set(wanted) - {one.name for one in rows})
    if missing:
        print(f"stopped, {len(missing)} are missing: run the same command again", file=sys.stderr)
    return missing


def _polybench(bench: Bench, arguments: argparse.Namespace) -> str:
    end = time.monotonic() + arguments.seconds
    rows: list[Row] = []
    said_of: list[Mapping[str, object]] = []
    wanted = programs(bench, tuple(arguments.only))
    answered = {p: kept_answer(bench, p, any_pcg=arguments.any_pcg) for p in wanted}
    for program in sorted(wanted, key=lambda p: answered[p] is None):
        said = answered[program]
        if said is None and time.monotonic() < end:
            print(f"{program.kernel.name}: PCG", file=sys.stderr)
            said = ask_pcg(bench, program)
        if said is None:
            continue
        kept = measure(bench, program, said, may_run=time.monotonic() < end)
        if kept is None:
            continue
        print(f"{program.kernel.name}: measured", file=sys.stderr)
        rows.append(row(program, said, kept))
        said_of.append(said)
    rows.sort(key=lambda one: one.name)
    missing = _missing([program.kernel.name for program in wanted], rows)
    return report(rows, missing, conditions(bench.tools, said_of))


def _arguments() -> argparse.Namespace:
    parser = measuring_arguments(__doc__, budget=60.0, each="function")
    parser.add_argument("--size", default="auto", help="PolyBench: LARGE, LARGE/3, …; NPB: S, W, …")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
