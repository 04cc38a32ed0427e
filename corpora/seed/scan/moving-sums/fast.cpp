#include <vector>

// The sum of each window of w neighbours.
std::vector<long> window_sums(const std::vector<int>& values, int w) {
  std::vector<long> sums;
  const int n = (int)values.size();
  if (w < 1 || w > n) return sums;
  const int count = n - w + 1;
  sums.resize(count);
  const int part = 64;
  // Within a part each sum is made of the one before it.
#pragma omp parallel for
  for (int first = 0; first < count; first += part) {
    const int last = count - first < part ? count : first + part;
    long sum = 0;
    for (int k = 0; k < w; k++) sum += values[first + k];
    sums[first] = sum;
    for (int i = first + 1; i < last; i++) {
      sum += (long)values[i + w - 1] - values[i - 1];
      sums[i] = sum;
    }
  }
  return sums;
}
