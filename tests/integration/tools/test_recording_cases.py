"""The recorder on small programs: ``tests/cases/recording``.

Each file holds a function with an OpenMP loop and ``run()``, which calls it. Its first line says
what the recording must find: ``clean``, the code of the conflict (with ``uncertain`` if it leaves
the verdict open), or ``open`` with the code of what could not be judged. All files are compiled as
one translation unit, each in a namespace of its own.
"""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from pcg_engine.domain.source import SourceText
from pcg_engine.domain.toolchain import CompileCommand
from pcg_engine.tools.recording.instrumentation import prelude_text, recorder, runtime_text
from pcg_engine.tools.recording.markers import MarkedText, mark
from pcg_engine.tools.recording.report import CaseReport, parse_report
from pcg_engine.tools.recording.verdict import Clean, Found, Open, assess
from tests.conftest import toolchain

pytestmark = pytest.mark.needs("clang")

_FILES = sorted((Path(__file__).parents[2] / "cases" / "recording").glob("*.cpp"))
_HEADERS = b"".join(
    b"#include <%s>\n" % name.encode()
    for name in (
        *("algorithm", "alloca.h", "atomic", "cmath", "cstdint", "cstdio", "cstdlib", "cstring"),
        *("mutex", "stdexcept", "string", "vector"),
    )
)
_HOST = b"""
#include <dlfcn.h>
#include <cstdio>
int main(int, char** arguments) {
  void* library = dlopen(arguments[1], RTLD_LAZY | RTLD_LOCAL);
  if (!library) { std::puts(dlerror()); return 1; }
  reinterpret_cast<void (*)(std::FILE*)>(dlsym(library, "run_all"))(stdout);
}
"""


@dataclass(frozen=True, slots=True)
class _Recorded:
    marked: MarkedText
    first_lines: tuple[int, ...]
    reports: tuple[CaseReport, ...]


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> _Recorded:
    folder = tmp_path_factory.mktemp("recording")
    clang = toolchain().clang
    assert clang is not None
    text, first_lines = _HEADERS, list[int]()
    for index, file in enumerate(_FILES):
        first_lines.append(text.count(b"\n") + 1)
        text += b"namespace case_%d {\n%s}\n" % (index, file.read_bytes())
    first_lines.append(text.count(b"\n") + 1)
    marked = mark(SourceText("cases.cpp", text))
    calls = "".join(f"case_{i}::run(); pcg_after_case({i}, out);\n" for i in range(len(_FILES)))
    driver = (
        'extern "C" void pcg_after_case(int, std::FILE*);\n'
        'extern "C" __attribute__((visibility("default"))) void run_all(std::FILE* out) {\n'
        f"{calls}}}\n"
    )
    (folder / "cases.cpp").write_bytes(prelude_text() + marked.text + driver.encode())
    (folder / "runtime.cpp").write_bytes(runtime_text())
    (folder / "host.cpp").write_bytes(_HOST)
    runtime = folder / "runtime.o"
    variant = recorder(CompileCommand("g++", ("-std=c++20", "-O2"), "."), runtime)
    shared = ("-shared", "-fPIC", "-fvisibility=hidden", "-Wl,-Bsymbolic", "-w")
    library, host = folder / "cases.so", folder / "host"
    for command in (
        ("-std=c++17", "-O1", "-fPIC", "-c", folder / "runtime.cpp", "-o", runtime),
        (*variant.flags, *shared, folder / "cases.cpp", *variant.link, "-o", library),
        (folder / "host.cpp", "-ldl", "-o", host),
    ):
        subprocess.run([clang.path, *command], check=True)
    finished = subprocess.run([host, library], check=True, capture_output=True)
    return _Recorded(marked, tuple(first_lines), parse_report(finished.stdout))


@pytest.mark.parametrize("index", range(len(_FILES)), ids=[file.stem for file in _FILES])
def test_case(index: int, recorded: _Recorded) -> None:
    """The recording finds what the file says."""
    begin, end = recorded.first_lines[index : index + 2]
    loops = [loop for loop in recorded.marked.loops if begin <= loop.line < end]
    refusals = [r for r in recorded.marked.refusals if begin <= r.line < end]
    reports = [report for report in recorded.reports if report.case == index]
    match assess(reports, loops, refusals, 1):
        case Clean():
            found = "clean"
        case Found(conflict=conflict):
            found = conflict.code if conflict.certain else f"{conflict.code} uncertain"
        case Open(code=code):
            found = f"open {code}"
    expected = _FILES[index].read_text().splitlines()[0].removeprefix("// expect: ")
    assert found == expected


def test_runtime_shares_no_instance_of_a_template(tmp_path: Path) -> None:
    """An instance shared with the program would be instrumented in one of the two only."""
    clang, nm = toolchain().clang, toolchain().nm
    assert clang is not None
    assert nm is not None
    (tmp_path / "runtime.cpp").write_bytes(runtime_text())
    subprocess.run(
        [clang.path, "-std=c++17", "-O1", "-fPIC", "-c", "runtime.cpp"], check=True, cwd=tmp_path
    )
    listed = subprocess.run(
        [nm.path, "--defined-only", "runtime.o"],
        check=True,
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    weak = {line.split()[2] for line in listed.stdout.splitlines() if line.split()[1] in "WVu"}
    assert weak <= {"DW.ref.__gxx_personality_v0", "__clang_call_terminate"}
