"""The compilers that are compared, and how each is asked to parallelise."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from benchmarks.peers.outcomes import Way

OPTIMISATION = ("-O3", "-march=native")
_CLANGS = (*(f"clang-{version}" for version in range(21, 14, -1)), "clang")
_POLLY = ("-mllvm", "-polly")
_POLLY_PARALLEL = (*_POLLY, "-mllvm", "-polly-parallel")


class Language(StrEnum):
    """Of the program that is compiled."""

    C = "c"
    CXX = "c++"


@dataclass(frozen=True, slots=True)
class Toolchain:
    """What this machine has; ``clang`` and ``polly_missing`` say why something is missing."""

    gcc: str
    gxx: str
    clang: str | None
    polly_missing: str | None
    gcc_version: str
    clang_version: str
    processor: str
    threads: int

    @staticmethod
    def found(threads: int) -> Toolchain:
        """The compilers on the path. Raises ``FileNotFoundError`` without gcc and g++."""
        gcc, gxx = shutil.which("gcc"), shutil.which("g++")
        if gcc is None or gxx is None:
            raise FileNotFoundError("gcc and g++ are needed: run scripts/system-tools")
        clang = next((path for name in _CLANGS if (path := shutil.which(name))), None)
        return Toolchain(
            gcc=gcc,
            gxx=gxx,
            clang=clang,
            polly_missing=_polly_missing(clang),
            gcc_version=_first_line(gcc),
            clang_version=_first_line(clang) if clang else "none",
            processor=_processor(),
            threads=threads,
        )

    @property
    def identity(self) -> str:
        """Changes with everything that results depend on."""
        words = (self.gcc_version, self.clang_version, self.processor, str(self.threads))
        return hashlib.sha256("\n".join(words).encode()).hexdigest()[:16]

    def command(self, way: Way, language: Language = Language.C) -> tuple[str, ...] | str:
        """The compiler with its flags, or why it is not available; OpenMP is always C++."""
        gcc, clang = self.gcc, self.clang
        if language is Language.CXX:
            gcc, clang = self.gxx, None if clang is None else _cxx(clang)
        match way:
            case Way.GCC:
                return (gcc, *OPTIMISATION)
            case Way.AUTOPAR:
                return (gcc, *OPTIMISATION, f"-ftree-parallelize-loops={self.threads}")
            case Way.AUTOPAR_ALL:
                flag = f"-ftree-parallelize-loops={self.threads}"
                return (gcc, *OPTIMISATION, flag, "-floop-parallelize-all")
            case Way.CLANG:
                return "no clang on the path" if clang is None else (clang, *OPTIMISATION)
            case Way.POLLY | Way.POLLY_SERIAL:
                if clang is None or self.polly_missing is not None:
                    return self.polly_missing or "no clang on the path"
                flags = _POLLY_PARALLEL if way is Way.POLLY else _POLLY
                return (clang, *OPTIMISATION, *flags)
            case Way.PCG | Way.EXPERT:
                return (self.gxx, *OPTIMISATION, "-fopenmp")

    @property
    def environment(self) -> dict[str, str]:
        """That programs are run in."""
        return os.environ | {"OMP_NUM_THREADS": str(self.threads), "OMP_DYNAMIC": "false"}


def _polly_missing(clang: str | None) -> str | None:
    """Why clang has no Polly; none if a loop that it can parallelise calls the OpenMP run-time."""
    if clang is None:
        return "no clang on the path"
    text = (
        "double a[2000][2000], b[2000][2000]; void f(void)"
        "{ for (int i = 0; i < 2000; i++) for (int j = 0; j < 2000; j++) a[i][j] += b[j][i]; }"
    )
    asked = [clang, "-O3", *_POLLY_PARALLEL, "-x", "c", "-S", "-o", "-", "-"]
    made = subprocess.run(asked, input=text, capture_output=True, text=True, check=False)
    if made.returncode != 0:
        return "this clang was built without Polly"
    return None if "GOMP_" in made.stdout else "this clang's Polly makes no parallel loops"


def _cxx(clang: str) -> str:
    """``clang++-19`` for ``clang-19``, in the same folder."""
    folder, _, name = clang.rpartition("/")
    return f"{folder}/{name.replace('clang', 'clang++')}"


def _first_line(compiler: str) -> str:
    told = subprocess.run([compiler, "--version"], capture_output=True, text=True, check=True)
    return told.stdout.splitlines()[0]


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return "unknown processor"
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return f"{names[0]}, {len(names)} processors" if names else "unknown processor"
