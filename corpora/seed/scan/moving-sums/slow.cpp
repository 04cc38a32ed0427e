#include <vector>

// The sum of each window of w neighbours.
std::vector<long> window_sums(const std::vector<int>& values, int w) {
  std::vector<long> sums;
  int n = (int)values.size();
  if (w < 1 || w > n) return sums;
  for (int i = 0; i + w <= n; i++) {
    long sum = 0;
    for (int k = 0; k < w; k++) sum += values[i + k];
    sums.push_back(sum);
  }
  return sums;
}
