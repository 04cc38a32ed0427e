"""Rows, objects behind pointers and of derived classes, in captures."""

from __future__ import annotations

import struct
import subprocess
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


def test_a_row_that_a_table_has_twice_is_two_rows_where_nothing_writes(tmp_path: Path) -> None:
    found = recorded(_ROWS.replace("b[i] = block + 5 * i", "b[i] = block + 5 * (i % 3)"), tmp_path)

    assert found.ran.recording.refusal == ""
    encoded = found.ran.recording.calls[0].data
    rows = (*range(5), *range(5, 10), *range(10, 20), *range(5))
    head = struct.pack("<BQ5Q", 0, 4, 0, 5, 5, 10, 5)
    assert head + struct.pack("<25f", *rows) in encoded
    assert len(found.replayed()) == 1


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


_BUILT = """\
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <vector>
struct Named {
  explicit Named(std::string text, bool strict = false) : name(text) {
    if (strict && text.empty()) throw std::invalid_argument("no name");
  }
  std::string name;
};
class Sphere {
 public:
  Sphere(const std::vector<double>& center, double radius) : center_(center), radius_(radius) {}
  double top() const { return center_[1] + radius_; }
  void grow(double by) { radius_ *= by; }
 private:
  std::vector<double> center_;
  double radius_;
};
class Window {
 public:
  Window(int start, int size) : start_(start), values_(size), last_(%s) {}
  double& operator[](int i) { return values_[i - start_]; }
 private:
  int start_;
  std::vector<double> values_;
  int last_;
};
double kernel(std::vector<Sphere>& spheres, Window& window, Named named, const Sphere& other) {
  double sum = other.top() + named.name.size();
  for (Sphere& one : spheres) { one.grow(1.5); sum += one.top(); }
  for (int i = 3; i < 8; ++i) sum += window[i] *= 2;
  return sum;
}
int main() {
  std::vector<Sphere> spheres;
  for (int i = 0; i < 4; ++i) spheres.emplace_back(std::vector<double>(3, 0.1 * i), 0.3 + i);
  Window window(3, 5);
  for (int i = 3; i < 8; ++i) window[i] = 0.7 * i;
  Sphere other({1, 2, 3}, 0.25);
  std::printf("%%a\\n", kernel(spheres, window, Named("seven"), other));
}
"""


def test_objects_without_a_default_constructor_have_the_recorded_state(tmp_path: Path) -> None:
    text = _BUILT % "start + size"
    (tmp_path / "made.cpp").write_text(text)
    build = [
        "g++",
        "-std=c++20",
        "-ffp-contract=off",
        "-o",
        tmp_path / "made",
        tmp_path / "made.cpp",
    ]
    subprocess.run(build, check=True, timeout=60)
    told = subprocess.run(
        [tmp_path / "made"], check=True, capture_output=True, text=True, timeout=60
    )

    found = recorded(text, tmp_path)

    assert found.ran.recording.refusal == ""
    (left,) = found.replayed()
    by_name = {value.name: value for value in left.values}
    assert by_name["return value"].data == struct.pack("<d", float.fromhex(told.stdout.strip()))


def test_a_constructor_that_refuses_zeros_is_told(tmp_path: Path) -> None:
    found = recorded(_BUILT % 'size ? size : throw std::invalid_argument("empty")', tmp_path)

    assert found.ran.recording.refusal == ""
    (tried,) = found.tried()
    assert tried.case is None
    assert "with sanitizers the function stops on it" in tried.reason
