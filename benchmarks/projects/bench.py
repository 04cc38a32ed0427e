"""One program, step by step: planted, profiled, given to PCG nest by nest."""

from __future__ import annotations

import difflib
import json
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from benchmarks.peers.outcomes import Unavailable
from benchmarks.peers.pcg_runs import Pcg
from benchmarks.peers.store import Store, digest
from benchmarks.peers.toolchain import Toolchain
from benchmarks.projects.directives import stripped
from benchmarks.projects.profile import HotLoop, ProgramLoop, hot_loops, loops_of
from benchmarks.projects.recipe import Recipe
from benchmarks.projects.tree import (
    MAKEFILE,
    Tree,
    build,
    planted,
    read_text,
    sources,
    write_build,
    write_text,
)
from benchmarks.projects.verdicts import Class, Verdict, inner_decision, verdict
from pcg_engine.domain.source import SourceText

_PROFILED = ("-g", "-fPIE", "-pie")
"""Position-independent, so that sampled addresses are those that ``addr2line`` takes."""


@dataclass(frozen=True, slots=True)
class Bench:
    """What all programs share: ``source`` has their folders, copies lie in ``scratch``."""

    source: Path
    scratch: Path
    store: Store
    tools: Toolchain
    pcg: Pcg
    seconds_each: float

    @property
    def compilers(self) -> Mapping[bool, str]:
        """Of C (``True``) and of C++."""
        return {True: self.tools.gcc, False: self.tools.gxx}


@dataclass(frozen=True, slots=True)
class Program:
    """One program, planted: ``serial`` has no OpenMP, ``pcg`` is what becomes of it.

    ``revision`` is that of the folder the user has; ``expert_loops`` those that the authors'
    directives are for, by their place in the serial text. ``expert`` is missing without any.
    """

    recipe: Recipe
    revision: str
    serial: Tree
    pcg: Tree
    expert: Tree | None
    expert_loops: tuple[ProgramLoop, ...]
    key: str


@dataclass(frozen=True, slots=True)
class Step:
    """PCG's answer for a hot nest; it was asked of lines ``line`` to ``end_line`` of the file.

    ``captured`` calls of the program's own run were given to it; ``capture`` says why there are
    none, where some were wanted.
    """

    hot: HotLoop
    line: int
    end_line: int
    said: Mapping[str, object]
    captured: int = 0
    capture: str = ""

    @property
    def verdict(self) -> Verdict:
        """Of the nest."""
        if not self.said:
            reason = "an offer for an earlier nest changed this one"
            return Verdict(Class.INCONCLUSIVE, "changed-before", reason)
        return verdict(self.said, self.line, self.end_line)

    def verdict_of(self, loop: ProgramLoop) -> Verdict:
        """Of a loop in the nest: the nest's, or what forbids this one where that tells nothing."""
        whole = self.verdict
        if loop.is_nest or whole.kind in (Class.OFFERED, Class.NOT_FASTER):
            return whole
        inner = inner_decision(self.said, loop.line + self.line - self.hot.loop.line)
        if inner is not None:
            return inner
        if whole.kind is not Class.NOT_PARALLEL:
            return whole
        reason = f"only the nest around it was judged: {whole.reason}"
        return Verdict(Class.INCONCLUSIVE, whole.code, reason, analysed=whole.analysed)


def prepare(bench: Bench, recipe: Recipe) -> Program:
    """Plant it, in all versions. Raises ``ValueError`` if the sources are not as expected."""
    folder = bench.scratch / recipe.name
    serial = planted(recipe, bench.source, folder / "serial", is_expert=False)
    expert = None
    loops: tuple[ProgramLoop, ...] = ()
    if recipe.has_expert:
        expert = planted(recipe, bench.source, folder / "expert", is_expert=True)
        write_build(expert, bench.compilers)
        loops = tuple(expert_loops(expert.folder, serial.folder))
    pcg = planted(recipe, bench.source, folder / "pcg", is_expert=False)
    for tree in (serial, pcg):
        write_build(tree, bench.compilers)
    key = digest(serial.key(), "" if expert is None else expert.key(), bench.tools.identity)
    revision = _revision(bench.source / recipe.name)
    return Program(recipe, revision, serial, pcg, expert, loops, key)


def expert_loops(expert: Path, serial: Path) -> Iterator[ProgramLoop]:
    """For each directive on a loop the first loop behind it, as it lies in the serial text."""
    for path in sources(expert):
        name = path.relative_to(expert)
        lines = stripped(read_text(path)).loop_directives
        if not lines:
            continue
        loops = loops_of(SourceText(str(name), (serial / name).read_bytes()))
        for line in lines:
            behind = next((loop for loop in loops if loop.line > line), None)
            if behind is not None:
                yield behind


def profiled(bench: Bench, program: Program, *, may_run: bool) -> tuple[HotLoop, ...] | None:
    """Its hot loops, hottest first; ``None`` if that is not known yet and it may not be run.

    Raises ``ValueError`` if it does not build or cannot be profiled.
    """
    name = program.recipe.name
    kept = bench.store.read(name, "profile", program.key)
    if kept is None and may_run:
        made = build(program.serial, _PROFILED, "pcg-profiled")
        if isinstance(made, Unavailable):
            raise ValueError(f"{name}: {made.reason}")
        found = hot_loops(program.serial, made)
        kept = dict[str, object](loops=[one.to_json() for one in found])
        bench.store.write(name, "profile", program.key, kept)
    if kept is None:
        return None
    told = cast("list[Mapping[str, object]]", kept["loops"])
    return tuple(HotLoop.from_json(one) for one in told)


def hot_nests(hot: Sequence[HotLoop]) -> list[HotLoop]:
    """Those around which no loop is; of several that begin in one line the first."""
    found: dict[tuple[str, int], HotLoop] = {}
    for one in hot:
        if one.loop.is_nest:
            found.setdefault((one.loop.file, one.loop.line), one)
    return list(found.values())


def answers(
    bench: Bench, program: Program, hot: tuple[HotLoop, ...], *, may_ask: bool, any_pcg: bool
) -> tuple[Step, ...]:
    """PCG's answers for the hot nests, one after the other, each on the text so far.

    Where ``may_ask`` is false, or after one question, only what was kept is given: fewer answers
    than hot nests. With ``any_pcg`` the newest answer to the same question will do. ``program.pcg``
    holds the text with all offers afterwards.
    """
    _restore(program)
    identity = bench.pcg.identity
    steps: list[Step] = []
    for one in hot_nests(hot):
        path = program.pcg.folder / one.loop.file
        text = read_text(path)
        line = line_now(read_text(program.serial.folder / one.loop.file), text, one.loop.line)
        if line is None:
            steps.append(Step(one, one.loop.line, one.loop.end_line, {}))
            continue
        question = digest(program.key, program.pcg.key(), one.loop.file, str(line))
        key = digest(question, identity)
        step = f"pcg-{digest(one.loop.file, str(one.loop.line))}"
        kept = bench.store.read(program.recipe.name, step, key)
        if kept is None and any_pcg:
            newest = bench.store.newest(program.recipe.name, step)
            kept = newest if newest is not None and newest["question"] == question else None
        end_line = line + one.loop.end_line - one.loop.line
        if kept is None:
            if not may_ask:
                break
            may_ask = False
            kept = _ask(bench, program, one, line, end_line) | {
                "version": bench.pcg.version,
                "budget": bench.pcg.budget,
                "question": question,
            }
            bench.store.write(program.recipe.name, step, key, kept)
        changed = kept.get("text")
        if isinstance(changed, str):
            write_text(path, changed)
        captured = int(str(kept["captured"]))
        steps.append(Step(one, line, end_line, kept, captured, str(kept["capture"])))
    return tuple(steps)


def _restore(program: Program) -> None:
    """The text before the first question; files that have it keep their time, for ``make``."""
    for name, text in program.serial.texts().items():
        path = program.pcg.folder / name
        if read_text(path) != text:
            write_text(path, text)


def line_now(before: str, after: str, line: int) -> int | None:
    """Where ``line`` of ``before`` is in ``after``; ``None`` if it was changed."""
    if before == after:
        return line
    matcher = difflib.SequenceMatcher(None, before.splitlines(), after.splitlines(), autojunk=False)
    for block in matcher.get_matching_blocks():
        if block.a < line <= block.a + block.size:
            return line - block.a + block.b
    return None


def _ask(
    bench: Bench, program: Program, hot: HotLoop, line: int, end_line: int
) -> dict[str, object]:
    """One nest; once more with inputs of the program's run where they may help."""
    file = program.pcg.folder / hot.loop.file
    output = program.pcg.folder.parent / f"answer{file.suffix}"
    options = ("--line", str(line))
    pcg = bench.pcg
    said = pcg.parallelize(file, hot.loop.function, output, None, (*options, "--no-captured"))
    said |= {"captured": 0, "capture": ""}
    if not verdict(said, line, end_line).wants_inputs:
        return said
    folder = (
        program.pcg.folder.parent / "captured" / digest(program.pcg.key(), str(file), str(line))
    )
    make = f"make -s -j2 -f {MAKEFILE}"
    build(program.pcg)  # so that the copy has only to be built anew where the recorder is
    taken = pcg.capture(file, options, folder, program.pcg.folder, make, program.pcg.command)
    if "failure" in taken:
        return said | {"capture": str(taken["failure"])}
    again = pcg.parallelize(
        file, hot.loop.function, output, None, (*options, "--captured", str(folder))
    )
    calls = captured_calls(str(taken["report"]))
    if "failure" in again:
        return said | {"captured": calls, "capture": str(again["failure"])}
    return again | {"captured": calls, "capture": ""}


def captured_calls(report: str) -> int:
    """How many calls ``pcg capture --json`` kept."""
    return len(cast("list[object]", cast("dict[str, object]", json.loads(report))["calls"]))


def _revision(folder: Path) -> str:
    """The commit of the user's clone."""
    asked = ["git", "-C", str(folder), "describe", "--always", "--tags", "--dirty"]
    told = subprocess.run(asked, capture_output=True, text=True, check=False)
    return told.stdout.strip() or "unknown revision"
