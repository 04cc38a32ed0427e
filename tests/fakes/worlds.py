"""Instruments without a world behind them."""

# ruff: noqa: ARG002 -- they take what their port asks for, and use nothing of it

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pcg_engine.domain.ast import TranslationUnit
from pcg_engine.domain.errors import EnvironmentUnavailable
from pcg_engine.domain.source import SourceText
from pcg_engine.domain.toolchain import CompileCommand, Toolchain
from pcg_engine.ports import (
    FOR_STRANGERS,
    Cancellation,
    CompileOutcome,
    CompileRequest,
    CompilerRole,
    RunOutcome,
    RunRequest,
)
from pcg_engine.tools.subject import Instruments


class DictStore:
    """``Store`` in memory."""

    def __init__(self) -> None:
        self.entries: dict[str, bytes] = {}

    def get(self, key: str) -> bytes | None:
        return self.entries.get(key)

    def put(self, key: str, value: bytes) -> None:
        self.entries[key] = value


class StoppedClock:
    """``Clock`` that a test moves by hand."""

    def __init__(self, time: float = 0.0) -> None:
        self.time = time

    def now(self) -> float:
        return self.time


class AbsentCompiler:
    """``Compiler`` that has an identity and builds nothing."""

    def __init__(self, version: str = "1") -> None:
        self._version = version

    def identity(self, role: CompilerRole) -> str:
        return f"{role.value} {self._version}"

    def compile(self, request: CompileRequest, cancellation: Cancellation) -> CompileOutcome:
        raise EnvironmentUnavailable("no-compiler", f"nothing builds {request.origin}")


class AbsentSandbox:
    """``Sandbox`` that runs nothing."""

    guarantees = FOR_STRANGERS

    def run(self, request: RunRequest, cancellation: Cancellation) -> RunOutcome:
        raise EnvironmentUnavailable("no-sandbox", f"nothing runs {request.argv[0]}")


class AbsentReader:
    """``AstReader`` that reads nothing."""

    identity = "no reader"

    def read(
        self,
        source: SourceText,
        command: CompileCommand,
        functions: Sequence[str],
        cancellation: Cancellation,
        *,
        openmp: bool = False,
    ) -> TranslationUnit:
        raise EnvironmentUnavailable("no-clang", f"nothing reads {source.path}")


def instruments(compiler_version: str = "1") -> Instruments:
    """Instruments of which every use fails as unavailable."""
    none = Toolchain(None, None, None, None, None, None)
    return Instruments(
        compiler=AbsentCompiler(compiler_version),
        sandbox=AbsentSandbox(),
        reader=AbsentReader(),
        toolchain=none,
        clock=StoppedClock(),
        workspace=Path("nowhere"),
        threads=2,
    )
