// family: exceptions
// refused: equivalence different-exception; serial-elision different-exception; coverage different-exception
// why: callers that catch domain_error do not catch this
#include <cmath>
#include <cstddef>
#include <stdexcept>
#include <vector>

std::vector<double> square_roots(const std::vector<double>& values) {
  std::vector<double> roots(values.size());
  bool negative = false;
#pragma omp parallel for reduction(|| : negative)
  for (std::size_t i = 0; i < values.size(); ++i) {
    negative = negative || values[i] < 0.0;
    roots[i] = std::sqrt(std::fabs(values[i]));
  }
  if (negative) {
    throw std::logic_error("a negative number has no root");
  }
  return roots;
}
