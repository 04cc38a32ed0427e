"""PolyBench kernels, step by step: PCG is asked, everything is built, and timed in turn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.machine_load import MachineTime, load_at_rest, load_since
from benchmarks.peers.builds import Built, build, run_compiler
from benchmarks.peers.dumps import difference
from benchmarks.peers.outcomes import (
    NoOffer,
    Outcome,
    Same,
    Unavailable,
    Way,
    to_json,
)
from benchmarks.peers.pcg_reports import declined, loops, offers
from benchmarks.peers.pcg_runs import Pcg
from benchmarks.peers.polybench import Kernel, Size, exact_dump, kernels, size
from benchmarks.peers.rounds import Reader, Run, run_in_turn
from benchmarks.peers.store import Store, digest
from benchmarks.peers.toolchain import OPTIMISATION, Toolchain

WAYS = (
    Way.GCC,
    Way.AUTOPAR,
    Way.AUTOPAR_ALL,
    Way.CLANG,
    Way.POLLY_SERIAL,
    Way.POLLY,
    Way.PCG,
)
_BASE_WAYS = (
    (Way.AUTOPAR, Way.GCC),
    (Way.AUTOPAR_ALL, Way.GCC),
    (Way.POLLY_SERIAL, Way.CLANG),
    (Way.POLLY, Way.CLANG),
)
_RUN_LIMIT_S = 120.0
_BUFFERED = """\
#include <stdio.h>
static char buffer[1 << 20];
__attribute__((constructor)) static void fill(void) { setvbuf(stderr, buffer, _IOFBF, 1 << 20); }
"""  # the suite dumps to stderr, where each number would be a system call


@dataclass(frozen=True, slots=True)
class Bench:
    """Where things are, and with what they are measured."""

    source: Path
    scratch: Path
    store: Store
    tools: Toolchain
    pcg: Pcg
    size: str
    seconds_a_kernel: float


@dataclass(frozen=True, slots=True)
class Program:
    """A kernel at a size, as it lies in its own folder below the scratch folder."""

    kernel: Kernel
    size: Size
    folder: Path
    utilities: Path
    key: str

    @property
    def includes(self) -> tuple[str, ...]:
        """Flags that every compiler gets."""
        return ("-I", str(self.utilities), *self.size.flags)

    @property
    def measured_flags(self) -> tuple[str, ...]:
        """The same, for a program that times itself and dumps its results."""
        return (*self.includes, "-DPOLYBENCH_TIME", "-DPOLYBENCH_DUMP_ARRAYS")


def programs(bench: Bench, only: tuple[str, ...] = ()) -> tuple[Program, ...]:
    """All kernels of the suite, copied; or those whose names are given.

    Raises ``ValueError`` if the folder is not PolyBench/C, or a name is not a kernel's.
    """
    listed = bench.source / "utilities" / "benchmark_list"
    if not listed.exists():
        raise ValueError(f"{bench.source} does not hold PolyBench/C: utilities/benchmark_list")
    found = kernels(listed.read_text())
    unknown = set(only) - {k.name for k in found}
    if unknown:
        raise ValueError(f"no such kernel: {', '.join(sorted(unknown))}")
    return tuple(_copied(bench, k) for k in found if not only or k.name in only)


def _copied(bench: Bench, kernel: Kernel) -> Program:
    origin = bench.source / kernel.folder
    folder = bench.scratch / kernel.name
    folder.mkdir(parents=True, exist_ok=True)
    header = (origin / f"{kernel.name}.h").read_text()
    text = (origin / f"{kernel.name}.c").read_text()
    chosen = size(kernel, header, bench.size)
    utilities = bench.source / "utilities"
    for name, content in (
        (f"{kernel.name}.h", exact_dump(header)),
        (f"{kernel.name}.c", text),
        (f"{kernel.name}.cpp", text),
    ):
        path = folder / name
        if not path.exists() or path.read_text() != content:
            path.write_text(content)
    key = digest(text, header, (utilities / "polybench.h").read_text(), *chosen.flags)
    return Program(kernel, chosen, folder, utilities, key)


def kept_answer(bench: Bench, program: Program, *, any_pcg: bool) -> dict[str, object] | None:
    """What PCG said in an earlier run, if nothing changed since; or anything but PCG itself."""
    name, key = program.kernel.name, _answer_key(bench, program)
    kept = bench.store.read(name, "pcg", key)
    if kept is None and any_pcg:
        newest = bench.store.newest(name, "pcg")
        kept = newest if newest is not None and newest["program"] == program.key else None
    return kept


def ask_pcg(bench: Bench, program: Program) -> dict[str, object]:
    """What PCG says now, which is kept."""
    name = program.kernel.name
    load = load_at_rest()
    output = program.folder / "pcg.cpp"
    flags = ("-std=c++20", *OPTIMISATION, *program.includes)
    source = program.folder / f"{name}.cpp"
    said = bench.pcg.parallelize(source, program.kernel.function, output, flags)
    said |= {
        "program": program.key,
        "version": bench.pcg.version,
        "budget": bench.pcg.budget,
        "load": str(load),
    }
    bench.store.write(name, "pcg", _answer_key(bench, program), said)
    return said


def _answer_key(bench: Bench, program: Program) -> str:
    return digest(program.key, bench.pcg.identity, bench.tools.identity)


def measure(
    bench: Bench, program: Program, said: dict[str, object], *, may_run: bool = True
) -> dict[str, object] | None:
    """The outcome of every way, kept from an earlier run if nothing changed.

    ``said`` is what PCG said. Without ``may_run`` only what was kept is given. Raises
    ``RuntimeError`` if the original does not build.
    """
    text = str(said.get("text") or "")
    identity = (bench.tools.identity, digest(text), f"{bench.seconds_a_kernel:g}")
    key = digest(program.key, *identity)
    name = program.kernel.name
    kept = bench.store.read(name, "times", key)
    if kept is not None or not may_run:
        return kept
    support = _support(bench, program)
    outcomes: dict[Way, Outcome] = {}
    built: dict[Way, Built] = {}
    for way in WAYS:
        done = _build(bench, program, way, support, said)
        if isinstance(done, Built):
            built[way] = done
        else:
            outcomes[way] = done
    for way, other in _BASE_WAYS:
        if way in built and other in built and built[way].assembly == built[other].assembly:
            outcomes[way] = Same(other)
            del built[way]
    if Way.GCC not in built:
        raise RuntimeError(f"{name} does not build as it is: {outcomes[Way.GCC]}")
    executables = {way: one.executable for way, one in built.items()}
    before = MachineTime.now()
    reader = Reader(_read, difference)
    outcomes |= run_in_turn(
        executables, reader, bench.tools.environment, bench.seconds_a_kernel, _RUN_LIMIT_S
    )
    result: dict[str, object] = {way.value: to_json(one) for way, one in outcomes.items()}
    measured: dict[str, object] = {"outcomes": result, "load": str(load_since(before))}
    bench.store.write(name, "times", key, measured)
    return measured


def no_offer_reason(said: Mapping[str, object], function: str) -> str:
    """Why PCG leaves ``function`` as it is: what it says of the nests that it tried.

    Where it tried none, what it says of the function's loops.
    """
    if "failure" in said:
        return str(said["failure"])
    report = str(said["report"])
    tried = declined(report)
    if tried:
        return "; ".join(map(str, tried))
    refused = [loop for loop in loops(report, function) if loop.reason]
    return "; ".join(f"line {loop.line}: {loop.reason}" for loop in refused) or "no loop was tried"


def offers_made(said: Mapping[str, object]) -> str:
    """The offers in words; empty without any."""
    return "; ".join(map(str, offers(str(said["report"])))) if "report" in said else ""


@dataclass(frozen=True, slots=True)
class _Support:
    """The suite's own object files; never parallelised, so that only the kernels differ."""

    c: tuple[Path, Path]
    cxx: tuple[Path, Path]


def _support(bench: Bench, program: Program) -> _Support:
    source = program.utilities / "polybench.c"
    folder = program.folder
    buffered = folder / "buffered.o"
    made = _Support((folder / "polybench-c.o", buffered), (folder / "polybench-cxx.o", buffered))
    buffering = folder / "buffered.c"
    buffering.write_text(_BUFFERED)
    flags = ["-O2", "-I", str(program.utilities), "-DPOLYBENCH_TIME", "-c", str(source), "-o"]
    as_cxx = ["-x", "c++", "-fpermissive", "-w"]
    for command in (
        [bench.tools.gcc, *flags, str(made.c[0])],
        [bench.tools.gxx, *as_cxx, *flags, str(made.cxx[0])],
        [bench.tools.gcc, "-c", str(buffering), "-o", str(buffered)],
    ):
        failure = run_compiler(command)
        if failure is not None:
            raise RuntimeError(f"polybench.c: {failure.reason}")
    return made


def _build(
    bench: Bench, program: Program, way: Way, support: _Support, said: dict[str, object]
) -> Built | Outcome:
    command = bench.tools.command(way)
    if isinstance(command, str):
        return Unavailable(command)
    source, library = program.folder / f"{program.kernel.name}.c", support.c
    if way is Way.PCG:
        text = said.get("text")
        if not isinstance(text, str):
            return NoOffer(no_offer_reason(said, program.kernel.function))
        source, library = program.folder / "pcg.cpp", support.cxx
        source.write_text(text)
        command = (*command, "-std=c++20")
    executable = program.folder / way.value
    link = [*map(str, library), "-lm", *(["-lgomp"] if way is Way.POLLY else [])]
    return build([*command, *program.measured_flags], source, executable, link)


def _read(output: str, errors: str) -> Run:
    return Run(float(output.split()[-1] if output.split() else "nothing"), errors)
