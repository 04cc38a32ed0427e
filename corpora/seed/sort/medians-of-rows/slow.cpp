#include <algorithm>
#include <vector>

std::vector<int> medians(const std::vector<std::vector<int>>& rows) {
  std::vector<int> result;
  for (const auto& row : rows) {
    if (row.empty()) {
      result.push_back(0);
      continue;
    }
    std::vector<int> sorted = row;
    std::sort(sorted.begin(), sorted.end());
    result.push_back(sorted[sorted.size() / 2]);
  }
  return result;
}
