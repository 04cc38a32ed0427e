"""How a text is built: the compilers, flags and run-time settings of each kind of check."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from pcg_engine.domain.toolchain import CompileCommand
from pcg_engine.ports import CompilerRole

_FAST_MATH = frozenset(
    {
        "-ffast-math",
        "-funsafe-math-optimizations",
        "-fassociative-math",
        "-freciprocal-math",
        "-ffinite-math-only",
        "-fno-signed-zeros",
        "-fno-math-errno",
        "-fno-trapping-math",
        "-mrecip",
    }
)
_OPENMP = frozenset({"-fopenmp", "-fopenmp-simd", "-fopenmp=libomp", "-fopenmp=libgomp"})
OPENMP_HOST = ("-O0", "-fopenmp")
_STRICT_FLOATING_POINT = ("-ffp-contract=off",)


@dataclass(frozen=True, slots=True)
class Variant:
    """How a text is built and run.

    ``flags`` are all compile flags of the translation unit, the user's included; ``host_flags``
    those of the host that loads it (same sanitizer, same OpenMP). ``link`` is added when the
    shared object is linked. ``environment`` is needed at run time whatever the configuration.
    ``address_space_limit`` is false for sanitizers, which reserve terabytes. ``red_zone`` is the
    number of guard bytes on each side of a buffer (0: the sanitizer guards exact allocations).
    ``launcher`` is put before the host's command line (``setarch -R``).
    """

    name: str
    role: CompilerRole
    flags: tuple[str, ...]
    host_flags: tuple[str, ...] = ("-O0",)
    link: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict[str, str])
    address_space_limit: bool = True
    red_zone: int = 256
    launcher: tuple[str, ...] = ()
    is_whole: bool = False
    """Whether every function of the file is compiled, as in the user's program, though nothing
    calls it: optimisers look at all of a file. Else it is only those that can be reached."""

    @property
    def has_openmp(self) -> bool:
        """Whether pragmas are in force."""
        return "-fopenmp" in self.flags


def without_openmp(flags: tuple[str, ...]) -> tuple[str, ...]:
    """``flags`` with OpenMP switched off."""
    return tuple(f for f in flags if f not in _OPENMP)


def without_fast_math(flags: tuple[str, ...]) -> tuple[str, ...]:
    """``flags`` without those that let the compiler change floating-point results."""
    kept = (f for f in flags if f not in _FAST_MATH and not f.startswith("-ffp-contract="))
    return tuple("-O3" if f == "-Ofast" else f for f in kept)


def without_optimisation(flags: tuple[str, ...]) -> tuple[str, ...]:
    """``flags`` without any ``-O`` level."""
    return tuple(f for f in flags if not f.startswith("-O"))


def user_release(command: CompileCommand, openmp: bool) -> Variant:
    """The user's own flags, at least ``-O2``, with or without OpenMP: what is timed."""
    flags = without_openmp(command.flags)
    if not any(f.startswith("-O") for f in flags) or any(f in ("-O0", "-O1", "-Og") for f in flags):
        flags = (*without_optimisation(flags), "-O2")
    return _with_openmp("release", CompilerRole.USER, flags, openmp)


def user_strict(command: CompileCommand, openmp: bool) -> Variant:
    """The user's flags, without contraction and fast-math.

    Original and candidate built this way differ in floating-point bits only if the *program*
    orders operations differently, not because the compiler fused or vectorised one of the two
    bodies in another way.
    """
    flags = (*without_fast_math(without_openmp(command.flags)), *_STRICT_FLOATING_POINT)
    return _with_openmp("strict-release", CompilerRole.USER, flags, openmp)


def address_sanitizer(command: CompileCommand) -> Variant:
    """AddressSanitizer and UndefinedBehaviorSanitizer without OpenMP, first error ends the case."""
    base = without_optimisation(without_fast_math(without_openmp(command.flags)))
    sanitizer = (
        "-fsanitize=address,undefined",
        "-fsanitize=float-cast-overflow",
        "-fno-sanitize=vptr",
        "-fno-sanitize-recover=all",
    )
    return Variant(
        "address-sanitizer",
        CompilerRole.USER,
        (
            *base,
            "-O1",
            *_STRICT_FLOATING_POINT,
            "-fno-omit-frame-pointer",
            *sanitizer,
            # What a vector has reserved and not filled counts as outside of it. All that touches
            # vectors must agree on this: driver and program are one translation unit.
            "-D_GLIBCXX_SANITIZE_VECTOR=1",
        ),
        # The run-time of AddressSanitizer holds, or the library brings, the other one. OpenMP's is
        # there for programs that ask it for thread numbers even without pragmas.
        host_flags=(*OPENMP_HOST, "-fsanitize=address"),
        environment={
            "ASAN_OPTIONS": "detect_leaks=0:abort_on_error=0:allocator_may_return_null=1:"
            "detect_stack_use_after_return=0:symbolize=0:exitcode=99",
            "UBSAN_OPTIONS": "halt_on_error=1:print_stacktrace=0:symbolize=0:exitcode=98",
        },
        address_space_limit=False,
        red_zone=0,
    )


def address_sanitizer_openmp(command: CompileCommand) -> Variant:
    """``address_sanitizer`` with OpenMP: memory errors that only threads make."""
    serial = address_sanitizer(command)
    return replace(serial, name="address-sanitizer-openmp", flags=(*serial.flags, "-fopenmp"))


def coverage(command: CompileCommand) -> Variant:
    """clang's source-based coverage of the serial program; profiles go to ``LLVM_PROFILE_FILE``."""
    base = without_optimisation(without_fast_math(without_openmp(command.flags)))
    sources = ("-fprofile-instr-generate", "-fcoverage-mapping")
    return Variant(
        "coverage",
        CompilerRole.CLANG,
        (*base, "-O1", *_STRICT_FLOATING_POINT, *sources),
        environment={"LLVM_PROFILE_FILE": "pcg-%p.profraw"},
    )


def _with_openmp(name: str, role: CompilerRole, flags: tuple[str, ...], openmp: bool) -> Variant:
    if openmp:
        name, flags = f"{name}-openmp", (*flags, "-fopenmp")
    # The same host serves the serial program: it is built once.
    return Variant(name, role, flags, host_flags=OPENMP_HOST, is_whole=True)
