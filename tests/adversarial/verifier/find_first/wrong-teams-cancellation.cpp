// family: teams
// refused: equivalence; legality; dependence-recording; coverage
// why: with OMP_CANCELLATION=true an earlier match may not be looked for any more
#include <vector>

// The first position of a key; -1 if it is not there.
int find_first(const std::vector<int>& values, int key) {
  const int n = static_cast<int>(values.size());
  int first = n;
#pragma omp parallel for reduction(min : first)
  for (int i = 0; i < n; ++i) {
    if (values[i] == key && i < first) {
      first = i;
#pragma omp cancel for
    }
  }
  return first == n ? -1 : first;
}
