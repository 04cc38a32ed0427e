"""The ports: what the engine needs of the world, as protocols and the values they exchange.

Adapters implement them (``pcg_engine.adapters``), ``pcg_engine.wiring`` chooses them. A port method
raises ``EnvironmentUnavailable`` when its tool is missing or broken and ``Cancelled`` when its
``Cancellation`` was triggered; whatever the user's or a candidate's code does is a *value*.
"""

from __future__ import annotations

import threading
import weakref
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from pcg_engine.domain.ast import Diagnostic, TranslationUnit
from pcg_engine.domain.capture import Capture
from pcg_engine.domain.conversation import ModelRequest, Reply
from pcg_engine.domain.errors import Cancelled
from pcg_engine.domain.source import SourceText
from pcg_engine.domain.toolchain import CompileCommand


class Cancellation:
    """A one-way flag shared by everything that works for one request; thread-safe.

    Children are cancelled with their parent, never the other way round, so that one candidate's
    checks can be stopped without stopping the request.
    """

    def __init__(self) -> None:
        self._event = threading.Event()
        self._lock = threading.Lock()
        self._children: weakref.WeakSet[Cancellation] = weakref.WeakSet()

    def child(self) -> Cancellation:
        """A flag that is set when this one is."""
        child = Cancellation()
        with self._lock:
            self._children.add(child)
            cancelled = self._event.is_set()
        if cancelled:
            child.cancel()
        return child

    def cancel(self) -> None:
        """Ask everything that holds this flag, or a child of it, to stop."""
        with self._lock:
            self._event.set()
            children = tuple(self._children)
        for child in children:
            child.cancel()

    @property
    def is_cancelled(self) -> bool:
        """Whether someone asked."""
        return self._event.is_set()

    def check(self) -> None:
        """Raise ``Cancelled`` if someone asked."""
        if self._event.is_set():
            raise Cancelled

    def wait(self, seconds: float) -> bool:
        """Sleep up to ``seconds``; true if cancelled meanwhile."""
        return self._event.wait(seconds)


class Clock(Protocol):
    """Monotonic time."""

    def now(self) -> float:
        """Seconds since some fixed moment."""
        ...


class AstReader(Protocol):
    """Delivers typed trees."""

    @property
    def identity(self) -> str:
        """Name and version, part of every cache key."""
        ...

    def read(
        self,
        source: SourceText,
        command: CompileCommand,
        functions: Sequence[str],
        cancellation: Cancellation,
        *,
        openmp: bool = False,
    ) -> TranslationUnit:
        """The named functions (qualified names) of ``source`` and what their bodies reach.

        ``source.data`` is read, not the file on disk. With ``openmp`` the pragmas are parsed and
        become ``OpenMPDirective`` nodes. Code that does not compile gives the diagnostics and the
        functions that clang could still build.
        """
        ...


class CompilerRole(StrEnum):
    """Which compiler a build is made with."""

    USER = "user"
    CLANG = "clang"


class OutputKind(StrEnum):
    """What a build makes."""

    OBJECT = "object"
    SHARED = "shared"
    EXECUTABLE = "executable"


@dataclass(frozen=True, slots=True)
class CompileRequest:
    """One compiler run.

    ``text`` is the whole translation unit; ``origin`` the path of the user's file, whose folder
    relative ``#include`` lines are resolved against and whose name diagnostics bear. ``flags`` come
    complete, user flags included; the adapter adds only input, output and mode. ``lasting`` is for
    texts of PCG's own that include system headers at most: what is built of them may be kept from
    one run of PCG to the next.
    """

    text: bytes
    origin: str
    role: CompilerRole
    flags: tuple[str, ...]
    output: OutputKind
    directory: str = "."
    timeout: float = 60.0
    lasting: bool = False


@dataclass(frozen=True, slots=True)
class Compiled:
    """A finished build: ``path`` stays valid while the adapter lives. Warnings are kept."""

    path: Path
    diagnostics: tuple[Diagnostic, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class Rejected:
    """The compiler refused the text (or ran past its time: ``code == "compile-timeout"``)."""

    code: str
    diagnostics: tuple[Diagnostic, ...]
    output: str


CompileOutcome = Compiled | Rejected


class Compiler(Protocol):
    """Compiles and links; equal requests are built once."""

    def identity(self, role: CompilerRole) -> str:
        """Path and version of the compiler in that role."""
        ...

    def compile(self, request: CompileRequest, cancellation: Cancellation) -> CompileOutcome:
        """Build ``request``; thread-safe; concurrent equal requests share one run."""
        ...


@dataclass(frozen=True, slots=True)
class Limits:
    """Hard limits of one sandboxed run.

    ``address_space`` false means that memory must not be limited by ``RLIMIT_AS`` (sanitizers
    reserve terabytes); the adapter then watches the resident size. ``disk_bytes`` is for all files
    in scratch together, of which even an empty one counts a little.
    """

    wall_seconds: float = 10.0
    cpu_seconds: float = 60.0
    memory_bytes: int = 4 << 30
    processes: int = 512
    file_bytes: int = 1 << 30
    disk_bytes: int = 4 << 30
    output_bytes: int = 16 << 20
    address_space: bool = True


@dataclass(frozen=True, slots=True)
class RunRequest:
    """One sandboxed run.

    ``scratch`` is the only writable folder and the working directory; ``readable`` are further
    paths the program needs, but for those inside them that are ``hidden``. ``environment`` is the
    *whole* environment. ``seen_as`` is the path at which the program finds ``scratch`` instead of
    its own: only a sandbox that promises ``FILES`` can do that.
    """

    argv: tuple[str, ...]
    scratch: Path
    readable: tuple[Path, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict[str, str])
    stdin: bytes = b""
    limits: Limits = Limits()
    hidden: tuple[Path, ...] = ()
    seen_as: Path | None = None

    @property
    def working_folder(self) -> Path:
        """Where the program finds ``scratch``."""
        return (self.seen_as or self.scratch).absolute()


@dataclass(frozen=True, slots=True)
class Exited:
    """The program ended by itself; a negative ``code`` is the signal that killed it."""

    code: int
    stdout: bytes
    stderr: bytes
    wall_seconds: float
    cpu_seconds: float


@dataclass(frozen=True, slots=True)
class LimitReached:
    """The sandbox ended the program: ``limit`` is ``wall``, ``cpu``, ``memory``, ``output`` …"""

    limit: str
    stdout: bytes
    stderr: bytes
    wall_seconds: float


RunOutcome = Exited | LimitReached


class Guarantee(StrEnum):
    """One thing that a sandbox promises of every run; ``docs/sandbox.md`` tells them in full.

    The conformance suite tries to break each promise that an adapter makes.
    """

    ENVIRONMENT = "environment"
    """The variables of the request, and no others."""
    DESCRIPTORS = "descriptors"
    """Three standard streams, no terminal."""
    NETWORK = "network"
    """No socket of any kind reaches anything outside."""
    FILES = "files"
    """Nothing can be read but the system's programs, ``readable`` and ``scratch``."""
    WRITES = "writes"
    """Nothing is changed but ``scratch``; whatever else was written is gone with the run."""
    PROCESSES = "processes"
    """Other processes can neither be seen nor touched."""
    DEVICES = "devices"
    """No devices but those that hold nothing: null, zero, random."""
    PRIVILEGES = "privileges"
    """No capabilities, and none to be had."""
    SYSTEM_CALLS = "system-calls"
    """What a numerical program never asks the kernel for is refused."""
    TASKS = "task-limit"
    """``Limits.processes`` bounds processes and threads together."""
    MEMORY = "memory-limit"
    """``Limits.memory_bytes`` bounds the memory of all processes, and memory files are bounded."""
    DISK = "disk-limit"
    """``Limits.file_bytes`` bounds each file, ``Limits.disk_bytes`` all of them together."""
    OUTPUT = "output-limit"
    """``Limits.output_bytes`` bounds both output streams together."""
    TIME = "time-limit"
    """``Limits.cpu_seconds`` and ``Limits.wall_seconds`` bound the time of all processes."""
    END = "clean-end"
    """Afterwards nothing of the run is left, even if it is cancelled or PCG itself is killed."""


FOR_STRANGERS = frozenset(Guarantee)
"""What must hold before code that PCG's rules did not write is run."""


class Sandbox(Protocol):
    """Runs generated code and the user's code under test."""

    @property
    def guarantees(self) -> frozenset[Guarantee]:
        """What this sandbox promises on this machine (probed by running it)."""
        ...

    def run(self, request: RunRequest, cancellation: Cancellation) -> RunOutcome:
        """Run to the end or a limit; the whole process group is gone afterwards; thread-safe.

        Raises ``EnvironmentUnavailable`` for a ``seen_as`` that this sandbox cannot grant.
        """
        ...


class Store(Protocol):
    """A persistent cache of bytes by content key."""

    def get(self, key: str) -> bytes | None:
        """The stored bytes, or ``None``."""
        ...

    def put(self, key: str, value: bytes) -> None:
        """Keep ``value``; losing it later is allowed."""
        ...


class Captures(Protocol):
    """What was recorded of the user's own programs, on this machine."""

    def find(self, file: str, function: str, layout: str) -> Capture | None:
        """What ``function`` of the file at the path ``file`` was given, if that is known.

        Raises ``UsageError`` if the user named a record that is damaged, or of another ``layout``.
        """
        ...

    def identity(self, file: str) -> str:
        """Changes whenever something else would be found for functions of ``file``."""
        ...


class ProjectFiles(Protocol):
    """The files of the user's project, as they are in the editor or else on disk.

    Paths are absolute, normalised, and written with ``/``. What is outside ``root`` is not there.
    """

    @property
    def root(self) -> str:
        """The project's folder."""
        ...

    def read(self, path: str) -> bytes | None:
        """The file's text; ``None`` if there is no such file, or none of a sensible size."""
        ...

    def below(self, folder: str) -> Sequence[str]:
        """The files in ``folder`` and in the folders in it, sorted; not hidden or built ones."""
        ...


class TreeCopier(Protocol):
    """Makes private copies of the user's project."""

    def copy(
        self, source: Path, target: Path, left_out: Sequence[Path], cancellation: Cancellation
    ) -> None:
        """Copy the folder ``source`` to ``target``, which is made, but for ``left_out`` in it.

        Times of change are kept, so that builds go on where they were; no copy shares storage that
        writing to it would change. Raises ``EnvironmentUnavailable`` if there is no room, and
        ``UsageError`` if something cannot be read.
        """
        ...

    def files(self, folder: Path) -> ProjectFiles:
        """The files of such a copy."""
        ...


class LanguageModel(Protocol):
    """Answers questions; whoever it is, what it writes is a stranger's."""

    @property
    def identity(self) -> str:
        """Model and host, as candidates and kept answers name their origin."""
        ...

    def complete(self, request: ModelRequest, cancellation: Cancellation) -> Reply:
        """The answer to ``request``; blocks; thread-safe.

        Raises ``EnvironmentUnavailable`` with the codes ``endpoint-unreachable`` (no connection, or
        time ran out), ``endpoint-refused`` (key or right), ``no-such-model``, ``rate-limited``,
        ``endpoint-failed`` (its own error) and ``bad-request`` (what it does not understand), once
        trying again has not helped. An answer that broke off is a ``Reply`` with that ``finish``.
        """
        ...


@dataclass(frozen=True, slots=True)
class Vectors:
    """``count`` vectors of length 1: float32, row by row, in the machine's byte order."""

    count: int
    dimensions: int
    data: bytes


class Embedder(Protocol):
    """Turns texts into vectors, so that similar code lies close together."""

    @property
    def identity(self) -> str:
        """Name and version: vectors of different embedders are never compared."""
        ...

    @property
    def dimensions(self) -> int:
        """The length of a vector."""
        ...

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One vector for each of ``texts``."""
        ...


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The ``position``-th vector of an index, with its cosine ``similarity`` to the query."""

    position: int
    similarity: float


class VectorIndex(Protocol):
    """The vectors of a set of examples."""

    def __len__(self) -> int:
        """How many there are."""
        ...

    def nearest(self, query: Vectors, count: int) -> tuple[Neighbour, ...]:
        """Up to ``count`` nearest to the one vector of ``query``, nearest first."""
        ...
