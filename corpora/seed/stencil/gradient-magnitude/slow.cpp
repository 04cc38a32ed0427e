#include <cmath>
#include <vector>

std::vector<std::vector<double>> slope(const std::vector<std::vector<double>>& height) {
  std::vector<std::vector<double>> result = height;
  for (std::size_t i = 1; i + 1 < height.size(); ++i) {
    for (std::size_t j = 1; j + 1 < height[i].size(); ++j) {
      if (j >= height[i - 1].size() || j >= height[i + 1].size()) continue;
      double down = (height[i + 1][j] - height[i - 1][j]) / 2;
      double across = (height[i][j + 1] - height[i][j - 1]) / 2;
      result[i][j] = std::sqrt(down * down + across * across);
    }
  }
  return result;
}
