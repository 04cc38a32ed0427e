// family: borders
// refused: equivalence different-result; coverage different-result; dependence-recording different-result
// why: the last element of each chunk but the last is not looked at
#include <omp.h>

#include <algorithm>
#include <vector>

// The first position of a key; -1 if it is not there.
int find_first(const std::vector<int>& values, int key) {
  const int n = static_cast<int>(values.size());
  int first = n;
#pragma omp parallel reduction(min : first)
  {
    const int threads = omp_get_num_threads();
    const int chunk = (n + threads - 1) / threads;
    const int begin = std::min(n, omp_get_thread_num() * chunk);
    const int end = std::min(n, begin + chunk);
    for (int i = begin; i < end - (end < n ? 1 : 0); ++i) {
      if (values[i] == key) {
        first = i;
        break;
      }
    }
  }
  return first == n ? -1 : first;
}
