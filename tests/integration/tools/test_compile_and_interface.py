"""The checks COMPILE and INTERFACE with real compilers, on candidates good and bad."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pcg_engine.adapters.clang_ast import ClangAstReader
from pcg_engine.adapters.compiler import GnuStyleCompiler
from pcg_engine.domain.verdict import CheckName, Outcome
from pcg_engine.ports import Cancellation
from pcg_engine.tools import compile as compile_check, interface
from pcg_engine.tools.subject import Instruments, Original
from tests.integration.tools.instruments import make_instruments
from tests.integration.tools.originals import read_original, rewritten

pytestmark = [pytest.mark.needs("gxx"), pytest.mark.needs("clang")]

PRAGMA = "#pragma omp parallel for reduction(+ : sum)\n"
TEXT = """\
#include <cmath>
#include <vector>
struct Scale { double factor; };
namespace {
double kernel(const std::vector<double>& x, Scale scale) {
  double sum = 0;
  for (std::size_t i = 0; i < x.size(); ++i) sum += scale.factor * x[i];
  return sum;
}
}  // namespace
double outside(const std::vector<double>& x) { return kernel(x, Scale{2}); }
"""
LOOP = "  for (std::size_t"
PARALLEL = TEXT.replace(LOOP, PRAGMA + LOOP)


@pytest.fixture(scope="module")
def instruments(tmp_path_factory: pytest.TempPathFactory) -> Instruments:
    folder = tmp_path_factory.mktemp("instruments")
    made = make_instruments(folder)
    clang = made.toolchain.clang
    assert clang is not None
    return replace(made, reader=ClangAstReader(clang.path, clang.version, folder / "reader"))


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory, instruments: Instruments) -> Original:
    return read_original(TEXT.encode(), tmp_path_factory.mktemp("original"), instruments)


def told(name: CheckName, original: Original, text: str, instruments: Instruments) -> str:
    check = compile_check.check if name is CheckName.COMPILE else interface.check
    result = check(rewritten(original, text.encode()), instruments, Cancellation())
    assert result.name is name
    assert (result.code == "") is (result.outcome is Outcome.PASSED)
    return f"{result.outcome} {result.code}".strip()


def with_compiler(role: str, instruments: Instruments, folder: Path) -> Instruments:
    tools = instruments.toolchain
    compiler = GnuStyleCompiler(
        tools.user_compiler if role == "user" else tools.clang,
        tools.clang,
        folder / "artifacts",
        instruments.sandbox,
    )
    return replace(instruments, compiler=compiler)


@pytest.mark.parametrize("name", [CheckName.COMPILE, CheckName.INTERFACE])
def test_the_parallel_version_passes(
    name: CheckName, original: Original, instruments: Instruments
) -> None:
    assert told(name, original, PARALLEL, instruments) == "passed"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("sum += scale", "sum += scales", "refuted compile-error"),
        ("omp parallel for", "omp paralel for", "refuted pragma-ignored"),
        ("pragma omp", "pragma opm", "refuted pragma-ignored"),
        ("double sum = 0;", "double sum;", "refuted uninitialised-use"),
        ("reduction(+ : sum)", "reduction(+ : sums)", "refuted compile-error"),
        ("reduction(+ : sum)", "reduction(+ : sum) frobnicate", "refuted compile-error"),
        ("i < x.size()", "i * i < x.size()", "refuted compile-error"),
    ],
)
def test_what_does_not_compile(
    old: str, new: str, expected: str, original: Original, instruments: Instruments
) -> None:
    text = PARALLEL.replace(old, new)
    assert text != PARALLEL
    assert told(CheckName.COMPILE, original, text, instruments) == expected


def test_new_warnings_are_told_and_old_ones_are_not(
    original: Original, instruments: Instruments
) -> None:
    command = replace(original.command, flags=(*original.command.flags, "-Wall"))
    warned = PARALLEL.replace("double sum = 0;", "double sum = 0; int idle;")
    subject = rewritten(replace(original, command=command), warned.encode())
    result = compile_check.check(subject, instruments, Cancellation())
    assert result.outcome is Outcome.PASSED
    assert "unused variable" in result.detail


def test_a_file_that_never_compiled_is_not_the_candidates_fault(
    original: Original, instruments: Instruments, tmp_path: Path
) -> None:
    broken = read_original(TEXT.encode() + b"int x = y;\n", tmp_path, instruments)
    result = compile_check.check(
        rewritten(broken, PARALLEL.encode() + b"int x = y;\n"), instruments, Cancellation()
    )
    assert (result.outcome, result.code) == (Outcome.INCONCLUSIVE, "original-rejected")
    assert original.function.name == broken.function.name


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        # What a candidate may do.
        ("scale.factor * x[i]", "std::sqrt(scale.factor) * x[i]", "passed"),
        ("double sum = 0;", "std::vector<double> copy(x); double sum = 0;", "passed"),
        # What it may not.
        (
            "double sum = 0;",
            "static double last = 0; last += 1; double sum = last;",
            "refuted new-state",
        ),
        (
            "double sum = 0;",
            "static thread_local double last = 0; last += 1; double sum = last;",
            "refuted new-state",
        ),
        ("namespace {", "double table[100];\nnamespace {", "refuted new-state"),
        (
            "double sum = 0;",
            'extern int system(const char*); system("true"); double sum = 0;',
            "refuted forbidden-call",
        ),
        ("double outside(", "static double outside(", "refuted missing-symbol"),
        ("namespace {", "int helper() { return 1; }\nnamespace {", "refuted new-symbol"),
        ("Scale scale) {", "Scale scale) noexcept {", "refuted signature-changed"),
        ("double factor;", "double factor = 1; float more = 0;", "refuted record-changed"),
        (PRAGMA, "#pragma omp parallel for if(0)\n", "refuted not-parallel"),
        (
            "const std::vector<double>& x, Scale scale",
            "std::vector<double> x, Scale scale",
            "refuted signature-changed",
        ),
    ],
)
def test_interfaces(
    old: str, new: str, expected: str, original: Original, instruments: Instruments
) -> None:
    text = PARALLEL.replace(old, new)
    assert text != PARALLEL
    assert told(CheckName.INTERFACE, original, text, instruments) == expected


@pytest.mark.parametrize(
    ("role", "expected"), [("user", "passed"), ("clang", "inconclusive not-emitted")]
)
def test_a_function_that_nothing_uses_is_judged_where_the_compiler_keeps_it(
    role: str, expected: str, original: Original, instruments: Instruments, tmp_path: Path
) -> None:
    unused = PARALLEL.replace("kernel(x, Scale{2})", "x[0]")
    chosen = with_compiler(role, instruments, tmp_path)
    assert told(CheckName.INTERFACE, original, unused, chosen) == expected


@pytest.mark.parametrize("role", ["user", "clang"])
def test_static_functions_are_found_with_either_compiler(
    role: str, original: Original, instruments: Instruments, tmp_path: Path
) -> None:
    chosen = with_compiler(role, instruments, tmp_path)
    result = interface.check(rewritten(original, PARALLEL.encode()), chosen, Cancellation())
    assert result.outcome is Outcome.PASSED
    assert "starts a team" in result.detail
