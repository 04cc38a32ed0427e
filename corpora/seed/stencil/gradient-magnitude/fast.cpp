#include <cmath>
#include <vector>

// The steepest slope in each row of a field of heights.
std::vector<double> steepest(const std::vector<std::vector<double>>& height) {
  const long rows = static_cast<long>(height.size());
  std::vector<double> result(rows, 0.0);
#pragma omp parallel for schedule(dynamic, 8)
  for (long i = 1; i < rows - 1; ++i) {
    double most = 0.0;
    for (std::size_t j = 1; j + 1 < height[i].size(); ++j) {
      if (j >= height[i - 1].size() || j >= height[i + 1].size()) continue;
      const double down = (height[i + 1][j] - height[i - 1][j]) / 2;
      const double across = (height[i][j + 1] - height[i][j - 1]) / 2;
      const double slope = std::sqrt(down * down + across * across);
      if (slope > most) most = slope;
    }
    result[i] = most;
  }
  return result;
}
