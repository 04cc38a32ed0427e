"""What does PCG find, refuse and gain in public programs?

Run ``python benchmarks/projects.py --source DIR [--only PROGRAM]… [--seconds S]``, where DIR holds
clones of the programs that ``docs/real-programs.md`` names, each in a folder of its own name; those
that are not there are left out. With ``--seconds`` it begins nothing new after that time; the same
command goes on. Results are kept in ``build/projects`` until the programs, PCG or the compilers
change; with ``--any-pcg`` PCG's newest answers are taken even if PCG changed since.
``--update-docs`` writes the tables into ``docs/real-programs.md``.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.measuring import ROOT, measuring_arguments
from benchmarks.peers.docs import replaced
from benchmarks.peers.pcg_runs import Pcg
from benchmarks.peers.store import Store
from benchmarks.peers.toolchain import Toolchain
from benchmarks.projects.bench import Bench, Step, answers, hot_nests, prepare, profiled
from benchmarks.projects.measure import measure
from benchmarks.projects.recipe import Recipe
from benchmarks.projects.recipes import RECIPES
from benchmarks.projects.report import Measured, conditions, report

_KEPT = ROOT / "build" / "projects"
_DOCS = ROOT / "docs" / "real-programs.md"


def main() -> int:
    """Measure, and print the tables."""
    arguments = _arguments()
    if arguments.source is None:
        print("nothing is measured without --source DIR: see docs/real-programs.md")
        return 0
    known = {recipe.name: recipe for recipe in RECIPES}
    unknown = sorted(set(arguments.only) - set(known))
    if unknown:
        print(f"no such program: {', '.join(unknown)}; known: {', '.join(known)}", file=sys.stderr)
        return 2
    bench = Bench(
        source=arguments.source.resolve(),
        scratch=_KEPT / "programs",
        store=Store(_KEPT / "kept"),
        tools=Toolchain.found(arguments.threads),
        pcg=Pcg(arguments.pcg.resolve(), arguments.budget, arguments.threads),
        seconds_each=arguments.seconds_each,
    )
    wanted = [recipe for recipe in RECIPES if not arguments.only or recipe.name in arguments.only]
    text = _measured(bench, wanted, time.monotonic() + arguments.seconds, arguments.any_pcg)
    print(text)
    if arguments.update_docs:
        _DOCS.write_text(replaced(_DOCS.read_text(), "programs", text, "projects"))
    return 0


def _measured(bench: Bench, wanted: list[Recipe], end: float, any_pcg: bool) -> str:
    found: list[Measured] = []
    left_out: list[str] = []
    for recipe in wanted:
        if not (bench.source / recipe.name).is_dir():
            left_out.append(f"{recipe.name} (not in the given folder)")
            continue
        try:
            one = _one(bench, recipe, end, any_pcg)
        except ValueError as error:
            left_out.append(f"{recipe.name} ({error})")
            continue
        if isinstance(one, str):
            left_out.append(f"{recipe.name} ({one}: run the same command again)")
        else:
            found.append(one)
    for reason in left_out:
        print(f"left out: {reason}", file=sys.stderr)
    said = [step.said for one in found for step in one.steps if step.said]
    return report(found, left_out, conditions(bench.tools, said))


def _one(bench: Bench, recipe: Recipe, end: float, any_pcg: bool) -> Measured | str:
    """Everything of one program, or what is not done yet."""

    def has_time() -> bool:
        return time.monotonic() < end

    began = time.monotonic()
    program = prepare(bench, recipe)
    hot = profiled(bench, program, may_run=has_time())
    if hot is None:
        return "not profiled yet"
    nests = len(hot_nests(hot))
    print(f"{recipe.name}: {nests} hot nests", file=sys.stderr)
    count = -1
    steps: tuple[Step, ...] = ()
    while len(steps) > count:  # one question at a time, as long as there is time
        count = len(steps)
        steps = answers(bench, program, hot, may_ask=has_time(), any_pcg=any_pcg)
        if len(steps) > count:
            print(f"{recipe.name}: {len(steps)} of {nests} asked", file=sys.stderr)
    if len(steps) < nests:
        return f"{len(steps)} of {nests} nests asked"
    times = measure(bench, program, may_run=has_time())
    if times is None:
        return "not timed yet"
    print(f"{recipe.name}: measured ({time.monotonic() - began:.0f} s)", file=sys.stderr)
    return Measured(program, hot, steps, times)


def _arguments() -> argparse.Namespace:
    parser = measuring_arguments(__doc__, budget=300.0, each="nest")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
