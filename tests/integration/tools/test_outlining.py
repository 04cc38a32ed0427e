"""Loop nests taken out of functions that cannot be called: their texts, and what is run of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from pcg_engine.action.outlined import Driven, drive
from pcg_engine.adapters.clang_ast import ClangAstReader
from pcg_engine.domain.facts import LoopFacts
from pcg_engine.domain.measurement import MachineModel
from pcg_engine.domain.source import SourceText
from pcg_engine.domain.verdict import CheckName, CheckResult, Outcome
from pcg_engine.ports import Cancellation
from pcg_engine.syntax.parse import parse
from pcg_engine.tools import equivalence
from pcg_engine.tools.outlining.live_ins import NotOutlined
from pcg_engine.tools.outlining.outline import Outline, outline
from pcg_engine.tools.recording import check as recording
from pcg_engine.tools.subject import Instruments, Original, Subject
from tests.integration.tools.instruments import make_instruments
from tests.integration.tools.originals import edited, read_original

pytestmark = [
    pytest.mark.needs("gxx"),
    pytest.mark.needs("clang"),
    pytest.mark.needs("llvm-tools"),
]

_MACHINE = MachineModel(2, 1e-9, 1e10, 1.5e10, 5e-6, calibrated=False)
_TYPES = """\
#include <map>
#include <string>
#include <vector>
struct Field { std::map<std::string, double> notes; double* values; int length; };
struct Point { double x, y; };
class Mesh {
 public:
  void kernel(double weight);
  void inside() { for (int i = 0; i < count_; ++i) x_[i] = 1.0; }
 private:
  double half(double v) const { return v / 2; }
  std::map<int, int> tags_;
  std::vector<double> x_, y_;
  int count_;
};
"""
_WHOLE: Mapping[str, tuple[str, str]] = {
    "locals of main, and what is read later by reference": (
        """\
int main() {
  std::vector<double> a(100), b(100);
  double t[4] = {1, 2, 3, 4};
  int last = 0;
  double sum = 0;
  for (int i = 0; i < 100; ++i) {
    last = i % 4;
    sum += a[i] * b[i] + t[last];
  }
  return sum > 3;
}
""",
        "(int last, double &sum, std::vector<double> &a, std::vector<double> &b, double (&t)[4])",
    ),
    "fields of an object that cannot be made": (
        """\
double kernel(const Field& f, int from) {
  double sum = 0;
  for (int i = from; i < f.length; ++i) sum += f.values[i];
  return sum;
}
""",
        "(int from, double &sum, const int &f_length, double * f_values)",
    ),
    "fields behind a pointer": (
        """\
void kernel(Field* f, double w) {
  for (int i = 0; i < f->length; ++i)
    f->values[i] *= w;
}
""",
        "(double w, int &f_length, double * f_values)",
    ),
    "fields of the object of a member function": (
        """\
void Mesh::kernel(double weight) {
  for (int i = 0; i < count_; ++i) {
    y_[i] = weight * x_[i];
  }
}
""",
        "(double weight, int &count_, std::vector<double> &y_, std::vector<double> &x_)",
    ),
    "a counter from outside that nobody reads later": (
        """\
void kernel(std::map<int, int>& unused, const Point* p, double** rows, int n) {
  int i;
  unused.clear();
  for (i = 0; i < n; ++i) rows[0][i] = p[i].x;
}
""",
        "(int i, int n, double * * rows, const Point * p)",
    ),
}


_RAYS = """\
#include <cmath>
#include <tuple>
struct Vec {
  float x = 0, y = 0;
  Vec operator*(float f) const { return {x * f, y * f}; }
};
constexpr Vec lamps[] = {{1, 2}, {3, -4}};
std::tuple<bool, Vec> met(const Vec& v) { return {v.x > 0, v * 0.5f}; }
Vec cast(const Vec& v, int depth) {
  auto [hit, next] = met(v);
  if (!hit || depth > 3) return {0.2f, 0.7f};
  Vec back = cast(next, depth + 1);
  for (const Vec& lamp : lamps) back.x += lamp.x * next.y;
  return back;
}
int main() {
  constexpr int width = 12;
  constexpr int height = 10;
  constexpr float scale = 0.25;
  std::vector<Vec> frame(width * height);
  for (int p = 0; p < width * height; ++p) {
    frame[p] = cast(Vec{(p % width) * scale, static_cast<float>(p / width)}, 0);
  }
  return frame[0].x > 2;
}
"""
_CONSTANTS = """\
#include <array>
int main() {
  constexpr int side = 4,  // rows
      all = side * side;
  const double weight = 0.5;
  std::vector<double> x(100);
  for (int i = 0; i < 100; ++i) {
    std::array<double, all> t;
    for (int j = 0; j < all; ++j) t[j] = weight * j;
    x[i] = t[i % all];
  }
  return x[0] > 1;
}
"""


@pytest.fixture(scope="module")
def instruments(tmp_path_factory: pytest.TempPathFactory) -> Instruments:
    folder = tmp_path_factory.mktemp("instruments")
    made = make_instruments(folder)
    clang = made.toolchain.clang
    assert clang is not None
    return replace(made, reader=ClangAstReader(clang.path, clang.version, folder / "reader"))


def _read(text: str, folder: Path, instruments: Instruments, name: str = "kernel") -> Original:
    return read_original((_TYPES + text).encode(), folder, instruments, name)


def _outline(original: Original) -> Outline | NotOutlined:
    nest: LoopFacts = original.nests[0]
    tree = parse(original.source)
    return outline(tree, original.function, nest.loop.span, original.unit)


@pytest.mark.parametrize("name", _WHOLE)
def test_a_nest_becomes_a_function_of_what_it_uses(
    name: str, tmp_path: Path, instruments: Instruments
) -> None:
    text, parameters = _WHOLE[name]
    function = "main" if "main" in text else "Mesh::kernel" if "Mesh::" in text else "kernel"
    original = _read(text, tmp_path, instruments, function)
    made = _outline(original)

    assert isinstance(made, Outline), made
    header = made.source.data.decode().split(made.name, 1)[1].split("{", 1)[0].strip()
    wanted = sorted(parameters.strip("()").split(", "))
    assert sorted(" ".join(header.strip("()").split()).split(", ")) == wanted
    nest = original.nests[0].loop.span
    moved = slice(nest.start + made.moved, nest.end + made.moved)
    assert made.source.data[moved] == original.source.data[nest.start : nest.end]
    lines = original.source.data.count(b"\n")
    assert made.source.data.count(b"\n") == lines
    assert made.source.location(moved.start).line == original.source.location(nest.start).line
    again = SourceText(original.source.path, made.source.data)
    unit = instruments.reader.read(again, original.command, [made.name], Cancellation())
    assert [d.message for d in unit.diagnostics if "error" in d.severity] == []


@pytest.mark.parametrize(
    ("text", "function", "why"),
    [
        (
            "int kernel(Field& f) { for (int i = 0; i < 9; ++i) if (f.length > i) return i; }",
            "kernel",
            "returns",
        ),
        (
            "void Mesh::kernel(double w) { for (int i = 0; i < count_; ++i) x_[i] = half(w); }",
            "Mesh::kernel",
            "the object that its function is a member of",
        ),
        (
            "void use(Field&); void kernel(Field& f) { for (int i = f.length; i; --i) use(f); }",
            "kernel",
            "as a whole",
        ),
        (
            "double* kernel(Field&, double* p) { for (int i = 0; i < 9; ++i) *p++ = 1; return p; }",
            "kernel",
            "moves the pointer",
        ),
    ],
)
def test_what_cannot_be_taken_out_says_why(
    text: str, function: str, why: str, tmp_path: Path, instruments: Instruments
) -> None:
    made = _outline(_read(text, tmp_path, instruments, function))
    assert isinstance(made, NotOutlined)
    assert why in made.reason


def test_the_nest_of_a_ray_tracers_main_is_run_alone(
    tmp_path: Path, instruments: Instruments
) -> None:
    original = _read(_RAYS, tmp_path, instruments, "main")
    driven = drive(original, instruments, _MACHINE, Cancellation())
    assert driven.outline is not None
    assert [name for name, _ in driven.outline.values] == ["width", "height", "frame", "scale"]

    found = _checked(driven, edited(original, "#pragma omp parallel for\n"), instruments)
    assert {one.outcome for one in found.values()} == {Outcome.PASSED}, found


def test_constants_stay_where_types_depend_on_them(
    tmp_path: Path, instruments: Instruments
) -> None:
    original = _read(_CONSTANTS, tmp_path, instruments, "main")
    driven = drive(original, instruments, _MACHINE, Cancellation())
    assert driven.outline is not None
    assert [name for name, _ in driven.outline.values] == ["x"]
    head = driven.outline.source.data.split(driven.outline.name.encode(), 1)[1]
    assert b"{ constexpr int side = 4, all = side * side; const double weight = 0.5;" in head

    found = _checked(driven, edited(original, "#pragma omp parallel for\n"), instruments)
    assert {one.outcome for one in found.values()} == {Outcome.PASSED}, found


def test_constants_of_other_blocks_stay_there(tmp_path: Path, instruments: Instruments) -> None:
    text = """\
const int all = 16;
int main() {
  std::vector<double> x(100);
  {
    const int all = 2;
    x[all] = 1;
  }
  const int some = 3;
  for (int i = 0; i < all; ++i) x[i] = some;
  return x[0] > 1;
}
"""
    original = _read(text, tmp_path, instruments, "main")
    nest = original.nests[0].loop.span
    made = outline(
        parse(original.source), original.function, nest, original.unit, keeps_constants=True
    )
    assert isinstance(made, Outline)
    head = made.source.data.split(made.name.encode(), 1)[1]
    assert head.count(b"const int some = 3;") == 1
    assert b"const int all = 2;" not in head


def test_directives_around_a_nest_stay(tmp_path: Path, instruments: Instruments) -> None:
    text = """\
void kernel(Field& f) {
#if 1
  f.notes.clear();
#else
  f.notes["x"] = 1;
#endif
  for (int i = 0; i < f.length; ++i) f.values[i] = 1;
#define AFTER 1
}
int after() { return AFTER; }
"""
    made = _outline(_read(text, tmp_path, instruments))
    assert isinstance(made, Outline)
    assert b"#if 1\n\n#else\n\n#endif\n" in made.source.data
    assert b"#define AFTER 1\n" in made.source.data


def _checked(driven: Driven, subject: Subject, instruments: Instruments) -> dict[str, CheckResult]:
    run_instead = driven.subject(subject)
    assert isinstance(run_instead, Subject)
    return {
        check.__module__: driven.told(
            check(run_instead, driven.experiment, instruments, Cancellation())
        )
        for check in (equivalence.check, recording.check)
    }


def test_a_nest_is_run_alone_and_what_fails_then_stays_open(
    tmp_path: Path, instruments: Instruments
) -> None:
    text = _WHOLE["fields of an object that cannot be made"][0]
    original = _read(text, tmp_path, instruments)
    driven = drive(original, instruments, _MACHINE, Cancellation())
    assert driven.outline is not None

    pragma = "#pragma omp parallel for"
    right = edited(original, f"{pragma} reduction(+ : sum)\n", reassociates=True)
    found = _checked(driven, right, instruments)
    assert {one.outcome for one in found.values()} == {Outcome.PASSED}
    assert all("taken out of its function" in one.detail for one in found.values())

    wrong = _checked(driven, edited(original, f"{pragma}\n"), instruments)
    assert {one.outcome for one in wrong.values()} == {Outcome.INCONCLUSIVE}
    conflict = wrong["pcg_engine.tools.recording.check"]
    assert (conflict.name, conflict.code) == (CheckName.RECORDING, "conflict")
    assert "line 19" in conflict.detail


def test_a_candidate_that_changes_more_than_the_nest_stays_open(
    tmp_path: Path, instruments: Instruments
) -> None:
    text = _WHOLE["fields of an object that cannot be made"][0]
    original = _read(text, tmp_path, instruments)
    driven = drive(original, instruments, _MACHINE, Cancellation())
    found = driven.subject(edited(original, "int more = 0;", before="double sum"))
    assert not isinstance(found, Subject)
    assert found.code == "edit-outside-nest"


def test_a_function_that_can_be_called_is_called(tmp_path: Path, instruments: Instruments) -> None:
    text = "void kernel(double* x, int n) { for (int i = 0; i < n; ++i) x[i] = 1; }"
    original = _read(text, tmp_path, instruments)
    driven = drive(original, instruments, _MACHINE, Cancellation())
    assert driven.outline is None
    assert driven.experiment.original is original


_MATRIX = """\
#include <map>
struct Matrix {
  char* title;
  int rows;
  char* counts;
  int** columns;
  double** values;
  std::map<long, int> renamed;
  mutable Matrix* coarse;
};
struct Vector { int length; double* values; void* more; };
void kernel(const Matrix& A, const Vector& x, Vector& y) {
  const double* const xv = x.values;
  for (int i = 0; i < A.rows; ++i) {
    double sum = 0;
    const double* const row = A.values[i];
    const int* const columns = A.columns[i];
    for (int j = 0; j < A.counts[i]; ++j) sum += row[j] * xv[columns[j]];
    y.values[i] = sum;
  }
}
"""


def test_fields_that_lead_to_rows_are_made_to_fit(tmp_path: Path, instruments: Instruments) -> None:
    original = _read(_MATRIX, tmp_path, instruments)
    driven = drive(original, instruments, _MACHINE, Cancellation())
    assert driven.outline is not None
    facts = driven.experiment.original.inputs
    indices = {(fact.parameter, fact.index_of) for fact in facts.values}
    assert {
        ("A_counts", "A_values[]"),
        ("A_counts", "A_columns[]"),
        ("A_columns[]", "xv"),
    } <= indices
