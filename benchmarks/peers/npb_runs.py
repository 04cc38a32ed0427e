"""NPB-CPP, benchmark by benchmark: profiled, given to PCG, built, and timed in turn."""

from __future__ import annotations

import shlex
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from benchmarks.machine_load import MachineTime, load_since
from benchmarks.peers.builds import Built, build, run_compiler
from benchmarks.peers.npb import (
    defined,
    exact_time,
    hot_functions,
    problem_class,
    read_run,
    verification_failure,
)
from benchmarks.peers.outcomes import NoOffer, Outcome, Same, Unavailable, Way, to_json
from benchmarks.peers.pcg_reports import declined, loops, offers, results
from benchmarks.peers.pcg_runs import Pcg
from benchmarks.peers.rounds import Reader, run_in_turn
from benchmarks.peers.store import Store, digest
from benchmarks.peers.toolchain import OPTIMISATION, Language, Toolchain

WAYS = (Way.GCC, Way.AUTOPAR, Way.CLANG, Way.POLLY, Way.EXPERT, Way.PCG)
FLAGS = ("-std=c++14", "-mcmodel=medium")
HOT_PERCENT = 2.0
_COMMON = ("c_print_results", "c_randdp", "c_timers", "wtime")
_RUN_LIMIT_S = 240.0
_WANTING = frozenset(
    {"benchmark-run", "no-benchmark-input", "few-iterations", "no-input", "no-valid-input"}
)
"""Codes of loops that inputs of the benchmark's own may help."""


@dataclass(frozen=True, slots=True)
class Step:
    """PCG's answer for one function of a file, and the file after it."""

    function: str
    said: Mapping[str, object]
    text: str


@dataclass(frozen=True, slots=True)
class NpbBench:
    """Copies of the suite's folders lie in ``scratch``; ``wanted_class`` is S, W, A, … or auto."""

    source: Path
    scratch: Path
    store: Store
    tools: Toolchain
    pcg: Pcg
    wanted_class: str
    seconds_each: float

    def folder(self, name: str, version: str = "NPB-SER") -> Path:
        """Of one benchmark, in the serial or the experts' version."""
        return self.scratch / self.problem_class(name) / version / name

    def problem_class(self, name: str) -> str:
        """The one that ``name`` is measured at."""
        return problem_class(name, self.wanted_class)

    def text(self, name: str) -> str:
        """The serial benchmark."""
        return (self.folder(name) / f"{name.lower()}.cpp").read_text()

    def key(self, name: str) -> str:
        """Changes with the benchmark and its class."""
        return digest(self.text(name), self.problem_class(name))


def prepare(bench: NpbBench, name: str) -> None:
    """Copy what ``name`` needs and choose the class; the suite's own tools do it.

    Raises ``ValueError`` if the suite does not have the benchmark, or its tools fail.
    """
    for version in ("NPB-SER", "NPB-OMP"):
        folder = bench.folder(name, version)
        if (folder / "npbparams.hpp").exists():
            continue
        origin = bench.source / version
        if not (origin / name).is_dir():
            raise ValueError(f"{origin} has no benchmark {name}")
        root = folder.parent
        for part in ("sys", "common", "config", name):
            shutil.copytree(origin / part, root / part, dirs_exist_ok=True)
        printer = root / "common" / "c_print_results.cpp"
        if '%12.2f\\n", t)' in printer.read_text():
            printer.write_text(exact_time(printer.read_text()))
        setter = root / "sys" / "setparams"
        failure = run_compiler(
            [bench.tools.gxx, "-w", "-fopenmp", f"{setter}.cpp", "-o", str(setter)]
        )
        if failure is not None:
            raise ValueError(f"setparams: {failure.reason}")
        words = [str(setter), name.lower(), bench.problem_class(name)]
        done = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)
        if not (folder / "npbparams.hpp").exists():
            raise ValueError(f"{' '.join(words)}: {done.stdout.strip()}")


def hot(bench: NpbBench, name: str) -> tuple[str, ...]:
    """The functions that take the time by themselves, callers first; by a profile.

    Raises ``ValueError`` if it cannot be profiled.
    """
    key = digest(bench.key(name), bench.tools.identity)
    kept = bench.store.read(f"npb-{name}", "profile", key)
    if kept is None:
        folder = bench.folder(name)
        executable = folder / "profiled"
        command = (bench.tools.gxx, "-O2", "-march=native", "-pg", "-fno-inline", *FLAGS)
        link = ["-pg", *_support(bench, name, "NPB-SER"), "-lm"]
        built = build(command, folder / f"{name.lower()}.cpp", executable, link)
        if isinstance(built, Unavailable):
            raise ValueError(f"{name}: {built.reason}")
        subprocess.run([str(executable)], cwd=folder, capture_output=True, check=True)
        flat, graph = (_gprof(part, executable) for part in ("-p", "-q"))
        found = defined(hot_functions(flat, graph, HOT_PERCENT), bench.text(name))
        kept = dict[str, object](functions=list(found))
        bench.store.write(f"npb-{name}", "profile", key, kept)
    return tuple(cast("list[str]", kept["functions"]))


def _gprof(part: str, executable: Path) -> str:
    """What it says of the last run; nothing where it has nothing to say (a program of no calls)."""
    asked = ["gprof", "-b", part, str(executable), str(executable.parent / "gmon.out")]
    return subprocess.run(asked, capture_output=True, text=True, check=False).stdout


def answers(bench: NpbBench, name: str, *, may_ask: bool, any_pcg: bool) -> tuple[Step, ...]:
    """PCG's answers for the hot functions, one after the other, each on the text so far.

    Where ``may_ask`` is false, or after one question, only what was kept is given: fewer answers
    than hot functions. With ``any_pcg`` the newest answer to the same question will do.
    """
    text = bench.text(name)
    steps: list[Step] = []
    for function in hot(bench, name):
        question = digest(text, function, bench.key(name))
        key = digest(question, bench.pcg.identity, bench.tools.identity)
        step = f"pcg-{function}"
        said = bench.store.read(f"npb-{name}", step, key)
        if said is None and any_pcg:
            newest = bench.store.newest(f"npb-{name}", step)
            said = newest if newest is not None and newest["question"] == question else None
        if said is None:
            if not may_ask:
                break
            may_ask = False
            said = _ask(bench, name, function, text)
            said |= {
                "version": bench.pcg.version,
                "budget": bench.pcg.budget,
                "question": question,
            }
            bench.store.write(f"npb-{name}", step, key, said)
        text = str(said.get("text") or text)
        steps.append(Step(function, said, text))
    return tuple(steps)


def _ask(bench: NpbBench, name: str, function: str, text: str) -> dict[str, object]:
    """One function; once more with inputs from the benchmark's own run if nothing was offered."""
    folder = bench.folder(name)
    source = folder / "asked.cpp"
    source.write_text(text)
    flags = (*FLAGS, *OPTIMISATION)
    output = folder / "answer.cpp"
    also = [
        word
        for part in _COMMON
        for word in ("--also", str(folder.parent / "common" / f"{part}.cpp"))
    ]
    said = bench.pcg.parallelize(source, function, output, flags, [*also, "--no-captured"])
    said |= {"captured": False}
    if not wants_inputs(said):
        return said
    recorded = folder / f"captured-{function}"
    shutil.rmtree(recorded, ignore_errors=True)
    objects = (f"common/{Path(one).name}" for one in _support(bench, name, "NPB-SER"))
    compiler = (bench.tools.gxx, *flags, "-w", f"{name}/{source.name}", *objects, "-lm")
    make = shlex.join((*compiler, "-o", f"{name}/recorded"))
    where = ("--function", function)
    command = (f"{name}/recorded",)
    taken = bench.pcg.capture(source, where, recorded, folder.parent, make, command, flags)
    if "failure" in taken:
        return said | {"capture": str(taken["failure"])}
    again = bench.pcg.parallelize(
        source, function, output, flags, [*also, "--captured", str(recorded)]
    )
    return again | {"captured": True}


def wants_inputs(said: Mapping[str, object]) -> bool:
    """Whether nothing was offered, though a loop was tried or lacked an input."""
    if "report" not in said or offers(str(said["report"])):
        return False
    found = results(str(said["report"]))
    return any(one["candidates"] or one["reason_code"] in _WANTING for one in found)


def measure(
    bench: NpbBench, name: str, steps: tuple[Step, ...], *, may_run: bool
) -> dict[str, object] | None:
    """The outcome of every way, kept from an earlier run if nothing changed."""
    text = steps[-1].text if steps else bench.text(name)
    times = f"{bench.seconds_each:g}"
    key = digest(bench.key(name), text, bench.tools.identity, times)
    kept = bench.store.read(f"npb-{name}", "times", key)
    if kept is not None or not may_run:
        return kept
    outcomes: dict[Way, Outcome] = {}
    built: dict[Way, Built] = {}
    for way in WAYS:
        done = _build(bench, name, way, text)
        if isinstance(done, Built):
            built[way] = done
        else:
            outcomes[way] = done
    for way, other in ((Way.AUTOPAR, Way.GCC), (Way.POLLY, Way.CLANG)):
        if way in built and other in built and built[way].assembly == built[other].assembly:
            outcomes[way] = Same(other)
            del built[way]
    if Way.GCC not in built:
        raise RuntimeError(f"{name} does not build as it is: {outcomes[Way.GCC]}")
    executables = {way: one.executable for way, one in built.items()}
    reader = Reader(read_run, verification_failure)
    before = MachineTime.now()
    outcomes |= run_in_turn(
        executables, reader, bench.tools.environment, bench.seconds_each, _RUN_LIMIT_S
    )
    result: dict[str, object] = {way.value: to_json(one) for way, one in outcomes.items()}
    measured: dict[str, object] = {"outcomes": result, "load": str(load_since(before))}
    bench.store.write(f"npb-{name}", "times", key, measured)
    return measured


def offered(steps: tuple[Step, ...]) -> str:
    """The offers in words; empty without any."""
    made = [(s.function, offers(str(s.said["report"]))) for s in steps if "report" in s.said]
    return "; ".join(f"`{name}` {', '.join(map(str, some))}" for name, some in made if some)


def refused(steps: tuple[Step, ...]) -> str:
    """Function by function, what PCG left as it is, and why."""
    return "; ".join(f"`{step.function}` {why}" for step in steps if (why := _refusal(step)))


def _refusal(step: Step) -> str:
    if "failure" in step.said:
        return str(step.said["failure"])
    failed = f" (capture: {step.said['capture']})" if step.said.get("capture") else ""
    taken = " (on inputs from its own run)" if step.said.get("captured") else ""
    reasons = _reasons(step)
    return reasons and f"{reasons}{taken}{failed}"


def _reasons(step: Step) -> str:
    report = str(step.said["report"])
    tried = declined(report)
    if tried or offers(report):
        return ", ".join(map(str, tried))
    found = loops(report, step.function)
    reasons = [f"line {loop.line}: {loop.reason}" for loop in found if loop.reason]
    return ", ".join(reasons) or ("no loop was tried" if found else "no loops")


def _build(bench: NpbBench, name: str, way: Way, text: str) -> Built | Outcome:
    version = "NPB-OMP" if way is Way.EXPERT else "NPB-SER"
    folder = bench.folder(name, version)
    source = folder / f"{name.lower()}.cpp"
    command = bench.tools.command(way, Language.CXX)
    if isinstance(command, str):
        return Unavailable(command)
    if way is Way.PCG:
        if text == bench.text(name):
            return NoOffer("no function was changed")
        source = folder / "pcg.cpp"
        source.write_text(text)
    link = [*_support(bench, name, version), "-lm", *(["-lgomp"] if way is Way.POLLY else [])]
    return build([*command, *FLAGS], source, folder / way.value, link)


def _support(bench: NpbBench, name: str, version: str) -> list[str]:
    """The suite's own object files, compiled as the original is."""
    common = bench.folder(name, version).parent / "common"
    made: list[str] = []
    for part in _COMMON:
        target = common / f"{part}.o"
        if not target.exists():
            source = common / f"{part}.cpp"
            command = [bench.tools.gxx, *OPTIMISATION, *FLAGS, "-w", "-c", str(source)]
            failure = run_compiler([*command, "-o", str(target)])
            if failure is not None:
                raise ValueError(f"{part}.cpp: {failure.reason}")
        made.append(str(target))
    return made
