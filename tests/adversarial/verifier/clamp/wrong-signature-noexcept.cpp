// family: signature
// refused: interface signature-changed
// why: noexcept is part of the type
#include <vector>

// Brings all values into [low, high]; returns how many were outside.
int clamp_all(std::vector<double>& values, double low, double high) noexcept {
  int changed = 0;
#pragma omp parallel for reduction(+ : changed)
  for (double& value : values) {
    if (value < low) {
      value = low;
      ++changed;
    } else if (value > high) {
      value = high;
      ++changed;
    }
  }
  return changed;
}
