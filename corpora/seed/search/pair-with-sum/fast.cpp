#include <vector>

// How many pairs add up to the wanted sum.
long pairs_with_sum(const std::vector<int>& values, int wanted) {
  const long n = static_cast<long>(values.size());
  long pairs = 0;
  // Long rows come first.
#pragma omp parallel for reduction(+ : pairs) schedule(dynamic, 16)
  for (long i = 0; i < n; ++i) {
    const long rest = (long)wanted - values[i];
    long own = 0;
    for (long j = i + 1; j < n; ++j) own += values[j] == rest;
    pairs += own;
  }
  return pairs;
}
