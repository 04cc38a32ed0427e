#include <algorithm>
#include <vector>

std::vector<double> advect(const std::vector<double>& q, const std::vector<double>& speed) {
  std::size_t n = std::min(q.size(), speed.size());
  std::vector<double> next(n);
#pragma omp parallel for
  for (std::size_t i = 0; i < n; i++) {
    const double left = i > 0 ? q[i - 1] : q[n - 1];
    const double right = i + 1 < n ? q[i + 1] : q[0];
    const double change = speed[i] > 0 ? q[i] - left : right - q[i];
    next[i] = q[i] - speed[i] * change;
  }
  return next;
}
