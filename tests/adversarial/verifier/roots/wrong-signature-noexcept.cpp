// family: signature
// refused: interface signature-changed; extract
// why: promises not to throw, and throws
#include <cmath>
#include <cstddef>
#include <stdexcept>
#include <vector>

std::vector<double> square_roots(const std::vector<double>& values) noexcept(false || true) {
  std::vector<double> roots(values.size());
  bool negative = false;
#pragma omp parallel for reduction(|| : negative)
  for (std::size_t i = 0; i < values.size(); ++i) {
    negative = negative || values[i] < 0.0;
    roots[i] = std::sqrt(std::fabs(values[i]));
  }
  if (negative) {
    throw std::domain_error("a negative number has no root");
  }
  return roots;
}
