#include <vector>

// The sum of each value and the seven before it, or as many as there are.
std::vector<long> last_eight(const std::vector<int>& values) {
  const int n = (int)values.size();
  const int part = 64;
  std::vector<long> sums(n);
  // Within a part each sum is made of the one before it.
#pragma omp parallel for
  for (int first = 0; first < n; first += part) {
    const int last = n - first < part ? n : first + part;
    long sum = 0;
    for (int k = first < 8 ? 0 : first - 8; k < first; k++) sum += values[k];
    for (int i = first; i < last; i++) {
      sum += values[i];
      if (i >= 8) sum -= values[i - 8];
      sums[i] = sum;
    }
  }
  return sums;
}
