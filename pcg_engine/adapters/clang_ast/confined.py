"""Runs clang on texts that a stranger may have written."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from dataclasses import replace
from typing import assert_never

from pcg_engine.adapters.clang_ast.process import ClangCall, Finished
from pcg_engine.adapters.compile_reach import compile_environment, hidden_paths, readable_paths
from pcg_engine.ports import Cancellation, Exited, LimitReached, Limits, RunRequest, Sandbox

_LIMITS = Limits(
    memory_bytes=6 << 30,
    processes=64,
    file_bytes=1 << 30,
    output_bytes=1 << 30,
    address_space=False,
)


class ConfinedClang:
    """``ClangRunner`` that sees what the compiler sees, under the same limits.

    A text that could tell whether it is read or compiled (``__has_include``) could show each of
    the two another program.
    """

    def __init__(self, sandbox: Sandbox, environment: Mapping[str, str] | None = None) -> None:
        self._sandbox = sandbox
        self._environment = compile_environment(os.environ if environment is None else environment)

    def run(self, call: ClangCall, cancellation: Cancellation) -> Finished:
        """See ``ClangRunner``; raises ``EnvironmentUnavailable`` if the sandbox fails."""
        clang = shutil.which(call.argv[0]) or call.argv[0]
        origin = call.origin or call.writable / "text"
        readable = readable_paths(clang, origin, call.readable, self._environment)
        readable = tuple(path for path in readable if not path.is_relative_to(call.writable))
        outcome = self._sandbox.run(
            RunRequest(
                (clang, *call.argv[1:]),
                call.writable,
                readable,
                {**self._environment, "TMPDIR": str(call.writable)},
                limits=replace(_LIMITS, wall_seconds=call.seconds, cpu_seconds=2 * call.seconds),
                hidden=hidden_paths(readable, origin),
            ),
            cancellation,
        )
        told = outcome.stderr.decode("utf-8", "replace")
        match outcome:
            case Exited(code=code, stdout=stdout):
                return Finished(code, stdout, told)
            case LimitReached(limit=limit):
                return Finished(-1, b"", told, "time" if limit in ("wall", "cpu") else limit)
            case _:
                assert_never(outcome)
