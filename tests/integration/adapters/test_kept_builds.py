"""Builds of PCG's own texts outlive one run; builds of the user's text do not."""

from __future__ import annotations

from pathlib import Path

import pytest

from pcg_engine.adapters.compiler import GnuStyleCompiler
from pcg_engine.adapters.kept_builds import KeptBuilds
from pcg_engine.ports import (
    Cancellation,
    Compiled,
    CompileOutcome,
    CompileRequest,
    CompilerRole,
    Guarantee,
    OutputKind,
    RunOutcome,
    RunRequest,
    Sandbox,
)
from tests.conftest import toolchain
from tests.integration.tools.instruments import make_instruments

pytestmark = [pytest.mark.needs("gxx"), pytest.mark.needs("clang")]


class CountingSandbox:
    """Counts what it passes on."""

    def __init__(self, inner: Sandbox) -> None:
        self._inner = inner
        self.runs = 0

    @property
    def guarantees(self) -> frozenset[Guarantee]:
        return self._inner.guarantees

    def run(self, request: RunRequest, cancellation: Cancellation) -> RunOutcome:
        self.runs += 1
        return self._inner.run(request, cancellation)


def _request(text: bytes, *, lasting: bool) -> CompileRequest:
    return CompileRequest(
        text, "own.cpp", CompilerRole.USER, ("-O0",), OutputKind.OBJECT, lasting=lasting
    )


def test_lasting_builds_are_kept(tmp_path: Path) -> None:
    sandbox = CountingSandbox(make_instruments(tmp_path).sandbox)

    def build(run: str, request: CompileRequest, path: str = "") -> CompileOutcome:
        made = GnuStyleCompiler(
            toolchain().user_compiler,
            None,
            tmp_path / run,
            sandbox,
            {"PATH": "/usr/bin:/bin", "CPATH": path},
            kept=KeptBuilds(tmp_path / "kept"),
        )
        return made.compile(request, Cancellation())

    own, users = _request(b"int f();", lasting=True), _request(b"int f();", lasting=False)
    first = build("first", own)
    assert (sandbox.runs, type(first)) == (1, Compiled)
    second = build("second", own)
    assert sandbox.runs == 1
    assert isinstance(first, Compiled)
    assert isinstance(second, Compiled)
    assert second.path.parent == tmp_path / "second"
    assert second.path.read_bytes() == first.path.read_bytes()
    build("third", users)
    build("fourth", users)
    assert sandbox.runs == 3
    build("fifth", own, path=str(tmp_path))
    build("sixth", _request(b"int g();", lasting=True))
    assert sandbox.runs == 5
