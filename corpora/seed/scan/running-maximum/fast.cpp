#include <vector>

std::vector<int> high_water(const std::vector<int>& level) {
  const long n = static_cast<long>(level.size());
  const long parts = 64;
  std::vector<int> mark(n);
  // Each part by itself, then what the parts before it reached.
#pragma omp parallel for
  for (long p = 0; p < parts; p++) {
    const long first = n * p / parts, last = n * (p + 1) / parts;
    for (long i = first; i < last; i++) {
      mark[i] = i == first || level[i] > mark[i - 1] ? level[i] : mark[i - 1];
    }
  }
  int top[64];
  bool any[64];
  for (long p = 0; p < parts; p++) {
    const long first = n * p / parts, last = n * (p + 1) / parts;
    any[p] = p > 0 && any[p - 1];
    top[p] = any[p] ? top[p - 1] : 0;
    if (first < last && (!any[p] || mark[last - 1] > top[p])) {
      top[p] = mark[last - 1];
      any[p] = true;
    }
  }
#pragma omp parallel for
  for (long p = 1; p < parts; p++) {
    if (!any[p - 1]) continue;
    const long first = n * p / parts, last = n * (p + 1) / parts;
    for (long i = first; i < last && mark[i] < top[p - 1]; i++) mark[i] = top[p - 1];
  }
  return mark;
}
