"""The simulated run-time on small programs: ``tests/cases/simulation``.

Each file holds ``Values run()``, a program with OpenMP constructs that returns its results. Its
first line says what the simulated orders must find: ``clean``, the code of a refutation, or
``open`` with the code of what is not simulated. All files are compiled as one translation unit,
each in a namespace of its own, and run in one process for each order.
"""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from pcg_engine.domain.toolchain import CompileCommand
from pcg_engine.tools.simulation.instrumentation import runtime_text, simulator
from pcg_engine.tools.simulation.orders import FIRST, LARGE, SERIAL, USUAL, Order
from pcg_engine.tools.simulation.report import CaseReport, parse_report
from pcg_engine.tools.simulation.words import code_of
from tests.conftest import toolchain

pytestmark = pytest.mark.needs("clang")

_FILES = sorted((Path(__file__).parents[2] / "cases" / "simulation").glob("*.cpp"))
_HEADERS = (
    b"".join(
        b"#include <%s>\n" % name.encode()
        for name in (
            *("omp.h", "algorithm", "atomic", "cmath", "cstdio", "cstdlib", "cstring", "deque"),
            *("map", "memory", "mutex", "shared_mutex", "sstream", "stdexcept", "string", "vector"),
        )
    )
    + b"using Values = std::vector<double>;\n"
)
_HOST = b"""
#include <dlfcn.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cstdio>
#include <cstdlib>
// Each case in a process of its own, as the harness calls it; exit codes go to standard output.
int main(int, char** arguments) {
  void* library = dlopen(arguments[1], RTLD_LAZY | RTLD_LOCAL);
  if (!library) { std::puts(dlerror()); return 1; }
  const auto before = reinterpret_cast<void (*)(int)>(dlsym(library, "pcg_before_case"));
  const auto after = reinterpret_cast<void (*)(int, std::FILE*)>(dlsym(library, "pcg_after_case"));
  const auto run = reinterpret_cast<void (*)(int, std::FILE*)>(dlsym(library, "run_case"));
  const int number = std::atoi(arguments[2]);
  for (int i = 0; i < number; ++i) {
    if (fork() == 0) {
      alarm(20);
      std::FILE* results = std::fopen("results", "ab");
      before(i);
      run(i, results);
      std::FILE* extra = std::fopen("extra", "ab");
      after(i, extra);
      std::fclose(extra);
      std::fclose(results);
      _exit(0);
    }
    int status = 0;
    wait(&status);
    std::printf("%d\\n", status);
  }
}
"""
ORDERS = (SERIAL, FIRST, *USUAL, *LARGE)


@dataclass(frozen=True, slots=True)
class _Run:
    reports: dict[int, CaseReport]
    results: dict[int, str]
    statuses: tuple[int, ...]


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[Order, _Run]:
    folder = tmp_path_factory.mktemp("simulation")
    clang = toolchain().clang
    assert clang is not None
    text = _HEADERS
    for index, file in enumerate(_FILES):
        text += b'namespace case_%d {\n#line 1 "%s"\n%s}\n' % (
            index,
            file.name.encode(),
            file.read_bytes(),
        )
    table = ", ".join(f"case_{i}::run" for i in range(len(_FILES)))
    driver = (
        'extern "C" __attribute__((visibility("default"))) void run_case(int i, std::FILE* out) {\n'
        f"  Values (*const all[])() = {{{table}}};\n"
        "  const Values values = all[i]();\n"
        '  std::fprintf(out, "%d", i);\n'
        '  for (double v : values) std::fprintf(out, " %a", v);\n'
        '  std::fprintf(out, "\\n");\n'
        "}\n"
    )
    (folder / "cases.cpp").write_bytes(text + driver.encode())
    (folder / "runtime.cpp").write_bytes(runtime_text())
    (folder / "host.cpp").write_bytes(_HOST)
    runtime = folder / "runtime.o"
    variant = simulator(CompileCommand("g++", ("-std=c++20", "-O2"), "."), runtime)
    shared = ("-shared", "-fPIC", "-fvisibility=hidden", "-Wl,-Bsymbolic", "-Wl,-z,lazy", "-w")
    library, host = folder / "cases.so", folder / "host"
    for command in (
        ("-std=c++17", "-O1", "-fPIC", "-w", "-c", folder / "runtime.cpp", "-o", runtime),
        (*variant.flags, *shared, folder / "cases.cpp", *variant.link, "-o", library),
        (folder / "host.cpp", "-ldl", "-o", host),
    ):
        subprocess.run([clang.path, *command], check=True)
    return {
        order: _run(folder / f"order-{i}", host, library, order) for i, order in enumerate(ORDERS)
    }


def _run(folder: Path, host: Path, library: Path, order: Order) -> _Run:
    folder.mkdir()
    finished = subprocess.run(
        [host, library, str(len(_FILES))],
        check=True,
        capture_output=True,
        cwd=folder,
        env={"PCG_ORDER": order.encode(), "LC_ALL": "C"},
    )
    lines = (folder / "results").read_text().splitlines()
    return _Run(
        {report.case: report for report in parse_report((folder / "extra").read_bytes())},
        {int(line.split()[0]): line for line in lines},
        tuple(int(line) for line in finished.stdout.split()),
    )


@pytest.mark.parametrize("index", range(len(_FILES)), ids=[file.stem for file in _FILES])
def test_case(index: int, runs: dict[Order, _Run]) -> None:
    """The simulated orders find what the file says."""
    expected = _FILES[index].read_text().splitlines()[0].removeprefix("// expect: ")
    found = [_found(index, order, runs) for order in ORDERS]
    decided = next((one for one in found if one != "clean"), "clean")
    assert decided == expected, dict(zip((o.words for o in ORDERS), found, strict=True))


def _found(index: int, order: Order, runs: dict[Order, _Run]) -> str:
    run = runs[order]
    report = run.reports.get(index)
    if report is None:
        return f"no report (status {run.statuses[index]})"
    if report.unsimulated:
        return "open not-simulated"
    if report.events:
        return code_of(report.events[0])
    same = run.results.get(index, "") == runs[SERIAL].results.get(index, "")
    return "clean" if same else "order-dependent"


def test_runtime_shares_no_instance_of_a_template(tmp_path: Path) -> None:
    """An instance shared with the program would be instrumented in one of the two only."""
    clang, nm = toolchain().clang, toolchain().nm
    assert clang is not None
    assert nm is not None
    (tmp_path / "runtime.cpp").write_bytes(runtime_text())
    subprocess.run(
        [clang.path, "-std=c++17", "-O1", "-fPIC", "-w", "-c", "runtime.cpp"],
        check=True,
        cwd=tmp_path,
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
