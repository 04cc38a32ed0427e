"""How the recorded program is built: clang's instrumentation and PCG's run-time behind it."""

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
from pcg_engine.tools.subject import Instruments

_MEMORY = ("containers.hpp", "pages.hpp")
_LIBRARY = ("accesses.cpp", "library.cpp")
_RUNTIME_FILES = (
    *_MEMORY,
    "history.hpp",
    "tracker.hpp",
    "recorder.cpp",
    "events.cpp",
    *_LIBRARY,
    "serial_entries.cpp",
    "serial_openmp.cpp",
)
RUNTIME_FLAGS = ("-std=c++17", "-O1", "-fPIC", "-w")

DROPPED_FLAGS = ("-fsanitize", "-flto", "-Werror", "-fprofile", "-fcoverage", "-g", "-W")
INSTRUMENTATION = (
    # Without optimisation every access that the text makes is made, in the iteration it stands in.
    "-O0",
    "-gline-tables-only",
    "-fno-omit-frame-pointer",
    "-fsanitize=thread",
    "-mllvm",
    "-tsan-instrument-read-before-write",
    # The library's own instances of its templates are not instrumented: use none of them.
    "-D_GLIBCXX_EXTERN_TEMPLATE=0",
)
"""clang's access instrumentation."""
_SERIAL = (
    # The program that is judged is the one with OpenMP, though it runs serially.
    "-D_OPENMP=201511",
)

LIBRARY_WRAPPED = tuple(
    "malloc calloc realloc aligned_alloc posix_memalign "
    "_Znwm _Znam _ZnwmRKSt9nothrow_t _ZnamRKSt9nothrow_t _ZnwmSt11align_val_t "
    "_ZnamSt11align_val_t __cxa_allocate_exception "
    "rand srand random drand48 lrand48 mrand48 strtok localtime gmtime setenv "
    "puts putchar fputs fputc fwrite printf fprintf lgamma lgammaf "
    "qsort strcpy strcat snprintf sprintf".split()
)
"""Library functions that the run-times stand in for (``library.cpp`` defines each)."""
WRAPPED = (
    *LIBRARY_WRAPPED,
    "__cxa_guard_acquire",
    "__cxa_guard_release",
    "__cxa_guard_abort",
    "pthread_mutex_lock",
    "pthread_mutex_unlock",
)
"""What the recorder stands in for (``serial_openmp.cpp`` defines the rest)."""


def runtime_text() -> bytes:
    """The run-time as one translation unit."""
    declaration = b'extern "C" void pcg_rec_open(int, int, const void *, int) noexcept;\n'
    return declaration + b"".join(_resource(name) for name in _RUNTIME_FILES)


def memory_text() -> bytes:
    """The containers and the history of memory that the run-times have in common."""
    return b"".join(_resource(name) for name in _MEMORY)


def library_text() -> bytes:
    """The entry points and the library functions that the run-times have in common.

    They stand behind definitions of ``access`` and ``fresh``.
    """
    return b"".join(_resource(name) for name in _LIBRARY)


def prelude_text(*, is_c: bool = False) -> bytes:
    """The declarations that markers use."""
    return _resource("prelude.h" if is_c else "prelude.hpp")


def build_runtime(instruments: Instruments, cancellation: Cancellation) -> Path | Rejected:
    """The run-time as an object file; built once by the compiler port."""
    request = CompileRequest(
        text=runtime_text(),
        origin="pcg_recorder.cpp",
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


def recorder(command: CompileCommand, runtime: Path) -> Variant:
    """The serial program, instrumented, linked with the run-time at ``runtime``."""
    base = without_optimisation(without_fast_math(without_openmp(command.flags)))
    kept = tuple(flag for flag in base if not flag.startswith(DROPPED_FLAGS))
    return Variant(
        name="recorder",
        role=CompilerRole.CLANG,
        flags=(*kept, *INSTRUMENTATION, *_SERIAL),
        host_flags=("-O1",),
        link=(str(runtime), *(f"-Wl,--wrap={name}" for name in WRAPPED)),
    )


@cache
def _resource(name: str) -> bytes:
    return files("pcg_engine.tools.recording").joinpath("runtime", name).read_bytes()
