// family: races
// refused: dependence-recording; legality; races; equivalence different-result; coverage different-result
// why: an atomic read and an atomic write are not an atomic update
#include <vector>

// Brings all values into [low, high]; returns how many were outside.
int clamp_all(std::vector<double>& values, double low, double high) {
  int changed = 0;
#pragma omp parallel for
  for (double& value : values) {
    if (value < low || value > high) {
      value = value < low ? low : high;
      int seen;
#pragma omp atomic read
      seen = changed;
      seen = seen + 1;
#pragma omp atomic write
      changed = seen;
    }
  }
  return changed;
}
