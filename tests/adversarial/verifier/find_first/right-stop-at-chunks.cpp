// right: chunks in order; within a chunk each thread stops at its own first match
#include <algorithm>
#include <vector>

// The first position of a key; -1 if it is not there.
int find_first(const std::vector<int>& values, int key) {
  const int n = static_cast<int>(values.size());
  for (int begin = 0; begin < n; begin += 512) {
    const int end = std::min(n, begin + 512);
    int first = n;
#pragma omp parallel for reduction(min : first)
    for (int i = begin; i < end; ++i) {
      if (values[i] == key) {
        first = std::min(first, i);
      }
    }
    if (first < n) {
      return first;
    }
  }
  return -1;
}
