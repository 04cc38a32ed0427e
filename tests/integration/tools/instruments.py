"""The real compilers and sandbox of this machine, for integration tests of the checks."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pcg_engine.adapters.bubblewrap import BubblewrapSandbox, probe
from pcg_engine.adapters.clock import SystemClock
from pcg_engine.adapters.compiler import GnuStyleCompiler
from pcg_engine.adapters.launcher import build_launcher
from pcg_engine.adapters.limited_sandbox import LimitedSandbox
from pcg_engine.domain.ast import TranslationUnit
from pcg_engine.domain.source import SourceText
from pcg_engine.domain.toolchain import CompileCommand, Tool
from pcg_engine.ports import Cancellation
from pcg_engine.tools.subject import Instruments
from tests.conftest import toolchain

if TYPE_CHECKING:
    from pcg_engine.ports import Sandbox


class NoReader:
    """For tests that build their trees by hand."""

    identity = "none"

    def read(
        self,
        source: SourceText,
        command: CompileCommand,
        functions: Sequence[str],
        cancellation: Cancellation,
        *,
        openmp: bool = False,
    ) -> TranslationUnit:
        """An empty unit."""
        del source, command, functions, cancellation, openmp
        return TranslationUnit({}, (), {}, ())


def make_instruments(folder: Path) -> Instruments:
    """Instruments whose files lie under ``folder``."""
    tools = toolchain()
    user = tools.user_compiler
    assert user is not None
    launcher = build_launcher(user, folder / "launcher")
    sandbox: Sandbox = LimitedSandbox(launcher)
    bubblewrap = shutil.which("bwrap")
    if bubblewrap is not None:
        full = probe(Tool(bubblewrap, ""), launcher)
        if isinstance(full, BubblewrapSandbox):
            sandbox = full
    compiler = GnuStyleCompiler(user, tools.clang, folder / "artifacts", sandbox, os.environ)
    workspace = folder / "workspace"
    workspace.mkdir()
    return Instruments(compiler, sandbox, NoReader(), tools, SystemClock(), workspace, 2)
