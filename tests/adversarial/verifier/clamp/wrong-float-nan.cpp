// family: float
// refused: serial-elision different-result; equivalence different-result; coverage different-result; dependence-recording different-result
// why: with the conditions turned round a NaN becomes low
#include <cstddef>
#include <vector>

// Brings all values into [low, high]; returns how many were outside.
int clamp_all(std::vector<double>& values, double low, double high) {
  int changed = 0;
#pragma omp parallel for reduction(+ : changed)
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double value = values[i];
    const double bounded = !(value >= low) ? low : (value > high ? high : value);
    changed += bounded != value;
    values[i] = bounded;
  }
  return changed;
}
