"""Reading a stranger's text inside the sandbox: the same trees, and nothing of the user's files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pcg_engine.adapters.bubblewrap import BubblewrapSandbox, probe
from pcg_engine.adapters.clang_ast.reader import ClangAstReader
from pcg_engine.adapters.launcher import build_launcher
from pcg_engine.domain.ast import TranslationUnit
from pcg_engine.domain.errors import Cancelled
from pcg_engine.domain.source import SourceText
from pcg_engine.domain.toolchain import CompileCommand, Tool
from pcg_engine.ports import (
    Cancellation,
    Exited,
    Guarantee,
    RunOutcome,
    RunRequest,
    Sandbox,
)
from tests.conftest import toolchain

pytestmark = [pytest.mark.needs("gxx"), pytest.mark.needs("clang"), pytest.mark.needs("bubblewrap")]


@pytest.fixture
def sandbox(tmp_path: Path) -> Sandbox:
    bubblewrap = toolchain().bubblewrap
    assert bubblewrap is not None
    full = probe(bubblewrap, build_launcher(Tool("g++", ""), tmp_path / "launcher"))
    assert isinstance(full, BubblewrapSandbox)
    return full


def read(tmp_path: Path, text: str, sandbox: Sandbox | None, *, openmp: bool) -> TranslationUnit:
    """``text`` as the file ``project/main.cpp``, by a reader that remembers nothing."""
    clang = toolchain().clang
    assert clang is not None
    scratch = tmp_path / ("open" if sandbox is None else "confined")
    reader = ClangAstReader(clang.path, clang.version, scratch, None, sandbox)
    project = tmp_path / "project"
    (project / "include").mkdir(parents=True, exist_ok=True)
    (project / "include" / "scale.h").write_text("inline double scale(double x) { return 2 * x; }")
    (project / "near.h").write_text("inline int near(int i) { return i + 1; }\n")
    source = SourceText(str(project / "main.cpp"), text.encode())
    command = CompileCommand("g++", ("-O2", "-Iinclude"), str(project))
    return reader.read(source, command, (), Cancellation(), openmp=openmp)


@pytest.mark.parametrize("openmp", [False, True])
def test_the_trees_are_the_same(tmp_path: Path, sandbox: Sandbox, openmp: bool) -> None:
    text = """#include <vector>
#include "scale.h"
#include "near.h"
void f(std::vector<double>& x) {
#pragma omp parallel for
  for (int i = 0; near(i) < 100; ++i) x[i] = scale(x[i]);
}
"""
    confined, plain = (read(tmp_path, text, one, openmp=openmp) for one in (sandbox, None))
    assert _comparable(confined, tmp_path) == _comparable(plain, tmp_path)
    assert "f" in {function.name for function in confined.functions.values()}


def test_precompiled_headers_may_be_kept_inside_a_closed_project(
    tmp_path: Path, sandbox: Sandbox
) -> None:
    # As when a file of one's home folder is read, and the home folder is one's own alone.
    clang = toolchain().clang
    assert clang is not None
    project = tmp_path / "home"
    cache = project / "cache"
    cache.mkdir(parents=True)
    (project / "own.h").write_text("inline int own(int i) { return i + 1; }\n")
    cache.chmod(0o700)
    project.chmod(0o755)
    reader = ClangAstReader(clang.path, clang.version, cache, None, sandbox)
    text = b'#include <vector>\n#include "own.h"\nint f() { return own(1); }\n'
    source = SourceText(str(project / "main.cpp"), text)
    command = CompileCommand("g++", (), str(project))
    for _ in range(2):
        unit = reader.read(source, command, (), Cancellation(), openmp=False)
        assert unit.diagnostics == ()
    assert list(cache.rglob("*.pch"))


def _comparable(unit: TranslationUnit, tmp_path: Path) -> TranslationUnit:
    """``unit`` without the reader's own files among what it depends on."""
    own = (f"{tmp_path}/open/", f"{tmp_path}/confined/")
    return replace(unit, dependencies=tuple(d for d in unit.dependencies if not d.startswith(own)))


def test_files_of_the_user_are_not_there(tmp_path: Path, sandbox: Sandbox) -> None:
    secret = tmp_path / "key"
    secret.write_text("s3cret words\n")
    # What is read must be what is compiled, so this too must look absent.
    asked = f'#if __has_include("{secret}")\n#error s3cret\n#endif\nint f() {{ return 1; }}\n'
    assert read(tmp_path, asked, sandbox, openmp=False).diagnostics == ()
    assert len(read(tmp_path, asked, None, openmp=False).diagnostics) == 1
    for line in (f'#include "{secret}"', f"#include <{secret}>"):
        told = read(tmp_path, f"{line}\nint f() {{ return 1; }}\n", sandbox, openmp=False)
        messages = [diagnostic.message for diagnostic in told.diagnostics]
        assert messages
        assert not any("s3cret" in message for message in messages)


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/stdin"])
def test_a_header_without_end_ends(tmp_path: Path, sandbox: Sandbox, device: str) -> None:
    unit = read(tmp_path, f"#include <{device}>\nint f() {{ return 1; }}\n", sandbox, openmp=False)
    assert unit.diagnostics or unit.functions


class _Stopped:
    """A sandbox whose program is stopped, with the request, before it has told anything."""

    def __init__(self, inner: Sandbox) -> None:
        self._inner = inner

    @property
    def guarantees(self) -> frozenset[Guarantee]:
        return self._inner.guarantees

    def run(self, request: RunRequest, cancellation: Cancellation) -> RunOutcome:
        outcome = self._inner.run(request, cancellation)
        cancellation.cancel()
        return replace(outcome, code=-9, stdout=b"") if isinstance(outcome, Exited) else outcome


def test_what_was_stopped_is_no_empty_file(tmp_path: Path, sandbox: Sandbox) -> None:
    with pytest.raises(Cancelled):
        read(tmp_path, "void f() {}\n", _Stopped(sandbox), openmp=False)
