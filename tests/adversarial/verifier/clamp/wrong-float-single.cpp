// family: float
// refused: serial-elision different-result; equivalence different-result; coverage different-result; dependence-recording different-result
// why: the limits are rounded to single precision
#include <algorithm>
#include <cstddef>
#include <vector>

// Brings all values into [low, high]; returns how many were outside.
int clamp_all(std::vector<double>& values, double low, double high) {
  int changed = 0;
  const float lo = static_cast<float>(low);
  const float hi = static_cast<float>(high);
#pragma omp parallel for reduction(+ : changed)
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i] < lo) {
      values[i] = lo;
      ++changed;
    } else if (values[i] > hi) {
      values[i] = hi;
      ++changed;
    }
  }
  return changed;
}
