"""Loop nests taken out of functions of C files: the text stays C, and is run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pcg_engine.action.outlined import drive, taken_out
from pcg_engine.action.survey import survey_function
from pcg_engine.adapters.clang_ast import ClangAstReader
from pcg_engine.domain.measurement import MachineModel
from pcg_engine.domain.source import SourceText
from pcg_engine.domain.toolchain import CompileCommand
from pcg_engine.domain.verdict import CheckResult, Outcome
from pcg_engine.ports import Cancellation
from pcg_engine.syntax.parse import parse
from pcg_engine.tools import equivalence
from pcg_engine.tools.experiment import Experiment
from pcg_engine.tools.outlining.live_ins import NotOutlined
from pcg_engine.tools.outlining.outline import Outline, outline
from pcg_engine.tools.recording import check as recording
from pcg_engine.tools.subject import Instruments, Original, Subject
from tests.integration.tools.instruments import make_instruments
from tests.integration.tools.originals import edited

pytestmark = [
    pytest.mark.needs("gxx"),
    pytest.mark.needs("clang"),
    pytest.mark.needs("llvm-tools"),
]

Check = Callable[[Subject, Experiment, Instruments, Cancellation], CheckResult]

_MACHINE = MachineModel(2, 1e-9, 1e10, 1.5e10, 5e-6, calibrated=False)
_TYPES = """\
#include <stdio.h>
struct Cell { double mass; double *values; int count; };
enum Mode { FAST, SLOW };
typedef struct { int n; struct Cell *cells; FILE *log; } Grid;
"""


@pytest.fixture(scope="module")
def instruments(tmp_path_factory: pytest.TempPathFactory) -> Instruments:
    folder = tmp_path_factory.mktemp("instruments")
    made = make_instruments(folder)
    clang = made.toolchain.clang
    assert clang is not None
    return replace(made, reader=ClangAstReader(clang.path, clang.version, folder / "reader"))


def _read(text: str, folder: Path, instruments: Instruments, function: str = "main") -> Original:
    path = folder / "original.c"
    path.write_text(_TYPES + text)
    found = survey_function(
        SourceText(str(path), (_TYPES + text).encode()),
        CompileCommand("gcc", ("-std=gnu99", "-O2"), str(folder)),
        function,
        instruments.reader,
        _MACHINE,
        Cancellation(),
    )
    assert isinstance(found, Original), found
    return found


def _outline(original: Original) -> Outline | NotOutlined:
    nest = original.nests[0].loop.span
    return outline(parse(original.source), original.function, nest, original.unit)


_MAIN = """\
int main(int argc, char **argv) {
  Grid g = {argc, 0, stdout};
  enum Mode mode = argc > 2 ? SLOW : FAST;
  double total = 0, bins[3] = {0};
  for (int i = 0; i < g.n; ++i) {
    double v = g.cells[i].mass;
    for (int k = 0; k < g.cells[i].count; ++k) v += g.cells[i].values[k] * (mode == FAST ? 2 : 3);
    total += v;
    bins[0] += v;
  }
  fprintf(g.log, "%g %g\\n", total, bins[0]);
  return 0;
}
"""


def test_what_a_nest_changes_is_copied_in_and_out(tmp_path: Path, instruments: Instruments) -> None:
    original = _read(_MAIN, tmp_path, instruments)

    made = _outline(original)

    assert isinstance(made, Outline)
    text = made.source.data
    assert (
        b"void nest_of_main(Grid * pcg_g, unsigned int mode, double * pcg_total, "
        b"double (* pcg_bins)[3]) {"
    ) in text
    assert b"Grid g = *pcg_g; double total = *pcg_total; double bins[3]; " in text
    assert b"*pcg_g = g; *pcg_total = total; __builtin_memcpy(*pcg_bins, bins" in text
    assert dict(made.values) == {
        "mode": "mode",
        "pcg_g": "&g",
        "pcg_total": "&total",
        "pcg_bins": "&bins",
    }
    assert made.single == {"pcg_g", "pcg_total", "pcg_bins"}
    nest = original.nests[0].loop.span
    assert original.source.data[nest.start : nest.end] in text
    assert text.count(b"\n") == original.source.data.count(b"\n")


def test_tags_stay_tags_and_pointers_are_passed_as_they_are(
    tmp_path: Path, instruments: Instruments
) -> None:
    text = """\
void kernel(struct Cell *c, double *out, int n, ...) {
  for (int i = 0; i < n; ++i) out[i] = c->mass * c->values[i];
}
"""
    made = _outline(_read(text, tmp_path, instruments, "kernel"))
    assert isinstance(made, Outline)
    assert b"void nest_of_kernel(int n, double * out, struct Cell * c) { " in made.source.data


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            """\
void kernel(Grid *g, int n, ...) {
  for (int i = 0; i < n; ++i) fputc(i, g->log);
}
""",
            "of an object that PCG can make in C++ files only",
        ),
        (
            """\
double kernel(int n, ...) {
  double large[40000], sum = 0;
  for (int i = 0; i < n; ++i) sum += large[i] = i;
  return sum + large[2];
}
""",
            "`large` is too large to be copied",
        ),
    ],
)
def test_what_stays_where_it_is(
    text: str, told: str, tmp_path: Path, instruments: Instruments
) -> None:
    made = _outline(_read(text, tmp_path, instruments, "kernel"))
    assert isinstance(made, NotOutlined)
    assert told in made.reason


def test_a_nest_in_c_is_run_alone(tmp_path: Path, instruments: Instruments) -> None:
    original = _read(_MAIN.replace("    bins[0] += v;\n", ""), tmp_path, instruments)
    assert not isinstance(taken_out(original, instruments, _MACHINE, Cancellation()), str)
    driven = drive(original, instruments, _MACHINE, Cancellation())
    assert driven.outline is not None

    def checked(pragma: str, check: Check, *, reassociates: bool = False) -> CheckResult:
        subject = driven.subject(edited(original, f"{pragma}\n", reassociates=reassociates))
        assert isinstance(subject, Subject)
        return check(subject, driven.experiment, instruments, Cancellation())

    right = "#pragma omp parallel for reduction(+ : total)"
    for check in (equivalence.check, recording.check):
        assert checked(right, check, reassociates=True).outcome is Outcome.PASSED
    wrong = checked("#pragma omp parallel for", recording.check)
    assert (wrong.outcome, wrong.code) == (Outcome.REFUTED, "conflict")
