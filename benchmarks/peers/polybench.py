"""PolyBench/C 4.2.1: its kernels, and the sizes at which they are measured."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

STANDARD_SIZES = ("MINI", "SMALL", "MEDIUM", "LARGE", "EXTRALARGE")

_SIZE_FOR_KERNEL = {
    "2mm": "LARGE/2",
    "3mm": "LARGE/2",
    "adi": "LARGE/3",
    "atax": "EXTRALARGE",
    "bicg": "EXTRALARGE",
    "cholesky": "LARGE/3",
    "correlation": "LARGE/3",
    "covariance": "LARGE/3",
    "deriche": "LARGE/2",
    "doitgen": "LARGE/2",
    "durbin": "EXTRALARGE",
    "fdtd-2d": "LARGE/2",
    "floyd-warshall": "LARGE/4",
    "gemm": "LARGE/2",
    "gemver": "EXTRALARGE",
    "gesummv": "EXTRALARGE",
    "gramschmidt": "LARGE/3",
    "heat-3d": "LARGE/2",
    "jacobi-1d": "EXTRALARGE",
    "jacobi-2d": "LARGE/2",
    "lu": "LARGE/3",
    "ludcmp": "LARGE/3",
    "mvt": "EXTRALARGE",
    "nussinov": "LARGE/3",
    "seidel-2d": "LARGE/3",
    "symm": "LARGE/2",
    "syr2k": "LARGE/2",
    "syrk": "LARGE/2",
    "trisolv": "EXTRALARGE",
    "trmm": "LARGE/2",
}
"""Where ``LARGE`` takes more than about half a second, or less than about twenty milliseconds."""

_DATASET = re.compile(r"#\s*ifdef\s+(\w+)_DATASET\b(.*?)#\s*endif", re.DOTALL)
_EXTENT = re.compile(r"#\s*define\s+(\w+)\s+(\d+)")
_MODIFIER = re.compile(r'(#\s*define\s+DATA_PRINTF_MODIFIER\s+)"%0\.2lf "')


@dataclass(frozen=True, slots=True)
class Kernel:
    """One program of the suite: ``path`` is its C file, relative to the suite's folder."""

    path: str

    @property
    def name(self) -> str:
        """Such as ``fdtd-2d``."""
        return self.path.rsplit("/", 1)[1].removesuffix(".c")

    @property
    def folder(self) -> str:
        """Where its C file and its header are, relative to the suite's folder."""
        return self.path.rsplit("/", 1)[0]

    @property
    def function(self) -> str:
        """The function that is timed."""
        return f"kernel_{self.name.replace('-', '_')}"


@dataclass(frozen=True, slots=True)
class Size:
    """A size by name, and the extents that the kernel's macros are given."""

    name: str
    extents: tuple[tuple[str, int], ...]

    @property
    def flags(self) -> tuple[str, ...]:
        """Compiler flags that choose it."""
        return tuple(f"-D{name}={value}" for name, value in self.extents)

    def __str__(self) -> str:
        return " ".join(f"{name}={value}" for name, value in self.extents)


def kernels(benchmark_list: str) -> tuple[Kernel, ...]:
    """The kernels that the suite's ``utilities/benchmark_list`` names, in its order."""
    lines = (line.strip().removeprefix("./") for line in benchmark_list.splitlines())
    return tuple(Kernel(line) for line in lines if line.endswith(".c"))


def size(kernel: Kernel, header: str, wanted: str = "auto") -> Size:
    """The extents of ``wanted``: a standard size, one divided by a number (``LARGE/3``), or auto.

    ``header`` is the text of the kernel's header. Raises ``ValueError`` for a size that it lacks.
    """
    name = _SIZE_FOR_KERNEL.get(kernel.name, "LARGE") if wanted == "auto" else wanted
    standard, _, divisor = name.partition("/")
    share = Fraction(1, int(divisor or "1"))
    for found in _DATASET.finditer(header):
        if found[1] == standard:
            extents = _EXTENT.findall(found[2])
            return Size(name, tuple((macro, int(int(value) * share)) for macro, value in extents))
    raise ValueError(f"{kernel.name} has no size {standard}: choose of {', '.join(STANDARD_SIZES)}")


def exact_dump(header: str) -> str:
    """``header`` such that floating-point results are dumped exactly, not with two decimals."""
    return _MODIFIER.sub(r'\1" %a"', header)
