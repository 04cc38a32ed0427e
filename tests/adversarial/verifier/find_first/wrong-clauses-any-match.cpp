// family: clauses
// refused: legality; dependence-recording conflict; races; equivalence different-result; coverage different-result; dependence-recording different-result; serial-elision different-result
// why: finds some match, not the first
#include <vector>

// The first position of a key; -1 if it is not there.
int find_first(const std::vector<int>& values, int key) {
  const int n = static_cast<int>(values.size());
  int found = -1;
#pragma omp parallel for
  for (int i = 0; i < n; ++i) {
    if (values[i] == key) {
#pragma omp atomic write
      found = i;
    }
  }
  return found;
}
