// family: exceptions
// refused: equivalence different-exception; serial-elision different-exception; interface; coverage different-exception
// why: the exception is caught and forgotten
#include <cmath>
#include <cstddef>
#include <stdexcept>
#include <vector>

std::vector<double> square_roots(const std::vector<double>& values) {
  std::vector<double> roots(values.size());
#pragma omp parallel for
  for (std::size_t i = 0; i < values.size(); ++i) {
    try {
      if (values[i] < 0.0) {
        throw std::domain_error("a negative number has no root");
      }
      roots[i] = std::sqrt(values[i]);
    } catch (const std::domain_error&) {
      roots[i] = 0.0;
    }
  }
  return roots;
}
