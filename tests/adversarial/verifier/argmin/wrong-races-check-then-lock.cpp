// family: races
// refused: legality; dependence-recording conflict; races; equivalence different-result; coverage different-result; dependence-recording different-result
// why: the comparison is made before the critical section and not again within it
#include <vector>

// The position of the first smallest value; -1 if there is none.
int argmin(const std::vector<double>& values) {
  if (values.empty()) {
    return -1;
  }
  int best = 0;
#pragma omp parallel for
  for (int i = 1; i < static_cast<int>(values.size()); ++i) {
    if (values[i] < values[best]) {
#pragma omp critical
      best = i;
    }
  }
  return best;
}
