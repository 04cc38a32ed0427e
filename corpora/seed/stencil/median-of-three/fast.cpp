#include <algorithm>
#include <vector>

std::vector<int> despike(const std::vector<int>& trace) {
  std::vector<int> clean(trace);
  const int n = (int)trace.size();
#pragma omp parallel for
  for (int t = 1; t < n - 1; t++) {
    const int a = trace[t - 1], b = trace[t], c = trace[t + 1];
    clean[t] = std::max(std::min(a, b), std::min(std::max(a, b), c));
  }
  return clean;
}
