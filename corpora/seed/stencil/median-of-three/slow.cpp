#include <algorithm>
#include <vector>

std::vector<int> despike(const std::vector<int>& trace) {
  std::vector<int> clean(trace);
  for (int t = 1; t + 1 < (int)trace.size(); t++) {
    int a = trace[t - 1], b = trace[t], c = trace[t + 1];
    if (a > b) std::swap(a, b);
    if (b > c) b = c;
    clean[t] = a > b ? a : b;
  }
  return clean;
}
