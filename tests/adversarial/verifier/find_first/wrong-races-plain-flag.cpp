// family: races
// refused: legality; dependence-recording conflict; races; equivalence; coverage; dependence-recording different-result
// why: the minimum is kept without protection
#include <vector>

// The first position of a key; -1 if it is not there.
int find_first(const std::vector<int>& values, int key) {
  const int n = static_cast<int>(values.size());
  int first = n;
#pragma omp parallel for schedule(static)
  for (int i = 0; i < n; ++i) {
    if (values[i] == key && i < first) {
      first = i;
    }
  }
  return first == n ? -1 : first;
}
