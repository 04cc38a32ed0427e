// family: caches
// refused: extract; interface new-state; interface
// why: the threads' counters live on from one call to the next
#include <vector>

static int mine = 0;
#pragma omp threadprivate(mine)

// Brings all values into [low, high]; returns how many were outside.
int clamp_all(std::vector<double>& values, double low, double high) {
  int changed = 0;
#pragma omp parallel
  {
#pragma omp for
    for (double& value : values) {
      if (value < low) {
        value = low;
        ++mine;
      } else if (value > high) {
        value = high;
        ++mine;
      }
    }
#pragma omp atomic
    changed += mine;
  }
  return changed;
}
