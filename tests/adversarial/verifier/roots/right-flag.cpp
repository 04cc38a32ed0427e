// right: the region notes that there was one, and the exception is thrown after it
#include <cmath>
#include <cstddef>
#include <stdexcept>
#include <vector>

std::vector<double> square_roots(const std::vector<double>& values) {
  std::vector<double> roots(values.size());
  bool negative = false;
#pragma omp parallel for reduction(|| : negative)
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i] < 0.0) {
      negative = true;
    } else {
      roots[i] = std::sqrt(values[i]);
    }
  }
  if (negative) {
    throw std::domain_error("a negative number has no root");
  }
  return roots;
}
