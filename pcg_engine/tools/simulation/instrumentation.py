"""How the simulated program is built: outlined by clang, instrumented, with PCG's run-time."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

from pcg_engine.domain.toolchain import CompileCommand
from pcg_engine.ports import (
    Cancellation,
    Compiled,
    CompileRequest,
    CompilerRole,
    OutputKind,
    Rejected,
)
from pcg_engine.tools.harness.variants import (
    Variant,
    without_fast_math,
    without_openmp,
    without_optimisation,
)
from pcg_engine.tools.recording.instrumentation import (
    DROPPED_FLAGS,
    INSTRUMENTATION,
    LIBRARY_WRAPPED,
    RUNTIME_FLAGS,
    library_text,
    memory_text,
)
from pcg_engine.tools.subject import Instruments

_BEFORE_LIBRARY = (
    "clocks.hpp",
    "configuration.hpp",
    "team.hpp",
    "coroutine.cpp",
    "detector.cpp",
    "scheduler.cpp",
    "parallel.cpp",
    "loops.cpp",
    "tasks.cpp",
    "locks.cpp",
)
_AFTER_LIBRARY = ("atomics.cpp", "openmp_functions.cpp", "cases.cpp")

_OUTLINING = (
    # The compiler proper outlines as with -fopenmp; the driver would also link its run-time.
    *("-Xclang", "-fopenmp"),
    # Each simulated thread has its own thread-local variables: they are reached by a call.
    "-femulated-tls",
    "-ffp-contract=off",
)
WRAPPED = (
    *LIBRARY_WRAPPED,
    *(
        "__cxa_guard_acquire __cxa_guard_release __cxa_guard_abort "
        "pthread_mutex_lock pthread_mutex_trylock pthread_mutex_unlock pthread_mutex_timedlock "
        "pthread_rwlock_rdlock pthread_rwlock_wrlock pthread_rwlock_unlock "
        "pthread_rwlock_tryrdlock pthread_rwlock_trywrlock "
        "pthread_spin_lock pthread_spin_trylock pthread_spin_unlock "
        "pthread_cond_wait pthread_cond_timedwait pthread_barrier_wait pthread_create "
        "pthread_once sem_wait sem_post syscall "
        "free _ZdlPv _ZdaPv _ZdlPvm _ZdaPvm _ZdlPvSt11align_val_t _ZdlPvmSt11align_val_t"
    ).split(),
)
"""Library functions that the run-time stands in for (``locks.cpp`` defines the further ones)."""


def runtime_text() -> bytes:
    """The run-time as one translation unit."""
    return b"".join(
        (
            _resource("prelude.hpp"),
            memory_text(),
            *(_resource(name) for name in _BEFORE_LIBRARY),
            library_text(),
            *(_resource(name) for name in _AFTER_LIBRARY),
        )
    )


def build_runtime(instruments: Instruments, cancellation: Cancellation) -> Path | Rejected:
    """The run-time as an object file; built once by the compiler port."""
    request = CompileRequest(
        text=runtime_text(),
        origin="pcg_simulation.cpp",
        role=CompilerRole.CLANG,
        flags=RUNTIME_FLAGS,
        output=OutputKind.OBJECT,
        lasting=True,
    )
    match instruments.compiler.compile(request, cancellation):
        case Compiled(path=path):
            return path
        case Rejected() as rejected:
            return rejected


def simulator(command: CompileCommand, runtime: Path, *, openmp: bool = True) -> Variant:
    """The outlined program, instrumented, linked with the run-time at ``runtime``.

    Without ``openmp`` it is the same program run serially: a reference for results.
    """
    base = without_optimisation(without_fast_math(without_openmp(command.flags)))
    kept = tuple(flag for flag in base if not flag.startswith(DROPPED_FLAGS))
    outlining = _OUTLINING if openmp else _OUTLINING[2:]
    return Variant(
        name="simulation" if openmp else "simulation-serial",
        role=CompilerRole.CLANG,
        flags=(*kept, *INSTRUMENTATION, *outlining),
        host_flags=("-O1",),
        link=(str(runtime), *(f"-Wl,--wrap={name}" for name in WRAPPED)),
        address_space_limit=False,
    )


@cache
def _resource(name: str) -> bytes:
    return files("pcg_engine.tools.simulation").joinpath("runtime", name).read_bytes()
