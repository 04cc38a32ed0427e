"""The tools of one machine, by path, as ``wiring`` found them."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Tool:
    """An executable or library: its path and its version line (empty if it tells none)."""

    path: str
    version: str


@dataclass(frozen=True, slots=True)
class Toolchain:
    """What compiles, inspects and instruments; ``None`` where a tool was not found.

    ``user_compiler`` is the user's own (``$CXX`` or the command's); ``clang`` a versioned
    clang++ >= 16 that reads trees and instruments; ``archer`` is ``libarcher.so`` of that clang,
    ``sanitizers`` its ThreadSanitizer run-time (the others come in the same package).
    ``bubblewrap`` is there; whether it may run is for its adapter to probe.
    """

    user_compiler: Tool | None
    clang: Tool | None
    nm: Tool | None
    profdata: Tool | None
    cov: Tool | None
    archer: Tool | None
    setarch: Tool | None = None
    sanitizers: Tool | None = None
    bubblewrap: Tool | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of ``pcg doctor``: a tool, whether it works, and what its absence costs.

    ``path`` and ``version`` are empty where there is none; ``remedy`` is what to do to get it.
    """

    name: str
    found: bool
    path: str
    version: str
    cost_if_missing: str
    remedy: str


@dataclass(frozen=True, slots=True)
class CompileCommand:
    """How the user compiles the file: ``flags`` without the file, ``-c`` and ``-o``.

    What the file calls and does not define is looked for in the files ``also``, which are absolute
    paths, then in those that ``database`` lists, a ``compile_commands.json``. Where it lies is no
    part of how the file itself is compiled.

    ``units`` is the same compilation database for a header, which none lists: there are the units
    that include it. Empty for all else.
    """

    compiler: str
    flags: tuple[str, ...]
    directory: str
    units: str = ""
    also: tuple[str, ...] = ()
    database: str | None = field(default=None, compare=False)
