"""The single place where adapters are chosen and put together.

Adapters are imported when they are chosen, so that no command waits for what only another needs.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Generator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from pcg_engine.adapters.store import SqliteStore, cache_folder
from pcg_engine.adapters.tool_discovery import diagnose, discover
from pcg_engine.domain.errors import EnvironmentUnavailable
from pcg_engine.domain.measurement import MachineModel
from pcg_engine.domain.settings import Settings
from pcg_engine.domain.toolchain import CompileCommand, Finding, Tool, Toolchain
from pcg_engine.ports import FOR_STRANGERS, AstReader, Cancellation, Sandbox, Store

if TYPE_CHECKING:
    from pcg_engine.action.checks import Laboratory
    from pcg_engine.adapters.clang_ast.reader import ClangAstReader


@dataclass(frozen=True, slots=True)
class AnalysisBench:
    """What ``analyze`` needs: a reader, and the machine as far as it is known."""

    reader: AstReader
    machine: MachineModel


@dataclass(frozen=True, slots=True)
class ChosenSandbox:
    """The strongest sandbox that works here, and why a stronger one does not."""

    sandbox: Sandbox
    description: str


def analysis_bench(command: CompileCommand) -> AnalysisBench:
    """A reader for ``command``; raises ``EnvironmentUnavailable`` without clang."""
    environment = os.environ
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="discover") as pool:
        discovering = pool.submit(discover, environment, command.compiler)
        # Asking the tools for their versions takes about as long as loading what comes next.
        from pcg_engine.tools.calibration import recall

        import_module("pcg_engine.adapters.clang_ast.reader")
        import_module("pcg_engine.action.survey")
        toolchain = discovering.result()
    store = SqliteStore(cache_folder(environment) / "cache.sqlite")
    reader = _reader(toolchain, environment, store)
    return AnalysisBench(reader, recall(store, _available_threads()))


@contextmanager
def laboratory(
    command: CompileCommand, settings: Settings, note: Callable[[str], None]
) -> Generator[Laboratory]:
    """Everything that verification needs, for one request.

    ``note`` is told what is missing and what that costs. Raises ``EnvironmentUnavailable`` if
    there is no compiler at all.
    """
    from pcg_engine.action.checks import Laboratory
    from pcg_engine.action.result_cache import ResultCache
    from pcg_engine.adapters.clock import SystemClock
    from pcg_engine.adapters.compiler import GnuStyleCompiler
    from pcg_engine.adapters.kept_builds import KeptBuilds
    from pcg_engine.tools.benchmark.exclusive import ExclusiveTiming
    from pcg_engine.tools.calibration import calibrate
    from pcg_engine.tools.subject import Instruments

    environment = os.environ
    toolchain = discover(environment, command.compiler)
    clang = _clang(toolchain)
    if toolchain.user_compiler is None:
        raise EnvironmentUnavailable(
            "no-compiler", f"{command.compiler} does not work", "set CXX to your compiler"
        )
    store = SqliteStore(cache_folder(environment) / "cache.sqlite")
    chosen = choose_sandbox(toolchain, environment)
    for finding in diagnose(toolchain, chosen.sandbox.guarantees, chosen.description):
        if not finding.found:
            note(f"no {finding.name}: {finding.cost_if_missing}; {finding.remedy}")
    with tempfile.TemporaryDirectory(prefix="pcg-", ignore_cleanup_errors=True) as folder:
        workspace = Path(folder)
        # Sandboxed runs may use another user, who must be able to reach their scratch folder.
        workspace.chmod(0o755)
        instruments = Instruments(
            compiler=GnuStyleCompiler(
                toolchain.user_compiler,
                clang,
                workspace / "artifacts",
                chosen.sandbox,
                kept=KeptBuilds(cache_folder(environment) / "builds"),
            ),
            sandbox=chosen.sandbox,
            reader=_reader(toolchain, environment, store, chosen.sandbox),
            toolchain=toolchain,
            clock=SystemClock(),
            workspace=workspace,
            threads=settings.threads,
        )
        machine = calibrate(instruments, store, Cancellation())
        timing = ExclusiveTiming(cache_folder(environment) / "benchmark.lock")
        yield Laboratory(instruments, machine, timing, ResultCache(store, instruments))


def choose_sandbox(toolchain: Toolchain, environment: Mapping[str, str]) -> ChosenSandbox:
    """Bubblewrap where running it works, else resource limits alone."""
    from pcg_engine.adapters import bubblewrap
    from pcg_engine.adapters.launcher import build_launcher
    from pcg_engine.adapters.limited_sandbox import LimitedSandbox

    compiler = toolchain.user_compiler or toolchain.clang
    if compiler is None:
        raise EnvironmentUnavailable(
            "no-compiler", "no C++ compiler was found", "install g++, or set CXX"
        )
    launcher = build_launcher(compiler, cache_folder(environment) / "launcher")
    if toolchain.bubblewrap is None:
        return ChosenSandbox(LimitedSandbox(launcher), "bubblewrap is not installed")
    probed = bubblewrap.probe(toolchain.bubblewrap, launcher)
    if isinstance(probed, bubblewrap.Unusable):
        return ChosenSandbox(LimitedSandbox(launcher), probed.reason)
    if probed.guarantees >= FOR_STRANGERS:
        return ChosenSandbox(probed, f"works; all {len(FOR_STRANGERS)} protections hold")
    return ChosenSandbox(probed, "works, but this kernel cannot filter system calls")


def findings(compiler: str | None) -> tuple[Finding, ...]:
    """What ``doctor`` says of this machine."""
    toolchain = discover(os.environ, compiler)
    if toolchain.user_compiler is None and toolchain.clang is None:
        return diagnose(toolchain, frozenset(), "not probed: there is no compiler")
    chosen = choose_sandbox(toolchain, os.environ)
    return diagnose(toolchain, chosen.sandbox.guarantees, chosen.description)


def _reader(
    toolchain: Toolchain,
    environment: Mapping[str, str],
    store: Store,
    sandbox: Sandbox | None = None,
) -> ClangAstReader:
    """A reader whose precompiled headers are kept from one run to the next."""
    from pcg_engine.adapters.clang_ast.reader import ClangAstReader

    clang = _clang(toolchain)
    scratch = cache_folder(environment) / "reader"
    return ClangAstReader(clang.path, clang.version, scratch, store, sandbox)


def _clang(toolchain: Toolchain) -> Tool:
    if toolchain.clang is None:
        raise EnvironmentUnavailable(
            "no-clang",
            "clang++ 16 or newer is needed to read the code and was not found",
            "run scripts/system-tools, or install clang-19",
        )
    return toolchain.clang


def _available_threads() -> int:
    return len(os.sched_getaffinity(0))
