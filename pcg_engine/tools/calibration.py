"""Measures, once a machine, what the cost model knows of it."""

from __future__ import annotations

import hashlib
import json
import math
import platform
from dataclasses import asdict
from importlib.resources import files
from pathlib import Path

from pcg_engine.domain.errors import EnvironmentUnavailable
from pcg_engine.domain.measurement import MachineModel
from pcg_engine.ports import (
    Cancellation,
    Compiled,
    CompileRequest,
    CompilerRole,
    Exited,
    Limits,
    OutputKind,
    RunRequest,
    Store,
)
from pcg_engine.tools.harness.scratch import BASE_ENVIRONMENT, scratch_folder
from pcg_engine.tools.subject import Instruments

_VERSION = 1
_FLAGS = ("-std=c++17", "-O2", "-fopenmp")
_LIMITS = Limits(wall_seconds=20.0, cpu_seconds=60.0)


def calibrate(instruments: Instruments, store: Store, cancellation: Cancellation) -> MachineModel:
    """What ``store`` knows of this machine with this many threads, else a measurement (0.3 s).

    The defaults, with ``calibrated`` false, if nothing can be built or run; they are not stored.
    """
    threads = instruments.threads
    known = recall(store, threads)
    if known.calibrated:
        return known
    measured = _measure(instruments, cancellation)
    if measured is None:
        return known
    store.put(_key(threads), json.dumps(asdict(measured)).encode())
    return measured


def recall(store: Store, threads: int) -> MachineModel:
    """The stored measurement for ``threads``, else the defaults; measures nothing."""
    stored = store.get(_key(threads))
    if stored is None:
        return default_model(threads)
    try:
        model = MachineModel(**json.loads(stored))
    except (ValueError, TypeError):
        return default_model(threads)
    return model if _is_sane(model) else default_model(threads)


def default_model(threads: int) -> MachineModel:
    """A middling desktop of the last ten years."""
    return MachineModel(
        threads=threads,
        operation_seconds=1e-9,
        bandwidth_one=8e9,
        bandwidth_all=8e9 * min(threads, 2),
        fork_join_seconds=5e-6 + 1e-6 * threads,
        calibrated=False,
    )


def parse_measurement(output: bytes, threads: int) -> MachineModel | None:
    """The model that the program printed; ``None`` if it is not four sane numbers."""
    try:
        operation, one, all_, region = (float(word) for word in output.split())
    except ValueError:
        return None
    # All threads together are never slower than one of them alone.
    model = MachineModel(threads, operation, one, max(one, all_), region, calibrated=True)
    return model if _is_sane(model) else None


def _measure(instruments: Instruments, cancellation: Cancellation) -> MachineModel | None:
    text = files("pcg_engine.tools").joinpath("calibration.cpp").read_bytes()
    for role in (CompilerRole.USER, CompilerRole.CLANG):
        request = CompileRequest(
            text=text,
            origin="pcg_calibration.cpp",
            role=role,
            flags=_FLAGS,
            output=OutputKind.EXECUTABLE,
        )
        try:
            built = instruments.compiler.compile(request, cancellation)
            if not isinstance(built, Compiled):
                continue
            return _run(built.path, instruments, cancellation)
        except EnvironmentUnavailable:
            continue
    return None


def _run(
    program: Path, instruments: Instruments, cancellation: Cancellation
) -> MachineModel | None:
    with scratch_folder(instruments) as scratch:
        outcome = instruments.sandbox.run(
            RunRequest(
                argv=(str(program),),
                scratch=scratch,
                readable=(program,),
                environment={
                    **BASE_ENVIRONMENT,
                    "OMP_NUM_THREADS": str(instruments.threads),
                    "OMP_WAIT_POLICY": "",
                },
                limits=_LIMITS,
            ),
            cancellation,
        )
    match outcome:
        case Exited(code=0, stdout=stdout):
            return parse_measurement(stdout, instruments.threads)
        case _:
            return None


def _is_sane(model: MachineModel) -> bool:
    numbers = (
        model.operation_seconds,
        model.bandwidth_one,
        model.bandwidth_all,
        model.fork_join_seconds,
    )
    return all(math.isfinite(number) and number > 0 for number in numbers)


def _key(threads: int) -> str:
    identity = f"{platform.machine()}\n{_processor()}\n{threads}"
    return f"calibration-{_VERSION}-{hashlib.sha256(identity.encode()).hexdigest()[:16]}"


def _processor() -> str:
    """The processor's name and its number of logical processors."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return f"{names[0] if names else platform.processor()} x{max(1, len(names))}"
