#include <algorithm>
#include <vector>

std::vector<double> medians(const std::vector<std::vector<double>>& rows) {
  std::vector<double> result;
  for (const auto& row : rows) {
    if (row.empty()) {
      result.push_back(0);
      continue;
    }
    std::vector<double> sorted = row;
    std::sort(sorted.begin(), sorted.end());
    result.push_back(sorted[sorted.size() / 2]);
  }
  return result;
}
