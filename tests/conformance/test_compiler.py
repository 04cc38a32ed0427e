"""What every ``Compiler`` promises, with each compiler of this machine in each role."""

from __future__ import annotations

import subprocess
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from pcg_engine.adapters.bubblewrap import BubblewrapSandbox, probe
from pcg_engine.adapters.compiler import GnuStyleCompiler
from pcg_engine.adapters.launcher import build_launcher
from pcg_engine.adapters.limited_sandbox import LimitedSandbox
from pcg_engine.domain.ast import Diagnostic
from pcg_engine.domain.errors import Cancelled, EnvironmentUnavailable
from pcg_engine.domain.toolchain import Tool
from pcg_engine.ports import (
    Cancellation,
    Compiled,
    CompileOutcome,
    CompileRequest,
    CompilerRole,
    OutputKind,
    Rejected,
    RunOutcome,
    RunRequest,
    Sandbox,
)
from tests.conftest import is_available, toolchain

pytestmark = pytest.mark.needs("gxx")

ROLES = [CompilerRole.USER, pytest.param(CompilerRole.CLANG, marks=pytest.mark.needs("clang"))]
CANCELLATION = Cancellation()
HELLO = b'#include "parts/part.h"\nint main() { return part(); }\n'


class CountingSandbox:
    """A sandbox that counts its runs."""

    def __init__(self, inner: Sandbox) -> None:
        self._inner = inner
        self.guarantees = inner.guarantees
        self.runs = 0

    def run(self, request: RunRequest, cancellation: Cancellation) -> RunOutcome:
        self.runs += 1
        return self._inner.run(request, cancellation)


@pytest.fixture
def sandbox(tmp_path: Path) -> CountingSandbox:
    launcher = build_launcher(Tool("g++", ""), tmp_path / "launcher")
    bubblewrap = toolchain().bubblewrap
    if bubblewrap is not None and is_available("bubblewrap"):
        full = probe(bubblewrap, launcher)
        assert isinstance(full, BubblewrapSandbox)
        return CountingSandbox(full)
    return CountingSandbox(LimitedSandbox(launcher))


@pytest.fixture
def compiler(tmp_path: Path, sandbox: CountingSandbox) -> GnuStyleCompiler:
    return GnuStyleCompiler(
        Tool("g++", "g++ of the tests"), toolchain().clang, tmp_path / "artifacts", sandbox
    )


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project whose file on disk is older than the text that is compiled."""
    root = tmp_path / "project"
    (root / "source" / "parts").mkdir(parents=True)
    (root / "include").mkdir()
    (root / ".git").mkdir()
    (root / "source" / "main.cpp").write_text("#error the file on disk was read\n")
    (root / "source" / "parts" / "part.h").write_text("inline int part() { return 42; }\n")
    (root / "include" / "flag.h").write_text("#define FLAG 1\n")
    return root


def request(
    project: Path,
    role: CompilerRole,
    text: bytes = HELLO,
    flags: tuple[str, ...] = ("-std=c++17", "-O1"),
    output: OutputKind = OutputKind.EXECUTABLE,
) -> CompileRequest:
    origin = str(project / "source" / "main.cpp")
    return CompileRequest(text, origin, role, flags, output, str(project))


def compiled(outcome: CompileOutcome) -> Compiled:
    assert isinstance(outcome, Compiled), outcome
    return outcome


def rejected(outcome: CompileOutcome) -> Rejected:
    assert isinstance(outcome, Rejected), outcome
    return outcome


@pytest.mark.parametrize("role", ROLES)
def test_unsaved_text_is_built_as_if_it_lay_in_its_file(
    compiler: GnuStyleCompiler, project: Path, role: CompilerRole
) -> None:
    text = (
        b'#include <cstdio>\n#include "parts/part.h"\n#include "flag.h"\n'
        b'int main() { std::printf("%s:%d %d", __FILE__, __LINE__, FLAG); return part(); }\n'
    )
    wanted = request(project, role, text, ("-std=c++17", "-Iinclude"))
    built = compiled(compiler.compile(wanted, Cancellation()))
    assert built.diagnostics == ()
    ran = subprocess.run([built.path], capture_output=True, check=False)
    assert (ran.returncode, ran.stdout.decode()) == (42, f"{project}/source/main.cpp:4 1")


@pytest.mark.parametrize("role", ROLES)
def test_each_kind_of_output(compiler: GnuStyleCompiler, project: Path, role: CompilerRole) -> None:
    library = b'extern "C" int answer() { return 42; }\n'
    main = b'extern "C" int answer();\nint main() { return answer(); }\n'
    wanted = request(project, role, library, output=OutputKind.OBJECT)
    linked = compiled(compiler.compile(wanted, Cancellation()))
    shared = compiled(compiler.compile(replace(wanted, output=OutputKind.SHARED), Cancellation()))
    for file in (linked.path, shared.path):
        flags = (str(file), "-lm")
        program = compiled(compiler.compile(request(project, role, main, flags), Cancellation()))
        assert program.diagnostics == ()
        assert subprocess.run([program.path], check=False).returncode == 42


@pytest.mark.parametrize("role", ROLES)
def test_messages_bear_the_users_file_and_warnings_reject_nothing(
    compiler: GnuStyleCompiler, project: Path, role: CompilerRole
) -> None:
    text = b"int f() {\n  int unused;\n  return 1;\n}\nint main() { return f(); }\n"
    wanted = request(project, role, text, ("-Wunused-variable",))
    built = compiled(compiler.compile(wanted, Cancellation()))
    (warning,) = built.diagnostics
    assert (warning.severity, warning.line, warning.column) == ("warning", 2, 7)
    assert "unused variable" in warning.message

    text = b"int f() {\n  return y;\n}\n"
    refused = rejected(compiler.compile(request(project, role, text), Cancellation()))
    assert refused.code == "compile-error"
    first = refused.diagnostics[0]
    assert (first.severity, first.line, first.column) == ("error", 2, 10)
    assert f"{project}/source/main.cpp:2:10" in refused.output
    assert "build-" not in refused.output


@pytest.mark.parametrize("role", ROLES)
def test_an_error_of_the_linker_is_told(
    compiler: GnuStyleCompiler, project: Path, role: CompilerRole
) -> None:
    text = b"int f();\nint main() { return f(); }\n"
    refused = rejected(compiler.compile(request(project, role, text), Cancellation()))
    assert refused.code == "compile-error"
    assert Diagnostic("error", "undefined reference to `f()'") in refused.diagnostics


@pytest.mark.parametrize("role", ROLES)
def test_an_error_in_a_header_has_no_position_in_the_main_file(
    compiler: GnuStyleCompiler, project: Path, role: CompilerRole
) -> None:
    (project / "source" / "parts" / "part.h").write_text("\nint part() { return z; }\n")
    refused = rejected(compiler.compile(request(project, role), Cancellation()))
    first = next(d for d in refused.diagnostics if d.severity == "error")
    assert first.line is None
    assert first.message.startswith("part.h:2: ")


def test_time_and_memory_are_bounded(compiler: GnuStyleCompiler, project: Path) -> None:
    text = b"constexpr int f(int n) { return n < 2 ? n : f(n - 1) + f(n - 2); }\n"
    text += b"constexpr int value = f(60);\nint main() { return value; }\n"
    flags = ("-std=c++17", "-fconstexpr-ops-limit=100000000000")
    wanted = replace(request(project, CompilerRole.USER, text, flags), timeout=1.0)
    refused = rejected(compiler.compile(wanted, Cancellation()))
    assert refused.code == "compile-timeout"
    assert refused.diagnostics[-1].severity == "error"


@pytest.mark.needs("bubblewrap")
@pytest.mark.parametrize("role", ROLES)
def test_text_cannot_include_the_users_secrets(
    compiler: GnuStyleCompiler, project: Path, tmp_path: Path, role: CompilerRole
) -> None:
    secret = tmp_path / "secret"
    secret.write_text("top secret words\n")
    for path in (secret, Path("/etc/passwd"), Path("/etc/shadow")):
        text = f'#include "{path}"\nint main() {{}}\n'.encode()
        refused = rejected(compiler.compile(request(project, role, text), Cancellation()))
        assert "secret words" not in refused.output
        assert "root:" not in refused.output


@pytest.mark.needs("bubblewrap")
def test_hidden_files_of_the_project_are_not_read(
    compiler: GnuStyleCompiler, project: Path
) -> None:
    (project / ".env").write_text("TOKEN s3cret words\n")
    (project / ".git" / "config").write_text("s3cret words\n")
    (project / ".generated").mkdir()
    (project / ".generated" / "made.h").write_text("#define MADE 7\n")
    for name in (".env", ".git/config"):
        text = f'#include "../{name}"\nint main() {{ return TOKEN; }}\n'.encode()
        refused = rejected(
            compiler.compile(request(project, CompilerRole.USER, text), CANCELLATION)
        )
        assert "s3cret" not in refused.output
    # Unless the flags name them.
    text = b'#include "made.h"\nint main() { return MADE; }\n'
    flags = ("-I.generated",)
    compiled(compiler.compile(request(project, CompilerRole.USER, text, flags), CANCELLATION))


@pytest.mark.needs("bubblewrap")
@pytest.mark.parametrize(
    "text",
    [
        b'__asm__(".incbin "@"");\nint main() {}\n',
        b'#if __has_include("@")\n#error s3cret: it is there\n#endif\n#error no\n',
        b'#pragma GCC dependency "@"\n#error no\n',
        b'#include "@"\nint main() {}\n',
    ],
)
@pytest.mark.parametrize("role", ROLES)
def test_no_construct_reaches_files_outside(
    compiler: GnuStyleCompiler, project: Path, tmp_path: Path, role: CompilerRole, text: bytes
) -> None:
    secret = tmp_path / "key"
    secret.write_text("s3cret words\n")
    told = text.replace(b"@", str(secret).encode())
    refused = rejected(compiler.compile(request(project, role, told), CANCELLATION))
    assert "s3cret" not in refused.output


def test_equal_requests_are_built_once(
    compiler: GnuStyleCompiler, project: Path, sandbox: CountingSandbox
) -> None:
    outcomes: list[CompileOutcome] = []

    def build() -> None:
        outcomes.append(compiler.compile(request(project, CompilerRole.USER), Cancellation()))

    threads = [threading.Thread(target=build) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sandbox.runs == 1
    assert len({id(outcome) for outcome in outcomes}) == 1
    other = request(project, CompilerRole.USER, flags=("-O2",))
    assert compiled(compiler.compile(other, Cancellation())).path != compiled(outcomes[0]).path
    assert sandbox.runs == 2


def test_giving_up_leaves_the_build_to_the_others(
    compiler: GnuStyleCompiler, project: Path
) -> None:
    given_up = Cancellation()
    impatient: list[str] = []

    def build() -> None:
        try:
            compiler.compile(request(project, CompilerRole.USER), given_up)
        except Cancelled:
            impatient.append("cancelled")

    thread = threading.Thread(target=build)
    thread.start()
    timer = threading.Timer(0.01, given_up.cancel)
    timer.start()
    outcome = compiler.compile(request(project, CompilerRole.USER), Cancellation())
    thread.join()
    timer.join()
    assert compiled(outcome).path.is_file()


def test_cancelled_work_is_not_begun(compiler: GnuStyleCompiler, project: Path) -> None:
    cancellation = Cancellation()
    cancellation.cancel()
    with pytest.raises(Cancelled):
        compiler.compile(request(project, CompilerRole.USER), cancellation)


@pytest.mark.needs("clang")
def test_clang_is_spared_the_flags_that_only_gcc_knows(
    compiler: GnuStyleCompiler, project: Path
) -> None:
    flags = ("-std=c++17", "-fno-gcse", "-fipa-pta", "-mveclibabi=svml", "-DN=3")
    for text in (HELLO, HELLO + b"static_assert(N == 3);\n"):
        compiled(compiler.compile(request(project, CompilerRole.CLANG, text, flags), CANCELLATION))
    refused = request(project, CompilerRole.USER, HELLO, ("-fno-such-flag",))
    assert rejected(compiler.compile(refused, CANCELLATION)).code == "compile-error"


def test_a_missing_compiler_is_the_environments_fault(
    tmp_path: Path, sandbox: CountingSandbox, project: Path
) -> None:
    compiler = GnuStyleCompiler(Tool("/nonexistent/g++", ""), None, tmp_path / "a", sandbox)
    with pytest.raises(EnvironmentUnavailable) as missing:
        compiler.compile(request(project, CompilerRole.CLANG), Cancellation())
    assert missing.value.code == "no-clang-compiler"
    with pytest.raises(EnvironmentUnavailable):
        compiler.compile(request(project, CompilerRole.USER), Cancellation())
