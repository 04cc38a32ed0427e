// right: atomic counting
#include <cstddef>
#include <vector>

// Brings all values into [low, high]; returns how many were outside.
int clamp_all(std::vector<double>& values, double low, double high) {
  int changed = 0;
#pragma omp parallel for schedule(static)
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i] < low) {
      values[i] = low;
#pragma omp atomic
      ++changed;
    } else if (values[i] > high) {
      values[i] = high;
#pragma omp atomic
      ++changed;
    }
  }
  return changed;
}
