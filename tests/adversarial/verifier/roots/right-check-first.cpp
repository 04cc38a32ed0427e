// right: looked for first, then computed
#include <cmath>
#include <cstddef>
#include <stdexcept>
#include <vector>

std::vector<double> square_roots(const std::vector<double>& values) {
  std::vector<double> roots(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i] < 0.0) {
      throw std::domain_error("a negative number has no root");
    }
  }
#pragma omp parallel for simd
  for (std::size_t i = 0; i < values.size(); ++i) {
    roots[i] = std::sqrt(values[i]);
  }
  return roots;
}
