#include <algorithm>
#include <vector>

std::vector<int> medians(const std::vector<std::vector<int>>& rows) {
  const long n = static_cast<long>(rows.size());
  std::vector<int> result(n, 0);
#pragma omp parallel for schedule(dynamic, 8)
  for (long r = 0; r < n; ++r) {
    if (rows[r].empty()) continue;
    std::vector<int> part = rows[r];
    const auto middle = part.begin() + static_cast<long>(part.size() / 2);
    std::nth_element(part.begin(), middle, part.end());
    result[r] = *middle;
  }
  return result;
}
