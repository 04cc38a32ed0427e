#include <vector>

// How many of the sorted keys are below each value.
std::vector<int> ranks(const std::vector<int>& sorted, const std::vector<int>& values) {
  const long n = static_cast<long>(values.size());
  std::vector<int> rank(n);
#pragma omp parallel for schedule(dynamic, 64)
  for (long i = 0; i < n; ++i) {
    const int value = values[i];
    int at = 0;
    while (at < (int)sorted.size() && sorted[at] < value) at++;
    rank[i] = at;
  }
  return rank;
}
