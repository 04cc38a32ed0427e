"""Rows, objects behind pointers and of derived classes, in captures."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from tests.integration.tools.recorded_runs import recorded

pytestmark = [
    pytest.mark.needs("gxx"),
    pytest.mark.needs("clang"),
    pytest.mark.needs("bubblewrap"),
]

_ROWS = """\
#include <cstdlib>
static double first[3] = {1, 2, 3};
static double kept[2] = {8, 9};
double kernel(double** a, const float* const* b, int* counts, double** out, int rows) {
  double sum = 0;
  if (rows > 9) *out = a[rows - 1];
  for (int i = 0; i < rows; ++i)
    for (int j = 0; j < counts[i]; ++j) sum += a[i][j] *= 2 + b[i][j];
  return sum;
}
int main() {
  const int rows = 4;
  int counts[rows] = {3, 5, 1, 2};
  double second[5] = {4, 5, 6, 7, 8};
  double** a = new double*[rows]{first, second, new double[1]{0.5}, kept};
  float* block = static_cast<float*>(std::malloc(rows * 5 * sizeof(float)));
  for (int i = 0; i < rows * 5; ++i) block[i] = i;
  const float* b[rows];
  for (int i = 0; i < rows; ++i) b[i] = block + 5 * i;
  double* out;
  double result = kernel(a, b, counts, &out, rows);
  return result > 1e9;
}
"""


def test_rows_are_as_long_as_their_memory(tmp_path: Path) -> None:
    found = recorded(_ROWS, tmp_path)

    assert found.ran.recording.refusal == ""
    encoded = found.ran.recording.calls[0].data
    a, b = found.slots()["a"], found.slots()["b"]
    assert (a.count, a.longest, b.count, b.longest) == (4, 5, 4, 5)
    # A table's rows: whether they lie in one block, their lengths, their elements.
    head = struct.pack("<BQ5Q", 0, 4, 0, 3, 5, 1, 2)
    elements = struct.pack("<11d", 1, 2, 3, 4, 5, 6, 7, 8, 0.5, 8, 9)
    assert encoded.startswith(head + elements)
    assert struct.pack("<BQ5Q", 0, 4, 1, 5, 5, 5, 5) + struct.pack("<20f", *range(20)) in encoded
    (left,) = found.replayed()
    by_name = {value.name: value for value in left.values}
    assert by_name["a"].rows == (3, 5, 1, 2, 0, 1, 2, 3)
    assert by_name["out"].rows == (0, 0)


def test_a_row_that_a_table_has_twice_is_refused(tmp_path: Path) -> None:
    found = recorded(_ROWS.replace("new double[1]{0.5}", "first"), tmp_path)

    assert "shares memory" in found.ran.recording.refusal
    assert not found.ran.recording.calls


_MADE = """\
#include <cstdlib>
int kernel(double** out, const double* a, int n) {
  *out = static_cast<double*>(std::malloc(n * sizeof(double)));
  for (int i = 0; i < n; ++i) (*out)[i] = a[i];
  return n;
}
int main() {
  double a[4] = {1, 2, 3, 4};
  double* out;
  return kernel(&out, a, 4) != 4;
}
"""


def test_what_a_function_makes_behind_a_pointer_is_not_compared(tmp_path: Path) -> None:
    found = recorded(_MADE, tmp_path)

    assert len(found.ran.recording.calls) == 1
    (one,) = found.tried()
    assert one.case is None
    assert one.reason.startswith("after the call `out` leads to memory that is none of the")


_CLASSES = """struct Shape {
  virtual ~Shape() = default;
  virtual double area(int i) const = 0;
};
struct Square : Shape {
  double side = 3;
  double area(int i) const override { return side * i; }
};
struct Wide : Square {
  double area(int i) const override { return 2 * Square::area(i); }
};
class Named {
 public:
  ~Named() { value = 0; }
  double value = 0.25;
};
double kernel(const Shape& shape, Named* named, const Named* one, int n) {
  double sum = one->value;
  for (int i = 0; i < n; ++i) sum += shape.area(i) + (named[i].value += 1);
  return sum;
}
int main() {
  %s shape;
  shape.side = 7;
  Named last;
  Named* named = new Named[5];
  return kernel(shape, named, &last, 5) > 1e9;
}
"""


def test_objects_behind_pointers_and_of_derived_classes(tmp_path: Path) -> None:
    found = recorded(_CLASSES % "Square", tmp_path)

    assert found.ran.recording.refusal == ""
    encoded = found.ran.recording.calls[0].data
    five = struct.pack("<BQQ5d", 0, 5, 5, *[0.25] * 5)
    one = struct.pack("<BQd", 0, 1, 0.25)
    assert encoded == struct.pack("<BQd", 0, 1, 7.0) + five + one + struct.pack("<BQi", 0, 1, 5)
    assert len(found.replayed()) == 1


def test_an_object_of_another_class_is_refused(tmp_path: Path) -> None:
    recording = recorded(_CLASSES % "Wide", tmp_path).ran.recording

    assert recording.calls == ()
    assert "`shape` leads to an object of another class" in recording.refusal
