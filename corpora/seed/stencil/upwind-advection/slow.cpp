#include <algorithm>
#include <vector>

std::vector<double> advect(const std::vector<double>& q, const std::vector<double>& speed) {
  std::size_t n = std::min(q.size(), speed.size());
  std::vector<double> next(n);
  for (std::size_t i = 0; i < n; i++) {
    double left = i > 0 ? q[i - 1] : q[n - 1];
    double right = i + 1 < n ? q[i + 1] : q[0];
    if (speed[i] > 0)
      next[i] = q[i] - speed[i] * (q[i] - left);
    else
      next[i] = q[i] - speed[i] * (right - q[i]);
  }
  return next;
}
