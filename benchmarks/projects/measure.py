"""The whole program, serial, by its authors and with all offers, run in turn."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

from benchmarks.machine_load import MachineTime, load_since
from benchmarks.peers.outcomes import NoOffer, Outcome, Unavailable, Way, to_json
from benchmarks.peers.rounds import Run, take_turns
from benchmarks.peers.store import digest
from benchmarks.projects.bench import Bench, Program
from benchmarks.projects.tree import Tree, build

_OPENMP = ("-fopenmp",)
_RUN_LIMIT_S = 120.0


def measure(bench: Bench, program: Program, *, may_run: bool) -> dict[str, object] | None:
    """The outcome of every way, kept from an earlier run if nothing changed."""
    name = program.recipe.name
    key = digest(program.key, program.pcg.key(), f"{bench.seconds_each:g}")
    kept = bench.store.read(name, "times", key)
    if kept is not None or not may_run:
        return kept
    outcomes: dict[Way, Outcome] = {}
    ready: dict[Way, Tree] = {}
    for way, tree, extra in _versions(program):
        made = _build(program, tree, way, extra)
        if isinstance(made, Tree):
            ready[way] = made
        else:
            outcomes[way] = made
    if Way.GCC not in ready:
        raise ValueError(f"{name} does not build as it is: {outcomes[Way.GCC]}")

    def run(way: Way) -> Run | Unavailable:
        return run_once(ready[way], bench.tools.environment)

    before = MachineTime.now()
    outcomes |= take_turns(tuple(ready), run, program.recipe.check.difference, bench.seconds_each)
    result: dict[str, object] = {way.value: to_json(one) for way, one in outcomes.items()}
    measured: dict[str, object] = {"outcomes": result, "load": str(load_since(before))}
    bench.store.write(name, "times", key, measured)
    return measured


def run_once(tree: Tree, environment: Mapping[str, str]) -> Run | Unavailable:
    """One run of the program built in ``tree``: seconds on the clock, and its results."""
    for path in _written(tree):
        path.unlink()
    began = time.perf_counter()
    try:
        done = subprocess.run(
            [str(tree.folder / tree.command[0]), *tree.command[1:]],
            cwd=tree.folder,
            env=dict(environment),
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_RUN_LIMIT_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Unavailable(f"took more than {_RUN_LIMIT_S:g} s")
    seconds = time.perf_counter() - began
    if done.returncode not in tree.recipe.statuses:
        return Unavailable(f"ended with status {done.returncode}")
    contents = [path.read_bytes() for path in _written(tree)]
    try:
        return Run(seconds, tree.recipe.check.results(done.stdout, contents))
    except ValueError as error:
        return Unavailable(f"its results cannot be read: {error}")


def _versions(program: Program) -> list[tuple[Way, Tree, tuple[str, ...]]]:
    found: list[tuple[Way, Tree, tuple[str, ...]]] = [
        (Way.GCC, program.serial, ()),
        (Way.PCG, program.pcg, _OPENMP),
    ]
    if program.expert is not None:
        found.insert(1, (Way.EXPERT, program.expert, _OPENMP))
    return found


def _build(
    program: Program, tree: Tree, way: Way, extra: tuple[str, ...]
) -> Tree | NoOffer | Unavailable:
    if way is Way.PCG and tree.texts() == program.serial.texts():
        return NoOffer("no loop was changed")
    made = build(tree, extra)
    return made if isinstance(made, Unavailable) else tree


def _written(tree: Tree) -> list[Path]:
    return sorted(p for name in tree.recipe.check.files for p in tree.folder.glob(name))
