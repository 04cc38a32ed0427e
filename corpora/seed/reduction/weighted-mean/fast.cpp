#include <algorithm>
#include <cstddef>
#include <vector>

double weighted_mean(const std::vector<double>& value, const std::vector<double>& weight) {
  std::size_t n = std::min(value.size(), weight.size());
  double top = 0, bottom = 0;
#pragma omp parallel for reduction(+ : top, bottom)
  for (std::size_t k = 0; k < n; k++) {
    top += weight[k] * value[k];
    bottom += weight[k];
  }
  return bottom > 0 ? top / bottom : 0;
}
