#include <vector>

// How alike two signals are at each shift.
std::vector<long> correlate(const std::vector<int>& a, const std::vector<int>& b) {
  const long n = static_cast<long>(a.size()), m = static_cast<long>(b.size());
  std::vector<long> result(n);
#pragma omp parallel for
  for (long shift = 0; shift < n; shift++) {
    long sum = 0;
    long at = shift;
    for (long i = 0; i < m; i++) {
      sum += (long)a[at] * b[i];
      if (++at == n) at = 0;
    }
    result[shift] = sum;
  }
  return result;
}
