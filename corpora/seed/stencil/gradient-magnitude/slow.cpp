#include <cmath>
#include <vector>

// The steepest slope in each row of a field of heights.
std::vector<double> steepest(const std::vector<std::vector<double>>& height) {
  std::vector<double> result(height.size(), 0.0);
  for (std::size_t i = 1; i + 1 < height.size(); ++i) {
    for (std::size_t j = 1; j + 1 < height[i].size(); ++j) {
      if (j >= height[i - 1].size() || j >= height[i + 1].size()) continue;
      double down = (height[i + 1][j] - height[i - 1][j]) / 2;
      double across = (height[i][j + 1] - height[i][j - 1]) / 2;
      double slope = std::sqrt(down * down + across * across);
      if (slope > result[i]) result[i] = slope;
    }
  }
  return result;
}
