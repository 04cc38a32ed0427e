"""g++ and clang++ as ``Compiler``: each equal request is built once, inside the sandbox."""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import assert_never

from pcg_engine.adapters.compile_arguments import CompileArguments, quote_folders, split_flags
from pcg_engine.adapters.compile_reach import (
    compile_environment,
    hidden_paths,
    readable_paths,
)
from pcg_engine.adapters.diagnostics import parse_diagnostics, tells_of_a_crash
from pcg_engine.adapters.foreign_flags import rejected_flags, without_flags
from pcg_engine.adapters.kept_builds import KeptBuilds
from pcg_engine.domain.ast import Diagnostic
from pcg_engine.domain.errors import EnvironmentUnavailable
from pcg_engine.domain.source import is_c
from pcg_engine.domain.toolchain import Tool
from pcg_engine.ports import (
    Cancellation,
    Compiled,
    CompileOutcome,
    CompileRequest,
    CompilerRole,
    Exited,
    LimitReached,
    Limits,
    OutputKind,
    Rejected,
    RunRequest,
    Sandbox,
)

_SUFFIX = {OutputKind.OBJECT: ".o", OutputKind.SHARED: ".so", OutputKind.EXECUTABLE: ""}
_MODE: Mapping[OutputKind, tuple[str, ...]] = {
    OutputKind.OBJECT: ("-c",),
    OutputKind.SHARED: ("-shared", "-fPIC"),
    OutputKind.EXECUTABLE: (),
}
_MEMORY_BYTES = 6 << 30
_PROCESSES = 64
_OUTPUT_BYTES = 8 << 20
_ARTIFACT_BYTES = 1 << 30
_WAIT_SECONDS = 0.02


@dataclass(slots=True)
class _Build:
    """A build under way or done; ``outcome`` stays ``None`` if whoever made it gave up."""

    done: threading.Event = field(default_factory=threading.Event)
    outcome: CompileOutcome | None = None


class GnuStyleCompiler:
    """``Compiler`` for drivers with gcc's command line.

    ``artifacts`` is a folder of this object's own: what is built there is not looked up by later
    processes, since the headers may have changed. Every run is in ``sandbox``: text that a model
    wrote may include any file and take any time. ``jobs`` runs may go on at a time. Builds of
    ``lasting`` requests are looked for, and put, in ``kept``.
    """

    def __init__(
        self,
        user: Tool | None,
        clang: Tool | None,
        artifacts: Path,
        sandbox: Sandbox,
        environment: Mapping[str, str] | None = None,
        jobs: int = 2,
        kept: KeptBuilds | None = None,
    ) -> None:
        self._tools = {CompilerRole.USER: user, CompilerRole.CLANG: clang}
        self._artifacts = artifacts
        self._kept = kept
        self._sandbox = sandbox
        self._environment = compile_environment(os.environ if environment is None else environment)
        self._slots = threading.BoundedSemaphore(jobs)
        self._lock = threading.Lock()
        self._builds: dict[str, _Build] = {}
        self._rejected: frozenset[str] = frozenset()
        artifacts.mkdir(parents=True, exist_ok=True)

    def identity(self, role: CompilerRole) -> str:
        """Path and version line; raises ``EnvironmentUnavailable`` if there is no such compiler."""
        tool = self._tool(role)
        return f"{tool.path} {tool.version}".strip()

    def compile(self, request: CompileRequest, cancellation: Cancellation) -> CompileOutcome:
        """See ``Compiler.compile``.

        Rejection codes: ``compile-error``, ``compile-timeout``, ``compile-memory``,
        ``compile-output``, ``compiler-crash``.
        """
        key = self._key(request)
        while True:
            cancellation.check()
            with self._lock:
                build = self._builds.get(key)
                mine = build is None
                if build is None:
                    build = self._builds[key] = _Build()
            if mine:
                return self._make(key, build, request, cancellation)
            while not build.done.wait(_WAIT_SECONDS):
                cancellation.check()
            if build.outcome is not None:
                return build.outcome

    def _make(
        self, key: str, build: _Build, request: CompileRequest, cancellation: Cancellation
    ) -> CompileOutcome:
        try:
            while not self._slots.acquire(timeout=_WAIT_SECONDS):
                cancellation.check()
            try:
                build.outcome = self._understood(key, request, cancellation)
            finally:
                self._slots.release()
            return build.outcome
        finally:
            if build.outcome is None:
                with self._lock:
                    del self._builds[key]
            build.done.set()

    def _understood(
        self, key: str, request: CompileRequest, cancellation: Cancellation
    ) -> CompileOutcome:
        """Run ``request``; for clang, without those of the user's flags that it does not know."""
        if request.role is CompilerRole.USER:
            return self._run(key, request, cancellation)
        while True:
            rejected = self._rejected
            known = replace(request, flags=without_flags(request.flags, rejected))
            outcome = self._run(key, known, cancellation)
            if isinstance(outcome, Compiled):
                return outcome
            told = rejected_flags(outcome.output)
            if told <= rejected:
                return outcome
            # Builds of several threads may learn of different flags at a time.
            with self._lock:
                self._rejected |= told

    def _run(self, key: str, request: CompileRequest, cancellation: Cancellation) -> CompileOutcome:
        tool = self._tool(request.role)
        origin = Path(request.directory, request.origin).absolute()
        arguments = split_flags(request.flags, Path(request.directory))
        target = self._artifacts / f"{key}{_SUFFIX[request.output]}"
        kept = self._kept if request.lasting else None
        lasting_key = f"{key} {sorted(self._environment.items())}"
        if kept is not None and kept.take(lasting_key, Path(tool.path), target):
            return Compiled(target, (), 0.0)
        readable = readable_paths(tool.path, origin, arguments.paths, self._environment)
        scratch = Path(tempfile.mkdtemp(prefix="build-", dir=self._artifacts.absolute()))
        try:
            source = scratch / origin.name
            source.write_bytes(request.text)
            built = scratch / "pcg-artifact"
            outcome = self._sandbox.run(
                RunRequest(
                    argv=_command(tool, request, arguments, source, origin.parent, built),
                    scratch=scratch,
                    readable=readable,
                    hidden=hidden_paths(readable, origin),
                    environment={**self._environment, "TMPDIR": str(scratch)},
                    limits=Limits(
                        wall_seconds=request.timeout,
                        cpu_seconds=2 * request.timeout,
                        memory_bytes=_MEMORY_BYTES,
                        processes=_PROCESSES,
                        file_bytes=_ARTIFACT_BYTES,
                        output_bytes=_OUTPUT_BYTES,
                        address_space=False,
                    ),
                ),
                cancellation,
            )
            names = (str(source), str(origin), request.origin)
            output = outcome.stderr.decode("utf-8", "replace")
            diagnostics = parse_diagnostics(output, names)
            output = output.replace(f"{scratch}/", f"{origin.parent}/")
            match outcome:
                case LimitReached(limit=limit):
                    return _rejected_by_limit(limit, request, diagnostics, output)
                case Exited(code=0, wall_seconds=seconds):
                    _keep(built, target, output)
                    if kept is not None and not diagnostics:
                        kept.keep(lasting_key, Path(tool.path), target)
                    return Compiled(target, diagnostics, seconds)
                case Exited(code=code):
                    crashed = code < 0 or tells_of_a_crash(output)
                    return Rejected(
                        "compiler-crash" if crashed else "compile-error", diagnostics, output
                    )
                case _:
                    assert_never(outcome)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)

    def _tool(self, role: CompilerRole) -> Tool:
        tool = self._tools[role]
        if tool is None:
            raise EnvironmentUnavailable(
                f"no-{role}-compiler",
                f"there is no {role} compiler on this machine",
                "install clang (16 or later)" if role is CompilerRole.CLANG else "set CXX",
            )
        # A program inside the sandbox is named by its path.
        return replace(tool, path=shutil.which(tool.path) or tool.path)

    def _key(self, request: CompileRequest) -> str:
        parts = (
            self.identity(request.role),
            request.origin,
            request.directory,
            request.output,
            *request.flags,
        )
        header = "\0".join(parts).encode("utf-8", "surrogateescape")
        return hashlib.sha256(header + b"\0\0" + request.text).hexdigest()[:32]


def _command(
    tool: Tool,
    request: CompileRequest,
    arguments: CompileArguments,
    source: Path,
    folder: Path,
    built: Path,
) -> tuple[str, ...]:
    language = "c" if is_c(str(source)) else "c++"
    link_inputs = () if request.output is OutputKind.OBJECT else arguments.link_inputs
    has_files = any(not word.startswith("-") for word in link_inputs)
    return (
        tool.path,
        *_MODE[request.output],
        # Before the user's own folders: as if the text still lay in the user's file.
        *quote_folders(folder, arguments.options),
        *arguments.options,
        f"-ffile-prefix-map={source.parent}={folder}",
        *("-x", language, str(source)),
        *(("-x", "none") if has_files else ()),
        *link_inputs,
        *("-o", str(built)),
    )


def _rejected_by_limit(
    limit: str, request: CompileRequest, diagnostics: tuple[Diagnostic, ...], output: str
) -> Rejected:
    if limit in ("wall", "cpu"):
        message = f"the compiler took more than {request.timeout:g} s"
        return Rejected("compile-timeout", (*diagnostics, Diagnostic("error", message)), output)
    code = limit if limit in ("memory", "output") else "output"
    message = f"the compiler reached its {limit} limit"
    return Rejected(f"compile-{code}", (*diagnostics, Diagnostic("error", message)), output)


def _keep(built: Path, target: Path, output: str) -> None:
    """Move the artifact out of the scratch folder, as a plain file that others may read."""
    if not built.is_file() or built.is_symlink():
        raise EnvironmentUnavailable(
            "no-artifact",
            f"the compiler reported success and wrote no file: {output.strip()}",
            "try the same flags by hand",
        )
    if os.getuid() == 0:
        os.chown(built, 0, 0)
    built.chmod(built.stat().st_mode & 0o777 | stat.S_IRGRP | stat.S_IROTH)
    built.replace(target)
