// right: each thread counts for itself and adds once, in a critical section
#include <cstddef>
#include <vector>

// Brings all values into [low, high]; returns how many were outside.
int clamp_all(std::vector<double>& values, double low, double high) {
  int changed = 0;
  const std::size_t n = values.size();
#pragma omp parallel
  {
    int mine = 0;
#pragma omp for nowait
    for (std::size_t i = 0; i < n; ++i) {
      double& value = values[i];
      if (value < low) {
        value = low;
        ++mine;
      } else if (value > high) {
        value = high;
        ++mine;
      }
    }
#pragma omp critical
    changed += mine;
  }
  return changed;
}
