"""Reading, analysing, instrumenting and running many nests at once."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from benchmarks.dependence_oracle.instrumentation import (
    Insertion,
    MarkedLoop,
    insertions,
    marked,
    marked_loops,
)
from benchmarks.dependence_oracle.parameters import Parameter, parameters_of, runs
from pcg_engine.action.survey import survey
from pcg_engine.domain.ast import Function
from pcg_engine.domain.facts import LoopFacts
from pcg_engine.domain.internal_error import internal_errors
from pcg_engine.domain.measurement import MachineModel
from pcg_engine.domain.source import SourceText
from pcg_engine.domain.toolchain import CompileCommand
from pcg_engine.ports import AstReader, Cancellation

HERE = Path(__file__).resolve().parent
_FLAGS = ("-std=c++20", "-O0", "-w")
# GCC's instrumentation, because clang's leaves out fields and elements of local variables.
_INSTRUMENTED = (
    *_FLAGS,
    "-fsanitize=thread,signed-integer-overflow,integer-divide-by-zero,shift,bounds",
    "-D_GLIBCXX_ASSERTIONS",
    f"-I{HERE}",
)
_MACHINE = MachineModel(2, 1e-9, 1e10, 1.5e10, 5e-6, calibrated=False)
_SECONDS = 280


@dataclass(frozen=True, slots=True)
class Tools:
    """What runs nests; ``runtime`` is the oracle's object file."""

    reader: AstReader
    compiler: str
    runtime: Path


@dataclass(frozen=True, slots=True)
class Tally:
    """What was seen of one loop; see ``oracle.cpp``."""

    runs: int
    discarded: int
    entries: int
    iterated: int
    several: int
    hard_plain: int
    hard_aliased: int
    missed: int
    finding: str


@dataclass(frozen=True, slots=True)
class Observed:
    """One loop: what the analysis says of it, and what was seen."""

    nest: str
    marked: MarkedLoop
    tally: Tally


class Unbuildable(Exception):
    """The compiler does not take the text; the message is the compiler's."""


class Unanalysed(Exception):
    """PCG itself fails on a loop, which says nothing of the loop: that is no answer to measure."""


def build_runtime(compiler: str, folder: Path) -> Path:
    """Compile what every instrumented program is linked with."""
    target = folder / "oracle.o"
    _run([compiler, *_FLAGS[:1], "-O2", "-w", "-c", str(HERE / "oracle.cpp"), "-o", str(target)])
    return target


def observe(text: str, tools: Tools, folder: Path, seed: int) -> tuple[Observed, ...]:
    """Analyse and run every function of ``text`` that has loops and can be called.

    Raises ``Unbuildable`` and ``Unanalysed``.
    """
    source = SourceText(str(folder / "nests.cpp"), text.encode())
    Path(source.path).write_bytes(source.data)
    command = CompileCommand("c++", _FLAGS, str(folder))
    found = survey(source, command, tools.reader, _MACHINE, Cancellation())
    if found.errors:
        raise Unbuildable(found.errors[0].message)
    if broken := internal_errors(found.nests):
        raise Unanalysed(broken[0].message)
    by_function: dict[str, list[LoopFacts]] = {}
    for nest in found.nests:
        if nest.function_key is not None:
            by_function.setdefault(nest.function_key, []).append(nest)
    built: list[_Built] = []
    added: list[Insertion] = []
    for key, nests in by_function.items():
        function = found.unit.functions[key]
        parameters = parameters_of(function, found.unit.records)
        if parameters is None or function.is_member or function.is_template_instance:
            continue
        loops = marked_loops(tuple(nests))
        if not loops:
            continue
        added.extend(insertions(function, loops, source, found.unit))
        built.append(_Built(function, loops, parameters))
    instrumented = '#include "oracle.hpp"\n' + marked(source, added) + _drivers(built)
    return _executed(instrumented, built, tools, folder, seed)


@dataclass(frozen=True, slots=True)
class _Built:
    function: Function
    loops: tuple[MarkedLoop, ...]
    parameters: tuple[Parameter, ...]


def _drivers(built: Sequence[_Built]) -> str:
    lines: list[str] = ["", "namespace oracle {"]
    for index, one in enumerate(built):
        arguments = ", ".join(p.expression.format(i) for i, p in enumerate(one.parameters))
        lines.append(f"static void drive_{index}() {{ ::{one.function.name}({arguments}); }}")
    table = ", ".join(f"{{drive_{i}, {len(b.loops)}}}" for i, b in enumerate(built))
    lines.append(f"const Nest nests[] = {{{table}}};")
    lines.append(f"const int nest_count = {len(built)};\n}}\n")
    return "\n".join(lines)


def _executed(
    text: str, built: Sequence[_Built], tools: Tools, folder: Path, seed: int
) -> tuple[Observed, ...]:
    path, program = folder / "instrumented.cpp", folder / "instrumented"
    path.write_text(text)
    objects = folder / "instrumented.o"
    _run([tools.compiler, *_INSTRUMENTED, "-c", str(path), "-o", str(objects)])
    _run([tools.compiler, str(objects), str(tools.runtime), "-o", str(program)])
    lines: list[str] = []
    for index, one in enumerate(built):
        random = Random(f"{seed} {one.function.name}")
        lines.extend(f"{index} {run.line}" for run in runs(one.parameters, random))
    results = folder / "results.txt"
    told = subprocess.run(
        [str(program), str(results)],
        input=("\n".join(lines) + "\n").encode(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        check=False,
        timeout=_SECONDS,
    )
    if told.returncode != 0:
        raise Unbuildable(f"the instrumented program ended with {told.returncode}: {told.stderr!r}")
    found: list[Observed] = []
    for line in results.read_text().splitlines():
        words = line.split("\t")
        one = built[int(words[0])]
        numbers = [int(w) for w in words[2:10]]
        tally = Tally(*numbers, finding=words[10])
        found.append(Observed(one.function.name, one.loops[int(words[1])], tally))
    return tuple(found)


def _run(command: list[str]) -> None:
    told = subprocess.run(command, capture_output=True, text=True, check=False, timeout=_SECONDS)
    if told.returncode != 0:
        raise Unbuildable(told.stderr[:4000])
