"""In which loops of a program its time is spent, by sampled stacks."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.projects.tree import Tree, sources
from pcg_engine.domain.loops import Loop, LoopKind
from pcg_engine.domain.source import SourceText
from pcg_engine.syntax.index import LoopIndex

HOT = 0.05
"""The least share of the time, in the loop and in what it calls, of a hot loop."""

_FRAME = re.compile(r"\s+([0-9a-f]+)\s.*\((\S+)\)$")
_PLACE = re.compile(r"(.+):(\d+)(?: \(discriminator \d+\))?$")
_SAMPLES_A_SECOND = 499
_STACK_BYTES = 16384
_LIMIT_S = 300.0


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a file."""

    file: str
    line: int


@dataclass(frozen=True, slots=True)
class ProgramLoop:
    """A loop of a program.

    ``nest`` is the line of the outermost loop around it; its own if it ``is_nest``: no loop is.
    """

    file: str
    line: int
    end_line: int
    function: str
    nest: int
    is_nest: bool

    def holds(self, place: Place) -> bool:
        """Whether ``place`` lies in it."""
        return self.file == place.file and self.line <= place.line <= self.end_line


@dataclass(frozen=True, slots=True)
class HotLoop:
    """A loop, and the share of the program's time that was spent in it and in what it calls."""

    loop: ProgramLoop
    share: float

    def to_json(self) -> dict[str, object]:
        """For keeping."""
        return dict[str, object](asdict(self.loop), share=self.share)

    @staticmethod
    def from_json(kept: Mapping[str, object]) -> HotLoop:
        """What ``to_json`` made."""
        loop = ProgramLoop(
            file=str(kept["file"]),
            line=int(str(kept["line"])),
            end_line=int(str(kept["end_line"])),
            function=str(kept["function"]),
            nest=int(str(kept["nest"])),
            is_nest=bool(kept["is_nest"]),
        )
        return HotLoop(loop, float(str(kept["share"])))


def program_loops(folder: Path) -> tuple[ProgramLoop, ...]:
    """All loops in the sources and headers below ``folder``, as PCG's syntax finds them."""
    return tuple(
        loop
        for path in sources(folder)
        for loop in loops_of(SourceText(str(path.relative_to(folder)), path.read_bytes()))
    )


def loops_of(source: SourceText) -> tuple[ProgramLoop, ...]:
    """The loops of one file in the order of their lines; no functions that call themselves."""
    found = LoopIndex.build(source).loops
    by_ordinal = {(one.id.function, one.id.digest, one.id.ordinal): one for one in found}

    def outermost(loop: Loop) -> Loop:
        while loop.parent is not None:
            loop = by_ordinal[loop.id.function, loop.id.digest, loop.parent]
        return loop

    return tuple(
        ProgramLoop(
            file=source.path,
            line=source.location(one.span.start).line,
            end_line=source.location(one.span.end).line,
            function=one.id.function,
            nest=source.location(outermost(one).span.start).line,
            is_nest=one.parent is None,
        )
        for one in sorted(found, key=lambda one: one.span.start)
        if one.kind is not LoopKind.RECURSION
    )


def stacks(script: str, program: Path) -> list[tuple[int, ...]]:
    """The samples that ``perf script -F ip,sym,dso`` printed, as addresses in ``program``.

    A sample outside of it, from before it was loaded, is an empty stack.
    """
    found: list[tuple[int, ...]] = []
    for block in re.split(r"\n\s*\n", script):
        frames = [_FRAME.match(line) for line in block.splitlines() if line.strip()]
        if frames:
            here = [m[1] for m in frames if m is not None and Path(m[2]).name == program.name]
            found.append(tuple(int(address, 16) for address in here))
    return found


def places(told: str, folder: Path) -> dict[int, tuple[Place, ...]]:
    """What ``addr2line -a -i`` printed: of each address the lines below ``folder``, inlined too."""
    found: dict[int, tuple[Place, ...]] = {}
    address = 0
    for line in told.splitlines():
        if line.startswith("0x"):
            address = int(line, 16)
            found[address] = ()
        elif (match := _PLACE.match(line)) is not None:
            path = Path(os.path.normpath(match[1]))
            if path.is_relative_to(folder):
                place = Place(str(path.relative_to(folder)), int(match[2]))
                found[address] = (*found[address], place)
    return found


def shares(
    samples: Sequence[Sequence[int]],
    where: Mapping[int, Sequence[Place]],
    loops: Iterable[ProgramLoop],
) -> list[HotLoop]:
    """Of each loop the share of the samples that lie in it or in what it calls, greatest first."""
    by_file: dict[str, list[ProgramLoop]] = {}
    for loop in loops:
        by_file.setdefault(loop.file, []).append(loop)
    count: dict[ProgramLoop, int] = {}
    for sample in samples:
        lines = {place for address in sample for place in where.get(address, ())}
        inside = {
            loop for place in lines for loop in by_file.get(place.file, ()) if loop.holds(place)
        }
        for loop in inside:
            count[loop] = count.get(loop, 0) + 1
    total = max(len(samples), 1)
    found = [HotLoop(loop, number / total) for loop, number in count.items()]
    return sorted(found, key=lambda one: (-one.share, one.loop.file, one.loop.line))


def hot_loops(tree: Tree, program: Path) -> list[HotLoop]:
    """Those of ``program``, which was built from ``tree`` with ``-g``, hottest first.

    Raises ``ValueError`` if it cannot be profiled.
    """
    data = program.with_name("perf.data")
    stack = f"dwarf,{_STACK_BYTES}"
    asked = ["perf", "record", "-q", "-e", "cpu-clock", "-F", str(_SAMPLES_A_SECOND)]
    asked += ["--call-graph", stack, "-o", str(data), "--", str(program), *tree.recipe.arguments]
    ran = _run(asked, tree.folder)
    if ran.returncode not in tree.recipe.statuses:
        raise ValueError(f"perf record ended with status {ran.returncode}: {ran.stderr[-200:]}")
    told = _run(["perf", "script", "-i", str(data), "--no-inline", "-F", "ip,sym,dso"], tree.folder)
    data.unlink()
    samples = stacks(told.stdout, program)
    addresses = sorted({address for sample in samples for address in sample})
    if not addresses:
        raise ValueError(f"perf saw nothing of {program.name}: {told.stderr[-200:]}")
    text = "".join(f"{address:#x}\n" for address in addresses)
    lines = _run(["addr2line", "-a", "-i", "-e", str(program)], tree.folder, text)
    found = shares(samples, places(lines.stdout, tree.folder), program_loops(tree.folder))
    return [one for one in found if one.share >= HOT]


def _run(
    words: Sequence[str], folder: Path, given: str | None = None
) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(
            words,
            cwd=folder,
            input=given,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_LIMIT_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ValueError(f"{words[0]}: {error}") from error
