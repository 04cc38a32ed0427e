// The project's own test: heat spreads evenly, and a plate of one temperature stays as it is.

#include <cmath>
#include <cstdio>

#include "plate.hpp"

namespace {

int failures = 0;

void expect(bool holds, const char* what) {
  if (!holds) {
    std::printf("failed: %s\n", what);
    ++failures;
  }
}

}  // namespace

int main() {
  Plate plate = make_plate(40, 30);
  const double left = plate.cells[20 * 30];
  cool(plate, 50);
  expect(plate.cells[20 * 30] == left, "the edge keeps its temperature");
  expect(plate.cells[20 * 30 + 1] > plate.cells[20 * 30 + 2], "it is warmer near the hot edge");
  for (int i = 0; i < 40; ++i) {
    const double above = plate.cells[i * 30 + 5];
    const double below = plate.cells[(39 - i) * 30 + 5];
    expect(std::abs(above - below) < 1e-12, "the upper half mirrors the lower one");
  }
  std::vector<double> even(20 * 20, 20.0);
  std::vector<double> next = even;
  conduct(even, next, 20, 20, 0.25);
  expect(even == next, "without a difference nothing flows");
  return failures == 0 ? 0 : 1;
}
